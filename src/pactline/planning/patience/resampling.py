"""How sure an estimate is: whole days drawn again and again with replacement (bootstrap by day).

Days are drawn, not contacts, because contacts of one day are alike: a day with a fault or a campaign counts as one.
The spread is widened as Student's distribution asks for where days are few.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from pactline.planning.patience.banding import Banded
from pactline.planning.patience.survival import Survival

Floats = NDArray[np.float64]
DRAWS = 1000


@dataclass(frozen=True)
class Resampled:
    """What other days like these would have shown; one row for each draw, the days themselves in the first row."""

    edges_s: Floats
    widths_s: Floats
    begins: Floats  # integrated hazard where each band begins, those who hang up at once included; rows x bands
    steps: Floats  # integrated hazard inside each band
    at_once: Floats  # mass at zero
    rate_per_s: Floats  # hang-ups over waiting seconds
    widening: float  # of logarithms around the days themselves: few days look more alike than they are

    def band(self, survival: Survival, t_s: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
        """Low and high survival at ``t_s``; the spread of the integrated hazard is put around the estimate itself."""
        at = np.asarray(t_s, dtype=float)
        place = np.clip(np.searchsorted(self.edges_s, at, side="left") - 1, 0, len(self.edges_s) - 1)
        inside = np.clip((at - self.edges_s[place]) / self.widths_s[place], 0.0, 1.0)
        hazard = np.maximum(self.begins[:, place] + self.steps[:, place] * inside, 1e-12)
        low, high = self._interval(hazard, level)
        middle = np.maximum(survival.at(at), 1e-12)
        lowest, highest = middle ** (high / hazard[0]), middle ** (low / hazard[0])
        return np.minimum(lowest, middle), np.maximum(highest, middle)

    def interval(self, figures: Floats, level: float = 0.95) -> tuple[float, float]:
        """Where the figure lies in ``level`` of such sets of days."""
        low, high = self._interval(np.maximum(figures, 1e-12)[:, None], level)
        return float(low[0]), float(high[0])

    def _interval(self, figures: Floats, level: float) -> tuple[Floats, Floats]:
        low, high = np.quantile(figures[1:], [(1 - level) / 2, (1 + level) / 2], axis=0)
        return figures[0] * (low / figures[0]) ** self.widening, figures[0] * (high / figures[0]) ** self.widening


def resampled(days: Banded, draws: int = DRAWS, seed: int = 1) -> Resampled | None:
    """Draw days again; None where there are fewer than five days to draw from."""
    count = len(days.days)
    if count < 5:
        return None
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1.0 / count), size=draws)
    times = np.concatenate([np.ones((1, count)), drawn])
    widths = np.append(np.diff(days.edges_s), max(float(days.edges_s[-1]), 1.0))
    early, seconds, later = times @ days.at_once, times @ days.seconds, times @ days.hang_ups
    at_once = early / np.maximum(times @ days.waited, 1.0)
    steps = np.divide(later, seconds, out=np.zeros_like(seconds), where=seconds > 0) * widths
    first = -np.log1p(-np.minimum(at_once, 1 - 1e-9))[:, None]
    begins = first + np.concatenate([np.zeros_like(first), np.cumsum(steps, axis=1)[:, :-1]], axis=1)
    rate = (early + later.sum(axis=1)) / np.maximum(seconds.sum(axis=1), 1e-9)
    widening = math.sqrt(count / (count - 1)) * float(stdtrit(count - 1, 0.975)) / _NORMAL
    return Resampled(days.edges_s, widths, begins, steps, at_once, rate, widening)


_NORMAL = 1.959964  # the same quantile of the normal distribution
