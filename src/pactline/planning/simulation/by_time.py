"""Figures by the time of day at which customers came: where a plan falls short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pactline.planning.simulation.centre import Array, Centre, Numbers
from pactline.planning.simulation.figures import Estimate, ratio
from pactline.planning.simulation.running import Run
from pactline.planning.simulation.state import ABANDONED, ANSWERED
from pactline.values.zone import from_us


@dataclass(frozen=True)
class TimeOfDay:
    """One queue in the intervals that begin at one local time, over all days and runs."""

    clock: str  # 08:30
    queue: str
    offered: float  # a run and day
    service_level: Estimate
    abandonment_rate: Estimate


class ByTime:
    """Adds up runs of one centre; :meth:`rows` says what came of them."""

    def __init__(self, centre: Centre, within_s: float) -> None:
        intervals = centre.intervals
        local = [from_us(intervals.origin_us + int(ms) * 1000, intervals.zone) for ms in intervals.starts_ms]
        self._centre, self._limit_ms = centre, round(within_s * 1000)
        clocks = np.array([f"{at:%H:%M}" for at in local])
        self._clocks, self._at = np.unique(clocks, return_inverse=True)
        self._days = np.bincount(self._at)
        self._runs: list[tuple[Array, Array, Array]] = []

    def add(self, run: Run) -> None:
        """Count one run."""
        place = np.searchsorted(self._centre.intervals.starts_ms, run.entered_ms, side="right") - 1
        cell = self._at[place] * len(self._centre.queues) + run.queue
        came = run.attempt >= 0
        answered, abandoned = came & (run.state == ANSWERED), came & (run.state == ABANDONED)
        kinds = (answered | abandoned, answered & (run.wait_ms <= self._limit_ms), abandoned)
        offered, prompt, left = (self._sums(cell[kind]) for kind in kinds)
        self._runs.append((offered, prompt, left))

    def _sums(self, cells: Numbers) -> Array:
        return np.bincount(cells, minlength=len(self._clocks) * len(self._centre.queues)).astype(np.float64)

    def rows(self) -> list[TimeOfDay]:
        """By time, then by queue; without those to which nobody came."""
        offered, prompt, left = (np.array(part) for part in zip(*self._runs, strict=True))
        found: list[TimeOfDay] = []
        for place, clock in enumerate(self._clocks):
            for number, queue in enumerate(self._centre.queues):
                cell = place * len(self._centre.queues) + number
                whole = offered[:, cell]
                if whole.sum() > 0:
                    a_day = float(whole.mean() / self._days[place])
                    level, rate = ratio(prompt[:, cell], whole), ratio(left[:, cell], whole)
                    found.append(TimeOfDay(str(clock), queue.name, a_day, level, rate))
        return found


def to_json(rows: Sequence[TimeOfDay]) -> list[dict[str, object]]:
    """For programs; shares with their standard errors."""
    return [
        {
            "time": row.clock,
            "queue": row.queue,
            "offered": round(row.offered, 6),
            "service_level": row.service_level.to_json(),
            "abandonment_rate": row.abandonment_rate.to_json(),
        }
        for row in rows
    ]
