"""Put a plan right: raise the agents of the first interval that is short, then of the next, until none is short.

Going forward is enough: each interval is tried after those before it are as they will be, and what is raised after it
does not reach it. (Adding agents to an earlier interval later on would not do: who is answered there instead of hanging
up may still be on the line when an interval of fewer agents begins.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pactline.planning.queueing.patience_law import Array
from pactline.planning.refusal import NoAnswer
from pactline.planning.varying.chain import Rates, over
from pactline.planning.varying.judge import Judged, MarkovPatience, intervals_of, judged, started


@dataclass(frozen=True)
class Marks:
    """The simplest promises for every interval: a share served within a limit, and a most of hang-ups."""

    limit_s: float = 20.0
    share: float = 0.8
    most_abandoned: float = 1.0

    def __call__(self, plan: Judged) -> NDArray[np.bool_]:
        """Which intervals keep both; hang-ups count where they happen and where the contact came."""
        served = plan.steady.served_within(self.limit_s)
        return np.asarray((served >= self.share) & (plan.worst_abandonment <= self.most_abandoned))


@dataclass(frozen=True)
class Repaired:
    """A plan that was put right."""

    agents: NDArray[np.int64]
    judged: Judged
    raised: NDArray[np.int64]
    """Agents added per interval."""


def repair(
    rates_per_s: ArrayLike,
    agents: ArrayLike,
    aht_s: ArrayLike,
    patience: MarkovPatience,
    interval_s: ArrayLike,
    kept: Callable[[Judged], NDArray[np.bool_]],
    start: int | Array = 0,
    *,
    together: int = 1,
) -> Repaired:
    """Raise agents, interval by interval, to the least at which ``kept`` holds given what came before.

    Arguments as of ``judge``; ``kept`` says of judged intervals which keep their promises (``Marks`` is one). Agents
    are added ``together`` at a time: the contacts that one person holds at once. Intervals in which no contacts come
    are left as they are. Raises ValueError where no number of agents is enough, as with a
    promise that agents cannot keep.
    """
    intervals = intervals_of(rates_per_s, agents, aht_s, patience, interval_s)
    law = started(start)
    done: list[Rates] = []
    means: list[Array] = []
    for at, (rates, length_s) in enumerate(intervals):
        if rates.contacts_per_s > 0:
            rates, (law, mean) = _least(law, rates, length_s, kept, at, together)
        else:
            law, mean = over(law, rates, length_s)
        done.append(rates)
        means.append(mean)
    now = np.array([rates.agents for rates in done], dtype=np.int64)
    before = np.array([rates.agents for rates, _ in intervals], dtype=np.int64)
    return Repaired(now, judged(done, means, law), now - before)


Laws = tuple[Array, Array]


def _least(
    law: Array, rates: Rates, length_s: float, kept: Callable[[Judged], NDArray[np.bool_]], at: int, together: int
) -> tuple[Rates, Laws]:
    """The least agents from the planned number up that keep the interval, and the laws they lead to."""

    def tried(added: int) -> tuple[Rates, Laws, bool]:
        new = rates._replace(agents=rates.agents + added * together)
        end, mean = over(law, new, length_s)
        return new, (end, mean), bool(np.all(kept(judged([new], [mean], end))))

    best = tried(0)
    if best[2]:
        return best[:2]
    enough = law.size + 10.0 * (rates.contacts_per_s * max(length_s, rates.aht_s) + 10.0)
    low, high = 0, 1
    while not (best := tried(high))[2]:
        low, high = high, 3 * high
        if rates.agents + low * together > enough:
            raise NoAnswer(f"no number of agents keeps the promises of interval {at + 1}")
    while high - low > 1:
        middle = (low + high) // 2
        half = tried(middle)
        low, high, best = (low, middle, half) if half[2] else (middle, high, best)
    return best[:2]
