"""Survival of the patience: what share of customers would still wait after so many seconds.

Kaplan and Meier's product and Nelson and Aalen's sum over the waits at which somebody hung up; at a tie, hang-ups come
before those who were taken out of the queue (Kaplan and Meier 1958; Aalen 1978; variance after Greenwood 1926).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pactline.planning.patience.exposure import Exposure

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Survival:
    """The estimate after each wait at which somebody hung up; ``longest_s`` is the longest wait seen."""

    times_s: Floats  # ascending waits with a hang-up
    at_risk: NDArray[np.int64]  # how many waited that long
    hang_ups: NDArray[np.int64]  # how many hung up just then
    survival: Floats  # Kaplan-Meier, just after that wait
    integrated_hazard: Floats  # Nelson-Aalen, just after that wait
    longest_s: float

    def at(self, t_s: ArrayLike) -> Floats:
        """The share that would wait longer than ``t_s``; beyond the longest wait seen, its last value."""
        places = np.searchsorted(self.times_s, np.asarray(t_s, dtype=float), side="right")
        return np.concatenate([[1.0], self.survival])[places]

    def hazard_until(self, t_s: ArrayLike) -> Floats:
        """The integrated hazard up to ``t_s``."""
        places = np.searchsorted(self.times_s, np.asarray(t_s, dtype=float), side="right")
        return np.concatenate([[0.0], self.integrated_hazard])[places]

    def standard_error(self) -> Floats:
        """Greenwood's standard error of the survival at ``times_s``, as if contacts were independent."""
        left = self.at_risk - self.hang_ups
        steps = np.divide(self.hang_ups, self.at_risk * left, out=np.zeros(len(left)), where=left > 0)
        return np.asarray(self.survival * np.sqrt(np.cumsum(steps)))

    def quantile_s(self, share: float) -> float | None:
        """The wait at which this share has hung up; None where the waits seen do not reach that far."""
        reached = np.flatnonzero(self.survival <= 1.0 - share + 1e-12)
        return float(self.times_s[reached[0]]) if len(reached) else None

    @property
    def median_s(self) -> float | None:
        """The wait at which half have hung up, if waits that long were seen."""
        return self.quantile_s(0.5)

    def restricted_mean_s(self, until_s: float | None = None) -> float:
        """The mean patience where everyone's is cut at ``until_s`` (left out: the longest wait seen)."""
        until = self.longest_s if until_s is None else until_s
        inner = self.times_s[self.times_s < until]
        edges = np.concatenate([[0.0], inner, [until]])
        return float(np.diff(edges) @ np.concatenate([[1.0], self.survival])[: len(inner) + 1])


def survival_of(exposure: Exposure) -> Survival:
    """The estimate from waits added up by day."""
    order = np.argsort(exposure.wait_s)
    waits, gone = exposure.wait_s[order], exposure.hung_up[order]
    every = gone + exposure.stayed[order]
    starts = np.flatnonzero(np.concatenate([[True], waits[1:] != waits[:-1]])) if len(waits) else np.zeros(0, int)
    times, events = waits[starts], np.add.reduceat(gone, starts) if len(starts) else gone
    before = np.concatenate([[0], np.cumsum(every)])[starts]
    return _survival(times, int(every.sum()) - before, events, float(waits[-1]) if len(waits) else 0.0)


def kaplan_meier(wait_s: ArrayLike, hung_up: ArrayLike) -> Survival:
    """The estimate from contacts one by one: the wait of each, and whether it then hung up.

    Waits are sorted twice, all of them and those of the hang-ups: two plain sorts are much faster than one that has to
    carry a second column along. Raises ValueError for waits that are negative or no numbers.
    """
    waits, events = np.asarray(wait_s, dtype=float), np.asarray(hung_up, dtype=bool)
    if waits.shape != events.shape or waits.ndim != 1:
        raise ValueError("every contact has one wait and one end")
    ends = np.sort(waits)
    if len(ends) and not (ends[0] >= 0 and np.isfinite(ends[-1])):
        raise ValueError("waits are seconds that are not negative")
    gone = np.sort(waits[events])
    starts = np.flatnonzero(np.concatenate([[True], gone[1:] != gone[:-1]])) if len(gone) else np.zeros(0, int)
    times = gone[starts]
    counts = np.diff(np.concatenate([starts, [len(gone)]]))
    return _survival(times, len(ends) - np.searchsorted(ends, times), counts, float(ends[-1]) if len(ends) else 0.0)


def _survival(times: Floats, at_risk: NDArray[np.int64], events: NDArray[np.int64], longest_s: float) -> Survival:
    with_event = events > 0
    if not with_event.all():
        times, at_risk, events = times[with_event], at_risk[with_event], events[with_event]
    steps: Floats = np.divide(events, at_risk, dtype=np.float64)
    return Survival(times, at_risk, events, np.cumprod(1.0 - steps).astype(float), np.cumsum(steps), longest_s)


def exponential_rate_per_s(exposure: Exposure) -> float:
    """Hang-ups over waiting seconds: the hazard in the range of waits seen. NaN where nobody waited.

    Its inverse is the mean patience only if patience is exponential; as a hazard it is right in the range seen, which
    is why it predicts abandonment well near the staffing it was learnt at.
    """
    waiting_s = exposure.waiting_s
    return exposure.hang_ups / waiting_s if waiting_s > 0 else float("nan")


def mean_wait_of_hang_ups_s(exposure: Exposure) -> float:
    """The mean wait of those who hung up: shown beside the estimate, because it is so often taken for patience.

    It leaves out everybody who waited as long and was answered, so it is mostly the wait that was on offer: with short
    queues nobody can show patience. It comes out as 14 s where the true mean is 180 s.
    """
    return float(exposure.wait_s @ exposure.hung_up / exposure.hang_ups) if exposure.hang_ups else float("nan")
