"""Weekly tours: so many days on, days off side by side, the same start all week, and everything covered."""

from __future__ import annotations

import pytest
from tests.planning.shifts.plans import SIMPLE, check_law, check_week, demand, rules

from pactline.planning.shifts.counting_shifts import Wanted
from pactline.planning.shifts.explaining import Impossible
from pactline.planning.shifts.making import make_tours
from pactline.planning.shifts.rules import Rules
from pactline.planning.shifts.schedule import Schedule
from pactline.planning.shifts.tours import patterns
from pactline.values.zone import from_us

WEEK = SIMPLE.replace("every: 1 h}", "every: 2 h}, breaks: [{length: 30 min, from: 1 h, to: 2 h 30 min}]")
DAY = [0] * 8 + [1, 2, 3, 3, 2, 2, 1, 1] + [0] * 8


def made(agents: list[int], law: Rules, wanted: Wanted) -> Schedule:
    schedule = make_tours([demand(agents, law)], law, wanted)
    check_law(schedule, law)
    check_week(schedule, law, again=True)
    return schedule


def test_seven_days_of_one_agent_take_two_on_tours_of_five_days() -> None:
    law = rules()
    schedule = made(([0] * 8 + [1] * 4 + [0] * 12) * 7, law, Wanted(fewest=True))
    assert len(schedule.agents) == 2
    assert len(schedule.shifts) == 10
    assert schedule.proof.status == "optimal"
    assert schedule.notes[0].text == "2 agents, each with the same start all week"


def test_an_agent_has_the_same_start_all_week_and_two_days_off_in_a_row() -> None:
    law = rules(WEEK)
    schedule = made(DAY * 7, law, Wanted(fewest=True))
    assert schedule.balance(schedule.demands[0]).min() >= 0
    for agent in schedule.agents:
        mine = schedule.of_agent(agent)
        assert len({f"{from_us(each.start_us, schedule.slots.zone):%H:%M}" for each in mine}) == 1
        assert len(mine) == 5


@pytest.mark.parametrize(
    ("week", "number"),
    [
        ("{}", 7), ("{days_off_in_a_row: 1}", 21), ("{weekend: free}", 1), ("{weekend: both_or_none}", 5),
        ("{days_on: 4, days_in_a_row: 2}", 7), ("{days_on: 6, days_off_in_a_row: 1}", 7),
    ],
)  # fmt: skip
def test_the_patterns_of_a_week_are_those_the_rules_allow(week: str, number: int) -> None:
    law = rules(SIMPLE.replace("week: {edge: open}", f"week: {week}"))
    assert len(patterns(law, frozenset(range(7)), 0, 7)) == number


def test_a_closed_sunday_is_a_day_off() -> None:
    assert patterns(rules(), frozenset(range(6)), 0, 7) == [(0, 1, 2, 3, 4), (1, 2, 3, 4, 5)]


def test_paid_hours_of_a_week_limit_the_days() -> None:
    law = rules(SIMPLE.replace("week: {edge: open}", "week: {hours: {at_most: 12 h}}"))
    schedule = made(([0] * 8 + [1] * 4 + [0] * 12) * 7, law, Wanted(fewest=True))
    assert max(len(schedule.of_agent(agent)) for agent in schedule.agents) == 3
    assert len(schedule.agents) == 3


def test_a_plan_of_another_length_than_a_week_is_refused() -> None:
    with pytest.raises(Impossible, match="the plan has 1 day"):
        make_tours([demand([0] * 8 + [1], rules())], rules(), Wanted())


def test_rest_that_no_tour_keeps_is_told() -> None:
    law = rules(SIMPLE.replace("week: {edge: open}", "week: {rest: 21 h}"))
    with pytest.raises(Impossible, match="no week fits the rules"):
        made(([0] * 8 + [1] + [0] * 15) * 7, law, Wanted())
