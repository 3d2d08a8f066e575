"""A few more agents, and overtime: what they do to over, under and contacts in time."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from tests.planning.shifts.plans import SIMPLE, demand, rules, team

from pactline.planning.queueing.steady import steady
from pactline.planning.shifts.counting_shifts import Wanted
from pactline.planning.shifts.making import make_roster, make_shifts
from pactline.planning.shifts.overtime import with_overtime
from pactline.planning.shifts.solver import Limits
from pactline.planning.shifts.what_if import Addition, effects, effects_json, effects_text

LAW = (
    SIMPLE
    + """
overtime: {at_most: 1 h, every: 30 min, surcharge: 50 %}
shortfall: {per_contact: 5.00, within: 20 s, patience: 180 s}
"""
)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("2@08:00-10:00", 14 * 2),
        ("2@sat 08:00-10:00", 4),
        ("2@2025-03-05 09:00-09:30", 1),
        ("-1@mon 23:00-24:00", 2),
        ("+2@2025-03-05T09:00-09:30@desk", 1),
        ("desk:2@sat 08:00-10:00", 4),
    ],
)
def test_an_addition_names_its_slots(text: str, slots: int) -> None:
    need = demand([0] * 8 + [1] * 160, rules())
    assert len(Addition.parse(text).slots(need.slots)) == slots


@pytest.mark.parametrize("text", ["2", "2@10:00-08:00", "0@08:00-10:00", "2@25:00-26:00", "2@xyz 08:00-10:00",
                                  "2@08:70-10:00", "2@2025-13-01 08:00-10:00", "two@08:00-09:00"])  # fmt: skip
def test_an_addition_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="does not say how many agents are added when"):
        Addition.parse(text)


def test_two_more_agents_fill_what_is_short_and_answer_more_in_time() -> None:
    law = rules(LAW)
    need = demand([0] * 8 + [6] * 4, law, offered=60)
    schedule = make_roster([need], law, team("agents: {" + ", ".join(f"a{n}: {{}}" for n in range(5)) + "}"),
                           Wanted(hard=False, limits=Limits(5)))  # fmt: skip
    (effect,) = effects(schedule, law, [Addition.parse("2@08:00-10:00")])
    assert effect.under_h == (4.0, 2.0)
    assert effect.over_h == (0.0, 2.0)
    assert (effect.hours, effect.cost) == (4.0, Decimal("40.00"))
    levels = steady(60 / 3600, 240.0, np.array([5.0, 7.0]), 180.0).served_within(20.0)
    assert effect.in_time == pytest.approx((240 * levels[0], 120 * levels[0] + 120 * levels[1]))
    text = "\n".join(effects_text([effect], law))
    assert "What if 2@08:00-10:00 in help: +4.00 agent-hours, +40.00 EUR" in text
    assert "under 4.00 h -> 2.00 h, over 0.00 h -> 2.00 h" in text
    assert effects_json([effect])[0]["under_h"] == ["4.00", "2.00"]


def test_fewer_agents_can_be_tried_as_well() -> None:
    law = rules(LAW)
    schedule = make_shifts([demand([0] * 8 + [2] * 4, law)], law, Wanted())
    (effect,) = effects(schedule, law, [Addition.parse("-3@08:00-09:00")])
    assert (effect.hours, effect.under_h, effect.in_time) == (-2.0, (0.0, 2.0), None)


def test_overtime_is_taken_where_it_is_cheaper_than_another_shift() -> None:
    law = rules(LAW)
    need = [0] * 8 + [1] * 5
    without = make_shifts([demand(need, law)], law, Wanted())
    longer = make_shifts([demand(need, law)], law, Wanted(overtime=True))
    assert (len(without.shifts), without.cost) == (2, Decimal("80.00"))
    (shift,) = longer.shifts
    assert (shift.overtime_us, longer.cost) == (3_600_000_000, Decimal("55.00"))
    assert longer.balance(longer.demands[0]).min() == 0
    assert longer.proof.objective == longer.cost


def test_overtime_of_a_roster_keeps_the_rest_before_the_next_shift() -> None:
    law = rules(LAW.replace("week: {edge: open}", "week: {rest: 20 h}").replace("per_contact: 5.00, within: 20 s, "
                "patience: 180 s", "per_agent_hour: 100.00"))  # fmt: skip
    need = demand(([0] * 8 + [1] * 5 + [0] * 11) * 2, law)
    agents = "agents: {ada: {available: [mon-tue 08:00-12:00]}}"
    schedule = make_roster([need], law, team(agents), Wanted(hard=False))
    assert schedule.balance(need).min() == -1
    longer = with_overtime(schedule, law, Limits(5))
    monday, tuesday = longer.of_agent("ada")
    assert (monday.overtime_us, tuesday.overtime_us) == (0, 3_600_000_000)
    assert tuesday.cost == Decimal("55.00")
    free = with_overtime(schedule, rules(LAW.replace("per_contact: 5.00", "per_contact: 500.00")), Limits(5))
    assert [each.overtime_us for each in free.of_agent("ada")] == [3_600_000_000] * 2
    assert free.notes[-1].text == "2 shifts end later, 2.00 h in all"


def test_overtime_that_costs_more_than_the_shortfall_is_not_worked() -> None:
    law = rules(LAW.replace("per_contact: 5.00, within: 20 s, patience: 180 s", "per_agent_hour: 14.00"))
    need = demand([0] * 8 + [1] * 5, law)
    schedule = make_roster([need], law, team("agents: {ada: {}}"), Wanted(hard=False))
    assert with_overtime(schedule, law, Limits(5)).shifts == schedule.shifts
