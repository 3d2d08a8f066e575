"""The agent event stream: stretches in which an agent was in one state, whatever the order of the events."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from tests.importers.amazon_connect.made_up import agent_event, codes, items, lines, us
from tests.importers.amazon_connect.test_chains import ingested
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing

from pactline.importers.reading import Read
from pactline.records.tables import AGENT_STATES

SHIFT = [
    agent_event("08:00:00", "LOGIN"),
    agent_event("08:01:00", "STATE_CHANGE", "INCOMING"),
    agent_event("08:01:05", "STATE_CHANGE", "CONNECTED"),
    agent_event("08:02:05", "STATE_CHANGE", "CONNECTED_ONHOLD"),
    agent_event("08:02:25", "STATE_CHANGE", "CONNECTED"),
    agent_event("08:04:00", "STATE_CHANGE", "ENDED"),
    agent_event("08:04:30", "STATE_CHANGE"),
    agent_event("08:06:30", "HEART_BEAT"),
    agent_event("08:07:00", "STATE_CHANGE", status="Lunch"),
    agent_event("08:09:00", "HEART_BEAT", status="Lunch"),
    agent_event("08:10:00", "STATE_CHANGE", status="Coaching 1:1"),
    agent_event("08:11:00", "LOGOUT", status="Offline"),
]


def stretches(folder: Path, *events: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    """State, reason, seconds after 08:00 and length of every row."""
    found = []
    for item in items(folder, *events):
        if isinstance(item, Read):
            assert item.table is AGENT_STATES
            for row in (item.row, *item.further):
                begin, end = int(row["from_us"] or 0), int(row["to_us"] or 0)
                since = (begin - us("08:00:00")) // 1_000_000
                found.append((str(row["state"]), str(row["reason"]), since, (end - begin) // 1_000_000))
    return sorted(found, key=lambda each: each[2])


def test_a_shift_becomes_stretches_from_event_to_event(tmp_path: Path) -> None:
    assert stretches(tmp_path, *SHIFT) == [
        ("available", "Available", 0, 60),
        ("alerting", "INCOMING", 60, 5),
        ("talking", "CONNECTED", 65, 60),
        ("holding", "CONNECTED_ONHOLD", 125, 20),
        ("talking", "CONNECTED", 145, 95),
        ("wrapping", "ENDED", 240, 30),
        ("available", "Available", 270, 120),
        ("available", "Available", 390, 30),
        ("break", "Lunch", 420, 120),
        ("break", "Lunch", 540, 60),
        ("other_paid", "Coaching 1:1", 600, 60),
    ]


def test_the_last_state_waits_for_the_next_event(tmp_path: Path) -> None:
    found = items(tmp_path, *SHIFT)
    assert codes(found).count("AC_STATE_OPEN") == 1
    assert len(found) == len(SHIFT)
    row = next(item.row for item in found if isinstance(item, Read))
    assert (row["agent"], row["plan"], row["queue"]) == ("ada", "actual", "*")


@pytest.mark.parametrize(
    ("contacts", "state"),
    [
        (("INCOMING", "CONNECTED"), "talking"),
        (("ENDED", "CONNECTED_ONHOLD"), "holding"),
        (("ENDED", "INCOMING"), "wrapping"),
        (("CONNECTING",), "alerting"),
        (("PENDING",), "alerting"),
        (("PAUSED",), "available"),
        (("MISSED",), "unknown"),
        (("REJECTED",), "unknown"),
        (("ERROR", "CONNECTED"), "talking"),
    ],
)
def test_of_several_contacts_the_one_at_work_counts(tmp_path: Path, contacts: tuple[str, ...], state: str) -> None:
    found = stretches(tmp_path, agent_event("08:00:00", "STATE_CHANGE", *contacts), agent_event("08:00:10"))
    assert found[0][0] == state


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("Available", "available"), ("Offline", "logged_out"), ("Error", "unknown"), ("Lunch", "break"),
        ("Short breaks", "break"), ("Bio Break", "break"), ("Team meeting", "other_paid"), ("Interest", "other_paid"),
        ("Back office", "other_paid"),
    ],
)  # fmt: skip
def test_states_by_the_agents_status(tmp_path: Path, status: str, state: str) -> None:
    found = stretches(tmp_path, agent_event("08:00:00", status=status), agent_event("08:00:10"))
    assert found[0][:2] == (state, status)


def test_a_routable_status_with_a_name_of_its_own_is_available(tmp_path: Path) -> None:
    event = agent_event("08:00:00", status="Verfügbar")
    event["CurrentAgentSnapshot"]["AgentStatus"]["Type"] = "ROUTABLE"
    assert stretches(tmp_path, event, agent_event("08:00:10"))[0][0] == "available"


@pytest.mark.parametrize(("clock", "state"), [("08:05:00", "available"), ("08:05:01", "unknown")])
def test_when_heartbeats_stop_the_state_is_unknown_from_the_last_one(tmp_path: Path, clock: str, state: str) -> None:
    """Two beats may be missing: 300 s. Before the last beat the state is known."""
    found = stretches(tmp_path, agent_event("07:58:00"), agent_event("08:00:00", "HEART_BEAT"), agent_event(clock))
    assert [each[0] for each in found] == ["available", state]
    assert found[1][2] == 0


def test_who_logged_out_stays_so_without_heartbeats(tmp_path: Path) -> None:
    found = stretches(
        tmp_path, agent_event("08:00:00", "LOGOUT", status="Offline"), agent_event("18:00:00", "LOGIN"),
        agent_event("18:00:30"),
    )  # fmt: skip
    assert found[0] == ("logged_out", "LOGOUT", 0, 36_000)


def test_a_log_out_without_a_snapshot_is_a_log_out(tmp_path: Path) -> None:
    event = agent_event("08:00:00", "LOGOUT", CurrentAgentSnapshot=None, PreviousAgentSnapshot=None)
    assert stretches(tmp_path, event, agent_event("08:00:30"))[0][0] == "logged_out"


def test_names_of_persons_are_not_kept_and_the_user_name_is(tmp_path: Path) -> None:
    text = str(items(tmp_path, *SHIFT))
    assert "'ada'" in text
    assert "Ada" not in text


def test_an_event_of_a_later_file_ends_the_last_stretch_of_an_earlier_one(tmp_path: Path) -> None:
    first, second = ingested(tmp_path, SHIFT[:3], SHIFT[3:])
    assert (first.accepted, first.incomplete) == (2, 1)
    assert (second.read, second.accepted, second.incomplete) == (9, 8, 1)


def test_an_event_that_comes_late_cuts_a_stretch_in_two(tmp_path: Path) -> None:
    from tests.importers.golden import report

    files = []
    for number, events in enumerate(([SHIFT[0], SHIFT[2]], [SHIFT[1]])):
        files.append(tmp_path / f"{number}.jsonl")
        files[-1].write_text("".join(lines(*events)), encoding="utf-8")
    rows = report(files, tmp_path / "set", "amazon-connect")["rows"]["agent_states"]
    assert [(row["state"], (row["to_us"] - row["from_us"]) // 1_000_000) for row in rows] == [
        ("available", 60),
        ("alerting", 5),
    ]


def test_a_week_with_gaps_comes_out_the_same_whichever_day_comes_last(tmp_path: Path) -> None:
    """The nearest days around a late one are found however far away they are."""
    days = [f"2026-{month}-{day:02}" for month, day in (("01", 5), ("02", 6), ("03", 9), ("03", 10), ("05", 20))]
    files = [[agent_event("08:00:00", day=day), agent_event("08:01:00", "LOGOUT", day=day)] for day in days]
    digests = set()
    for seed in range(6):
        order = random.Random(seed).sample(files, len(files))
        ingested(tmp_path / str(seed), *order)
        from pactline.importers.ingesting import read_records

        digests.add(read_records(tmp_path / str(seed) / "set").digest())
    assert len(digests) == 1


def test_repeated_events_and_events_of_one_instant(tmp_path: Path) -> None:
    same = agent_event("08:00:00", "HEART_BEAT", EventId="other")
    found = items(tmp_path, SHIFT[0], SHIFT[0], same, SHIFT[1])
    assert codes(found) == ["AC_REPEATED", "read", "AC_SAME_INSTANT", "AC_STATE_OPEN"]


def test_one_event_told_in_two_ways_is_a_conflict(tmp_path: Path) -> None:
    other = agent_event("08:00:00", "LOGIN", status="Lunch")
    (receipt,) = ingested(tmp_path, [SHIFT[0], other, SHIFT[1]])
    assert (receipt.conflicts, receipt.incomplete, receipt.ignored) == (1, 1, 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"EventType": "COFFEE"}, "AC_AGENT_EVENT"),
        ({"EventTimestamp": None}, "FIELD_MISSING"),
        ({"EventId": None}, "FIELD_MISSING"),
        ({"EventTimestamp": "2026-03-02T08:00:00"}, "TS_NO_OFFSET"),
        ({"CurrentAgentSnapshot": []}, "JSON_TYPE"),
        ({"AgentARN": None, "CurrentAgentSnapshot": {}}, "FIELD_MISSING"),
    ],
)
def test_what_an_agent_event_must_be(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    assert codes(items(tmp_path, agent_event("08:00:00", **changes))) == [code]


def test_order_and_split_do_not_matter(tmp_path: Path) -> None:
    others = [agent_event(f"0{8 + n % 2}:{n:02}:00", "HEART_BEAT", agent="bob") for n in range(0, 40, 3)]
    assert_order_and_split_do_not_matter(lines(*SHIFT, *others), tmp_path, "amazon-connect", seeds=range(8))


def test_the_same_shift_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "shift.jsonl"
    file.write_text("".join(lines(*SHIFT, SHIFT[3])), encoding="utf-8")
    receipt = assert_twice_changes_nothing(file, tmp_path / "set", "amazon-connect")
    assert (receipt.read, receipt.accepted, receipt.incomplete, receipt.ignored) == (13, 11, 1, 1)
