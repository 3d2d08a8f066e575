"""From plans to needs in slots: queues of a pool, intervals longer than breaks, and days of clock changes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tests.planning.shifts.plans import SIMPLE, demand, plan, rules

from pactline.planning.shifts.demand import demands_of
from pactline.values.period import Period
from pactline.values.problem import Problems

BREAK = SIMPLE.replace("every: 1 h}", "every: 1 h}, breaks: [{length: 15 min, from: 1 h, to: 2 h}]")


def test_intervals_are_split_where_breaks_are_shorter() -> None:
    found = demand([3, 5], rules(BREAK), minutes=30, start_hour=8, offered=10)
    assert found.slots.grain_us == 15 * 60_000_000
    assert found.need[32:36].tolist() == [3, 3, 5, 5]
    assert found.need.sum() == 16
    assert found.offered[32:36].tolist() == [5.0] * 4
    assert found.hours == 4.0


def test_quarter_hours_stay_when_the_rules_only_know_half_hours() -> None:
    found = demand([3, 5], rules(), minutes=15, start_hour=8)
    assert found.slots.grain_us == 15 * 60_000_000
    assert found.need[32:34].tolist() == [3, 5]


@pytest.mark.parametrize(("day", "hours"), [(date(2025, 3, 30), 23), (date(2025, 10, 26), 25), (date(2025, 3, 3), 24)])
def test_a_day_of_a_clock_change_has_its_own_number_of_slots(day: date, hours: int) -> None:
    found = demand([1] * hours, rules(), first=day)
    assert found.slots.count == 2 * hours
    assert found.need.tolist() == [1] * (2 * hours)
    assert found.slots.days == 1


def test_queues_of_a_pool_are_added_up_before_they_are_rounded() -> None:
    law = rules(SIMPLE + "pools: {desk: [a, b]}\n")
    (found,) = demands_of([plan([1.4], queue="a"), plan([1.4], queue="b")], law, "plan.csv")
    assert (found.pool, found.queues, int(found.need[0])) == ("desk", ("a", "b"), 3)
    apart = demands_of([plan([1.4], queue="a"), plan([1.4], queue="b")], rules(), "plan.csv")
    assert [(each.pool, int(each.need[0])) for each in apart] == [("a", 2), ("b", 2)]


def test_shrinkage_is_covered_unless_only_the_ready_are_asked_for() -> None:
    both = [plan([10.0], scheduled=[14.0])]
    assert demands_of(both, rules(), "p")[0].need[0] == 14
    assert demands_of(both, rules(), "p", ready=True)[0].need[0] == 10
    assert demands_of(both, rules(), "p")[0].present_per_ready[0] == pytest.approx(1.4)
    assert demands_of(both, rules(), "p", ready=True)[0].present_per_ready[0] == 1.0


def test_days_choose_a_part_of_the_plan() -> None:
    whole = [plan([1] * 24 * 8)]
    (found,) = demands_of(whole, rules(), "p", days=Period.parse("2025-W10"))
    assert (found.slots.first, found.slots.days, int(found.need.sum())) == (date(2025, 3, 3), 7, 7 * 48)
    with pytest.raises(Problems, match="runs from 2025-03-03"):
        demands_of(whole, rules(), "p", days=Period.parse("2025-W20"))


@pytest.mark.parametrize(
    ("first", "days", "whole"),
    [
        (date(2025, 3, 3), 6, (date(2025, 3, 3), 7)),  # closed on Sunday
        (date(2025, 3, 4), 5, (date(2025, 3, 3), 7)),  # Tuesday to Saturday
        (date(2025, 3, 3), 4, (date(2025, 3, 3), 4)),  # half a week stays half a week
        (date(2025, 3, 6), 4, (date(2025, 3, 6), 4)),  # Thursday to Sunday
        (date(2025, 3, 3), 12, (date(2025, 3, 3), 14)),
        (date(2025, 3, 5), 10, (date(2025, 3, 3), 14)),  # Wednesday to Friday of the week after
    ],
)
def test_a_week_with_closed_days_is_a_week_where_agents_are_rostered(
    first: date, days: int, whole: tuple[date, int]
) -> None:
    found = demands_of([plan([1] * 24 * days, first=first)], rules(), "p", weeks=True)[0]
    assert (found.slots.first, found.slots.days) == whole
    assert found.need.sum() == days * 48
    assert demands_of([plan([1] * 24 * days, first=first)], rules(), "p")[0].slots.days == days


def test_a_plan_that_does_not_fit_is_refused() -> None:
    with pytest.raises(Problems, match="no intervals"):
        demands_of([plan([0, 0])], rules(), "p")
    with pytest.raises(Problems, match="only meet in steps of 1 min"):
        demands_of([plan([1], minutes=7)], rules(), "p")
    with pytest.raises(Problems, match="different zones"):
        demands_of([plan([1]), plan([1], queue="b", where="UTC")], rules(), "p")
    with pytest.raises(Problems, match="'lost'"):
        demands_of([plan([1])], rules(SIMPLE + "pools: {desk: [lost]}\n"), "p")
    with pytest.raises(Problems, match="nine weeks at most"):
        demands_of([plan([1] * 24 * 64)], rules(), "p")


def test_a_zone_of_half_hours_has_slots_that_begin_at_its_midnight() -> None:
    found = demand([1] * 24, rules(), where="Asia/Kolkata")
    assert found.slots.clock(16) == "Mon 08:00"
    assert np.all(found.need == 1)
