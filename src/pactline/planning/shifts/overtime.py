"""Overtime on a roster that stands: which shifts to make longer so that what is missing costs least."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from pactline.planning.shifts.costs import UNITS, money, surcharges
from pactline.planning.shifts.demand import Demand
from pactline.planning.shifts.rules import Overtime, Rules
from pactline.planning.shifts.schedule import Note, Schedule, Shift
from pactline.planning.shifts.shortfall import pieces_of
from pactline.planning.shifts.solver import Limits, new_model, solve


def with_overtime(schedule: Schedule, rules: Rules, limits: Limits) -> Schedule:
    """The schedule with shifts made longer at their end, where that is cheaper than the shortfall it fills.

    Breaks stay where they are, the rest before an agent's next shift is kept. ``rules.overtime`` says how much.
    """
    overtime = rules.overtime
    assert overtime is not None, "the rules allow overtime"
    slots = schedule.slots
    factors = surcharges(rules, slots, slots.count + slots.long(4 * 24 * 60))
    latest = _latest(schedule, rules)
    longer: dict[Shift, Shift] = {}
    for demand in schedule.demands:
        longer |= _of_pool(schedule, demand, rules, overtime, factors, latest, limits)
    hours = sum(each.overtime_us for each in longer.values()) / 3.6e9
    note = Note("overtime", f"{len(longer)} shifts end later, {hours:,.2f} h in all")
    shifts = tuple(longer.get(each, each) for each in schedule.shifts)
    return replace(schedule, shifts=shifts, notes=(*schedule.notes, note))


def _latest(schedule: Schedule, rules: Rules) -> Mapping[Shift, int]:
    """For each named shift that is followed by another of its agent: the instant it has to end."""
    found: dict[Shift, int] = {}
    for agent in {each.agent for each in schedule.shifts if each.agent}:
        mine = schedule.of_agent(agent)
        for before, after in pairwise(mine):
            found[before] = after.start_us - rules.week.rest * 60_000_000
    return found


def _of_pool(
    schedule: Schedule, demand: Demand, rules: Rules, overtime: Overtime, factors: list[Fraction],
    latest: Mapping[Shift, int], limits: Limits,
) -> dict[Shift, Shift]:  # fmt: skip
    slots, model = schedule.slots, new_model()
    balance = schedule.balance(demand)
    step = slots.long(overtime.every)
    more: dict[int, list[Any]] = {}
    steps: dict[Shift, list[tuple[Any, int]]] = {}
    cost: list[Any] = []
    for each in schedule.of_pool(demand.pool):
        end = slots.slot(each.end_us)
        hourly = Fraction(rules.shifts[each.kind].per_hour or rules.costs.per_hour)
        for number in range(slots.long(overtime.at_most) // step):
            inside = range(end + number * step, end + (number + 1) * step)
            if slots.us(inside.stop) > latest.get(each, slots.us(inside.stop)):
                break
            taken = model.new_bool_var("")
            if before := steps.get(each):
                model.add_implication(taken, before[-1][0])
            paid = sum((factors[slot] for slot in inside), Fraction(0)) * hourly * Fraction(slots.hours)
            units = round(paid * (1 + overtime.surcharge / 100) * UNITS)
            steps.setdefault(each, []).append((taken, units))
            cost.append(taken * units)
            for slot in inside:
                more.setdefault(slot, []).append(taken)
    for slot, pieces in pieces_of(demand, rules).items():
        if balance[slot] < 0 and slot in more:
            parts = [model.new_int_var(0, width, "") for width, _ in pieces]
            cost += [part * price for part, (_, price) in zip(parts, pieces, strict=True)]
            model.add(sum(more[slot]) + sum(parts) >= -int(balance[slot]))
    model.minimize(sum(cost))
    run = solve(model, limits)
    found: dict[Shift, Shift] = {}
    for each, taken_ in steps.items() if run.found else ():
        number = sum(run.value(taken) for taken, _ in taken_)
        if number:
            price = money(sum(units for _, units in taken_[:number]))
            longer = number * step * slots.grain_us
            found[each] = replace(each, end_us=each.end_us + longer, overtime_us=longer, cost=each.cost + price)
    return found
