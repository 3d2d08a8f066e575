"""What one contact record becomes: outcomes, waits, transfers, callbacks, and each rule on both sides of its edge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.amazon_connect.made_up import ARN, at, codes, gone, items, record, row_of, us

from pactline.importers.customers import hashed
from pactline.importers.reading import Reading, Refused
from pactline.values.zone import zone

TRANSFER = {"TransferCompletedTimestamp": at("09:02:30"), "TransferredToEndpoint": {"Type": "TELEPHONE_NUMBER"}}


def test_an_answered_call(tmp_path: Path) -> None:
    assert row_of(tmp_path, record(), customer_key=b"k") == {
        "contact_id": "c-1", "visit": 1, "channel": "voice", "queue": "Billing", "direction": "inbound",
        "arrived_us": us("09:00:00"), "offered_us": us("09:00:10"), "answered_us": us("09:00:30"),
        "ended_us": us("09:03:30"), "outcome": "answered", "reason": "CUSTOMER_DISCONNECT", "wait_ms": 20_000,
        "talk_ms": 180_000, "hold_ms": 0, "wrap_ms": 15_000, "agent": "ada", "legs_offered": 1,
        "customer": hashed("+4930123456", b"k"), "self_service": "passed_on", "source_rev": us("09:05:00"),
    }  # fmt: skip


def test_without_a_key_no_number_is_kept_and_a_withheld_one_never_is(tmp_path: Path) -> None:
    assert "customer" not in row_of(tmp_path, record())
    withheld = record(CustomerEndpoint={"Address": "Anonymous", "Type": "TELEPHONE_NUMBER"})
    assert "customer" not in row_of(tmp_path, withheld, customer_key=b"k")


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("CUSTOMER_DISCONNECT", "abandoned"),
        (None, "abandoned"),
        ("TELECOM_ORIGINATOR_CANCEL", "abandoned"),
        ("OTHER", "abandoned"),
        ("CONTACT_FLOW_DISCONNECT", "flowed_out"),
        ("EXPIRED", "flowed_out"),
        ("TELECOM_PROBLEM", "failed"),
        ("SYSTEM_ERROR", "failed"),
    ],
)
def test_who_ended_an_unanswered_wait_decides(tmp_path: Path, reason: str | None, outcome: str) -> None:
    row = row_of(tmp_path, gone(DisconnectReason=reason))
    assert (row["outcome"], row.get("reason"), row["wait_ms"]) == (outcome, reason, 30_000)
    assert row["left_us"] == us("09:00:40")
    assert "agent" not in row


def test_an_agent_who_was_rung_and_never_connected_did_not_answer(tmp_path: Path) -> None:
    row = row_of(
        tmp_path, gone(Agent={"Username": "ada", "ConnectedToAgentTimestamp": None}, AgentConnectionAttempts=2)
    )
    assert (row["outcome"], row["legs_offered"]) == ("abandoned", 2)


def test_a_queue_left_for_an_outside_number_flowed_out(tmp_path: Path) -> None:
    row = row_of(tmp_path, gone(**{**TRANSFER, "TransferCompletedTimestamp": at("09:00:40")}))
    assert (row["outcome"], row["transfer_out"]) == ("flowed_out", "external")


def test_a_transfer_ends_the_agents_part_and_the_caller_may_stay_on(tmp_path: Path) -> None:
    agent = {**record()["Agent"], "AfterContactWorkStartTimestamp": None, "AgentInteractionDuration": 120}
    row = row_of(tmp_path, record(Agent=agent, **TRANSFER))
    assert (row["ended_us"], row["transfer_out"]) == (us("09:02:30"), "external")
    assert "flags" not in row


def test_a_transfer_to_a_flow_stays_inside(tmp_path: Path) -> None:
    row = row_of(tmp_path, record(**{**TRANSFER, "TransferredToEndpoint": {"Type": "CONTACT_FLOW"}}))
    assert row["transfer_out"] == "queue"


def test_an_endpoint_without_a_completed_transfer_is_no_transfer(tmp_path: Path) -> None:
    row = row_of(tmp_path, record(TransferredToEndpoint={"Type": "TELEPHONE_NUMBER"}))
    assert "transfer_out" not in row


def queue_of(**changes: Any) -> dict[str, Any]:
    return {**record()["Queue"], **changes}


@pytest.mark.parametrize(("seconds", "flagged"), [(19, False), (20, False), (21, False), (22, True), (18, True)])
def test_a_wait_may_be_one_second_away_from_its_instants(tmp_path: Path, seconds: int, flagged: bool) -> None:
    row = row_of(tmp_path, record(Queue=queue_of(Duration=seconds)))
    assert (row["wait_ms"], row.get("flags")) == (seconds * 1_000, "clock_disagrees" if flagged else None)


def test_a_wait_that_is_not_told_is_worked_out(tmp_path: Path) -> None:
    assert row_of(tmp_path, record(Queue=queue_of(Duration=None)))["wait_ms"] == 20_000
    assert row_of(tmp_path, record(Queue=queue_of(Duration=None, DequeueTimestamp=None)))["wait_ms"] == 20_000


@pytest.mark.parametrize(("seconds", "flagged"), [(178, False), (182, False), (183, True), (177, True)])
def test_talk_and_hold_may_be_two_seconds_away_from_the_conversation(
    tmp_path: Path, seconds: int, flagged: bool
) -> None:
    row = row_of(tmp_path, record(Agent={**record()["Agent"], "AgentInteractionDuration": seconds}))
    assert row.get("flags") == ("durations_disagree" if flagged else None)


@pytest.mark.parametrize(("clock", "code"), [("09:00:11", "read"), ("09:00:12", "TIME_ORDER")])
def test_a_second_of_disorder_is_marked_and_more_is_refused(tmp_path: Path, clock: str, code: str) -> None:
    """The agent was connected one second, or two, before the contact entered the queue."""
    found = items(tmp_path, record(enqueued=clock, connected="09:00:10", Queue=queue_of(EnqueueTimestamp=at(clock))))
    assert codes(found) == [code]


def test_a_contact_without_an_end_is_open_and_a_later_delivery_completes_it(tmp_path: Path) -> None:
    row = row_of(tmp_path, record(over=None, updated="09:01:00"))
    assert (row["outcome"], row["answered_us"], row["agent"]) == ("open", us("09:00:30"), "ada")
    assert row["source_rev"] < row_of(tmp_path, record())["source_rev"]
    assert row_of(tmp_path, record(connected=None, over=None, updated="09:00:20"))["outcome"] == "open"


def test_without_last_update_the_latest_instant_is_the_revision(tmp_path: Path) -> None:
    assert row_of(tmp_path, record(LastUpdateTimestamp=None))["source_rev"] == us("09:03:30")


@pytest.mark.parametrize(
    ("reason", "self_service"), [("CUSTOMER_DISCONNECT", "left"), ("CONTACT_FLOW_DISCONNECT", "done"), (None, None)]
)
def test_who_never_got_to_a_queue_was_refused_by_none_and_served_by_the_flow_or_not(
    tmp_path: Path, reason: str | None, self_service: str | None
) -> None:
    row = row_of(tmp_path, gone(enqueued=None, DisconnectReason=reason))
    assert (row["outcome"], row["queue"], row.get("self_service")) == ("refused", "no queue", self_service)
    assert row["offered_us"] == row["arrived_us"] == us("09:00:00")
    assert "wait_ms" not in row


def test_a_queue_with_no_name_is_called_by_its_arn(tmp_path: Path) -> None:
    named = row_of(tmp_path, record(Queue=queue_of(Name=None)))
    own = row_of(tmp_path, record(Queue=queue_of(Name=None, ARN=f"{ARN}/queue/agent/7548134e")))
    assert (named["queue"], own["queue"]) == ("3cf4b107", "agent/7548134e")


def test_an_agents_own_call_needs_the_customer_to_pick_up(tmp_path: Path) -> None:
    """The agent is there at 09:00:00, the customer picks up at 09:00:12."""
    dialled = {"InitiationMethod": "OUTBOUND", "enqueued": None, "connected": "09:00:00"}
    queue = {"Name": "Outbound", "EnqueueTimestamp": None, "DequeueTimestamp": None, "Duration": None}
    reached = row_of(tmp_path, record(**dialled, Queue=queue, ConnectedToSystemTimestamp=at("09:00:12")))
    missed = row_of(tmp_path, record(**dialled, Queue=queue, ConnectedToSystemTimestamp=None))
    assert (reached["direction"], reached["outcome"]) == ("outbound", "answered")
    assert (reached["answered_us"], reached["offered_us"]) == (us("09:00:12"), us("09:00:00"))
    assert "flags" not in reached  # interaction counts from the dialling
    assert missed["outcome"] == "failed"
    assert "agent" not in missed


def test_a_call_by_api_goes_out_and_a_chat_by_api_comes_in(tmp_path: Path) -> None:
    assert row_of(tmp_path, record(InitiationMethod="API"))["direction"] == "outbound"
    chat = row_of(tmp_path, record(InitiationMethod="API", Channel="CHAT"))
    assert (chat["direction"], chat["channel"], chat["self_service"]) == ("inbound", "chat", "passed_on")


@pytest.mark.parametrize(
    ("told", "channel"),
    [
        ({"Channel": "Voice"}, "voice"),
        ({"Channel": "TASK"}, "task"),
        ({"Channel": "EMAIL"}, "email"),
        ({"Channel": "CHAT", "SegmentAttributes": {"connect:Subtype": {"ValueString": "connect:SMS"}}}, "message"),
        ({"Channel": "CHAT", "SegmentAttributes": {"connect:Subtype": {"ValueString": "connect:Chat"}}}, "chat"),
    ],
)
def test_channels(tmp_path: Path, told: dict[str, Any], channel: str) -> None:
    assert row_of(tmp_path, record(**told))["channel"] == channel


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"InitiationMethod": "MONITOR"}, "AC_MONITOR"),
        ({"InitiationMethod": "EXTERNAL_OUTBOUND"}, "AC_THIRD_PARTY"),
        ({"InitiationMethod": "OUTBOUND", "Queue": None, "Agent": None}, "AC_NO_VISIT"),
        ({"InitiationMethod": "DISCONNECT", "InitialContactId": "c-0", "Queue": None, "Agent": None}, "AC_NO_VISIT"),
        ({"ContactId": None}, "ID_EMPTY"),
        ({"ContactId": "not an id"}, "ID_FORMAT"),
        ({"Channel": "FAX"}, "ENUM_CHANNEL"),
        ({"Channel": None}, "ENUM_CHANNEL"),
        ({"InitiationTimestamp": None, "Queue": None, "Agent": None}, "FIELD_MISSING"),
        ({"Queue": {"Name": "Billing", "EnqueueTimestamp": None}}, "FIELD_MISSING"),
        ({"InitiationTimestamp": 1772442000}, "JSON_TYPE"),
        ({"DisconnectTimestamp": "2026-03-02 09:03:30"}, "TS_NO_OFFSET"),
        ({"DisconnectTimestamp": "2026-03-02T09:03"}, "TS_FORMAT"),
        ({"AgentConnectionAttempts": -1}, "NUM_NEGATIVE"),
        ({"AgentConnectionAttempts": True}, "NUM_FORMAT"),
        ({"AgentConnectionAttempts": 10**30}, "NUM_RANGE"),
        ({"AgentConnectionAttempts": 10**9}, "read"),
        ({"Queue": {"Name": "B", "EnqueueTimestamp": "2026-03-02T09:00:10Z", "Duration": 2_678_401}}, "NUM_RANGE"),
        ({"Agent": "ada"}, "JSON_TYPE"),
        ({"contactid": "c-2"}, "JSON_DUP_KEY"),
    ],
)  # fmt: skip
def test_what_is_no_contact_or_cannot_be_taken(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    assert codes(items(tmp_path, record(**changes))) == [code]


def test_a_record_that_went_through_a_warehouse_is_the_same_record(tmp_path: Path) -> None:
    """Its instants are spelt in another way, its whole numbers have a point, what was null is a blank text."""

    def spelt(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: spelt(each) for name, each in value.items()}
        if isinstance(value, str) and value.endswith("Z"):
            return value.replace("T", " ").replace("Z", ".000 UTC")
        return float(value) if isinstance(value, int) else value

    told = {**spelt(record()), "TransferCompletedTimestamp": "", "TransferredToEndpoint": "", "NextContactId": " "}
    assert row_of(tmp_path, told) == row_of(tmp_path, record())
    bare = json.loads(json.dumps(record()).replace('Z"', '"'))
    assert codes(items(tmp_path, bare)) == ["TS_NO_OFFSET"]
    assert row_of(tmp_path, bare, zone=zone("UTC")) == row_of(tmp_path, record())
    java = json.loads(json.dumps(record()).replace('Z"', '.000+0000"'))
    assert row_of(tmp_path, java) == row_of(tmp_path, record())


def test_a_new_way_of_beginning_is_told_and_taken_as_one_that_came_in(tmp_path: Path) -> None:
    from pactline.importers.amazon_connect import importing
    from pactline.importers.reading import Source

    assert row_of(tmp_path, record(InitiationMethod="HOLOGRAM"))["direction"] == "inbound"
    reading = Reading()
    list(importing.read(Source("r", tmp_path / "records.json"), reading))
    assert [code for _, code, _ in reading.warnings] == ["AC_METHOD"]


def test_keys_are_found_whatever_their_case_and_attributes_are_never_looked_at(tmp_path: Path) -> None:
    def lower(value: Any) -> Any:
        return {k.lower(): lower(v) for k, v in value.items()} if isinstance(value, dict) else value

    told = record(Attributes={"a": "1", "A": "2"})
    small = {key.lower(): lower(value) if key != "Attributes" else value for key, value in told.items()}
    assert row_of(tmp_path, small) == row_of(tmp_path, told)


def test_an_object_that_is_nothing_known_is_refused(tmp_path: Path) -> None:
    found = items(tmp_path, {"Id": "c-1", "Channel": "VOICE"}, "[1]\n", "7\n")
    assert codes(found) == ["AC_UNKNOWN_KIND", "JSON_TYPE", "JSON_TYPE"]
    assert all(isinstance(item, Refused) for item in found)
