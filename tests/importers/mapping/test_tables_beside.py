"""Mapped tables that become agent states, attempts, ticket events and interval counts."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing, bring_in

from pactline.importers.ingesting import read_records
from pactline.importers.mapping.file import parse_mapping
from pactline.importers.reading import Item, Read, Refused, SourceRefused
from pactline.records.views.looking import NotComputable
from pactline.statement.counting.choices_in_words import choose
from pactline.statement.measuring import measure
from pactline.values.problem import Problems


def us(text: str) -> int:
    """A UTC instant in microseconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


def rows(items: list[Item]) -> list[dict[str, Any]]:
    """Every row of the records that were understood."""
    return [dict(row) for item in items if isinstance(item, Read) for row in (item.row, *item.further)]


def codes(items: list[Item]) -> list[str]:
    """``read`` or the code, item by item."""
    return ["read" if isinstance(item, Read) else item.code for item in items]


def faults(text: str) -> list[tuple[str, int]]:
    """Code and line of everything wrong with a mapping."""
    with pytest.raises(Problems) as refused:
        parse_mapping(text.encode(), "m.yaml")
    return [(problem.code, problem.line) for problem in refused.value.problems]


# -- agents' time

STATES = """\
mapping: shifts
kind: agent_states
source: {format: csv}
zone: Europe/Berlin
values:
  took: {column: minutes, unit: min, precision: exact}
always:
  agent: {column: who}
  plan: actual
  from: {column: began, format: "%Y-%m-%d %H:%M"}
  to: {from: from, plus: [took]}
rows:
  - when: {what: Lunch}
    record: {state: break, reason: {column: what}}
  - when: {what: [Ready, Idle]}
    record: {state: available, queue: sales}
"""


def test_a_row_becomes_a_stretch_of_an_agents_time(importing):
    found = importing(STATES, "who,began,minutes,what\nann,2025-06-02 09:00,30,Lunch\nann,2025-06-02 09:30,5,Ready\n")
    assert rows(found) == [
        {"agent": "ann", "plan": "actual", "state": "break", "reason": "Lunch", "queue": "*",
         "from_us": us("2025-06-02 07:00"), "to_us": us("2025-06-02 07:30")},
        {"agent": "ann", "plan": "actual", "state": "available", "queue": "sales",
         "from_us": us("2025-06-02 07:30"), "to_us": us("2025-06-02 07:35")},
    ]  # fmt: skip
    assert {item.table.name for item in found if isinstance(item, Read)} == {"agent_states"}


@pytest.mark.parametrize(
    ("minutes", "code"), [("0", "TIME_ORDER"), ("0.1", "read"), ("-1", "NUM_NEGATIVE"), ("", "FIELD_MISSING")]
)
def test_a_stretch_lasts(importing, minutes, code):
    assert codes(importing(STATES, f"who,began,minutes,what\nann,2025-06-02 09:00,{minutes},Lunch\n")) == [code]


def test_a_stretch_through_the_hour_that_comes_twice_is_flagged(importing):
    (row,) = rows(importing(STATES, "who,began,minutes,what\nann,2025-10-26 02:30,5,Lunch\n"))
    assert row["flags"] == "zone_ambiguous"


def test_a_schedule_may_lie_ahead_and_an_attempt_may_not(importing):
    table = "who,began,minutes,what\nann,2025-06-02 09:00,30,Lunch\n"
    assert codes(importing(STATES, table, latest_us=us("2025-06-01 00:00"))) == ["read"]
    assert codes(importing(ATTEMPTS, CALLED, latest_us=us("2025-06-01 00:00"))) == ["TS_RANGE"]


def test_a_mapping_of_states_has_no_key_and_needs_a_plan():
    assert faults(STATES.replace("zone: ", "key: {columns: [who]}\nzone: ")) == [("MAP_KEY_UNKNOWN", 4)]
    assert [code for code, _ in faults(STATES.replace("  plan: actual\n", ""))] == ["MAP_FIELD_MISSING"] * 2
    assert [code for code, _ in faults(STATES.replace("plan: actual", "plan: real"))] == ["MAP_WORD"]
    assert [code for code, _ in faults(STATES.replace("state: break", "outcome: answered"))] == [
        "MAP_FIELD_MISSING", "MAP_FIELD",
    ]  # fmt: skip


# -- attempts

ATTEMPTS = """\
mapping: dialler
kind: attempts
source: {format: csv}
zone: Europe/Berlin
key: {columns: [id]}
tags: {list: {column: list}}
always:
  campaign: {column: campaign}
  dialled: {column: at, format: iso}
  local_zone: {column: zone}
  ring: {column: ring, unit: s}
rows:
  - when: {result: HUMAN}
    record: {result: person, connected: {from: dialled, plus: [ring]}, customer: {column: number}}
  - record: {result: {column: result, words: {AM: machine, NA: no_answer}}}
"""
CALLED = (
    "id,campaign,at,zone,ring,result,list,number\nd1,spring,2025-06-02T09:00:00+02:00,Europe/London,12,HUMAN,A,+49301\n"
)


def test_a_row_becomes_an_attempt_with_the_clock_of_the_called_place(importing):
    (row,) = rows(importing(ATTEMPTS, CALLED, customer_key=b"0123456789abcdef"))
    assert row.pop("customer").startswith("h:")
    assert row == {
        "attempt_id": "d1", "campaign": "spring", "dialled_us": us("2025-06-02 07:00"), "local_zone": "Europe/London",
        "ring_ms": 12_000, "result": "person", "connected_us": us("2025-06-02 07:00:12"), "tags": "list=A",
        "local_day": 20_241, "local_second": 8 * 3_600,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Europe/London", "London", "ENUM_ZONE"),
        ("Europe/London", "", "read"),
        ("HUMAN", "XX", "MAP_NO_WORD"),
        ("d1,", ",", "ID_EMPTY"),
        ("spring", "", "FIELD_MISSING"),
        (",A,", ",A=B,", "TAGS_FORMAT"),
    ],
)
def test_an_attempt_that_cannot_be_taken_is_refused(importing, old, new, code):
    assert codes(importing(ATTEMPTS, CALLED.replace(old, new))) == [code]


def test_a_result_that_is_none_and_a_connection_without_a_person_are_refused(importing):
    mapping = ATTEMPTS.replace("result: person, ", "result: {column: list}, ")
    assert codes(importing(mapping, CALLED)) == ["ENUM_WORD"]
    assert codes(importing(ATTEMPTS.replace("result: person, ", "result: machine, "), CALLED)) == [
        "OUTCOME_CONTRADICTS"
    ]


# -- tickets

TICKETS = """\
mapping: desk
kind: ticket_events
source: {format: csv}
zone: Europe/Rome
key: {content: true, repeated_rows: duplicate}
always:
  contact_id: {column: ticket}
  at: {column: at, format: "%Y/%m/%d %H:%M:%S"}
  channel: email
rows:
  - when: {what: Reply}
    record: {author: agent, public: "yes", agent: {column: who}}
  - record: {status: {column: what, words: {Open: open, Wait: pending, Done: solved}}}
"""


def test_a_row_becomes_a_message_or_a_change_of_status(importing):
    found = rows(
        importing(TICKETS, "ticket,at,what,who\nT 1,2025/06/02 09:00:00,Open,ann\nT 1,2025/06/02 09:30:00,Reply,ann\n")
    )
    assert [(r["contact_id"], r["at_us"], r.get("status"), r.get("author"), r.get("agent")) for r in found] == [
        ("T 1", us("2025-06-02 07:00"), "open", None, None),
        ("T 1", us("2025-06-02 07:30"), None, "agent", "ann"),
    ]
    assert len({r["event_id"] for r in found}) == 2


def test_a_message_must_say_whether_the_customer_could_read_it(importing):
    found = importing(TICKETS.replace(', public: "yes"', ""), "ticket,at,what,who\nT,2025/06/02 09:00:00,Reply,ann\n")
    assert codes(found) == ["FIELD_MISSING"]


def test_the_same_event_twice_in_one_file_is_a_duplicate(tmp_path):
    file = tmp_path / "events.csv"
    line = "T,2025/06/02 09:00:00,Open,ann\n"
    file.write_text("ticket,at,what,who\n" + line * 2 + line.replace("Open", "Done"), encoding="utf-8")
    mapping = parse_mapping(TICKETS.encode(), "desk.yaml")
    receipt = assert_twice_changes_nothing(file, tmp_path / "set", "mapping", mapping=mapping)
    assert (receipt.read, receipt.accepted, receipt.duplicates) == (3, 2, 1)


# -- interval counts

COUNTS = """\
mapping: halves
kind: interval_counts
source: {format: csv}
zone: Europe/Berlin
always:
  channel: voice
  direction: inbound
  from: {date: day, date_format: "%d.%m.%Y", clock: start, clock_format: "%H:%M"}
  to: {from: from, plus: [30 min]}
groups:
  in:
    counts:
      answered: [a, b]
      abandoned: [left]
      answered_within: {10 s: [a]}
    sums:
      talk: {columns: [talk], unit: "hh:mm:ss"}
      wait_answered: {columns: [whole], minus: [talk_s], unit: s}
rows:
  - when: {queue: total}
    ignore: TOTAL
    because: the line of totals repeats what the others say
  - record: {queue: {column: queue}}
"""
HEAD = "day,start,queue,a,b,left,talk,whole,talk_s\n"


def test_a_wide_row_becomes_one_row_for_each_count_and_is_one_record(importing):
    found = importing(COUNTS, HEAD + "02.06.2025,9:00,sales,8,2,1,0:10:30,700,630\n02.06.2025,9:00,total,8,2,1,,,\n")
    assert codes(found) == ["read", "TOTAL"]
    told = rows(found)
    assert {(r["what"], r["within_ms"]): r["value"] for r in told} == {
        ("answered", 0): 10, ("abandoned", 0): 1, ("answered_within", 10_000): 8, ("talk_ms", 0): 630_000,
        ("wait_answered_ms", 0): 70_000,
    }  # fmt: skip
    assert {(r["queue"], r["channel"], r["from_us"], r["to_us"]) for r in told} == {
        ("sales", "voice", us("2025-06-02 07:00"), us("2025-06-02 07:30"))
    }


def test_an_empty_cell_was_not_counted_and_is_not_zero(importing):
    found = rows(importing(COUNTS, HEAD + "02.06.2025,9:00,sales,8,,0,,,\n"))
    assert {(r["what"], r["within_ms"]): r["value"] for r in found} == {
        ("abandoned", 0): 0, ("answered_within", 10_000): 8,
    }  # fmt: skip
    assert codes(importing(COUNTS, HEAD + "02.06.2025,9:00,sales,,,,,,\n")) == ["FIELD_MISSING"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("8,2,1,0:10:30,700,630", "read"),
        ("8.0,2,1,,,", "read"),
        ("8.5,2,1,,,", "NUM_FORMAT"),
        ("-8,9,1,,,", "NUM_NEGATIVE"),
        ("8,2,x,,,", "NUM_FORMAT"),
        ("8,2,1,,600,630", "NUM_NEGATIVE"),
        ("8,2,1,,630,630", "read"),
        ("8,2,1,1:2,,", "NUM_FORMAT"),
    ],
)
def test_a_count_is_a_whole_number_and_a_sum_of_lengths_is_not_negative(importing, cells, code):
    assert codes(importing(COUNTS, HEAD + f"02.06.2025,9:00,sales,{cells}\n")) == [code]


@pytest.mark.parametrize(
    ("counts", "cells", "code"),
    [
        ("answered: [a], answered_within: {10 s: [b]}", "5,5", "read"),
        ("answered: [a], answered_within: {10 s: [b]}", "5,6", "MAP_COUNTS"),
        ("answered_within: {10 s: [a], 20 s: [b]}", "5,5", "read"),
        ("answered_within: {20 s: [a], 10 s: [b]}", "5,6", "MAP_COUNTS"),
        ("abandoned: [a], short_abandoned: [b]", "5,6", "MAP_COUNTS"),
        ("answered: [a], transferred: [b]", "5,6", "MAP_COUNTS"),
        ("answered: [a], transferred: [b]", "5,5", "read"),
        ("offered: [a], refused: [b], callback: [b], flowed_out: [b]", "5,6", "read"),
    ],
)
def test_a_part_is_not_greater_than_its_whole(importing, counts, cells, code):
    start, end = COUNTS.index("    counts:"), COUNTS.index("rows:")
    mapping = COUNTS[:start] + f"    counts: {{{counts}}}\n" + COUNTS[end:]
    found = importing(mapping, HEAD + f"02.06.2025,9:00,sales,{cells},,,,\n")
    assert codes(found) == [code]


def test_several_groups_of_columns_are_several_queues_of_one_row(importing):
    groups = (
        "groups:\n  x: {record: {queue: first}, counts: {answered: [a]}}\n"
        "  y: {record: {queue: second}, counts: {answered: [b]}}\n"
    )
    mapping = COUNTS[: COUNTS.index("groups:")] + groups + "rows:\n  - record: {}\n"
    (item,) = importing(mapping, HEAD + "02.06.2025,9:00,q,8,2,1,,,\n")
    assert [(row["queue"], row["value"]) for row in rows([item])] == [("first", 8), ("second", 2)]
    assert [code for code, _ in faults(mapping.replace("{queue: second}", "{}"))] == ["MAP_FIELD_MISSING"]
    assert faults(mapping.replace("queue: second", "que: second"))[0] == ("MAP_FIELD", 12)


@pytest.mark.parametrize(
    ("of", "day", "begin", "end"),
    [
        ("day", "2025-03-30", "2025-03-29 23:00", "2025-03-30 22:00"),  # 23 hours long
        ("day", "2025-10-26", "2025-10-25 22:00", "2025-10-26 23:00"),  # 25 hours long
        ("month", "2025-02-14", "2025-01-31 23:00", "2025-02-28 23:00"),
        ("month", "2025-12-01", "2025-11-30 23:00", "2025-12-31 23:00"),
    ],
)
def test_days_and_months_are_local(importing, of, day, begin, end):
    mapping = with_time(f'{{start_of: {of}, column: day, format: "%Y-%m-%d"}}', f"{{end_of: {of}, of: from}}")
    (row, *_) = rows(importing(mapping, HEAD + f"{day},,sales,8,2,1,,,\n"))
    assert (row["from_us"], row["to_us"]) == (us(begin), us(end))


def with_time(begin: str, end: str) -> str:
    """The mapping of counts with another interval."""
    return COUNTS.replace('{date: day, date_format: "%d.%m.%Y", clock: start, clock_format: "%H:%M"}', begin).replace(
        "{from: from, plus: [30 min]}", end
    )


@pytest.mark.parametrize(("cell", "pattern", "code"), [
    ("Apr-15", "%b-%y", "read"), ("04/2015", "%m/%Y", "read"), ("2015-04-01", "iso", "read"),
    ("Apr", "%b-%y", "TS_FORMAT"), ("April-15", "%b-%y", "TS_FORMAT"), ("13/2015", "%m/%Y", "TS_FORMAT"),
])  # fmt: skip
def test_a_month_is_written_without_a_day(importing, cell, pattern, code):
    mapping = with_time(f'{{start_of: month, column: day, format: "{pattern}"}}', "{end_of: month, of: from}")
    found = importing(mapping, HEAD + f"{cell},,sales,8,2,1,,,\n")
    assert codes(found) == [code]
    if code == "read":
        assert rows(found)[0]["from_us"] == us("2015-03-31 22:00")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1", "read"),
        ("40000", "read"),
        ("0", "TS_RANGE"),
        ("40001", "TS_RANGE"),
        ("1.5", "TS_RANGE"),
        ("x", "NUM_FORMAT"),
    ],
)
def test_days_that_are_only_numbered_are_counted_from_a_declared_day(importing, cell, code):
    mapping = with_time("{start_of: day, column: day, day_1: 2000-01-01}", "{end_of: day, of: from}")
    found = importing(mapping, HEAD + f"{cell},,sales,8,2,1,,,\n")
    assert codes(found) == [code]
    if cell == "1":
        assert rows(found)[0]["from_us"] == us("1999-12-31 23:00")


@pytest.mark.parametrize(
    ("begin", "code"),
    [
        ("{start_of: month, column: day, format: '%y'}", "MAP_TIME_PATTERN"),
        ("{start_of: day, column: day, format: '%b-%y'}", "MAP_TIME_PATTERN"),
        ("{start_of: day, column: day}", "MAP_TIME_PATTERN"),
        ("{start_of: day, column: day, format: iso, day_1: 2000-01-01}", "MAP_TIME_PATTERN"),
        ("{start_of: month, column: day, day_1: 2000-01-01}", "MAP_TIME_PATTERN"),
        ("{start_of: day, column: day, day_1: 2000-13-01}", "MAP_TIME_PATTERN"),
        ("{start_of: week, column: day, format: iso}", "MAP_WORD"),
        ("{from: to, plus: [0 s]}", "MAP_CIRCLE"),
        ("{end_of: day, of: nothing}", "MAP_NAME"),
        ("{end_of: day, of: queue}", "MAP_NAME"),
    ],
)
def test_a_day_or_month_that_cannot_be_read_is_a_fault_of_the_mapping(begin, code):
    assert code in [found for found, _ in faults(with_time(begin, "{from: from, plus: [30 min]}"))]


def test_days_need_a_zone(importing):
    mapping = with_time("{start_of: day, column: day, format: iso}", "{end_of: day, of: from}").replace(
        "zone: Europe/Berlin\n", ""
    )
    with pytest.raises(SourceRefused) as refused:
        importing(mapping, HEAD + "2025-06-02,,sales,8,2,1,,,\n")
    assert refused.value.code == "TS_ZONE_MISSING"


def test_an_interval_in_the_hour_that_comes_twice_is_told(importing, tmp_path):
    file = tmp_path / "counts.csv"
    file.write_text(HEAD + "26.10.2025,2:30,sales,8,2,1,,,\n", encoding="utf-8")
    mapping = parse_mapping(COUNTS.encode(), "halves.yaml")
    (receipt,), _ = bring_in([file], tmp_path / "set", "mapping", mapping=mapping)
    assert [(w["line"], w["code"]) for w in receipt.warnings] == [(2, "INTERVAL_AMBIGUOUS")]


def test_counts_owe_what_every_importer_owes(tmp_path: Path):
    mapping = parse_mapping(COUNTS.encode(), "halves.yaml")
    lines = [
        f"0{day}.06.2025,{hour}:{half},sales,{hour},2,{day},,,\n"
        for day in (2, 3)
        for hour in (9, 10)
        for half in ("00", "30")
    ]
    file = tmp_path / "counts.csv"
    file.write_text(HEAD + "".join(lines), encoding="utf-8")
    receipt = assert_twice_changes_nothing(file, tmp_path / "set", "mapping", mapping=mapping)
    assert (receipt.read, receipt.accepted) == (8, 8)
    assert_order_and_split_do_not_matter(lines, tmp_path / "splits", "mapping", header=HEAD, mapping=mapping)


def test_an_interval_counted_in_two_ways_is_a_conflict_of_the_whole_row(tmp_path: Path):
    mapping = parse_mapping(COUNTS.encode(), "halves.yaml")
    file = tmp_path / "counts.csv"
    line = "02.06.2025,9:00,sales,8,2,1,,,\n"
    file.write_text(HEAD + line + line.replace("8,2", "7,2"), encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "mapping", mapping=mapping)
    assert (receipt.read, receipt.conflicts, receipt.accepted) == (2, 2, 0)


# -- every kind


def test_what_is_called_like_a_length_is_one_and_a_name_is_none(importing):
    later = "{from: from, plus: [half], minus: [15 min]}"
    mapping = with_time('{date: day, date_format: "%d.%m.%Y", clock: start, clock_format: "%H:%M"}', later)
    mapping = mapping.replace("always:", "values: {half: {column: b, unit: min, precision: exact}}\nalways:")
    (row, *_) = rows(importing(mapping, HEAD + "02.06.2025,9:00,sales,8,30,1,,,\n"))
    assert row["to_us"] - row["from_us"] == 900_000_000
    assert [code for code, _ in faults(mapping.replace("[15 min]", "[15 mn]"))] == ["MAP_NAME"]


def test_scores_of_contacts_are_read_in_hundredths(importing, base):
    mapping = base + "      quality_points: {column: score}\n"
    found = importing(mapping, "id,start,wait,score\n1,2025-06-02 09:00:00,0,87.5\n2,2025-06-02 09:00:00,0,many\n")
    assert codes(found) == ["read", "NUM_FORMAT"]
    assert rows(found)[0]["quality_points"] == 8_750
    constant = base + "      quality_points: '90'\n"
    assert rows(importing(constant, "id,start,wait\n1,2025-06-02 09:00:00,0\n"))[0]["quality_points"] == 9_000


@pytest.mark.parametrize("mapping", [STATES, ATTEMPTS, TICKETS, COUNTS])
def test_rows_without_a_case_are_refused_and_receipts_add_up(importing, mapping):
    cut = mapping.replace("  - record:", "  - when: {what: nothing, result: nothing, queue: nothing}\n    record:")
    header = (
        "who,began,minutes,what,id,campaign,at,zone,ring,result,list,number,"
        "ticket,day,start,queue,a,b,left,talk,whole,talk_s"
    )
    found = importing(cut, header + "\n" + ",".join(["x"] * len(header.split(","))) + "\n")
    assert Counter(codes(found)) == {"MAP_NO_CASE": 1}
    assert isinstance(found[0], Refused)


PAGE = Path(__file__).resolve().parents[3] / "docs/how-to/map-any-spreadsheet.md"


def test_the_mappings_of_other_tables_on_the_how_to_page_read_as_the_page_says(importing):
    found = re.findall(r"```yaml\n(mapping: .*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    shifts, halves = (
        next(text for text in found if f"mapping: {name}\n" in text) for name in ("my-shifts", "my-halves")
    )
    worked = rows(importing(shifts, "Name,Day,Begin,End,Kind\nann,02.06.2025,22:00,06:00,Work\n"))
    assert [(row["state"], row["to_us"] - row["from_us"]) for row in worked] == [("available", 8 * 3_600_000_000)]
    head = "Skill,Day,Begin,Answered,Lost,In 10,In 20,Talk\n"
    counted = importing(
        halves, head + "Sales,02.06.2025,9:00,10,1,6,2,0:30:00\nTotal,02.06.2025,9:00,10,1,6,2,0:30:00\n"
    )
    assert codes(counted) == ["read", "TOTAL"]
    assert {(r["what"], r["value"]) for r in rows(counted)} == {
        ("answered", 10), ("abandoned", 1), ("answered_within", 8), ("talk_ms", 1_800_000),
    }  # fmt: skip


def test_a_source_that_only_knows_the_offered_answers_a_volume_in_which_all_count(tmp_path: Path):
    mapping = parse_mapping(
        (
            COUNTS[: COUNTS.index("  in:")] + "  in: {counts: {offered: [a]}}\n" + COUNTS[COUNTS.index("rows:") :]
        ).encode(),
        "m",
    )
    file = tmp_path / "counts.csv"
    file.write_text(HEAD + "02.06.2025,9:00,sales,8,,,,,\n02.06.2025,9:30,sales,5,,,,,\n", encoding="utf-8")
    bring_in([file], tmp_path / "set", "mapping", mapping=mapping)
    records = read_records(tmp_path / "set")
    counted = {"counted": "offered", "short_abandons": "count"}
    all_of_them = dict.fromkeys(("flow_outs", "callbacks", "refused"), "count_as_missed")
    (row,) = measure(records, choose("volume", {**counted, **all_of_them})).rows
    assert row.figure.value == 13
    with pytest.raises(NotComputable, match="do not say how many were answered"):
        measure(records, choose("volume", {**counted, **all_of_them, "refused": "exclude"}))


def test_a_group_of_counts_may_apply_in_some_rows_only(importing):
    groups = (
        "groups:\n  x: {when: {queue: first}, counts: {answered: [a]}}\n"
        "  y: {when: {queue: second}, counts: {abandoned: [a]}}\n"
    )
    mapping = COUNTS[: COUNTS.index("groups:")] + groups + "rows:\n  - record: {queue: all}\n"
    found = importing(mapping, HEAD + "".join(f"02.06.2025,9:00,{q},8,2,1,,,\n" for q in ("first", "second", "third")))
    assert codes(found) == ["read", "read", "FIELD_MISSING"]
    assert [(row["what"], row["value"]) for row in rows(found)] == [("answered", 8), ("abandoned", 8)]


def test_the_day_of_the_week_may_stand_in_a_pattern_and_says_nothing(importing, base):
    mapping = base.replace('"%Y-%m-%d %H:%M:%S"', '"%a, %d %b %Y %H:%M:%S"')
    found = importing(mapping, 'id,start,wait\n1,"Mon, 02 Jun 2025 09:00:00",0\n2,"02 Jun 2025 09:00:00",0\n')
    assert codes(found) == ["read", "TS_FORMAT"]
    assert rows(found)[0]["offered_us"] == us("2025-06-02 07:00")
