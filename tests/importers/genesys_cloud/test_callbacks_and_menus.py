"""Callbacks asked for by customers and made by diallers, and conversations that never left the voice menu."""

from __future__ import annotations

from typing import Any

import pytest
from tests.importers.genesys_cloud.made_up import (
    SALES,
    agent,
    at,
    conversation,
    customer,
    items,
    party,
    rows,
    segment,
    us,
    waiting,
)

from pactline.importers.reading import Ignored, Incomplete

KEY = b"0123456789abcdef"


def callback(start: float, end: float | None, how: str | None = "transfer", **more: Any) -> dict[str, Any]:
    """The queue's part of a callback."""
    return waiting(start, end, how, media="callback", **{"direction": "outbound", **more})


def dialled(start: float, picked_up: float | None, end: float) -> dict[str, Any]:
    """The customer's part when the system rings the customer first."""
    parts = [segment("dialing", start, picked_up or end)]
    if picked_up is not None:
        parts.append(segment("interact", picked_up, end, disconnectType="endpoint"))
    return party("customer", *parts, direction="outbound", dnis="tel:+4930123")


def test_who_asks_to_be_called_back_left_the_queue_that_way_and_the_callback_is_a_visit_of_its_own() -> None:
    parts = (
        customer(40), waiting(3, 40, "transfer", flowOutType="callback"),
        callback(41, 100, callbackNumbers=["+4930123"], callbackScheduledTime=at(3600)),
        agent(95, 100, 200, media="callback", direction="outbound"),
    )  # fmt: skip
    first, second = rows(conversation("c-1", *parts, end=200, originatingDirection="inbound"))
    assert (first["channel"], first["outcome"], first["wait_ms"]) == ("voice", "callback", 37_000)
    assert (second["channel"], second["outcome"], second["wait_ms"]) == ("callback", "answered", 59_000)
    assert (second["callback_of"], second["due_us"]) == ("c-1", us(3600))
    assert not {"due_us", "callback_of"} & set(first)


@pytest.mark.parametrize(("begins", "outcome"), [(100, "callback"), (100.001, "flowed_out")])
def test_without_a_word_for_it_a_callback_that_follows_within_a_minute_says_it(begins: float, outcome: str) -> None:
    parts = (customer(40), waiting(3, 40, "transfer"), callback(begins, 300), agent(295, 300, 400, media="callback"))
    assert rows(conversation("c-1", *parts, end=400))[0]["outcome"] == outcome


@pytest.mark.parametrize(
    ("picked_up", "reason"), [(70, "customer called first, reached"), (None, "customer called, no answer")]
)
def test_a_customer_first_callback_leaves_its_queue_row_without_an_answer(picked_up: float | None, reason: str) -> None:
    """The queue's session ends when the system dials; the talk is on voice sessions and a visit of their own."""
    parts = [callback(10, 60), dialled(60, picked_up, 200)]
    if picked_up is not None:
        parts += [waiting(70, 71, "transfer"), agent(70, 71, 200)]
    first, *rest = rows(conversation("c-1", *parts, end=200))
    assert (first["channel"], first["outcome"], first["reason"]) == ("callback", "flowed_out", reason)
    assert [(row["channel"], row["outcome"]) for row in rest] == ([("voice", "answered")] if picked_up else [])


def test_a_customer_rung_first_who_goes_straight_to_an_agent_was_answered_by_that_agent() -> None:
    """No further stay in the queue tells of it; who took the first call has no part in it."""
    first_call = [waiting(1, 4, "transfer", metrics={"nOffered": 1, "tAcd": 3_000}), agent(2, 4, 8, user="u-0")]
    parts = [*first_call, callback(10, 60, metrics={"nOffered": 1, "tAcd": 50_000}), dialled(60, 70, 200)]
    told = conversation("c-1", *parts, agent(71, 75, 200, metrics={"tTalk": 125_000}), end=200)
    _, row = rows(told)
    assert (row["channel"], row["outcome"], row["agent"]) == ("callback", "answered", "u-1")
    assert (row["offered_us"], row["answered_us"], row["wait_ms"]) == (us(10), us(75), 65_000)
    assert (row["talk_ms"], row["legs_offered"]) == (125_000, 1)
    assert "flags" not in row
    _, nobody = rows(conversation("c-1", *parts, end=200))
    assert (nobody["outcome"], nobody["reason"]) == ("flowed_out", "customer called first, reached")


def preview(*, code: str | None, over: bool = True) -> dict[str, Any]:
    """A dialler shows an agent whom to call, and the agent calls or passes over."""
    wrap = segment("wrapup", 30, 30, SALES, **({"wrapUpCode": code} if code else {}))
    parts = [segment("alert", 1, 3, SALES), segment("interact", 3, 30, SALES, disconnectType="client"), wrap]
    more = {"media": "callback", "direction": None, "outboundCampaignId": "d-1"}
    end = 30 if over else None
    told = {"disconnectType": "peer"} if over else {}
    return conversation(
        "c-1",
        party("customer", segment("interact", 0, end, **told), **more),
        waiting(0, 3, "transfer", **more),
        party("agent", *parts, userId="u-1", **more),
    )


def test_a_preview_that_the_agent_passed_over_is_no_offered_call() -> None:
    (item,) = items(preview(code="ININ-OUTBOUND-PREVIEW-SKIPPED"))
    assert isinstance(item, Ignored)
    assert item.code == "GC_PREVIEW_SKIPPED"
    (row,) = rows(preview(code="w-sold"))
    assert (row["direction"], row["outcome"], row["disposition"]) == ("outbound", "answered", "w-sold")


def test_a_preview_is_waited_for_because_the_agent_may_still_pass_it_over() -> None:
    (item,) = items(preview(code=None, over=False))
    assert isinstance(item, Incomplete)
    assert item.code == "GC_OPEN"


def menu(how: str | None, flow: dict[str, Any] | None = None, customer_how: str = "system") -> dict[str, Any]:
    """A conversation that never left the voice menu."""
    told = {"disconnectType": how} if how else {}
    ivr = party("ivr", segment("ivr", 1, 30, **told), flow={"flowName": "Opening hours", **(flow or {})})
    return conversation("c-1", customer(30, customer_how), ivr, end=30, originatingDirection="inbound")


@pytest.mark.parametrize(
    ("found", "became"),
    [
        (menu("peer"), "left"),
        (menu("system", customer_how="endpoint"), "left"),
        (menu("system"), None),
        (menu("system", {"outcomes": [{"flowOutcomeValue": "SUCCESS"}]}), "done"),
        (menu("peer", {"outcomes": [{"flowOutcomeValue": "SUCCESS"}]}), "done"),
        (menu("system", {"outcomes": [{"flowOutcomeValue": "FAILURE"}]}), None),
    ],
)
def test_what_became_of_a_wish_in_the_voice_menu(found: dict[str, Any], became: str | None) -> None:
    """A hang-up is no containment, and a success is one only where the flow recorded it."""
    (row,) = rows(found, customer_key=KEY)
    assert (row["outcome"], row["queue"], row.get("self_service")) == ("refused", "Opening hours", became)
    assert (row["offered_us"], row["left_us"]) == (us(1), us(30))
    assert "wait_ms" not in row
    assert row["customer"].startswith("h:")


def test_who_is_passed_on_from_the_menu_to_a_queue_was_not_contained() -> None:
    ivr = party("ivr", segment("ivr", 0, 3, disconnectType="transfer"))
    (row,) = rows(conversation("c-1", customer(30), ivr, waiting(3, 30, "peer"), end=30))
    assert (row["self_service"], row["outcome"], row["arrived_us"]) == ("passed_on", "abandoned", us(0))


def test_who_is_passed_from_the_menu_to_a_person_entered_no_queue() -> None:
    ivr = party("ivr", segment("ivr", 0, 3, disconnectType="transfer"))
    (item,) = items(conversation("c-1", customer(30), ivr, party("user", segment("interact", 3, 30)), end=30))
    assert isinstance(item, Ignored)
    assert item.code == "GC_NO_QUEUE"
