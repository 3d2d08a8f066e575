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
) -> tuple[Array, NDArray[np.object_], dict[int, float]]:
    """Whole agents for each interval, the deadline that asks for most in it, and the idle seconds used, by the start of
    an interval. Where there are several deadlines each has as many agents as it asks for alone.

    All work is planned to be done in time, also where the agreement lets some of it be late. ``idle_s`` are seconds in
    which others have nothing to do, by the start of an interval. Raises CannotBeDone.
    """
    many = expected.starts_us.size
    most, names, used = np.zeros(many), np.full(many, "", dtype=object), dict[int, float]()
    for promise in deadlines:
        starts, work = _work(expected, handling_s, promise, idle_s, where)
        agents = agents_by_deadline(work)
        helped = np.minimum(done(work, agents)[0], work.helped())
        for start, seconds in zip(starts.tolist(), helped.tolist(), strict=True):
            if seconds > 0:
                used[start] = max(used.get(start, 0.0), seconds)
        own = agents[np.searchsorted(starts, expected.starts_us)]
        names, most = np.where(own > most, promise.id, names), np.maximum(own, most)
    return most, names, used


def _work(
    expected: Expected, handling_s: Array, promise: Promise, idle_s: Mapping[int, float], where: ZoneInfo
) -> tuple[NDArray[np.int64], Work]:
    """The work on a grid without gaps: where the forecast has no interval nothing comes and nobody works.

    Beyond the forecast the grid goes on, open and with nothing coming, until all work is due: what is due after the
    end is not forgotten, and may be finished then by as many as there are before.
    """
    beyond = int(np.ceil((promise.limit_s or 0.0) / expected.length_s)) + 1
    end_us = expected.starts_us[-1] + (beyond + 1) * expected.length_us
    starts = np.arange(expected.starts_us[0], end_us, expected.length_us, dtype=np.int64)
    inside = np.searchsorted(starts, expected.starts_us)
    seconds, there = np.zeros(starts.size), np.zeros(starts.size, dtype=bool)
    seconds[inside], there[inside] = expected.offered * handling_s, True
    open_ = there & open_intervals(promise.hours, replace(expected, starts_us=starts), where)
    open_[starts > expected.starts_us[-1]] = True
    idle = np.array([idle_s.get(int(start), 0.0) for start in starts])
    return starts, Work(seconds, open_, expected.length_s, promise.limit_s or 0.0, promise.business_time, idle)
