"""What of an agreement can be planned, with the agreement's own choices, and what cannot and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from pactline.agreement.model import Agreement
from pactline.planning.requirement.asked import asked_promises
from pactline.planning.requirement.promise import Measure, Promise
from pactline.planning.requirement.promises import promises_of

Agreed = Callable[..., Agreement]
DAY = date(2025, 3, 3)
REST = '  each: month\n  clause: "1"\n  service: support\n  remedy: {flat: 100.00}\n'


def _one(agreed: Agreed, terms: str, day: date = DAY, **head: str) -> Promise:
    (promise,), left_out = promises_of(agreed(f"it:\n{terms}{REST}", **head), day)
    assert left_out == []
    return promise


def _why_not(agreed: Agreed, terms: str) -> str:
    promises, left_out = promises_of(agreed(f"it:\n{terms}{REST}"), DAY)
    assert promises == []
    ((name, why),) = left_out
    assert name == "it"
    return why


def test_a_service_level_is_read_with_its_own_word_on_abandoned_contacts(agreed: Agreed) -> None:
    terms = "  metric: service_level\n  within: 20 s\n  target: at least 80 %\n"
    found = _one(agreed, terms + "  abandons: count_as_met_short\n  short_abandon: 5 s\n")
    assert (found.measure, found.limit_s, found.abandons, found.short_abandon_s) == (
        Measure.SERVICE_LEVEL, 20.0, "count_as_met_short", 5.0,
    )  # fmt: skip
    assert (found.target, found.at_least, found.each, found.channels) == (0.8, True, "month", ("voice",))
    for word in ("count_all", "ignore_all", "ignore_within_T", "count_as_met_within_T"):
        assert _one(agreed, terms + f"  abandons: {word}\n").abandons == word


def test_each_tier_is_a_promise_of_its_own(agreed: Agreed) -> None:
    tiers = (
        "  tiers:\n    fast: {within: 10 s, target: at least 90 %}\n    all: {within: 5 min, target: at least 99 %}\n"
    )
    text = f"it:\n  metric: service_level\n  abandons: count_all\n{tiers}{REST}"
    promises, _ = promises_of(agreed(text), DAY)
    assert [(each.id, each.limit_s, each.target) for each in promises] == [
        ("it/fast", 10.0, 0.9), ("it/all", 300.0, 0.99),
    ]  # fmt: skip


def test_other_figures_of_a_queue_are_read_too(agreed: Agreed) -> None:
    short = "  short_abandons: ignore\n  short_abandon: 5 s\n"
    others = "  flow_outs: exclude\n  callbacks: exclude\n  refused: exclude\n"
    abandoned = _one(agreed, "  metric: abandonment_rate\n  target: less than 3 %\n" + short)
    assert (abandoned.measure, abandoned.abandons, abandoned.short_abandon_s, abandoned.target, abandoned.at_least) == (
        Measure.ABANDONMENT, "ignore", 5.0, 0.03, False,
    )  # fmt: skip
    answered = _one(agreed, "  metric: answer_rate\n  target: at least 97 %\n" + short + others)
    assert (answered.measure, answered.at_least) == (Measure.ANSWER_RATE, True)
    speed = _one(agreed, "  metric: average_speed_of_answer\n  target: at most 20 s\n")
    assert (speed.measure, speed.target, speed.in_seconds) == (Measure.AVERAGE_SPEED_OF_ANSWER, 20.0, True)
    wait = _one(agreed, "  metric: average_waiting_time\n  target: at most 1 min\n")
    assert (wait.measure, wait.target) == (Measure.MEAN_WAIT, 60.0)
    rank = _one(agreed, "  metric: wait_percentile\n  percent: 90\n  whose: answered\n  target: at most 30 s\n")
    assert (rank.measure, rank.limit_s, rank.target, rank.at_least, rank.abandons) == (
        Measure.WAIT_PERCENTILE, 30.0, 0.9, True, "answered",
    )  # fmt: skip


def test_intervals_that_are_judged_one_by_one_are_told_apart(agreed: Agreed) -> None:
    terms = "  metric: service_level\n  within: 20 s\n  abandons: count_all\n  target: at least 90 %\n"
    found = _one(agreed, terms + "  roll_up: intervals_met\n  interval: 30 min\n  interval_target: at least 80 %\n")
    assert (found.target, found.every_interval) == (0.8, True)
    assert found.remark == "planned so that every interval keeps at least 80 %"
    assert _one(agreed, terms + "  clock: arrival\n").remark == (
        "planned as if the wait began on entering the queue, not at arrival"
    )


def test_the_target_is_that_of_the_day_and_moved_by_its_ratchet(agreed: Agreed) -> None:
    terms = "  metric: service_level\n  within: 20 s\n  abandons: count_all\n"
    dated = terms + "  target: {from 2025-01-01: at least 80 %, from 2025-07-01: at least 85 %}\n"
    assert [_one(agreed, dated, date(2025, month, 15)).target for month in (6, 7)] == [0.8, 0.85]
    ratchet = terms + "  target: at least 80 %\n  ratchet: {each: contract year, by: 1 %, when: always}\n"
    found = _one(agreed, ratchet, date(2027, 3, 1), term="2025-01-01/2028-01-01")
    assert found.target == 0.82


def test_what_cannot_be_planned_is_named_with_the_reason(agreed: Agreed) -> None:
    assert "chance" in _why_not(agreed, "  metric: longest_wait\n  whose: all\n  target: at most 300 s\n")
    assert "does not follow from the number of agents" in _why_not(
        agreed, "  metric: transfer_rate\n  target: at most 4 %\n"
    )
    handled = "  metric: average_handle_time\n  unrecorded: as_zero\n  target: at most 300 s\n"
    assert "assumption of the plan" in _why_not(agreed, handled)
    busy = "  metric: occupancy\n  over: logged_in\n  alerting: busy\n  target: at most 85 %\n"
    assert "breaks" in _why_not(agreed, busy)


def test_a_promise_covers_the_queues_and_channels_of_its_service() -> None:
    promise = Promise("it", Measure.OCCUPANCY, 0.85, False, queues=("a", "b"), channels=("voice",))
    assert promise.covers("a", "voice")
    assert not promise.covers("c", "voice")
    assert not promise.covers("a", "chat")
    assert Promise("it", Measure.OCCUPANCY, 0.85, False).covers("anything", "chat")


def test_promises_are_read_from_single_words() -> None:
    found = asked_promises(
        ["90/10", "99.5 % / 5 min"], definition="sl_wait", abandonment="3%", asa="20", occupancy="85 %"
    )
    assert [(each.id, each.measure, each.target, each.at_least, each.limit_s) for each in found] == [
        ("90/10", Measure.SERVICE_LEVEL, 0.9, True, 10.0),
        ("99.5/300", Measure.SERVICE_LEVEL, 0.995, True, 300.0),
        ("abandonment", Measure.ABANDONMENT, 0.03, False, None),
        ("asa", Measure.AVERAGE_SPEED_OF_ANSWER, 20.0, False, None),
        ("occupancy", Measure.OCCUPANCY, 0.85, False, None),
    ]
    assert {each.abandons for each in found[:2]} == {"count_as_met_within_T"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"tiers": ["90"]}, "'90' is no promise; write percent/seconds"),
        ({"tiers": ["190/20"]}, "'190/20' is no promise"),
        ({"tiers": ["90/soon"]}, "'90/soon' is no promise"),
        ({"tiers": ["80/20", "80/20"]}, "80/20 is asked twice"),
        ({"abandonment": "3"}, "'3' is no share for abandonment; write a percentage"),
        ({"occupancy": "120%"}, "'120%' is no share for occupancy"),
        ({"asa": "soon"}, "'soon' is no time"),
    ],
)
def test_words_that_are_no_promise_are_refused(given: dict[str, list[str] | str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        asked_promises(**given)  # type: ignore[arg-type]
