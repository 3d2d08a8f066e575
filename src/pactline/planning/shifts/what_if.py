"""What a few more agents (or fewer) would do: over, under and contacts in time before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pactline.planning.addition import FORMS, read_addition
from pactline.planning.refusal import Refused
from pactline.planning.shifts.costs import UNITS, money, surcharges
from pactline.planning.shifts.demand import Demand, Slots
from pactline.planning.shifts.rules import Rules
from pactline.planning.shifts.schedule import Schedule
from pactline.planning.shifts.shortfall import contacts_in_time
from pactline.values.zone import from_us

_DAY_MIN = 24 * 60


@dataclass(frozen=True)
class Addition:
    """So many more agents at work between two times of the local clock, on one day, a weekday or every day."""

    agents: int
    start: int  # minutes after midnight
    end: int
    day: date | int | None = None  # a weekday is 0 for Monday
    pool: str | None = None
    text: str = ""

    @classmethod
    def parse(cls, text: str) -> Addition:
        """Read what :func:`pactline.planning.addition.read_addition` reads. Raises Refused."""
        try:
            said = read_addition(text)
        except ValueError:
            raise Refused(f"{text!r} does not say how many agents are added when; {FORMS}") from None
        opens, closes = said.hours.opens, said.hours.closes
        end = _DAY_MIN if closes is None else 60 * closes.hour + closes.minute
        return cls(said.agents, 60 * opens.hour + opens.minute, end, said.day, said.where, text.strip())

    def slots(self, slots: Slots) -> NDArray[np.int64]:
        """The slots in which the agents are there."""
        found = []
        for slot in range(slots.count):
            local = from_us(slots.us(slot), slots.zone)
            on = self.day is None or self.day in (local.date(), local.weekday())
            if on and self.start <= 60 * local.hour + local.minute < self.end:
                found.append(slot)
        return np.array(found, dtype=np.int64)


@dataclass(frozen=True)
class Effect:
    """One pool before (first) and after (second): hours over and under, contacts in time, and what it costs more."""

    pool: str
    text: str
    hours: float
    over_h: tuple[float, float]
    under_h: tuple[float, float]
    in_time: tuple[float, float] | None  # None where the plan does not say how many contacts come
    offered: float
    cost: Decimal


def effects(schedule: Schedule, rules: Rules, additions: Sequence[Addition]) -> list[Effect]:
    """What all additions together do to each pool they touch; one without a pool goes to all."""
    found = []
    for demand in schedule.demands:
        mine = [each for each in additions if each.pool in (None, demand.pool)]
        if mine:
            found.append(_effect(schedule, demand, rules, mine))
    return found


def _effect(schedule: Schedule, demand: Demand, rules: Rules, additions: Sequence[Addition]) -> Effect:
    slots = schedule.slots
    before = schedule.at_work(demand)
    more = np.zeros_like(before)
    for each in additions:
        more[each.slots(slots)] += each.agents
    after = np.maximum(before + more, 0)
    more_paid = zip((after - before).tolist(), surcharges(rules, slots, slots.count), strict=True)
    paid_slots = sum((agents * factor for agents, factor in more_paid), Fraction(0))
    cost = paid_slots * Fraction(slots.grain_us, 3_600_000_000) * Fraction(rules.costs.per_hour) * UNITS

    def hours(there: NDArray[np.int64], sign: int) -> float:
        return float(np.maximum(sign * (there - demand.need), 0).sum()) * slots.hours

    known = np.flatnonzero((demand.offered > 0) & (demand.aht_s > 0))
    in_time = None
    if len(known):
        level = contacts_in_time(demand, rules.shortfall, known, np.column_stack((before[known], after[known])))
        in_time = (float(level[:, 0].sum()), float(level[:, 1].sum()))
    return Effect(
        demand.pool, ", ".join(each.text for each in additions), float((after - before).sum()) * slots.hours,
        (hours(before, 1), hours(after, 1)), (hours(before, -1), hours(after, -1)), in_time,
        float(demand.offered.sum()), money(cost),
    )  # fmt: skip


def effects_text(found: Sequence[Effect], rules: Rules) -> list[str]:
    """Effects as lines for people."""
    lines = []
    for each in found:
        cost = f"{each.cost:+,} {rules.costs.currency}"
        under, over = (" -> ".join(f"{value:,.2f} h" for value in pair) for pair in (each.under_h, each.over_h))
        lines.append(f"What if {each.text} in {each.pool}: {each.hours:+,.2f} agent-hours, {cost}")
        lines.append(f"  under {under}, over {over}")
        if each.in_time is not None:
            before, after = each.in_time
            share = f"{before / each.offered:.2%} -> {after / each.offered:.2%}" if each.offered else ""
            lines.append(
                f"  answered within {rules.shortfall.within:g} s: {before:,.1f} -> {after:,.1f} of "
                f"{each.offered:,.1f} contacts ({share}; steady state, {_patience(rules)})"
            )
    return lines


def _patience(rules: Rules) -> str:
    patience = rules.shortfall.patience
    return "nobody hangs up" if patience is None else f"patience {patience:g} s"


def effects_json(found: Sequence[Effect]) -> list[dict[str, object]]:
    """Effects for programs."""
    return [
        {
            "pool": each.pool, "add": each.text, "agent_h": f"{each.hours:.2f}", "cost": str(each.cost),
            "over_h": [f"{value:.2f}" for value in each.over_h],
            "under_h": [f"{value:.2f}" for value in each.under_h],
            "offered": f"{each.offered:.2f}",
            "in_time": None if each.in_time is None else [f"{value:.2f}" for value in each.in_time],
        }
        for each in found
    ]  # fmt: skip
