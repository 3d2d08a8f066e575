"""What becomes a queue visit, and what becomes of it: each rule at both sides of its edge."""

from __future__ import annotations

from typing import Any

import pytest
from tests.importers.genesys_cloud.made_up import (
    BILLING,
    SALES,
    agent,
    answered,
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

from pactline.importers.reading import Ignored, Incomplete, Read


def test_an_answered_call_has_its_wait_ring_and_talk_from_segments() -> None:
    (row,) = rows(answered("c-1"))
    assert {name: row[name] for name in ("outcome", "wait_ms", "ring_ms", "talk_ms", "hold_ms", "legs_offered")} == {
        "outcome": "answered", "wait_ms": 20_000, "ring_ms": 5_000, "talk_ms": 120_000, "hold_ms": 0, "legs_offered": 1,
    }  # fmt: skip
    assert [row[f"{name}_us"] for name in ("arrived", "offered", "answered", "ended")] == [
        us(s) for s in (0, 3, 23, 143)
    ]
    assert (row["agent"], row["queue"], row["channel"], row["direction"]) == ("u-1", SALES, "voice", "inbound")
    assert not {"wrap_ms", "disposition", "self_service", "transfer_in", "transfer_out", "flags"} & set(row)


@pytest.mark.parametrize(
    ("how", "outcome"),
    [
        ("peer", "abandoned"), ("endpoint", "abandoned"), ("client", "abandoned"),
        ("transfer", "flowed_out"), ("noAnswerTransfer", "flowed_out"), ("timeout", "flowed_out"),
        ("system", "flowed_out"), ("error", "failed"), ("spam", "failed"),
    ],
)  # fmt: skip
def test_an_unanswered_visit_is_judged_by_how_the_queue_session_ended(how: str, outcome: str) -> None:
    (row,) = rows(conversation("c-1", customer(30), waiting(3, 30, how), end=30))
    assert (row["outcome"], row["reason"], row["wait_ms"], row["left_us"]) == (outcome, how, 27_000, us(30))
    assert "answered_us" not in row
    assert "flags" not in row


def test_an_unknown_word_for_the_end_is_flagged_and_not_an_abandonment() -> None:
    (row,) = rows(conversation("c-1", customer(30), waiting(3, 30, "somethingNew"), end=30))
    assert (row["outcome"], row["flags"]) == ("flowed_out", "unknown_event")


@pytest.mark.parametrize(("customer_ends", "outcome"), [(30, "abandoned"), (31, "abandoned"), (31.001, "flowed_out")])
def test_a_queue_session_that_does_not_say_how_it_ended_is_abandoned_if_the_customer_left_with_it(
    customer_ends: float, outcome: str
) -> None:
    found = conversation("c-1", customer(customer_ends), waiting(3, 30, None), end=customer_ends)
    (row,) = rows(found)
    assert row["outcome"] == outcome


@pytest.mark.parametrize(
    ("metric", "how", "outcome"),
    [
        ("tAbandon", "timeout", "abandoned"),
        ("tAbandon", "transfer", "abandoned"),
        ("tFlowOut", "peer", "flowed_out"),
        ("tAcd", "peer", "abandoned"),
    ],
)
def test_metrics_are_preferred_to_the_word(metric: str, how: str, outcome: str) -> None:
    (row,) = rows(conversation("c-1", customer(30), waiting(3, 30, how, metrics={metric: 26_500}), end=30))
    assert (row["outcome"], row["wait_ms"]) == (outcome, 26_500)
    assert "flags" not in row, "half a second apart is within tolerance"


@pytest.mark.parametrize(("told", "flags"), [(26_000, None), (25_999, "clock_disagrees"), (28_001, "clock_disagrees")])
def test_a_wait_that_the_segments_do_not_bear_out_is_flagged_beyond_a_second(told: int, flags: str | None) -> None:
    (row,) = rows(conversation("c-1", customer(30), waiting(3, 30, "peer", metrics={"tAbandon": told}), end=30))
    assert (row["wait_ms"], row.get("flags")) == (told, flags)


@pytest.mark.parametrize(("told", "flags"), [(121_000, None), (121_001, "durations_disagree")])
def test_a_talk_that_the_segments_do_not_bear_out_is_flagged_beyond_a_second(told: int, flags: str | None) -> None:
    found = answered("c-1")
    found["participants"][2]["sessions"][0]["metrics"] = [
        {"name": "tTalk", "value": told, "emitDate": at(143)},
        {"name": "tAnswered", "value": 20_000, "emitDate": at(23)},
    ]
    (row,) = rows(found)
    assert (row["talk_ms"], row.get("flags")) == (told, flags)


def test_talk_in_several_pieces_is_added_up_and_a_complete_figure_is_believed_first() -> None:
    parts = [
        segment("alert", 18, 23, SALES), segment("interact", 23, 53, SALES), segment("hold", 53, 83, SALES),
        segment("interact", 83, 143, SALES, disconnectType="client"),
        segment("wrapup", 143, 160, SALES, wrapUpCode="w-1"), segment("wrapup", 160, 163, SALES, wrapUpCode="w-2"),
    ]  # fmt: skip
    metrics = [("tTalk", 30_000), ("tHeld", 30_000), ("tTalk", 60_000), ("tAcw", 19_000), ("tAlert", 4_900)]
    found = conversation("c-1", customer(143), waiting(3, 23, "transfer"), party("agent", *parts, userId="u"), end=163)
    (plain,) = rows(found)
    found["participants"][2]["sessions"][0]["metrics"] = [{"name": n, "value": v} for n, v in metrics]
    (told,) = rows(found)
    names = ("talk_ms", "hold_ms", "wrap_ms", "ring_ms", "disposition", "ended_us")
    assert [plain[name] for name in names] == [90_000, 30_000, 20_000, 5_000, "w-2", us(143)]
    assert [told[name] for name in names] == [90_000, 30_000, 19_000, 4_900, "w-2", us(143)]
    found["participants"][2]["sessions"][0]["metrics"].append({"name": "tTalkComplete", "value": 89_500})
    assert rows(found)[0]["talk_ms"] == 89_500


def test_rings_that_nobody_answered_are_legs_and_never_offers() -> None:
    missed = party("agent", segment("alert", 4, 12, SALES, disconnectType="client"), userId="u-2")
    failed = party("agent", segment("alert", 13, 13, SALES, errorCode="error.protocol"), userId="u-1")
    late = party("agent", segment("alert", 24, 30, SALES), segment("interact", 30, 60, SALES), userId="u-3")
    found = answered("c-1")
    found["participants"] += [missed, failed, late]
    (row,) = rows(found)
    assert (row["legs_offered"], row["agent"]) == (2, "u-1"), "the failed alert rang nobody, the late one is no ring"
    (item,) = items(found)
    assert isinstance(item, Read)


def test_an_agent_who_is_rung_after_the_wait_was_over_has_not_answered_it() -> None:
    def told(rung_at: float) -> Any:
        parts = (customer(300), waiting(3, 30, "peer"), agent(rung_at, rung_at + 5, 300))
        return rows(conversation("c-1", *parts, end=300))[0]["outcome"]

    assert (told(31), told(31.001)) == ("answered", "abandoned")


def test_the_same_queue_twice_gives_each_visit_its_own_agent() -> None:
    parts = (
        customer(300, "peer"), waiting(3, 20, "transfer"), waiting(50, 80, "transfer"), agent(75, 80, 300, user="u-2"),
        waiting(20, 50, "transfer", BILLING),
    )  # fmt: skip
    found = rows(conversation("c-1", *parts, end=300))
    assert [(row["visit"], row["queue"], row["outcome"], row.get("agent")) for row in found] == [
        (1, SALES, "flowed_out", None), (2, BILLING, "flowed_out", None), (3, SALES, "answered", "u-2"),
    ]  # fmt: skip
    assert not any("transfer_in" in row for row in found), "no agent handed the customer on; the queues did"


def test_one_session_that_names_two_queues_is_two_visits() -> None:
    acd = party(
        "acd", segment("delay", 3, 4, SALES), segment("interact", 4, 30, SALES),
        segment("interact", 30, 50, BILLING, disconnectType="peer"), metrics={"tAcd": 999_999},
    )  # fmt: skip
    found = rows(conversation("c-1", customer(50), acd, end=50))
    assert [(r["queue"], r["offered_us"], r["left_us"], r["wait_ms"], r["outcome"]) for r in found] == [
        (SALES, us(3), us(30), 27_000, "flowed_out"), (BILLING, us(30), us(50), 20_000, "abandoned"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("how", "kind"), [("transfer", "blind"), ("consultTransfer", "attended"), ("conferenceTransfer", "attended")]
)
def test_a_transfer_by_an_agent_shows_on_both_visits(how: str, kind: str) -> None:
    parts = (
        customer(300, "peer"), waiting(3, 23, "transfer"), agent(18, 23, 60, how),
        waiting(58, 80, "transfer", BILLING), agent(75, 80, 300, queue=BILLING, user="u-2"),
    )  # fmt: skip
    first, second = rows(conversation("c-1", *parts, end=300))
    assert (first["transfer_out"], second["transfer_in"]) == (kind, kind)
    assert "transfer_in" not in first
    assert "transfer_out" not in second
    assert (first["talk_ms"], second["wait_ms"], second["arrived_us"]) == (37_000, 22_000, us(0))


def test_an_agent_who_consults_a_queue_did_not_answer_it() -> None:
    consulting = party("agent", segment("dialing", 39.9, 40.1, BILLING), segment("interact", 40.1, 70, BILLING),
                       userId="u-1", direction="outbound")  # fmt: skip
    parts = (customer(300, "peer"), waiting(3, 23, "transfer"), agent(18, 23, 90), consulting,
             waiting(40, 70, "peer", BILLING))  # fmt: skip
    first, second = rows(conversation("c-1", *parts, end=300))
    assert (first["outcome"], second["outcome"]) == ("answered", "abandoned")


def test_a_conference_is_one_conversation_of_the_customer() -> None:
    found = answered("c-1")
    for each in found["participants"][2]["sessions"][0]["segments"][1:]:
        each["conference"] = True
    found["participants"].append(agent(60, 65, 143, user="u-2"))
    (row,) = rows(found)
    assert (row["talk_ms"], row["tags"], row["agent"], row["legs_offered"]) == (120_000, "conference=yes", "u-1", 1)


def test_nobody_abandons_a_message_and_a_chat_can_be() -> None:
    def told(media: str, **more: Any) -> Any:
        acd = waiting(3, 30, "peer", media=media, **more)
        return rows(conversation("c-1", customer(30, media=media), acd, end=30))[0]

    assert (told("message")["outcome"], told("message")["channel"]) == ("flowed_out", "message")
    assert told("message", metrics={"tAbandon": 27_000})["outcome"] == "flowed_out"
    assert (told("chat")["outcome"], told("email")["outcome"]) == ("abandoned", "abandoned")


def test_a_queue_entered_through_a_shared_screen_is_no_contact() -> None:
    parts = (customer(30, media="screenshare"), waiting(3, 30, "peer", media="screenshare"))
    (item,) = items(conversation("c-1", *parts, end=30))
    assert isinstance(item, Ignored)
    assert item.code == "GC_MEDIA"


def test_conversations_without_a_queue_are_named_and_ignored() -> None:
    direct = conversation("c-1", customer(30), party("user", segment("interact", 3, 30)), end=30)
    called = conversation("c-2", customer(30), party("agent", segment("interact", 3, 30, SALES)), end=30,
                          originatingDirection="outbound")  # fmt: skip
    told = items(direct, called)
    assert [item.code for item in told if isinstance(item, Ignored)] == ["GC_NO_QUEUE", "GC_OUTBOUND"]


def test_an_open_conversation_is_open_and_not_guessed_about() -> None:
    still_waiting = conversation("c-1", customer(None), waiting(3, None, None))
    talking = conversation("c-2", customer(None), waiting(3, 23, "transfer"), agent(18, 23, None))
    in_the_menu = conversation("c-3", customer(None), party("ivr", segment("ivr", 0, None)))
    first, second, third = items(still_waiting, talking, in_the_menu)
    assert isinstance(first, Read)
    assert isinstance(second, Read)
    assert (first.row["outcome"], first.row.get("wait_ms"), first.row.get("left_us")) == ("open", None, None)
    assert (second.row["outcome"], second.row["answered_us"], second.row.get("talk_ms")) == ("open", us(23), None)
    assert isinstance(third, Incomplete)
    assert third.code == "GC_OPEN"


def test_without_an_end_of_the_conversation_it_is_over_when_all_ended_and_the_customer_was_disconnected() -> None:
    done = conversation("c-1", customer(30), waiting(3, 30, "peer"))
    not_told = conversation("c-1", customer(30, None), party("ivr", segment("ivr", 0, 3)))
    assert rows(done)[0]["outcome"] == "abandoned"
    (item,) = items(not_told)
    assert isinstance(item, Incomplete)


def test_a_wait_without_an_end_in_a_conversation_that_is_over_has_failed_and_is_no_abandonment() -> None:
    (row,) = rows(conversation("c-1", customer(30), waiting(3, None, None), end=30))
    assert (row["outcome"], row["flags"]) == ("failed", "no_end")
    (row,) = rows(conversation("c-2", customer(90), waiting(3, 23, "transfer"), agent(18, 23, None), end=90))
    assert (row["outcome"], row["flags"], row.get("talk_ms")) == ("answered", "no_end", None)


def test_an_agent_who_did_not_respond_was_rung_and_the_work_they_clicked_away_is_nobodys() -> None:
    """A session that was rung in vain may have after-contact work of its own; that of the answer is another's."""
    vain = party(
        "agent",
        segment("alert", 3, 10, SALES, disconnectType="client"),
        segment("wrapup", 10, 70, SALES, disconnectType="client", errorCode="error.session.inactive", wrapUpCode="w-0"),
        metrics={"nError": 1, "tAlert": 7_000, "tNotResponding": 7_000, "tAcw": 60_000, "tHandle": 60_000},
        userId="u-0",
    )
    took = {"tAlert": 2_000, "tAnswered": 12_000, "tTalk": 100_000, "tTalkComplete": 100_000, "tHandle": 100_000}
    queue = waiting(3, 15, "transfer", metrics={"nOffered": 1, "tAcd": 12_000})
    (row,) = rows(conversation("c-1", customer(115), queue, vain, agent(13, 15, 115, metrics=took), end=115))
    assert (row["agent"], row["legs_offered"], row["ring_ms"], row["wait_ms"]) == ("u-1", 2, 2_000, 12_000)
    assert (row["talk_ms"], row.get("wrap_ms"), row.get("disposition")) == (100_000, None, None)
    assert "flags" not in row
