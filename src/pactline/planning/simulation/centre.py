"""A centre as the simulation sees it: intervals, queues, groups of agents, and which group may serve which queue."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pactline.planning.queueing.patience_law import PatienceLaw
from pactline.planning.refusal import Refused
from pactline.planning.simulation.handling import ExponentialHandling, HandlingLaw
from pactline.planning.simulation.state import MOST_MS
from pactline.values.exact import RoundingMode, round_fraction
from pactline.values.zone import from_us
from pactline.values.zone import zone as zone_named

Array: TypeAlias = NDArray[np.float64]
Numbers: TypeAlias = NDArray[np.int64]
MOST_SLOTS, MOST_CONTACTS = 100_000, 5_000_000


@dataclass(frozen=True)
class Intervals:
    """Intervals of one length in which rates and staffing are constant; between them the centre is closed.

    ``starts_ms`` ascends and counts from ``origin_us``, an instant in microseconds UTC.
    """

    starts_ms: Numbers
    length_ms: int
    origin_us: int = 1_735_689_600_000_000  # 2025-01-01
    zone: ZoneInfo = field(default_factory=lambda: zone_named("UTC"))

    def __post_init__(self) -> None:
        starts = self.starts_ms
        if len(starts) == 0 or self.length_ms <= 0 or starts[0] < 0 or np.any(np.diff(starts) < self.length_ms):
            raise ValueError("intervals must ascend, have a length, and not overlap")
        if starts[-1] + self.length_ms >= MOST_MS:
            raise Refused("a simulation spans at most one year")

    @property
    def end_ms(self) -> int:
        """The end of the last interval."""
        return int(self.starts_ms[-1]) + self.length_ms

    @property
    def length_s(self) -> float:
        """The length of an interval."""
        return self.length_ms / 1000

    def days(self) -> Numbers:
        """The number of the local day (0, 1, ...) that each interval begins on."""
        dates = [from_us(self.origin_us + int(ms) * 1000, self.zone).toordinal() for ms in self.starts_ms]
        return np.unique(np.array(dates, dtype=np.int64), return_inverse=True)[1].astype(np.int64)

    @classmethod
    def even(cls, number: int, length_s: float) -> Intervals:
        """So many intervals, one after the other."""
        length_ms = round(length_s * 1000)
        return cls(np.arange(number, dtype=np.int64) * length_ms, length_ms)


@dataclass(frozen=True)
class Callbacks:
    """Callbacks are offered to those who wait; who accepts leaves the queue and is called.

    ``longer_than``: offered on entering when, with this customer, more are waiting. ``after_s``: offered to those who
    have waited so long. ``accepted``: the share that accepts. ``due_s``: called so long after, ahead of none; None:
    when an agent has nothing else to do.
    """

    accepted: float
    longer_than: int | None = None
    after_s: float | None = None
    due_s: float | None = None


@dataclass(frozen=True)
class Redials:
    """A share of those who hang up calls again, after a time that is exponential with mean ``after_s``."""

    share: float
    after_s: float
    most: int = 3  # times


@dataclass(frozen=True)
class Queue:
    """Who comes and how they behave; arrays have one number for each interval."""

    name: str
    offered: Array  # contacts expected
    aht_s: Array  # mean handling time, wrap-up included
    patience: PatienceLaw | Array | None = None  # an array: exponential with this mean in s; None: they wait for ever
    handling: HandlingLaw = field(default_factory=ExponentialHandling)
    channel: str = "voice"
    hold_share: float = 0.0  # of the handling time
    wrap_share: float = 0.0
    callbacks: Callbacks | None = None
    redials: Redials | None = None


@dataclass(frozen=True)
class Group:
    """Agents with the same skills."""

    name: str
    agents: Numbers  # by interval
    at_once: int = 1  # contacts one agent holds at the same time
    closing: int | None = None  # agents that stay after the last interval of a day; None: those of that interval
    cost_per_hour: Decimal = Decimal(0)


@dataclass(frozen=True)
class Skill:
    """A group may serve a queue.

    A contact tries the groups of its queue in the order in which they stand. A free agent takes the contact of the
    smallest ``priority``, and of those the one that has waited longest. ``after_s``: only contacts that have waited so
    long.
    """

    queue: str
    group: str
    priority: int = 1
    after_s: float = 0.0


@dataclass(frozen=True)
class Centre:
    """Queues, groups and skills over intervals.

    After the last interval of a day the agents stay for ``stay_s`` to serve those who wait; who waits longer is moved
    on. None: they stay until all are served. Days differ by a gamma factor with coefficient of variation ``day_cv``,
    common to all queues, correlated from day to day by ``day_lag1``.
    """

    intervals: Intervals
    queues: tuple[Queue, ...]
    groups: tuple[Group, ...]
    skills: tuple[Skill, ...]
    stay_s: float | None = None
    day_cv: float = 0.0
    day_lag1: float = 0.0
    name: str = "centre"

    def __post_init__(self) -> None:
        number = len(self.intervals.starts_ms)
        for what, arrays in (("queue", [a for q in self.queues for a in (q.offered, q.aht_s)]),
                             ("group", [g.agents for g in self.groups])):  # fmt: skip
            if any(len(array) != number or np.any(np.asarray(array) < 0) for array in arrays):
                raise ValueError(f"each {what} needs {number} numbers, one for each interval, 0 or more")
        if self.groups and (slots := sum(float(np.max(g.agents)) * g.at_once for g in self.groups)) > MOST_SLOTS:
            raise Refused(f"{slots:,.0f} agents (times contacts at once) are more than are simulated ({MOST_SLOTS:,})")
        if (offered := sum(float(q.offered.sum()) for q in self.queues)) > MOST_CONTACTS:
            raise Refused(f"{offered:,.0f} contacts are more than one run takes ({MOST_CONTACTS:,}); name fewer days")
        queues, groups = {q.name for q in self.queues}, {g.name for g in self.groups}
        if len(queues) < len(self.queues) or len(groups) < len(self.groups):
            raise Refused("two queues or two groups have one name")
        pairs = [(s.queue, s.group) for s in self.skills]
        if len(set(pairs)) < len(pairs) or not all(q in queues and g in groups for q, g in pairs):
            raise ValueError("a skill names a queue and a group of the centre, each pair once")
        if queues - {q for q, _ in pairs}:
            raise ValueError(f"no group may serve {', '.join(sorted(queues - {q for q, _ in pairs}))}")

    def staffed(self, agents: dict[str, Numbers]) -> Centre:
        """The same centre, with other numbers of agents in the groups named."""
        return replace(
            self, groups=tuple(replace(g, agents=np.asarray(agents.get(g.name, g.agents))) for g in self.groups)
        )

    @property
    def agent_hours(self) -> float:
        """The hours that the plan asks for."""
        return float(sum(g.agents.sum() for g in self.groups)) * self.intervals.length_s / 3600

    @property
    def cost(self) -> Decimal:
        """What those hours cost, to the hundredth."""
        priced = (Fraction(float(g.agents.sum())) * Fraction(g.cost_per_hour) for g in self.groups)
        hours_each = Fraction(self.intervals.length_ms, 3_600_000)
        return round_fraction(sum(priced, Fraction(0)) * hours_each, 2, RoundingMode.HALF_UP)
