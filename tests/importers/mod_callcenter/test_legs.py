"""Call detail records as JSON, XML and CSV, alone and beside the events of the same call."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from tests.importers.mod_callcenter.made_up import T0, US, as_json, as_xml, call, codes, items, left, rows, variables
from tests.importers.suite import bring_in

from pactline.importers.ingesting import read_records
from pactline.importers.reading import Incomplete, SourceRefused
from pactline.values.zone import zone

ANSWERED = {
    "cc_cause": "answered", "cc_queue_joined_epoch": T0, "cc_queue_answered_epoch": T0 + 8,
    "cc_queue_terminated_epoch": T0 + 68, "start_epoch": T0 - 4, "hangup_cause": "NORMAL_CLEARING",
}  # fmt: skip
GONE = {
    "cc_cause": "cancel", "cc_cancel_reason": "BREAK_OUT", "cc_queue_joined_epoch": T0,
    "cc_queue_canceled_epoch": T0 + 30,
}  # fmt: skip
RANG = {"start_epoch": T0 + 5, "answer_epoch": T0 + 8, "end_epoch": T0 + 68}


def as_cdr(*legs: dict[str, str]) -> str:
    """Records of mod_json_cdr, one a line."""
    return "".join(json.dumps({"core-uuid": "c", "variables": leg, "callflow": [{}]}) + "\n" for leg in legs)


def test_the_callers_leg_tells_the_call_and_the_agents_leg_its_ring(tmp_path: Path) -> None:
    found, _ = items(tmp_path, as_cdr(variables("agent", **RANG), variables(**ANSWERED)))
    assert rows(found) == [
        {
            "contact_id": "s-1", "visit": 1, "channel": "voice", "direction": "inbound", "queue": "sales@default",
            "arrived_us": (T0 - 4) * US, "offered_us": T0 * US, "answered_us": (T0 + 8) * US,
            "ended_us": (T0 + 68) * US, "outcome": "answered", "reason": "NORMAL_CLEARING", "wait_ms": 8_000,
            "ring_ms": 3_000, "talk_ms": 60_000, "agent": "1001", "legs_offered": 1, "tags": "member=m-1",
            "source_rev": 1_020,
        }
    ]  # fmt: skip


def test_the_callers_leg_alone_is_enough_and_the_agents_leg_alone_waits(tmp_path: Path) -> None:
    (row,) = rows(items(tmp_path, as_cdr(variables(**ANSWERED)))[0])
    assert ("ring_ms" in row, "legs_offered" in row, row["wait_ms"]) == (False, False, 8_000)
    (item,), _ = items(tmp_path, as_cdr(variables("agent", **RANG)))
    assert isinstance(item, Incomplete)
    assert (item.code, item.contact) == ("FS_AGENT_LEG_ALONE", "s-1")


def test_a_cancelled_stay_keeps_its_reason_and_no_agent(tmp_path: Path) -> None:
    (row,) = rows(items(tmp_path, as_cdr(variables(**GONE)))[0])
    assert (row["outcome"], row["reason"], row["wait_ms"], "agent" in row) == ("abandoned", "BREAK_OUT", 30_000, False)


@pytest.mark.parametrize("stale", [{"cc_queue_answered_epoch": T0 - 1}, {"cc_queue_terminated_epoch": T0 - 1}])
def test_what_is_older_than_the_entry_is_left_from_an_earlier_queue(tmp_path: Path, stale: dict[str, int]) -> None:
    (row,) = rows(items(tmp_path, as_cdr(variables(**{**GONE, "cc_cause": None} | stale)))[0])
    assert (row["outcome"], row["wait_ms"]) == ("abandoned", 30_000)


def test_the_legs_of_a_ring_group_are_one_ring(tmp_path: Path) -> None:
    """FusionPBX writes a leg for every phone of a ring group that stands for one agent."""
    group = [variables("agent", uuid=f"leg-{n}", **RANG) for n in range(3)]
    again = variables("agent", uuid="leg-9", **{**RANG, "start_epoch": T0 + 1})
    found, reading = items(tmp_path, as_cdr(variables(**ANSWERED), *group, again))
    assert [row["legs_offered"] for row in rows(found)] == [2]
    assert [code for _, code, _ in reading.warnings] == ["FS_RING_GROUP"]


def test_a_call_outside_the_queues_is_ignored_by_name(tmp_path: Path) -> None:
    assert codes(items(tmp_path, as_cdr({"uuid": "x", "direction": "inbound"}))[0]) == ["FS_NO_QUEUE"]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"cc_side": "both"}, "FS_WORD"), ({"cc_cause": "lost"}, "FS_WORD"), ({"cc_member_uuid": None}, "FIELD_MISSING"),
     ({"cc_queue_joined_epoch": "x"}, "TS_FORMAT")],
)  # fmt: skip
def test_a_leg_that_cannot_be_read_is_refused(tmp_path: Path, change: dict[str, str | None], code: str) -> None:
    assert codes(items(tmp_path, as_cdr(variables(**{**GONE, **change})))[0]) == [code]


# -- XML


def test_xml_and_json_records_are_the_same_facts(tmp_path: Path) -> None:
    legs = [variables("agent", **RANG), variables(**ANSWERED)]
    assert rows(items(tmp_path, as_xml(legs))[0]) == rows(items(tmp_path, as_cdr(*legs))[0])


def test_the_callers_number_of_the_first_call_flow_is_hashed(tmp_path: Path) -> None:
    (row,) = rows(items(tmp_path, as_xml([variables(**GONE)]), customer_key=b"0123456789abcdef")[0])
    assert str(row["customer"]).startswith("h:")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<!DOCTYPE cdr [<!ENTITY a "b">]><cdr><variables><uuid>&a;</uuid></variables></cdr>', "FS_XML_DTD"),
        ("<cdr><variables><uuid>x</variables></cdr>", "FS_XML_SYNTAX"),
        ("<cdr><variables>", "FS_XML_SYNTAX"),
        ("<cdr>" + "<a>" * 32 + "</a>" * 32 + "</cdr>", "FS_XML_SIZE"),
        ("<cdr><variables><uuid>" + "x" * 65_537 + "</uuid></variables></cdr>", "FS_XML_SIZE"),
        ("<cdr>" + "<a/>" * 20_001 + "</cdr>", "FS_XML_SIZE"),
    ],
)
def test_xml_that_no_switch_writes_refuses_the_file(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(SourceRefused) as refused:
        items(tmp_path, text)
    assert refused.value.code == code


def test_xml_at_the_limits_is_read(tmp_path: Path) -> None:
    text = "<cdr>" + "<a>" * 31 + "</a>" * 31 + "<b/>" * 19_960 + "<b>" + "x" * 65_536 + "</b></cdr>"
    assert codes(items(tmp_path, text)[0]) == ["FS_NO_QUEUE"]


# -- CSV

CAUSE = '"NORMAL_CLEARING"'
AGENT = (
    '"a","4930123","1001","default","{start}","{answer}","{end}","{d}","{b}",'
    + CAUSE
    + ',"leg-y","","1001","PCMA","PCMA"\n'
)
CALLER = (
    '"q","4930123","3000","in","{start}","{start}","{end}","{d}","{d}",' + CAUSE + ',"s-1","leg-y","","PCMU","PCMU"\n'
)


def csv(start: str, answer: str, end: str, ring: int, talk: int) -> str:
    """The agent's row, then the caller's, as the switch writes them."""
    told = {"start": start, "answer": answer, "end": end, "d": ring + talk, "b": talk}
    return AGENT.format(**told) + CALLER.format(**told)


PAIR = csv("2023-10-11 08:43:13", "2023-10-11 08:43:18", "2023-10-11 08:43:22", 5, 4)


def test_two_rows_are_one_call_and_second_zero_is_no_answer(tmp_path: Path) -> None:
    found, _ = items(tmp_path, PAIR, "Europe/Berlin")
    (row,) = rows(found)
    assert (row["wait_ms"], row["talk_ms"], row["ring_ms"], row["agent"], row["queue"]) == (
        5_000, 4_000, 5_000, "1001", "3000",
    )  # fmt: skip
    assert (row["contact_id"], found[0].line) == ("s-1", 1)


def test_a_row_without_the_other_waits_for_it(tmp_path: Path) -> None:
    agent, caller = PAIR.splitlines(keepends=True)
    assert codes(items(tmp_path, agent, "Europe/Berlin")[0]) == ["FS_LEG_ALONE"]
    assert codes(items(tmp_path, caller, "Europe/Berlin")[0]) == ["FS_LEG_MISSING"]


@pytest.mark.parametrize(("picked_up", "expected"), [("08:43:18", "FS_NO_QUEUE"), ("08:43:17", "read")])
def test_a_caller_who_was_answered_by_the_agent_alone_was_in_no_queue(
    tmp_path: Path, picked_up: str, expected: str
) -> None:
    agent, caller = PAIR.splitlines(keepends=True)
    billed = 22 - int(picked_up[-2:])
    caller = caller.replace('"2023-10-11 08:43:13","2023-10-11 08:43:22","9","9"',
                            f'"2023-10-11 {picked_up}","2023-10-11 08:43:22","9","{billed}"')  # fmt: skip
    assert codes(items(tmp_path, agent + caller, "Europe/Berlin")[0]) == [expected]


@pytest.mark.parametrize(("billed", "expected"), [("4", "read"), ("5", "read"), ("6", "DUR_MISMATCH")])
def test_stamps_and_lengths_agree_to_the_second(tmp_path: Path, billed: str, expected: str) -> None:
    text = PAIR.replace('"9","4"', f'"9","{billed}"')
    assert codes(items(tmp_path, text, "Europe/Berlin")[0])[0] == expected


def test_a_call_through_the_hour_that_comes_twice_keeps_its_lengths_and_is_flagged(tmp_path: Path) -> None:
    """From 02:59:50 in summer time to 02:00:20 in winter time is 30 s."""
    text = csv("2023-10-29 02:59:50", "2023-10-29 02:00:05", "2023-10-29 02:00:20", 15, 15)
    (row,) = rows(items(tmp_path, text, "Europe/Berlin")[0])
    assert (row["wait_ms"], row["talk_ms"], row["flags"]) == (15_000, 15_000, "zone_ambiguous")
    skipped = PAIR.replace("2023-10-11 08:", "2023-03-26 02:")
    assert codes(items(tmp_path, skipped, "Europe/Berlin")[0]) == ["TS_NONEXISTENT"] * 2


def test_rows_of_another_template_are_refused_with_a_word(tmp_path: Path) -> None:
    (item,), _ = items(tmp_path, '"a","b","c"\n', "Europe/Berlin")
    assert (item.code, "example" in item.message) == ("CSV_COLUMNS", True)  # type: ignore[union-attr]


# -- rows of a table


COLUMNS = ("xml_cdr_uuid", "domain_name", "direction", "caller_id_number", "cc_side", "cc_queue", "cc_member_uuid",
           "cc_member_session_uuid", "cc_agent", "cc_cause", "cc_cancel_reason", "cc_queue_joined_epoch",
           "cc_queue_answered_epoch", "cc_queue_terminated_epoch", "cc_queue_canceled_epoch", "start_epoch",
           "answer_epoch", "end_epoch", "hangup_cause", "waitsec", "leg")  # fmt: skip


def as_table(*legs: dict[str, str], null: str = "") -> str:
    """The same legs as rows under the names of their columns."""
    rows_of = [{**leg, "xml_cdr_uuid": leg["uuid"]} for leg in legs]
    return ",".join(COLUMNS) + "\n" + "".join(",".join(r.get(n, null) for n in COLUMNS) + "\n" for r in rows_of)


def as_objects(*legs: dict[str, str]) -> str:
    """The same rows as JSON, with numbers and nulls."""
    numbers = {name for name in COLUMNS if name.endswith("_epoch")}
    rows_of = [{**leg, "xml_cdr_uuid": leg["uuid"]} for leg in legs]
    return json.dumps(
        [{n: int(r[n]) if n in numbers and n in r else r.get(n) for n in COLUMNS} for r in rows_of], indent=1
    )


@pytest.mark.parametrize("mark", ["", '"'])
def test_rows_of_a_table_of_records_tell_what_the_records_tell(tmp_path: Path, mark: str) -> None:
    """Columns that are not known are left alone; a leg that was in no queue is ignored by name."""
    legs = [
        variables("agent", **RANG),
        variables(**ANSWERED),
        variables(session="s-2", member="m-2", **GONE),
    ]
    expected = rows(items(tmp_path, as_cdr(*legs))[0])
    assert [row["outcome"] for row in expected] == ["answered", "abandoned"]
    elsewhere = {"uuid": "s-3", "direction": "outbound"}
    table = as_table(*legs, elsewhere)
    if mark:
        table = "".join(",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in table.splitlines())
    for text in (table, as_table(*legs, elsewhere, null="NULL"), as_objects(*legs, elsewhere)):
        found, _ = items(tmp_path, text)
        assert rows(found) == expected
        assert set(codes(found)) == {"read", "FS_NO_QUEUE"}


def test_a_table_without_a_column_it_needs_and_a_row_cut_short_are_told(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused) as refused:
        items(tmp_path, "cc_member_uuid,cc_side\nm-1,member\n")
    assert (refused.value.code, "cc_queue" in refused.value.message) == ("HDR_MISSING_COLUMN", True)
    found, _ = items(tmp_path, as_table(variables(**ANSWERED)) + "s-9,x\n")
    assert "CSV_COLUMNS" in codes(found)


# -- the same call through several doors


def test_a_call_told_by_events_records_and_csv_counts_once_in_every_order(tmp_path: Path) -> None:
    doors = {
        "events.json": as_json(call(0, 8, 60, session="s-1", member="m-1")),
        "records.json": as_cdr(variables("agent", **RANG), variables(**ANSWERED)),
        "rows.csv": csv("2023-11-14 22:13:20", "2023-11-14 22:13:28", "2023-11-14 22:14:28", 8, 60),
    }
    files = []
    for name, text in doors.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        files.append(tmp_path / name)
    digests = set()
    for number, order in enumerate(itertools.permutations(files)):
        folder = tmp_path / f"set-{number}"
        _, digest = bring_in(order, folder, "mod_callcenter", zone=zone("UTC"))
        digests.add(digest)
        records = read_records(folder)
        (row,) = records.rows(records.contacts())
        assert (row["wait_ms"], row["talk_ms"], row["queue"]) == (8_000, 60_000, "sales@default")
    assert len(digests) == 1


def test_records_complete_a_call_whose_end_event_was_lost(tmp_path: Path) -> None:
    text = as_json(left(0, 30, "BREAK_OUT")[:1]) + as_cdr(variables(**GONE))
    assert [row["outcome"] for row in rows(items(tmp_path, text)[0])] == ["abandoned"]
