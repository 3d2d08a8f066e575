"""Work that may lie: e-mail, tickets, forms, due within a time after it came in, in opening hours or by the clock.

Nobody waits on the line, so what counts is that all work is done by its deadline. Work of an interval may be done in
the interval it comes in or in a later one, and must be done in the last interval that ends before the first of it is
due; earliest deadline first, which here is first come, first served. With ``A(i..j)`` the work that comes in from
interval i on and is due by the end of j, it can be done if and only if no such stretch has less working time than work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pactline.planning.refusal import NoAnswer

if TYPE_CHECKING:
    Array = NDArray[np.float64]

_NEARLY = 1e-9  # seconds of work that nobody sees


class CannotBeDone(NoAnswer):
    """Work that no number of agents does in time."""


@dataclass(frozen=True)
class Work:
    """Work over intervals of one length, in time order. Intervals must follow one another; closed ones are there too,
    with ``open`` false: work may come in then and nobody does it."""

    seconds: Array  # of handling, that comes in in each interval
    open: NDArray[np.bool_]
    length_s: float
    within_s: float
    business_time: bool  # the deadline counts opening hours only; else every hour
    idle_s: Array | None = None  # seconds in which agents of other queues have nothing to do and may help

    def due(self) -> NDArray[np.intp]:
        """The last interval in which the work of each may be done; ``len(seconds)`` where it is due after the end."""
        lag = max(int(self.within_s / self.length_s + _NEARLY), 1)
        places = np.arange(self.seconds.size)
        if not self.business_time:
            return places + lag - 1
        opens = np.flatnonzero(self.open)  # the clock begins with the first open interval from the arrival on
        first = np.searchsorted(opens, places)
        last = first + lag - 1
        return np.where(last < opens.size, np.append(opens, self.seconds.size)[np.minimum(last, opens.size)],
                        self.seconds.size)  # fmt: skip

    def helped(self) -> Array:
        """Seconds that others work in each interval."""
        idle = np.zeros(self.seconds.size) if self.idle_s is None else self.idle_s
        return np.where(self.open, idle, 0.0)


def done(work: Work, agents: Array) -> tuple[Array, bool]:
    """The work done in each interval in the order of arrival, and whether all of it is done by its deadline. What is
    due after the end may be left over."""
    capacity = np.where(work.open, agents * work.length_s, 0.0) + work.helped()
    due, finished = work.due(), np.zeros(work.seconds.size)
    came = np.cumsum(work.seconds)
    must = np.zeros(work.seconds.size)
    for place, last in enumerate(due):
        if last < work.seconds.size:
            must[last] = max(must[last], came[place])
    total, in_time = 0.0, True
    for place in range(work.seconds.size):
        finished[place] = min(capacity[place], came[place] - total)
        total += finished[place]
        in_time &= total >= must[place] - _NEARLY * max(1.0, must[place])
    return finished, in_time


def least_peak(work: Work, most: int = 1_000_000) -> int:
    """The least number of agents that, present in every open interval, do all work by its deadline.

    Raises CannotBeDone.
    """

    def enough(agents: int) -> bool:
        return done(work, np.full(work.seconds.size, float(agents)))[1]

    if not enough(most):
        raise CannotBeDone("some work is due before anybody is open to do it; lengthen the deadline or the hours")
    low, high = -1, 1
    while not enough(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def agents_by_deadline(work: Work) -> Array:
    """Whole agents in each interval so that all work is done by its deadline with the least peak, and nobody is there
    without work: with the least level of agents, only those who are busy. Raises CannotBeDone."""
    level = least_peak(work)
    finished, _ = done(work, np.full(work.seconds.size, float(level)))
    own = np.maximum(finished - work.helped(), 0.0)
    return np.ceil(own / work.length_s - _NEARLY)
