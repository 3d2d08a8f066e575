"""How many agents are needed in each slot of whole local days, pool by pool.

A slot is the step in which shifts and breaks are placed. Slots are counted in UTC from the first local midnight, so a
day of a clock change has 23 or 25 hours' worth of them and no slot happens twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import gcd
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pactline.planning.requirement.plan_file import PlannedAgents
from pactline.planning.shifts.rules import Rules
from pactline.values.period import Period
from pactline.values.problem import Problem, Problems
from pactline.values.zone import from_us, midnight_us

MINUTE_US = 60_000_000
WORKED = 5  # days that make a week
MOST_AT_ONCE = 20_000  # agents of one queue


@dataclass(frozen=True)
class Slots:
    """The slots of whole local days; a slot is an offset from ``origin_us``."""

    zone: ZoneInfo
    first: date
    days: int
    grain_us: int

    @property
    def origin_us(self) -> int:
        """Midnight of the first day."""
        return midnight_us(self.first, self.zone)

    @property
    def count(self) -> int:
        """Slots of all days together."""
        return self.slot(midnight_us(self.first + timedelta(days=self.days), self.zone))

    @property
    def hours(self) -> float:
        """The length of a slot in hours."""
        return self.grain_us / 3_600_000_000

    def day(self, number: int) -> date:
        """The day with this number, 0 first."""
        return self.first + timedelta(days=number)

    def slot(self, instant_us: int) -> int:
        """The slot an instant lies in."""
        return (instant_us - self.origin_us) // self.grain_us

    def us(self, slot: int) -> int:
        """The instant a slot begins."""
        return self.origin_us + slot * self.grain_us

    def day_of(self, slot: int) -> int:
        """The number of the day a slot lies in; past the last day further numbers."""
        return (from_us(self.us(slot), self.zone).date() - self.first).days

    def long(self, minutes: int) -> int:
        """A length in minutes as slots."""
        return minutes * MINUTE_US // self.grain_us

    def clock(self, slot: int) -> str:
        """When a slot begins, such as ``Mon 08:30``."""
        return f"{from_us(self.us(slot), self.zone):%a %H:%M}"


@dataclass(frozen=True)
class Demand:
    """What one pool of agents has to cover; arrays have one value for each slot, 0 where it is closed."""

    pool: str
    queues: tuple[str, ...]
    slots: Slots
    need: NDArray[np.int64]
    offered: NDArray[np.float64]  # contacts expected in the slot
    aht_s: NDArray[np.float64]
    present_per_ready: NDArray[np.float64]  # agents scheduled for one that is ready: 1 / (1 - shrinkage)

    @property
    def hours(self) -> float:
        """Agent-hours needed."""
        return float(self.need.sum()) * self.slots.hours


def demands_of(
    plans: Sequence[PlannedAgents],
    rules: Rules,
    file: str,
    *,
    days: Period | None = None,
    ready: bool = False,
    weeks: bool = False,
) -> list[Demand]:
    """The demand of each pool over the days of the plans, or over ``days``.

    Queues of one pool of the rules are added up before rounding; every other queue is a pool of its own. Covered is the
    column ``scheduled``, with ``ready`` the column ``agents``. With ``weeks`` a week of five days or more is taken as a
    whole one, Monday to Sunday, so that what holds for a week holds. Raises Problems for a plan that does not fit.
    """
    plans = [each for each in plans if len(each.starts_us)]
    if not plans:
        raise Problems([Problem(file, 0, 0, "SHIFT_PLAN", "the plan has no intervals", "make one: pactline staff")])
    for plan in plans:
        if (most := float(max(plan.scheduled.max(), plan.agents.max()))) > MOST_AT_ONCE:
            message = f"{plan.queue} has {most:,.0f} agents at once, shifts are made for {MOST_AT_ONCE:,} at most"
            raise Problems([Problem(file, 0, 0, "SHIFT_PLAN", message, "plan parts of the queue by themselves")])
    slots = _slots(plans, rules, file, days, weeks)
    pools: dict[str, list[PlannedAgents]] = {}
    for plan in plans:
        pools.setdefault(_pool_of(plan, plans, rules.pools), []).append(plan)
    if lost := sorted({q for members in rules.pools.values() for q in members} - {p.queue for p in plans}):
        known = ", ".join(sorted({plan.queue for plan in plans}))
        message = f"the pools of the rules name the queue {lost[0]!r}, which the plan does not have"
        raise Problems([Problem(file, 0, 0, "SHIFT_POOL", message, f"the plan has the queues {known}")])
    return [_demand(pool, members, slots, ready) for pool, members in sorted(pools.items())]


def _pool_of(plan: PlannedAgents, plans: Sequence[PlannedAgents], pools: Mapping[str, Sequence[str]]) -> str:
    for name, queues in pools.items():
        if plan.queue in queues:
            return name
    alone = sum(each.queue == plan.queue for each in plans) == 1
    return plan.queue if alone else f"{plan.queue} {plan.channel}"


def _slots(plans: Sequence[PlannedAgents], rules: Rules, file: str, days: Period | None, weeks: bool) -> Slots:
    """Slots fine enough for the intervals of the plan and the times of the rules."""

    def refuse(message: str, remedy: str) -> Problems:
        return Problems([Problem(file, 0, 0, "SHIFT_PLAN", message, remedy)])

    zone = plans[0].zone
    if any(plan.zone.key != zone.key for plan in plans):
        raise refuse("the queues of the plan lie in different zones", "name one zone for all with --zone")
    first = min(from_us(int(plan.starts_us[0]), zone).date() for plan in plans)
    last = max(from_us(int(plan.starts_us[-1]) + plan.length_us - 1, zone).date() for plan in plans)
    if days is not None:
        if days.first > last or days.end <= first:
            raise refuse(f"the plan has nothing in {days}: it runs from {first} to {last}", "choose days of the plan")
        first, last = days.first, days.end - timedelta(days=1)
    elif weeks:
        first, last = _whole_weeks(first, last)
    if (last - first).days >= 63:
        raise refuse(f"the plan has {(last - first).days + 1} days", "choose a week with --week, nine weeks at most")
    origin = midnight_us(first, zone)
    grain = rules.grain_min() * MINUTE_US
    for plan in plans:
        grain = gcd(grain, plan.length_us, *(int(start) - origin for start in plan.starts_us))
    if grain < 5 * MINUTE_US:
        raise refuse(
            f"plan and rules only meet in steps of {grain / MINUTE_US:g} min",
            "let intervals, starts, lengths and breaks be multiples of 5 min",
        )
    return Slots(zone, first, (last - first).days + 1, grain)


def _whole_weeks(first: date, last: date) -> tuple[date, date]:
    """Days from a Monday to a Sunday where five days or more of the week at that edge are there already."""
    sunday, monday = first + timedelta(days=6 - first.weekday()), last - timedelta(days=last.weekday())
    begins = first if (min(sunday, last) - first).days < WORKED - 1 else first - timedelta(days=first.weekday())
    ends = last if (last - max(monday, first)).days < WORKED - 1 else monday + timedelta(days=6)
    return begins, ends


def _demand(pool: str, plans: Sequence[PlannedAgents], slots: Slots, ready: bool) -> Demand:
    need, offered, work, present, ready_sum = (np.zeros(slots.count) for _ in range(5))
    for plan in plans:
        parts = plan.length_us // slots.grain_us
        for place, start in enumerate(plan.starts_us):
            at = slots.slot(int(start))
            low, high = max(at, 0), min(at + parts, slots.count)
            if low >= high:
                continue
            need[low:high] += plan.agents[place] if ready else plan.scheduled[place]
            offered[low:high] += plan.offered[place] / parts
            work[low:high] += plan.offered[place] * plan.aht_s[place] / parts
            present[low:high] += plan.scheduled[place]
            ready_sum[low:high] += plan.agents[place]
    aht_s = np.divide(work, offered, out=np.zeros_like(work), where=offered > 0)
    ratio = np.ones_like(present)
    if not ready:
        np.divide(present, ready_sum, out=ratio, where=ready_sum > 0)
    whole = np.ceil(need - 1e-9).astype(np.int64)
    return Demand(pool, tuple(plan.queue for plan in plans), slots, whole, offered, aht_s, ratio)
