"""Contact events: a contact that grows as they come, and gives way to its contact record."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from tests.importers.amazon_connect.made_up import at, codes, contact_event, gone, items, lines, record, row_of, us
from tests.importers.amazon_connect.test_chains import ingested, told
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing

from pactline.importers.ingesting import read_records

KINDS = ("INITIATED", "QUEUED", "CONNECTED_TO_AGENT", "DISCONNECTED")
ALL = [contact_event(kind, wrapped=number % 2 == 0) for number, kind in enumerate(KINDS)]


def test_the_events_of_a_call_make_its_row(tmp_path: Path) -> None:
    found = items(tmp_path, *ALL)
    assert codes(found) == ["read", "AC_EVENT_OF_SAME", "AC_EVENT_OF_SAME", "AC_EVENT_OF_SAME"]
    assert row_of(tmp_path, *ALL) == {
        "contact_id": "c-1", "visit": 1, "channel": "voice", "queue": "3cf4b107", "direction": "inbound",
        "arrived_us": us("09:00:00"), "offered_us": us("09:00:10"), "answered_us": us("09:00:30"),
        "ended_us": us("09:03:30"), "outcome": "answered", "wait_ms": 20_000, "agent": "7548134e",
        "self_service": "passed_on", "source_rev": 8,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kinds", "outcome"),
    [
        (("INITIATED",), None),
        (("INITIATED", "QUEUED"), "open"),
        (("QUEUED", "CONNECTED_TO_AGENT"), "open"),
        (("DISCONNECTED",), "answered"),
    ],
)
def test_a_contact_is_what_its_events_tell_so_far(tmp_path: Path, kinds: tuple[str, ...], outcome: str | None) -> None:
    found = items(tmp_path, *(contact_event(kind) for kind in kinds))
    if outcome is None:
        assert codes(found) == ["AC_EVENTS_OPEN"]
    else:
        assert row_of(tmp_path, *(contact_event(kind) for kind in kinds))["outcome"] == outcome


def test_events_of_other_files_complete_a_contact(tmp_path: Path) -> None:
    ingested(tmp_path, *([event] for event in ALL))
    assert told(tmp_path / "set", "outcome", "source_rev") == [("answered", 8)]


@pytest.mark.parametrize("order", list(itertools.permutations(ALL)))
def test_events_in_any_order_and_any_files(order: tuple[dict[str, Any], ...], tmp_path: Path) -> None:
    ingested(tmp_path / "a", list(order))
    ingested(tmp_path / "b", list(order[:1]), list(order[1:]))
    digests = {read_records(tmp_path / name / "set").digest() for name in ("a", "b")}
    ingested(tmp_path / "c", ALL)
    assert digests == {read_records(tmp_path / "c" / "set").digest()}


@pytest.mark.parametrize("record_first", [True, False])
def test_the_contact_record_takes_the_place_of_the_events(tmp_path: Path, record_first: bool) -> None:
    """One contact, never two, and what counts is the record: it has talk, hold, wrap and the queue's name."""
    files = [[record()], ALL] if record_first else [ALL, [record()]]
    ingested(tmp_path, *files)
    assert told(tmp_path / "set", "queue", "talk_ms", "source_rev") == [("Billing", 180_000, us("09:05:00"))]


@pytest.mark.parametrize("record_first", [True, False])
def test_so_it_is_for_a_later_part_of_a_contact(tmp_path: Path, record_first: bool) -> None:
    part = {"InitialContactId": "c-0", "PreviousContactId": "c-0", "InitiationMethod": "TRANSFER"}
    events = [{**contact_event(kind), "initialContactId": "c-0", "initiationMethod": "TRANSFER"} for kind in KINDS]
    files = [[record(**part)], events] if record_first else [events, [record(**part)]]
    ingested(tmp_path, *files)
    assert told(tmp_path / "set", "contact_id", "visit", "queue") == [("c-0", 2, "Billing")]


def test_without_a_record_the_part_that_names_this_one_tells_what_became_of_it(tmp_path: Path) -> None:
    left = contact_event("DISCONNECTED", agentInfo=None, disconnectTimestamp=at("09:00:40"))
    asked = {
        "initialContactId": "c-1", "previousContactId": "c-1", "initiationMethod": "CALLBACK",
        "initiationTimestamp": at("09:00:40"), "disconnectTimestamp": None, "agentInfo": None,
        "queueInfo": {"queueArn": "back", "enqueueTimestamp": at("09:02:00")},
    }  # fmt: skip
    ingested(tmp_path, [left])
    assert told(tmp_path / "set", "outcome") == [("abandoned",)]
    ingested(tmp_path, [contact_event("QUEUED", "c-2", **asked)])
    assert told(tmp_path / "set", "outcome", "channel", "callback_of") == [
        ("callback", "voice", None),
        ("open", "callback", None),
    ]


def test_the_first_events_of_2021_carry_no_times_and_the_envelope_stands_for_them(tmp_path: Path) -> None:
    bare = {"initiationTimestamp": None, "disconnectTimestamp": None}
    queue = {"queueInfo": {"queueArn": "q", "queueType": "STANDARD"}, "agentInfo": None}
    times = {"INITIATED": "09:00:00", "QUEUED": "09:00:10", "DISCONNECTED": "09:00:40"}
    events = [
        {**contact_event(kind, wrapped=True, **bare, **(queue if kind != "INITIATED" else {})), "time": at(time)}
        for kind, time in times.items()
    ]
    row = row_of(tmp_path, *events)
    assert (row["arrived_us"], row["offered_us"], row["wait_ms"]) == (us("09:00:00"), us("09:00:10"), 30_000)
    assert row["outcome"] == "abandoned"


def test_who_left_the_queue_for_a_message_waited_no_longer_than_that(tmp_path: Path) -> None:
    queue = {"queueArn": "q", "enqueueTimestamp": at("09:00:10"), "dequeueTimestamp": at("09:01:10")}
    told = {"queueInfo": queue, "agentInfo": None, "disconnectReason": "CONTACT_FLOW_DISCONNECT"}
    row = row_of(tmp_path, contact_event("DISCONNECTED", **told))
    assert (row["outcome"], row["left_us"], row["wait_ms"]) == ("flowed_out", us("09:01:10"), 60_000)


def test_queue_times_after_the_disconnect_are_refused(tmp_path: Path) -> None:
    found = items(tmp_path, contact_event("DISCONNECTED", disconnectTimestamp=at("09:00:05")))
    assert codes(found) == ["TIME_ORDER"]


def test_an_event_that_comes_twice_is_told_once(tmp_path: Path) -> None:
    assert codes(items(tmp_path, ALL[0], ALL[1], ALL[1])) == ["AC_REPEATED", "read", "AC_EVENT_OF_SAME"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"channel": "FAX"}, "ENUM_CHANNEL"),
        ({"contactId": None}, "ID_EMPTY"),
        ({"eventType": None}, "ID_EMPTY"),
        ({"queueInfo": "Billing"}, "JSON_TYPE"),
        ({"initiationTimestamp": "yesterday"}, "TS_FORMAT"),
        ({"eventType": "CONTACT_DATA_UPDATED"}, "read"),
    ],
)
def test_what_an_event_must_be(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    assert codes(items(tmp_path, contact_event("QUEUED", **changes))) == [code]


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ("Contact Lens Post Call Rules Matched", {"ruleName": "angry", "contactArn": "arn:aws:connect:contact/c-1"}),
        ("Amazon Connect Screen Recording Status Changed", {"eventType": "COMPLETED", "contactArn": "c-1"}),
        ("Somebody's Evaluation", {"eventType": "SUBMITTED", "contactId": "c-1"}),
    ],
)
def test_other_events_of_the_bus_are_ignored_and_cost_nothing(tmp_path: Path, about: str, told: dict[str, Any]) -> None:
    other = {**contact_event("QUEUED", wrapped=True), "detail-type": about, "detail": told}
    assert codes(items(tmp_path, other)) == ["AC_OTHER_EVENT"]
    renamed = {**contact_event("QUEUED", wrapped=True), "detail-type": "Customer Contact Event"}
    assert codes(items(tmp_path, renamed)) == ["read"]


def test_order_and_split_do_not_matter_with_records_among_the_events(tmp_path: Path) -> None:
    objects = [contact_event(kind, f"e-{n}", n % 2 == 0) for n in range(8) for kind in KINDS]
    objects += [record(f"e-{n}") for n in range(0, 8, 3)] + [gone(f"e-{n}", NextContactId="x") for n in range(1, 8, 3)]
    assert_order_and_split_do_not_matter(lines(*objects), tmp_path, "amazon-connect", seeds=range(6))


def test_the_same_events_twice_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text("".join(lines(*ALL, contact_event("INITIATED", "c-9"))), encoding="utf-8")
    receipt = assert_twice_changes_nothing(file, tmp_path / "set", "amazon-connect")
    assert (receipt.read, receipt.accepted, receipt.incomplete, receipt.ignored) == (5, 1, 1, 3)
