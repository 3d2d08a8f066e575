"""Prediction intervals: how the day may turn out, and chance within the day.

The level of a day is uncertain with a standard deviation on the scale of logarithms; given the level, contacts come by
chance (Poisson), a little more unevenly than the profile says. Contacts of a rate that is itself random with variation
``cv`` are taken as negative binomial: variance m + (cv m)^2.
"""

from __future__ import annotations

import numpy as np

from pactline.planning.forecasting.history import Floats

SHARE = 0.8  # of the intervals that are to lie between low and high


def bounds(mean: Floats, cv: Floats | float, share: float = SHARE) -> tuple[Floats, Floats]:
    """Between which counts ``share`` of what comes will lie, for means and variations of the rate."""
    from scipy.stats import nbinom, poisson

    mean, cv = np.broadcast_arrays(np.asarray(mean, dtype=float), np.asarray(cv, dtype=float))
    squared = cv**2
    certain = squared < 1e-9
    shape = 1 / np.where(certain, 1.0, squared)
    chance = shape / (shape + mean)
    found = []
    for quantile in ((1 - share) / 2, (1 + share) / 2):
        count = np.where(certain, poisson.ppf(quantile, mean), nbinom.ppf(quantile, shape, chance))
        found.append(np.where(mean > 0, np.nan_to_num(count), 0.0))
    return found[0], found[1]


def cv_of_log_sd(log_sd: Floats | float) -> Floats:
    """The variation (standard deviation over mean) of a rate whose logarithm has this standard deviation."""
    return np.asarray(np.sqrt(np.expm1(np.square(np.minimum(log_sd, 2.0)))))
