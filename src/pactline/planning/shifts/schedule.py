"""Shifts with their breaks, who works them, how they cover what is needed: what ``pactline schedule`` makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from pactline.planning.shifts.demand import Demand, Slots


@dataclass(frozen=True, order=True)
class Pause:
    """A break of a shift, in UTC microseconds."""

    start_us: int
    end_us: int
    name: str
    paid: bool


@dataclass(frozen=True, order=True)
class Shift:
    """One agent's shift; ``end_us`` includes overtime. ``agent`` is empty where shifts have no names yet."""

    start_us: int
    end_us: int
    pool: str
    kind: str
    id: str
    agent: str = ""
    breaks: tuple[Pause, ...] = ()
    overtime_us: int = 0
    cost: Decimal = Decimal(0)

    @property
    def paid_us(self) -> int:
        """Paid time: all of it without unpaid breaks."""
        return self.end_us - self.start_us - sum(each.end_us - each.start_us for each in self.breaks if not each.paid)


@dataclass(frozen=True)
class Proof:
    """What the solver can say: ``optimal``, or ``feasible`` with a bound that no solution can beat."""

    status: str
    objective: Decimal
    bound: Decimal
    unit: str  # the currency, or shifts
    seconds: float
    workers: int
    seed: int

    @property
    def gap(self) -> float:
        """How far the result may be from the best, as a share of the result."""
        return float((self.objective - self.bound) / self.objective) if self.objective else 0.0


@dataclass(frozen=True)
class Note:
    """Something the reader should know about one agent, interval or wish."""

    about: str
    text: str


@dataclass(frozen=True)
class Schedule:
    """The shifts of all pools over the days of the plan."""

    name: str
    currency: str
    demands: tuple[Demand, ...]
    shifts: tuple[Shift, ...]
    proof: Proof
    cyclic: bool = False
    agents: tuple[str, ...] = ()  # in the order of their file, those without shifts too
    notes: tuple[Note, ...] = ()

    @property
    def slots(self) -> Slots:
        """The slots all pools share."""
        return self.demands[0].slots

    def of_pool(self, pool: str) -> list[Shift]:
        """The shifts of one pool, by start."""
        return sorted(each for each in self.shifts if each.pool == pool)

    def of_agent(self, agent: str) -> list[Shift]:
        """The shifts of one agent, by start."""
        return sorted(each for each in self.shifts if each.agent == agent)

    def at_work(self, demand: Demand) -> NDArray[np.int64]:
        """How many agents of a pool are at work, neither off nor on a break, in each slot."""
        return at_work(self.of_pool(demand.pool), self.slots, self.cyclic)

    def balance(self, demand: Demand) -> NDArray[np.int64]:
        """Agents at work less agents needed in each slot: over above 0, under below."""
        return np.asarray(self.at_work(demand) - demand.need)

    @property
    def paid_hours(self) -> float:
        """Paid hours of all shifts."""
        return sum(each.paid_us for each in self.shifts) / 3_600_000_000

    @property
    def cost(self) -> Decimal:
        """What all shifts cost."""
        return sum((each.cost for each in self.shifts), Decimal(0))


def at_work(shifts: Sequence[Shift], slots: Slots, cyclic: bool = False) -> NDArray[np.int64]:
    """How many of these shifts are at work in each slot: counted from the shifts, not taken from any model."""
    change = np.zeros(2 * slots.count + slots.long(4 * 24 * 60) + 1, dtype=np.int64)

    def count(start_us: int, end_us: int, by: int) -> None:
        start, end = slots.slot(start_us), slots.slot(end_us)
        change[max(start, 0)] += by
        change[max(end, 0)] -= by

    for each in shifts:
        count(each.start_us, each.end_us, 1)
        for pause in each.breaks:
            count(pause.start_us, pause.end_us, -1)
    total = np.cumsum(change)
    found = total[: slots.count].copy()
    if cyclic:
        found += total[slots.count : 2 * slots.count]
    return found
