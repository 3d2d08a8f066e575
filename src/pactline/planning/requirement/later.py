"""Agents for a queue whose work may lie until its deadline, with what idle agents of other queues do of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from pactline.planning.expected import Expected
from pactline.planning.requirement.deferrable import Work, agents_by_deadline, done
from pactline.planning.requirement.opening import open_intervals
from pactline.planning.requirement.promise import Promise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def agents_for_deadlines(
    expected: Expected, handling_s: Array, deadlines: Sequence[Promise], idle_s: Mapping[int, float], where: ZoneInfo
) -> tuple[Array, str, dict[int, float]]:
    """Whole agents for each interval, the deadline that asks for most, and the idle seconds used, by interval start.

    All work is planned to be done in time, also where the agreement lets some of it be late. ``idle_s`` are seconds in
    which others have nothing to do, by the start of an interval. Raises CannotBeDone.
    """
    best: tuple[Array, str, dict[int, float]] | None = None
    for promise in deadlines:
        starts, work = _work(expected, handling_s, promise, idle_s, where)
        agents = agents_by_deadline(work)
        finished, _ = done(work, agents)
        helped = np.minimum(finished, work.helped())
        inside = np.searchsorted(starts, expected.starts_us)
        if best is None or agents.sum() > best[0].sum():
            used = {int(start): float(seconds) for start, seconds in zip(starts, helped, strict=True) if seconds > 0}
            best = agents[inside], promise.id, used
    assert best is not None, "there is a deadline"
    return best


def _work(
    expected: Expected, handling_s: Array, promise: Promise, idle_s: Mapping[int, float], where: ZoneInfo
) -> tuple[NDArray[np.int64], Work]:
    """The work on a grid without gaps: where the forecast has no interval nothing comes and nobody works."""
    starts = np.arange(expected.starts_us[0], expected.starts_us[-1] + 1, expected.length_us, dtype=np.int64)
    inside = np.searchsorted(starts, expected.starts_us)
    seconds, there = np.zeros(starts.size), np.zeros(starts.size, dtype=bool)
    seconds[inside], there[inside] = expected.offered * handling_s, True
    open_ = there & open_intervals(promise.hours, replace(expected, starts_us=starts), where)
    idle = np.array([idle_s.get(int(start), 0.0) for start in starts])
    return starts, Work(seconds, open_, expected.length_s, promise.limit_s or 0.0, promise.business_time, idle)
