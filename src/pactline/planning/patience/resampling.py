"""How sure an estimate is: whole days drawn again and again with replacement (bootstrap by day).

Days are drawn, not contacts, because contacts of one day are alike: a day with a fault or a campaign counts as one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pactline.planning.patience.banding import Banded
from pactline.planning.patience.survival import Survival

Floats = NDArray[np.float64]
DRAWS = 1000


@dataclass(frozen=True)
class Resampled:
    """What other days like these would have shown; one row for each draw."""

    edges_s: Floats
    ratios: Floats  # integrated hazard at the end of each band, over that of the days seen; draws x bands
    at_once: Floats  # mass at zero in each draw
    rate_per_s: Floats  # hang-ups over waiting seconds in each draw

    def band(self, survival: Survival, t_s: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
        """Low and high survival at ``t_s``; the spread of the logarithm is put around the estimate itself."""
        at = np.asarray(t_s, dtype=float)
        place = np.clip(np.searchsorted(self.edges_s, at, side="left") - 1, 0, self.ratios.shape[1] - 1)
        low, high = np.quantile(self.ratios, [(1 - level) / 2, (1 + level) / 2], axis=0)[:, place]
        middle = np.maximum(survival.at(at), 1e-12)
        return np.minimum(middle**high, middle), np.maximum(middle**low, middle)

    def interval(self, figures: Floats, level: float = 0.95) -> tuple[float, float]:
        """The middle ``level`` of a figure's draws."""
        low, high = np.quantile(figures, [(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)


def resampled(days: Banded, draws: int = DRAWS, seed: int = 1) -> Resampled | None:
    """Draw days again; None where there are fewer than five days to draw from."""
    count = len(days.days)
    if count < 5:
        return None
    times = np.random.default_rng(seed).multinomial(count, np.full(count, 1.0 / count), size=draws).astype(float)
    widths = np.append(np.diff(days.edges_s), 0.0)
    widths[-1] = max(float(days.edges_s[-1]), 1.0)
    early = times @ days.at_once
    waited = np.maximum(times @ days.waited, 1.0)

    def integrated(hang_ups: Floats, seconds: Floats, at_once: Floats) -> Floats:
        hazard = np.divide(hang_ups, seconds, out=np.zeros_like(seconds), where=seconds > 0)
        return np.asarray(np.cumsum(hazard * widths, axis=1) - np.log1p(-np.minimum(at_once, 1 - 1e-9))[:, None])

    drawn = integrated(times @ days.hang_ups, times @ days.seconds, early / waited)
    share = np.array([days.at_once.sum() / max(int(days.waited.sum()), 1)])
    seen = integrated(days.hang_ups.sum(axis=0, keepdims=True) * 1.0, days.seconds.sum(axis=0, keepdims=True), share)
    ratios = np.divide(drawn, seen, out=np.ones_like(drawn), where=seen > 0)
    seconds = np.maximum((times @ days.seconds).sum(axis=1), 1e-9)
    rate = (early + (times @ days.hang_ups).sum(axis=1)) / seconds
    return Resampled(days.edges_s, ratios, early / waited, rate)
