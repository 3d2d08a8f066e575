"""What a call says, status by status and length by length, at both sides of each edge."""

from __future__ import annotations

from typing import Any

import pytest
from tests.importers.zendesk_talk.made_up import call, items, row, unanswered, us

from pactline.importers.customers import hashed
from pactline.importers.reading import Refused
from pactline.values.zone import zone

KEY = b"0123456789abcdef"


def test_an_answered_call_has_every_instant_worked_out_from_its_beginning() -> None:
    found = row(call())
    assert [found[f"{name}_us"] for name in ("arrived", "offered", "answered", "ended")] == [
        us(s) for s in (0, 15, 35, 135)
    ]
    assert [found[f"{name}_ms"] for name in ("wait", "talk", "hold", "wrap")] == [20_000, 90_000, 10_000, 5_000]
    assert (found["outcome"], found["reason"], found["agent"], found["visit"]) == ("answered", "completed", "77", 1)
    assert (found["queue"], found["channel"], found["tags"]) == ("group 40", "voice", "ticket=3")
    assert found["self_service"] == "passed_on"
    assert not {"flags", "legs_offered", "customer", "transfer_out"} & set(found)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("abandoned_in_queue", "abandoned"), ("Abandoned in Queue", "abandoned"), ("not_answered", "abandoned"),
        ("abandoned_in_ivr", "refused"), ("abandoned_in_voicemail", "flowed_out"), ("pending_voicemail", "flowed_out"),
        ("not_attempted", "flowed_out"), ("declined", "flowed_out"), ("failed", "failed"),
    ],
)  # fmt: skip
def test_each_status_of_an_unanswered_inbound_call(status: str, outcome: str) -> None:
    found = row(unanswered(status))
    assert (found["outcome"], found["reason"]) == (outcome, status.lower().replace(" ", "_"))
    assert ("wait_ms" in found) == (outcome != "refused")
    assert "answered_us" not in found


def test_who_hangs_up_on_hold_had_reached_an_agent() -> None:
    found = row(call(completion_status="abandoned_on_hold"))
    assert (found["outcome"], found["wait_ms"], found["hold_ms"]) == ("answered", 20_000, 10_000)


def test_a_status_nobody_knows_is_refused_and_none_at_all_is_a_call_that_goes_on() -> None:
    (item,) = items(call(completion_status="teleported"))
    assert isinstance(item, Refused)
    assert item.code == "ZT_STATUS"
    found = row(call(completion_status=None))
    assert (found["outcome"], found.get("answered_us"), found.get("wait_ms")) == ("open", None, None)


@pytest.mark.parametrize(
    ("changes", "outcome", "reason"),
    [
        ({"voicemail": True, "agent_id": None}, "flowed_out", "voicemail completed"),
        ({"voicemail": True, "talk_time": 0}, "flowed_out", "voicemail completed"),
        ({"voicemail": True}, "answered", "completed"),
        ({"overflowed": True, "agent_id": None}, "flowed_out", "overflowed completed"),
        ({"overflowed": True}, "answered", "completed"),
    ],
)
def test_a_completed_call_may_be_a_voicemail_or_an_overflow(changes: dict[str, Any], outcome: str, reason: str) -> None:
    """A left voicemail makes the call *completed*; an agent who talked makes it answered all the same."""
    found = row(call(**changes))
    assert (found["outcome"], found["reason"]) == (outcome, reason)


@pytest.mark.parametrize(("wait", "outcome"), [(0, "refused"), (None, "refused"), (1, "abandoned")])
def test_outside_business_hours_a_call_is_refused_unless_it_waited(wait: int | None, outcome: str) -> None:
    found = row(unanswered("abandoned_in_queue", outside_business_hours=True, wait_time=wait))
    assert found["outcome"] == outcome
    assert "outside_business_hours=yes" in found["tags"]


def test_a_callback_is_a_channel_and_where_nobody_was_reached_an_outcome() -> None:
    kept = row(call(callback=True, callback_source="queue"))
    assert (kept["channel"], kept["outcome"], kept["tags"]) == (
        "callback",
        "answered",
        "callback_source=queue;ticket=3",
    )
    asked = row(unanswered("not_answered", callback=True))
    assert (asked["channel"], asked["outcome"], asked["wait_ms"]) == ("callback", "callback", 20_000)


@pytest.mark.parametrize(
    ("changes", "queue"),
    [
        ({"ivr_destination_group_name": "Support"}, "Support"),
        ({}, "group 40"),
        ({"call_group_id": None}, "line 9"),
        ({"call_group_id": None, "phone_number_id": None, "line_id": 12}, "line 12"),
        ({"call_group_id": None, "phone_number_id": None}, "talk"),
    ],
)
def test_the_queue_is_the_group_the_menu_chose_else_the_group_else_the_line(
    changes: dict[str, Any], queue: str
) -> None:
    assert row(call(**changes))["queue"] == queue


# -- null is not zero


def test_null_is_unknown_and_zero_is_none() -> None:
    known = row(call(hold_time=0, wrap_up_time=0, talk_time=100))
    unknown = row(call(hold_time=None, wrap_up_time=None, talk_time=None))
    assert [known.get(name) for name in ("hold_ms", "wrap_ms", "talk_ms")] == [0, 0, 100_000]
    assert [unknown.get(name) for name in ("hold_ms", "wrap_ms", "talk_ms")] == [None, None, None]


def test_a_wait_that_is_not_told_is_the_time_to_the_answer_without_the_menu() -> None:
    found = row(call(wait_time=None))
    assert (found["wait_ms"], found["offered_us"]) == (20_000, us(15))
    nothing = row(call(wait_time=None, time_to_answer=None))
    assert (nothing["flags"], nothing.get("wait_ms"), nothing.get("answered_us")) == ("wait_unknown", None, None)


def test_an_unanswered_wait_that_is_not_told_ends_with_the_call() -> None:
    found = row(unanswered("abandoned_in_queue", wait_time=None))
    assert (found["wait_ms"], found["left_us"], found.get("flags")) == (20_000, us(35), None)
    nothing = row(unanswered("abandoned_in_queue", wait_time=None, duration=None))
    assert (nothing["flags"], nothing.get("wait_ms")) == ("wait_unknown", None)


@pytest.mark.parametrize(("wait", "flags"), [(35, None), (36, "clock_disagrees")])
def test_a_wait_longer_than_the_time_to_the_answer_is_flagged(wait: int, flags: str | None) -> None:
    found = row(call(wait_time=wait))
    assert (found["wait_ms"], found["offered_us"], found.get("flags")) == (wait * 1000, us(0), flags)


@pytest.mark.parametrize(("duration", "flags"), [(33, None), (32, "clock_disagrees")])
def test_a_wait_that_outlasts_the_call_by_more_than_two_seconds_is_flagged(duration: int, flags: str | None) -> None:
    assert row(unanswered("abandoned_in_queue", duration=duration)).get("flags") == flags


# -- talk without hold


@pytest.mark.parametrize(
    ("talk", "hold", "consulted", "stored", "flags"),
    [
        (90, 10, 0, 90, None),  # 100 s of conversation: talk and hold side by side
        (88, 10, 0, 88, None),  # two seconds less, from cutting
        (87, 10, 0, 87, "durations_disagree"),
        (100, 10, 0, 90, None),  # hold was inside the talk
        (110, 10, 20, 90, None),  # agents consulted one another for 20 s while the customer was held
        (130, 10, 0, 130, "durations_disagree"),
    ],
)
def test_talk_is_stored_without_hold(talk: int, hold: int, consulted: int, stored: int, flags: str | None) -> None:
    found = row(call(talk_time=talk, hold_time=hold, consultation_time=consulted))
    assert (found["talk_ms"], found["hold_ms"], found.get("flags")) == (stored * 1000, hold * 1000, flags)


# -- outbound


def test_an_outbound_call_waits_in_no_queue() -> None:
    outbound = {"direction": "outbound", "time_to_answer": None, "wait_time": 0, "ivr_time_spent": None}
    found = row(call(**outbound))
    assert (found["outcome"], found["direction"], found["talk_ms"]) == ("answered", "outbound", 90_000)
    assert not {"wait_ms", "answered_us", "self_service", "flags"} & set(found)
    nobody = row(unanswered("not_answered", **outbound))
    assert (nobody["outcome"], nobody["ended_us"], nobody.get("left_us")) == ("failed", us(35), None)


# -- what is kept of people


def test_no_telephone_number_is_kept_and_the_customer_is_hashed() -> None:
    told = items(call(), customer_key=KEY)
    assert "4930999" not in str(told)
    assert row(call(), customer_key=KEY)["customer"] == hashed("500", KEY)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": None}, "ZT_NEITHER"), ({"id": "a b"}, "ID_FORMAT"), ({"id": 1.5}, "NUM_FORMAT"),
        ({"created_at": None}, "FIELD_MISSING"), ({"created_at": "2026-03-02 09:00"}, "TS_FORMAT"),
        ({"direction": None}, "ENUM_DIRECTION"), ({"direction": "sideways"}, "ENUM_DIRECTION"),
        ({"wait_time": -1}, "NUM_NEGATIVE"), ({"wait_time": "x"}, "NUM_FORMAT"), ({"wait_time": 0.0001}, "NUM_FORMAT"),
        ({"duration": 2_678_401}, "NUM_RANGE"), ({"voicemail": "no"}, "JSON_TYPE"),
        ({"completion_status": 3}, "JSON_TYPE"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_word(changes: dict[str, Any], code: str) -> None:
    (item,) = items(call(**changes))
    assert isinstance(item, Refused)
    assert item.code == code


def test_a_call_that_went_through_a_warehouse_is_the_same_call() -> None:
    whole = {name: value for name, value in call().items() if type(value) is int}
    with_point = call(
        **{name: float(value) for name, value in whole.items()}, created_at="2026-03-02T09:00:00.000+0000"
    )
    in_text = call(**{name: str(value) for name, value in whole.items()}, created_at="2026-03-02 09:00:00 UTC")
    assert row(with_point, customer_key=KEY) == row(in_text, customer_key=KEY) == row(call(), customer_key=KEY)
    bare = {name: told.replace("Z", "") for name, told in call().items() if name in ("created_at", "updated_at")}
    assert row(call(**bare), zone=zone("UTC")) == row(call())


def test_seconds_may_be_written_with_decimals() -> None:
    assert row(call(wait_time=20.0, wrap_up_time=5.125))["wrap_ms"] == 5_125
