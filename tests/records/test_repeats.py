"""Who came back: every contact with the next one of the same customer, and whether time has told yet."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

import narwhals as nw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.independent.repeating import Rule, chosen

from pactline.records.choices.contacts import Attribution, Level
from pactline.records.choices.customers import Across, ChainRule, Distance, Outbound, Starts, Wish, Withheld
from pactline.records.record_set import from_rows
from pactline.records.views.looking import Looking
from pactline.records.views.repeats import Repeats, ZoneNeeded
from pactline.values.lapse import Lapse
from pactline.values.zone import to_us, zone

LAW = settings(
    deadline=None, max_examples=int(os.environ.get("PACTLINE_EXAMPLES", "40")), suppress_health_check=list(HealthCheck)
)
BERLIN = zone("Europe/Berlin")
HOUR_US, DAY_US = 3_600_000_000, 86_400_000_000
START_US = to_us(datetime(2025, 10, 20, 8, tzinfo=BERLIN))  # the clock goes back within the first week


def rows_of(rule: Rule, chain: str | None) -> Repeats:
    """The rows under the same choices."""
    within = Lapse(calendar_days=rule.days) if rule.days is not None else Lapse(clock_ms=(rule.hours or 0) * 3_600_000)
    return Repeats(
        within, Starts(rule.starts), Wish(rule.same), Withheld(rule.withheld), Distance(rule.distance),
        Across(rule.across), Outbound(rule.outbound), None if chain is None else ChainRule(chain),
    )  # fmt: skip


def found(visits: list[dict[str, Any]], rule: Rule, chain: str | None) -> dict[str, tuple[bool, bool]]:
    """Each contact that counts, with repeated and undecided."""
    records = from_rows(visits)
    frame = rows_of(rule, chain).frame(records, Looking(Level.CONTACT, Attribution.OFFERED, zone=rule.where))
    rows = records.rows(frame)
    assert len(rows) == len({row["contact_id"] for row in rows}), "a contact is one row"
    return {row["contact_id"]: (row["repeated"], row["undecided"]) for row in rows}


def call(number: int, day: float, customer: str | None = "anna", minutes: int = 5, **more: Any) -> dict[str, Any]:
    """A call so many days after the first of the example."""
    at = more.get("offered_us", START_US + int(day * DAY_US))
    row = {"contact_id": f"c{number}", "visit": 1, "queue": "billing", "direction": "inbound", "outcome": "answered"}
    return row | {"customer": customer, "offered_us": at, "ended_us": at + minutes * 60_000_000} | more


LATER = call(99, 60, customer="somebody else")
"""Records that go on, so that everything before is decided."""


@pytest.mark.parametrize(
    ("chain", "good", "counted"),
    [("gap", 0, 1), ("anchor", 1, 2), (None, 1, 3)],  # 0 %, 50 %, 33.3 %
)
def test_the_caller_of_days_0_5_and_11_is_counted_in_three_ways(chain: str | None, good: int, counted: int) -> None:
    calls = [call(1, 0), call(2, 5), call(3, 11)]
    told = found([*calls, LATER], Rule(), chain)
    del told["c99"]
    assert (sum(not repeated for repeated, _ in told.values()), len(told)) == (good, counted)


def test_a_repeat_at_exactly_the_end_of_the_time_is_one_and_a_microsecond_later_none() -> None:
    first = call(1, 0)
    for over, repeated in ((0, True), (1, False)):
        second = call(2, 0, offered_us=first["ended_us"] + 168 * HOUR_US + over)
        assert found([first, second, LATER], Rule(), None)["c1"] == (repeated, False)


def test_from_start_to_start_a_long_call_does_not_move_the_end() -> None:
    first = call(1, 0, minutes=600)
    second = call(2, 0, offered_us=first["offered_us"] + 168 * HOUR_US + 1)
    assert found([first, second, LATER], Rule(), None)["c1"] == (True, False)
    assert found([first, second, LATER], Rule(distance="start_to_start"), None)["c1"] == (False, False)


def test_days_of_the_calendar_begin_at_local_midnight() -> None:
    late = datetime(2025, 10, 20, 23, 59, 59, tzinfo=BERLIN)
    first = call(1, 0, offered_us=to_us(late), ended_us=to_us(late))
    rule = Rule(hours=None, days=7, where=BERLIN)
    for text, repeated in (("2025-10-27T23:59:59+01:00", True), ("2025-10-28T00:00:00+01:00", False)):
        second = call(2, 0, offered_us=to_us(datetime.fromisoformat(text)))
        assert found([first, second, LATER], rule, None)["c1"] == (repeated, False)
    second = call(2, 0, offered_us=to_us(datetime.fromisoformat("2025-10-27T23:59:59+01:00")))
    assert found([first, second, LATER], Rule(), None)["c1"][0] is False  # by the clock an hour too late


def test_a_contact_is_undecided_until_its_time_is_over() -> None:
    first = call(1, 0)
    end = first["ended_us"] + 168 * HOUR_US
    for cut, undecided in ((end, True), (end + 1, False)):
        told = found([first, call(2, 0, customer="berta", offered_us=cut)], Rule(), None)
        assert told == {"c1": (False, undecided), "c2": (False, True)}


def test_a_repeat_does_not_decide_before_the_time_is_over() -> None:
    told = found([call(1, 0), call(2, 1)], Rule(), None)
    assert told == {"c1": (True, True), "c2": (False, True)}


def test_a_day_of_the_calendar_is_over_when_the_next_one_begins() -> None:
    rule = Rule(hours=None, days=1, where=BERLIN)
    for text, undecided in (("2025-10-21T23:59:59+02:00", True), ("2025-10-22T00:00:00+02:00", False)):
        cut = call(2, 0, customer="berta", offered_us=to_us(datetime.fromisoformat(text)))
        assert found([call(1, 0), cut], rule, None)["c1"] == (False, undecided)


def test_who_gave_up_and_called_again_in_a_minute_tried_twice() -> None:
    calls = [call(1, 0, outcome="abandoned"), call(2, 0.01), LATER]
    assert set(found(calls, Rule(), None)) == {"c2", "c99"}
    told = found(calls, Rule(starts="answered_or_abandoned"), None)
    assert (told["c1"], told["c2"]) == ((True, False), (False, False))


def test_whoever_comes_back_in_vain_came_back_where_that_is_agreed() -> None:
    calls = [call(1, 0), call(2, 1, outcome="abandoned"), LATER]
    assert found(calls, Rule(), None)["c1"] == (False, False)
    assert found(calls, Rule(starts="answered_then_any"), None) == {"c1": (True, False), "c99": (False, True)}


def test_a_chain_begins_with_an_answer_and_not_with_the_attempts_before() -> None:
    calls = [call(1, 0, outcome="abandoned"), call(2, 1), call(3, 2, outcome="refused"), call(4, 12), LATER]
    told = found(calls, Rule(starts="answered_then_any"), "gap")
    assert told == {"c2": (True, False), "c4": (False, False), "c99": (False, True)}
    assert found(calls, Rule(starts="answered_then_any"), "anchor") == told


def test_a_callback_belongs_to_the_contact_that_asked_for_it() -> None:
    asked = call(1, 0, outcome="callback", ended_us=None, left_us=START_US + 60_000_000)
    back = call(2, 2, callback_of="c1", channel="callback", direction="outbound", customer=None)
    third = call(3, 8.9)
    told = found([asked, back, third, LATER], Rule(), None)
    assert told == {"c1": (True, False), "c3": (False, False), "c99": (False, True)}
    assert found([asked, third, LATER], Rule(), None) == {"c3": (False, False), "c99": (False, True)}


def test_a_transfer_is_no_repeat() -> None:
    visits = [call(1, 0), call(1, 0.001, visit=2, transfer_in="queue"), call(2, 0.01, transfer_in="blind"), LATER]
    assert found(visits, Rule(), None) == {"c1": (False, False), "c99": (False, True)}


def test_what_another_centre_hands_over_is_a_contact() -> None:
    assert "c2" in found([call(2, 0, transfer_in="external"), LATER], Rule(), None)


def test_what_the_centre_begins_is_no_repeat_unless_agreed() -> None:
    calls = [call(1, 0), call(2, 1, direction="outbound"), call(3, 1, direction="internal"), LATER]
    assert found(calls, Rule(), None) == {"c1": (False, False), "c99": (False, True)}
    counted = found(calls, Rule(outbound="count"), None)
    assert counted == {"c1": (True, False), "c2": (False, False), "c99": (False, True)}


def test_withheld_numbers_are_left_out_or_nobodys_repeats() -> None:
    calls = [call(1, 0, customer=None), call(2, 1, customer=None), LATER]
    assert set(found(calls, Rule(), None)) == {"c99"}
    told = found(calls, Rule(withheld="single"), None)
    assert (told["c1"], told["c2"]) == ((False, False), (False, False))


def test_another_reason_or_another_queue_is_another_wish_where_that_is_agreed() -> None:
    calls = [call(1, 0, disposition="bill"), call(2, 1, disposition="move", queue="moving"), LATER]
    assert found(calls, Rule(), None)["c1"][0] is True
    assert found(calls, Rule(same="customer_and_reason"), None)["c1"][0] is False
    assert found(calls, Rule(across="same_queue"), None)["c1"][0] is False
    again = [*calls, call(3, 2, disposition="bill", queue="moving")]
    assert found(again, Rule(same="customer_and_reason"), None)["c1"][0] is True
    assert found(again, Rule(across="same_queue"), None)["c2"][0] is True


def test_days_of_the_calendar_need_a_zone() -> None:
    with pytest.raises(ZoneNeeded, match="name the zone"):
        found([call(1, 0)], Rule(hours=None, days=7), None)


def test_no_records_are_no_contacts() -> None:
    assert found([], Rule(), "anchor") == {}


@pytest.mark.parametrize("often", [1, 2, 3, 50, 1000])
def test_a_chain_of_any_length_is_cut_at_its_anchors(often: int) -> None:
    calls = [call(number, number, minutes=0) for number in range(often)]
    told = found(calls, Rule(hours=48), "anchor")
    assert sorted(int(name[1:]) for name in told) == list(range(0, often, 3))


VISITS = st.fixed_dictionaries(
    {
        "day": st.integers(0, 40), "minute": st.sampled_from((0, 1, 720, 1439)),
        "customer": st.sampled_from(("a", "b", None)),
        "minutes": st.sampled_from((0, 5, 1_440, 20_000)),
        "outcome": st.sampled_from(("answered", "answered", "abandoned", "callback", "refused", "failed", "open")),
        "queue": st.sampled_from(("billing", "moving", None)), "disposition": st.sampled_from(("bill", "move", None)),
        "direction": st.sampled_from(("inbound", "inbound", "inbound", "outbound", "internal", None)),
        "transfer_in": st.sampled_from((None, None, None, "queue", "external")), "more": st.integers(0, 3),
        "callback_of": st.sampled_from((None, None, None, None, 0, 1, 2)),
    }
)  # fmt: skip
RULES = st.builds(
    Rule,
    hours=st.sampled_from((24, 168)),
    starts=st.sampled_from(tuple(word.value for word in Starts)),
    same=st.sampled_from(tuple(word.value for word in Wish)),
    withheld=st.sampled_from(tuple(word.value for word in Withheld)),
    distance=st.sampled_from(tuple(word.value for word in Distance)),
    across=st.sampled_from(tuple(word.value for word in Across)),
    outbound=st.sampled_from(tuple(word.value for word in Outbound)),
)
CALENDAR = st.builds(lambda rule, days: Rule(**{**vars(rule), "hours": None, "days": days, "where": BERLIN}),
                     RULES, st.sampled_from((0, 1, 7)))  # fmt: skip
CHAINS = st.sampled_from((None, "gap", "anchor"))


def drawn(visits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Visits as records: each with some instants of its own, some contacts of several visits."""
    rows: list[dict[str, Any]] = []
    rows_by_number: list[dict[str, Any]] = []
    for number, told in enumerate(visits):
        at = START_US + told["day"] * DAY_US + told["minute"] * 60_000_000
        end = at + told["minutes"] * 60_000_000
        row = {key: told[key] for key in ("customer", "queue", "disposition", "direction", "transfer_in", "outcome")}
        asked = told["callback_of"]
        if asked is not None and (asked >= number or rows_by_number[asked]["outcome"] != "callback"):
            asked = None
        row |= {
            "contact_id": f"c{number}",
            "visit": 1,
            "offered_us": at,
            "ended_us": end if told["outcome"] != "open" else None,
        }
        if told["outcome"] == "callback":  # whoever asks for a callback came by themselves
            row |= {"direction": "inbound", "transfer_in": None}
        row["answered_us"] = at if told["outcome"] == "answered" else None
        if asked is not None:
            row |= {"callback_of": f"c{asked}", "direction": "outbound", "transfer_in": None}
            row["offered_us"] += number  # no two callbacks in one microsecond
        rows_by_number.append(row)
        rows.append(row)
        rows += [
            {**row, "visit": n + 1, "offered_us": row["offered_us"] + n * 60_000_000} for n in range(1, told["more"])
        ]
    return rows


@LAW
@given(st.lists(VISITS, max_size=24), st.one_of(RULES, CALENDAR), CHAINS)
def test_a_second_implementation_agrees_contact_by_contact(
    visits: list[dict[str, Any]], rule: Rule, chain: str | None
) -> None:
    rows = drawn(visits)
    assert found(rows, rule, chain) == chosen(rows, rule, chain)


@LAW
@given(st.lists(VISITS, min_size=1, max_size=24), st.one_of(RULES, CALENDAR), CHAINS, st.integers(0, 30))
def test_the_records_that_are_named_decide_alone(
    visits: list[dict[str, Any]], rule: Rule, chain: str | None, day: int
) -> None:
    rows, looking = drawn(visits), Looking(Level.CONTACT, Attribution.OFFERED, zone=rule.where)
    start, end = START_US + day * DAY_US, START_US + (day + 5) * DAY_US
    first, last = rows_of(rule, chain).reach(from_rows(rows), looking, start, end)
    assert first <= start <= end - 1 <= last

    def inside(visits: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
        records = from_rows(visits)
        frame = rows_of(rule, chain).frame(records, looking)
        frame = frame.filter((nw.col("at_us") >= start) & (nw.col("at_us") < end))
        names = ("contact_id", "repeated", "undecided", "next_contact", "queue", "agent")
        return sorted(tuple(row[name] for name in names) for row in records.rows(frame))

    assert inside([row for row in rows if first <= row["offered_us"] <= last]) == inside(rows)
