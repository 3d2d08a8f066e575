"""Days that come out fuller or emptier than forecast: a factor for each, alike from day to day as errors were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def day_factors(
    draw: np.random.Generator, months: int, days: Sequence[Sequence[date]], cvs: Sequence[float],
    lags: Sequence[float], alike: float = 0.0,
) -> list[Array]:  # fmt: skip
    """For each queue the factors of its days, shape (months, days).

    They are lognormal with mean 1 and the queue's coefficient of variation; their logarithms are an AR(1) series from
    one of the queue's days to the next.

    ``alike`` (0 to 1) is the correlation between the queues' errors of one day, where all have the same days.
    """
    together = sorted({day for each in days for day in each})
    common = draw.standard_normal((months, len(together)))
    found = []
    for own_days, cv, lag in zip(days, cvs, lags, strict=True):
        own = draw.standard_normal((months, len(own_days)))
        places = np.searchsorted(np.array(together), np.array(own_days)) if own_days else np.array([], dtype=int)
        fresh = np.sqrt(alike) * common[:, places] + np.sqrt(1 - alike) * own
        series = _series(fresh, lag)
        sigma = np.sqrt(np.log1p(cv**2))
        found.append(np.exp(sigma * series - sigma**2 / 2))
    return found


def _series(fresh: Array, lag: float) -> Array:
    """An AR(1) series with variance 1, begun in its long run."""
    lag = float(np.clip(lag, -0.99, 0.99))
    found = np.empty_like(fresh)
    for day in range(fresh.shape[1]):
        found[:, day] = fresh[:, day] if day == 0 else lag * found[:, day - 1] + np.sqrt(1 - lag**2) * fresh[:, day]
    return found
