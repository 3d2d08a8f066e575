"""What each key of a mapping does to a row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from pactline.importers.reading import Ignored, Item, Read, Refused, SourceRefused


def rows(items: list[Item]) -> list[dict[str, Any]]:
    """The rows of the records that were understood."""
    return [dict(item.row) for item in items if isinstance(item, Read)]


def codes(items: list[Item]) -> list[str]:
    """``read`` or the code, item by item."""
    return ["read" if isinstance(item, Read) else item.code for item in items]


def us(text: str) -> int:
    """A UTC instant in microseconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


def with_fields(base: str, **fields: str) -> str:
    """The base mapping with these fields in its one record."""
    return base + "".join(f"      {name}: {reading}\n" for name, reading in fields.items())


def test_a_row_becomes_a_contact_with_its_line(importing, base):
    [item] = importing(base, "id,start,wait\nc1,2025-06-02 09:00:00,12.5\n")
    assert item.line == 2
    assert item.row == {
        "contact_id": "c1",
        "visit": 1,
        "channel": "voice",
        "queue": "support",
        "direction": "inbound",
        "offered_us": us("2025-06-02 07:00:00"),
        "outcome": "answered",
        "wait_ms": 12_500,
    }


@pytest.mark.parametrize(
    ("unit", "cell", "ms"),
    [
        ("ms", "1500", 1_500),
        ("s", "1.5", 1_500),
        ("s", "0.0004", 0),
        ("{min}", "2.5", 150_000),
        ("{h}", "0.25", 900_000),
        ("hh:mm:ss", "0:02:05", 125_000),
        ("hh:mm:ss", "26:00:00", 93_600_000),
        ("mm:ss", "75:30", 4_530_000),
        ("day", "0.00165509259259259", 143_000),
    ],
)
def test_a_length_is_read_in_its_declared_unit(importing, base, unit, cell, ms):
    unit = unit.replace("{min}", "min, precision: exact").replace("{h}", "h, precision: exact")
    mapping = with_fields(base, talk=f"{{column: talk, unit: {unit}}}").replace("unit: hh:mm:ss", 'unit: "hh:mm:ss"')
    assert rows(importing(mapping, f"id,start,wait,talk\n1,2025-06-02 09:00:00,0,{cell}\n"))[0]["talk_ms"] == ms


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-1", "NUM_NEGATIVE"),
        ("1e3", "NUM_FORMAT"),
        ("1,5", "NUM_FORMAT"),
        ("twelve", "NUM_FORMAT"),
        ("2678401", "NUM_RANGE"),
        ("nan", "NUM_FORMAT"),
    ],
)
def test_a_length_that_is_none_is_refused_with_line_and_column(importing, base, cell, code):
    [item] = importing(base, f'id,start,wait\n1,2025-06-02 09:00:00,"{cell}"\n')
    assert isinstance(item, Refused)
    assert (item.line, item.code) == (2, code)
    assert item.message.startswith("wait: ")
    assert cell in item.raw


def test_a_decimal_comma_is_declared(importing, base):
    mapping = base.replace("{format: csv}", "{format: csv, delimiter: semicolon, decimal: comma}")
    items = importing(mapping, "id;start;wait\n1;2025-06-02 09:00:00;1,5\n2;2025-06-02 09:00:00;1.5\n")
    assert rows(items)[0]["wait_ms"] == 1_500
    assert codes(items) == ["read", "NUM_FORMAT"]


@pytest.mark.parametrize(
    ("pattern", "cell", "utc"),
    [
        ("%d.%m.%Y %H:%M:%S", "02.06.2025 09:00:00", "2025-06-02 07:00:00"),
        ("%m/%d/%Y %H:%M", "6/2/2025 9:00", "2025-06-02 07:00:00"),
        ("%y%m%d %H%M%S", "250602 090000", "2025-06-02 07:00:00"),
        ("%d-%b-%Y %I:%M:%S %p", "02-Jun-2025 12:00:01 AM", "2025-06-01 22:00:01"),
        ("%Y-%m-%d %I:%M %p", "2025-06-02 12:30 pm", "2025-06-02 10:30:00"),
        ("%Y-%m-%d %H:%M:%S%z", "2025-06-02 09:00:00-0500", "2025-06-02 14:00:00"),
        ("iso", "2025-06-02T09:00:00Z", "2025-06-02 09:00:00"),
        ("iso", "2025-06-02 09:00", "2025-06-02 07:00:00"),
        ("epoch_s", "1748847600", "2025-06-02 07:00:00"),
        ("epoch_ms", "1748847600000", "2025-06-02 07:00:00"),
        ("excel", "45810.375", "2025-06-02 07:00:00"),
    ],
)
def test_an_instant_is_read_in_its_declared_pattern(importing, base, pattern, cell, utc):
    mapping = base.replace('"%Y-%m-%d %H:%M:%S"', f'"{pattern}"')
    assert rows(importing(mapping, f"id,start,wait\n1,{cell},0\n"))[0]["offered_us"] == us(utc)


@pytest.mark.parametrize(
    ("pattern", "cell", "code"),
    [
        ("%Y-%m-%d %H:%M:%S", "2025-02-30 09:00:00", "TS_FORMAT"),
        ("%Y-%m-%d %H:%M:%S", "02.06.2025 09:00:00", "TS_FORMAT"),
        ("%Y-%m-%d %H:%M:%S", "2025-06-02 09:00:60", "TS_FORMAT"),
        ("%Y-%m-%d %H:%M:%S", "1969-12-31 09:00:00", "TS_RANGE"),
        ("%Y-%m-%d %H:%M:%S", "2100-01-01 09:00:00", "TS_RANGE"),
        ("%Y-%m-%d %I:%M %p", "2025-06-02 13:30 pm", "TS_FORMAT"),
        ("%Y-%m-%d", "2025-06-02", "TS_FORMAT"),
        ("epoch_s", "99999999999", "TS_RANGE"),
        ("%Y-%m-%d %H:%M:%S", "2025-03-30 02:30:00", "TS_NONEXISTENT"),
    ],
)
def test_a_time_that_is_none_is_refused(importing, base, pattern, cell, code):
    mapping = base.replace('"%Y-%m-%d %H:%M:%S"', f'"{pattern}"')
    [item] = importing(mapping, f"id,start,wait\n1,{cell},0\n")
    assert isinstance(item, Refused)
    assert item.code == code
    assert item.message.startswith("start: ")
    if code == "TS_FORMAT":
        assert f" {pattern}" in item.message  # the reader sees what was expected of the cell


def test_a_local_time_that_occurs_twice_is_taken_the_first_time_and_flagged(importing, base):
    [row] = rows(importing(base, "id,start,wait\n1,2025-10-26 02:30:00,0\n"))
    assert row["offered_us"] == us("2025-10-26 00:30:00")
    assert row["flags"] == "zone_ambiguous"


def test_local_times_need_a_zone_in_the_mapping_or_beside_it_and_not_two(importing, base):
    mapping = base.replace("zone: Europe/Berlin\n", "")
    table = "id,start,wait\n1,2025-06-02 09:00:00,0\n"
    with pytest.raises(SourceRefused) as refused:
        importing(mapping, table)
    assert refused.value.code == "TS_ZONE_MISSING"
    assert rows(importing(mapping, table, "America/New_York"))[0]["offered_us"] == us("2025-06-02 13:00:00")
    with pytest.raises(SourceRefused) as refused:
        importing(base, table, "America/New_York")
    assert refused.value.code == "ZONE_TWICE"


def test_times_with_an_offset_need_no_zone_and_one_without_is_refused(importing, base):
    mapping = base.replace("zone: Europe/Berlin\n", "").replace('"%Y-%m-%d %H:%M:%S"', "iso")
    items = importing(mapping, "id,start,wait\n1,2025-06-02T09:00:00Z,0\n2,2025-06-02T09:00:00,0\n")
    assert codes(items) == ["read", "TS_NO_OFFSET"]


DAY_AND_CLOCK = """\
values:
  began: {date: day, date_format: "%Y-%m-%d", clock: began, clock_format: "%H:%M:%S"}
  met: {clock: met, clock_format: "%H:%M:%S", after: began}
"""


def clocks_of(base: str, beyond: str = "refuse") -> str:
    """A mapping with a day and two clock times."""
    return (
        base.replace("always:", DAY_AND_CLOCK + "always:")
        .replace('{column: start, format: "%Y-%m-%d %H:%M:%S"}', "began")
        .replace("wait: {column: wait, unit: s}", "answered: met\n      wait: {between: [began, met]}")
        .replace("beyond: refuse", f"beyond: {beyond}")
    )


@pytest.mark.parametrize(
    ("day", "began", "met", "wait_ms"),
    [
        ("2025-06-02", "9:00:00", "9:00:20", 20_000),
        ("2025-06-02", "23:59:50", "0:00:10", 20_000),
        ("2025-12-31", "23:59:50", "0:00:10", 20_000),
        ("2025-03-29", "23:59:50", "3:00:00", 7_210_000),  # the clock goes from 2 to 3 in this night
        ("2025-10-26", "2:59:50", "2:00:10", 20_000),  # the hour from 2 to 3 occurs twice
    ],
)
def test_a_clock_that_passed_midnight_belongs_to_the_next_day(importing, base, day, began, met, wait_ms):
    [row] = rows(importing(clocks_of(base), f"id,day,began,met\n1,{day},{began},{met}\n"))
    assert row["wait_ms"] == wait_ms


def test_a_clock_a_second_behind_stays_on_its_day_and_is_out_of_order(importing, base):
    assert codes(importing(clocks_of(base), "id,day,began,met\n1,2025-06-02,9:00:01,9:00:00\n")) == ["TIME_ORDER"]


def test_an_arrival_after_the_queue_entry_is_flagged_and_left_out_or_refused(importing, base):
    table = "id,start,wait,rang\n1,2025-06-02 09:00:00,0,2025-06-02 09:00:05\n"
    mapping = with_fields(base, arrived='{column: rang, format: "%Y-%m-%d %H:%M:%S"}')
    assert codes(importing(mapping, table)) == ["TIME_ORDER"]
    [row] = rows(importing(mapping.replace("beyond: refuse", "beyond: flag"), table))
    assert "arrived_us" not in row
    assert row["flags"] == "clock_disagrees"


@pytest.mark.parametrize(("seconds", "differs"), [(10, False), (11, False), (12, True), (8, True)])
def test_clock_times_and_lengths_may_differ_by_the_tolerance(importing, base, seconds, differs):
    mapping = with_fields(base, answered='{column: met, format: "%Y-%m-%d %H:%M:%S"}')
    table = f"id,start,wait,met\n1,2025-06-02 09:00:00,{seconds},2025-06-02 09:00:10\n"
    assert codes(importing(mapping, table)) == (["DUR_MISMATCH"] if differs else ["read"])
    [row] = rows(importing(mapping.replace("beyond: refuse", "beyond: flag"), table))
    assert row.get("flags") == ("clock_disagrees" if differs else None)
    assert row["wait_ms"] == seconds * 1_000


def test_a_cross_check_between_two_columns_flags_or_refuses(importing, base):
    check = "checks:\n  - {from: offered, to: bridged, takes: wait, tolerance: 5 s}\n"
    value = 'values:\n  bridged: {column: met, format: "%Y-%m-%d %H:%M:%S"}\n'
    mapping = base.replace("always:", value + check + "always:")
    table = "id,start,wait,met\n1,2025-06-02 09:00:00,10,2025-06-02 09:00:{}\n"
    assert codes(importing(mapping, table.format("15"))) == ["read"]
    assert codes(importing(mapping, table.format("16"))) == ["DUR_MISMATCH"]
    [row] = rows(importing(mapping.replace("beyond: refuse", "beyond: flag"), table.format("16")))
    assert row["flags"] == "clock_disagrees"


def test_instants_and_lengths_are_worked_out_from_others(importing, base):
    mapping = with_fields(
        base,
        talk="{column: talk, unit: s}",
        answered="{from: offered, plus: [wait]}",
        ended="{from: answered, plus: [talk]}",
        arrived="{from: offered, minus: [wait]}",
        wrap="{sum: [wait, talk]}",
    )
    [row] = rows(importing(mapping, "id,start,wait,talk\n1,2025-06-02 09:00:00,20,100\n"))
    assert row["answered_us"] == us("2025-06-02 07:00:20")
    assert row["ended_us"] == us("2025-06-02 07:02:00")
    assert row["arrived_us"] == us("2025-06-02 06:59:40")
    assert row["wrap_ms"] == 120_000


def test_the_first_known_of_several_is_taken(importing, base):
    values = "values:\n  a: {column: a, unit: s}\n  b: {column: b, unit: s}\nalways:"
    mapping = with_fields(base.replace("always:", values), talk="{first_of: [a, b]}")
    items = importing(mapping, "id,start,wait,a,b\n1,2025-06-02 09:00:00,0,,7\n2,2025-06-02 09:00:00,0,5,7\n")
    assert [row["talk_ms"] for row in rows(items)] == [7_000, 5_000]


def test_blank_is_unknown_and_never_zero(importing, base):
    [row] = rows(importing(base, "id,start,wait\n1,2025-06-02 09:00:00,\n"))
    assert "wait_ms" not in row
    assert row["flags"] == "wait_unknown"


def test_blank_may_be_refused(importing, base):
    mapping = base.replace("unit: s}", "unit: s, blank: refuse}")
    assert codes(importing(mapping, "id,start,wait\n1,2025-06-02 09:00:00,\n")) == ["FIELD_MISSING"]


def test_words_may_mean_unknown_everywhere_or_in_some_rows(importing, base):
    mapping = with_fields(
        base,
        agent="{column: agent, unknown: [NOBODY]}",
        talk='{column: talk, unit: s, unknown_when: {talk: "0", agent: NOBODY}}',
    )
    table = "id,start,wait,agent,talk\n1,2025-06-02 09:00:00,0,NOBODY,0\n2,2025-06-02 09:00:00,0,Ann,0\n"
    first, second = rows(importing(mapping, table))
    assert "agent" not in first
    assert "talk_ms" not in first
    assert (second["agent"], second["talk_ms"]) == ("Ann", 0)


def test_words_are_translated_and_a_word_without_translation_is_refused(importing, base):
    mapping = base.replace("queue: support", "queue: {column: q, words: {B: billing, T: technical}}")
    items = importing(mapping, "id,start,wait,q\n1,2025-06-02 09:00:00,0,B\n2,2025-06-02 09:00:00,0,X\n")
    assert codes(items) == ["read", "MAP_NO_WORD"]
    other = mapping.replace("technical}}", "technical}, otherwise: rest}")
    items = importing(other, "id,start,wait,q\n1,2025-06-02 09:00:00,0,B\n2,2025-06-02 09:00:00,0,X\n")
    assert [row["queue"] for row in rows(items)] == ["billing", "rest"]


def test_whole_minutes_leave_the_wait_unknown_because_seconds_cannot_be_had(importing, base):
    mapping = base.replace("unit: s}", "unit: min, precision: whole}")
    warnings: list[Any] = []
    [row] = rows(importing(mapping, "id,start,wait\n1,2025-06-02 09:00:00,1\n", warnings=warnings))
    assert "wait_ms" not in row
    assert row["flags"] == "wait_unknown"
    assert [code for _, code, _ in warnings] == ["DURATION_COARSE"]


def test_the_first_case_that_holds_decides_and_a_row_without_a_case_is_refused(importing, base):
    mapping = (
        base[: base.index("rows:")]
        + """\
rows:
  - {when: {kind: test}, ignore: TEST_CALL, because: calls of the test line are no contacts}
  - {when: {kind: [bad, worse]}, refuse: BROKEN, because: the source lost the row}
  - when: {kind: {not: [other]}, wait: {above: 0}}
    flags: [truncated]
    record: {outcome: answered, wait: {column: wait, unit: s}}
  - when: {wait: {blank: true}}
    record: {outcome: abandoned}
"""
    )
    kinds = ["test,5", "worse,5", "call,5", "call,0", "call,", "other,5"]
    table = "id,start,kind,wait\n" + "".join(f"{n},2025-06-02 09:00:00,{kind}\n" for n, kind in enumerate(kinds))
    items = importing(mapping, table)
    assert codes(items) == ["TEST_CALL", "BROKEN", "read", "MAP_NO_CASE", "read", "MAP_NO_CASE"]
    assert items[3].message == "No case of the mapping says what a row with kind 'call', wait '0' is."
    assert isinstance(items[0], Ignored)
    assert items[0].message == "calls of the test line are no contacts"
    assert [row.get("flags") for row in rows(items)] == ["truncated", "wait_unknown"]


@pytest.mark.parametrize(
    ("test", "held"),
    [
        ("{above: 5}", [6]),
        ("{at_least: 5}", [5, 6]),
        ("{below: 5}", [4]),
        ("{at_most: 5, above: 4}", [5]),
        ("{blank: false}", [4, 5, 6]),
    ],
)
def test_a_case_may_test_numbers(importing, base, test, held):
    mapping = base.replace("  - record:", f"  - when: {{wait: {test}}}\n    record:")
    items = importing(mapping, "id,start,wait\n" + "".join(f"{n},2025-06-02 09:00:00,{n}\n" for n in (4, 5, 6)))
    assert [int(row["contact_id"]) for row in rows(items)] == held


def test_the_key_is_made_of_several_columns(importing, base):
    mapping = base.replace("key: {columns: [id]}", "key: {columns: [line, id]}")
    table = "line,id,start,wait\nA,1,2025-06-02 09:00:00,0\n,1,2025-06-02 09:00:00,0\nA-1,2,2025-06-02 09:00:00,0\n"
    items = importing(mapping, table)
    assert rows(items)[0]["contact_id"] == "A-1"
    assert codes(items) == ["read", "ID_EMPTY", "ID_FORMAT"]


def test_a_row_that_is_no_contact_needs_no_id(importing, base):
    mapping = base.replace(
        "rows:\n", 'rows:\n  - {when: {id: ""}, ignore: TOTAL, because: the sum of the rows above}\n'
    )
    assert codes(importing(mapping, "id,start,wait\n1,2025-06-02 09:00:00,0\n,,99\n")) == ["read", "TOTAL"]


def test_an_id_of_other_letters_is_refused(importing, base):
    assert codes(importing(base, "id,start,wait\nä,2025-06-02 09:00:00,0\n")) == ["ID_FORMAT"]


def test_rows_without_an_id_are_told_apart_by_content_and_by_occurrence_if_declared(importing, base):
    table = "start,wait\n2025-06-02 09:00:00,5\n2025-06-02 09:00:00,5\n2025-06-02 09:00:00,6\n"
    distinct = base.replace("{columns: [id]}", "{content: true, repeated_rows: distinct}")
    first, second, other = (row["contact_id"] for row in rows(importing(distinct, table)))
    assert second == first + "-2"
    assert other != first
    same = base.replace("{columns: [id]}", "{content: true, repeated_rows: duplicate}")
    assert [row["contact_id"] for row in rows(importing(same, table))] == [first, first, other]


def test_the_content_key_does_not_depend_on_the_order_of_columns(importing, base):
    mapping = base.replace("{columns: [id]}", "{content: true, repeated_rows: distinct}")
    [one] = rows(importing(mapping, "start,wait\n2025-06-02 09:00:00,5\n"))
    [two] = rows(importing(mapping, "wait,start\n5,2025-06-02 09:00:00\n"))
    assert one == two


def test_tags_are_kept_in_the_order_of_their_names(importing, base):
    mapping = base + "tags:\n  type: {column: type}\n  site: Berlin\n"
    items = importing(
        mapping,
        "id,start,wait,type\n1,2025-06-02 09:00:00,0,PS\n2,2025-06-02 09:00:00,0,\n3,2025-06-02 09:00:00,0,a;b\n",
    )
    assert [row["tags"] for row in rows(items)] == ["site=Berlin;type=PS", "site=Berlin"]
    assert codes(items)[2] == "TAGS_FORMAT"


def test_a_customer_is_kept_as_a_keyed_hash_or_not_at_all(importing, base):
    mapping = with_fields(base, customer="{column: caller}")
    table = "id,start,wait,caller\n1,2025-06-02 09:00:00,0,5550100\n2,2025-06-02 09:00:00,0,5550100\n"
    warnings: list[Any] = []
    assert "customer" not in rows(importing(mapping, table, warnings=warnings))[0]
    assert "CUSTOMER_NOT_KEPT" in [code for _, code, _ in warnings]
    first, second = rows(importing(mapping, table, customer_key=b"secret"))
    assert first["customer"] == second["customer"]
    assert "5550100" not in first["customer"]
    assert first["customer"] != rows(importing(mapping, table, customer_key=b"other"))[0]["customer"]


def test_an_instant_in_the_future_is_refused(importing, base):
    table = "id,start,wait\n1,2025-06-02 09:00:00,0\n2,2025-06-02 09:00:01,0\n"
    assert codes(importing(base, table, latest_us=us("2025-06-02 07:00:00"))) == ["read", "TS_RANGE"]


def test_an_outcome_that_contradicts_the_times_is_refused(importing, base):
    mapping = with_fields(base, answered="{from: offered, plus: [wait]}").replace(
        "outcome: answered", "outcome: abandoned"
    )
    assert codes(importing(mapping, "id,start,wait\n1,2025-06-02 09:00:00,0\n")) == ["OUTCOME_CONTRADICTS"]


def test_a_word_outside_the_closed_list_is_refused(importing, base):
    mapping = base.replace("outcome: answered", "outcome: {column: how}")
    items = importing(
        mapping, "id,start,wait,how\n1,2025-06-02 09:00:00,0,answered\n2,2025-06-02 09:00:00,0,Answered\n"
    )
    assert codes(items) == ["read", "ENUM_OUTCOME"]


def test_a_needed_field_that_is_not_known_is_refused(importing, base):
    mapping = base.replace("queue: support", "queue: {column: q}")
    assert codes(importing(mapping, "id,start,wait,q\n1,2025-06-02 09:00:00,0,\n")) == ["FIELD_MISSING"]


def test_unseen_characters_in_a_name_are_refused(importing, base):
    mapping = base.replace("queue: support", "queue: {column: q}")
    items = importing(mapping, "id,start,wait,q\n1,2025-06-02 09:00:00,0,a\x00b\n2,2025-06-02 09:00:00,0,a\u202eb\n")
    assert codes(items) == ["CTRL_CHAR", "TEXT_UNSAFE"]


def test_progress_is_told(importing, base):
    told: list[int] = []
    table = "id,start,wait\n" + "".join(f"{n},2025-06-02 09:00:00,0\n" for n in range(5_001))
    importing(base, table, progress=told.append)
    assert told == [5_000]
