"""What runs delivered to a queue, asked as promises ask a formula: so one code judges planned and simulated waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import ArrayLike

from pactline.planning.simulation.centre import Array, Numbers
from pactline.planning.simulation.figures import agent_time, groups_of
from pactline.planning.simulation.running import Run
from pactline.planning.simulation.state import ABANDONED, ANSWERED

if TYPE_CHECKING:
    from pactline.planning.queueing.steady import Steady


@dataclass(frozen=True)
class LongRun:
    """The contacts of one queue over several runs, with the names of :class:`Steady`; shares are of the offered."""

    answered_wait_ms: Numbers  # sorted
    abandoned_wait_ms: Numbers  # sorted
    busy_ms: float
    on_duty_ms: float

    @property
    def offered(self) -> int:
        """Answered and abandoned contacts."""
        return max(len(self.answered_wait_ms) + len(self.abandoned_wait_ms), 1)

    @property
    def p_abandon(self) -> Array:
        """The share that hung up."""
        return np.asarray(len(self.abandoned_wait_ms) / self.offered)

    @property
    def mean_wait_s(self) -> Array:
        """Mean wait of all."""
        return np.asarray((self.answered_wait_ms.sum() + self.abandoned_wait_ms.sum()) / 1000 / self.offered)

    @property
    def asa_s(self) -> Array:
        """Mean wait of the answered; not a number where nobody was."""
        return np.asarray(self.answered_wait_ms.mean() / 1000 if len(self.answered_wait_ms) else np.nan)

    @property
    def occupancy(self) -> Array:
        """Busy over on duty, of all groups that may serve the queue."""
        return np.asarray(self.busy_ms / self.on_duty_ms if self.on_duty_ms else 0.0)

    def served_within(self, t_s: ArrayLike) -> Array:
        """The share answered within t."""
        return self._within(self.answered_wait_ms, t_s)

    def abandoned_within(self, t_s: ArrayLike) -> Array:
        """The share that hung up within t."""
        return self._within(self.abandoned_wait_ms, t_s)

    def _within(self, waits_ms: Numbers, t_s: ArrayLike) -> Array:
        limit_ms = np.rint(np.asarray(t_s, dtype=np.float64) * 1000)
        return np.asarray(np.searchsorted(waits_ms, limit_ms, side="right") / self.offered)


def long_run(runs: Sequence[Run], queue: int, from_ms: int, to_ms: int) -> Steady:
    """What customers met who came to a queue between two instants, all runs together."""
    answered, abandoned, busy_ms, on_duty_ms = [], [], 0.0, 0.0
    for run in runs:
        here = (run.queue == queue) & (run.attempt >= 0) & (run.entered_ms >= from_ms) & (run.entered_ms < to_ms)
        answered.append(run.wait_ms[here & (run.state == ANSWERED)])
        abandoned.append(run.wait_ms[here & (run.state == ABANDONED)])
        busy, duty = agent_time(run, groups_of(run, queue), from_ms, to_ms)
        busy_ms, on_duty_ms = busy_ms + busy, on_duty_ms + duty
    found = LongRun(np.sort(np.concatenate(answered)), np.sort(np.concatenate(abandoned)), busy_ms, on_duty_ms)
    return cast("Steady", found)
