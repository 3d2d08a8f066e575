"""A rate of contacts that is itself uncertain: the mean over a gamma law, as the contacts see it.

A busy day has more contacts, so what contacts meet is weighted by contacts: under a gamma rate of mean m and
coefficient of variation cv (shape 1/cv^2) the contacts see a gamma rate of one more shape and the same scale (Jongbloed
and Koole 2001 for the law; Steckley, Henderson and Mehrotra 2009 for the weight). Queue and occupancy come out as means
over time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from pactline.planning.queueing.patience_law import Array, PatienceLaw
from pactline.planning.queueing.steady import Steady, steady

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(14)
_CUTS = np.array([1e-3, 0.1, 0.5, 0.9, 0.999])
_AROUND = np.array([-3.0, 0.0, 3.0])
_REACH = 1e-13  # of the law that is left out at either end


@dataclass(frozen=True)
class MixedWaits:
    """Waits averaged over the rates on the last axis."""

    of_each: Steady
    weights: Array

    def _mean(self, values: Array) -> Array:
        return np.asarray((values * self.weights).sum(axis=-1))

    def served_within(self, t_s: Array) -> Array:
        """P(served, and waited no longer than t), over all contacts."""
        return self._mean(self.of_each.served_within(t_s[..., None]))

    def abandoned_within(self, t_s: Array) -> Array:
        """P(abandoned, and waited no longer than t), over all contacts."""
        return self._mean(self.of_each.abandoned_within(t_s[..., None]))

    def mean_wait_of_served_s(self) -> Array:
        """Mean wait of the served, each rate with its served contacts."""
        served = 1.0 - self.of_each.p_abandon
        waited = np.where(served > 0, self.of_each.asa_s * served, 0.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self._mean(waited) / self._mean(served))


def steady_with_uncertain_rate(
    mean_rate_per_s: ArrayLike,
    rate_cv: ArrayLike,
    aht_s: ArrayLike,
    agents: ArrayLike,
    patience: ArrayLike | PatienceLaw | None = None,
) -> Steady:
    """The long-run behaviour over a gamma rate of the given mean and coefficient of variation (0: the rate is known).

    Without patience there are rates at which the queue never settles: they count as waits without end.
    Raises ValueError for a coefficient below 0 or not finite.
    """
    cv = np.asarray(rate_cv, dtype=np.float64)
    if not np.all(np.isfinite(cv) & (cv >= 0)):
        raise ValueError("the coefficient of variation of a rate must be finite and not below 0")
    mean, cv, aht, n = np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in (mean_rate_per_s, cv, aht_s, agents)))
    if patience is not None and not isinstance(patience, PatienceLaw):
        patience = np.broadcast_to(np.asarray(patience, dtype=np.float64), mean.shape)[..., None]
    factors, weights = _factors(cv, mean * aht, n)
    each = steady(mean[..., None] * factors, aht[..., None], n[..., None], patience)
    waits = MixedWaits(each, weights)
    over: Callable[[Array], Array] = waits._mean
    wait_s, p_abandon = over(each.mean_wait_s), over(each.p_abandon)
    queue = np.where(mean > 0, mean * wait_s, 0.0)
    busy = over(each.occupancy / factors)  # from means over contacts to means over time
    return Steady(over(each.p_wait), p_abandon, wait_s, queue, busy, waits)


def _factors(cv: Array, mean_load: Array, agents: Array) -> tuple[Array, Array]:
    """The rate over its mean at the nodes, and the share of the contacts that come at each; sums to 1.

    The range is cut at shares of the law and around the rate that takes all agents, where the queue turns over.
    """
    shape = 1.0 / np.maximum(cv, 1e-6)[..., None] ** 2
    low = special.gammaincinv(shape + 1.0, _REACH)
    high = special.gammainccinv(shape + 1.0, _REACH)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        full = np.where(mean_load > 0, agents / mean_load, 1.0)[..., None] * shape
        full = full * (1.0 + _AROUND / np.sqrt(np.maximum(agents, 1.0))[..., None])
    cuts = np.concatenate([low, high, special.gammaincinv(shape + 1.0, _CUTS), np.clip(full, low, high)], axis=-1)
    cuts = np.sort(cuts, axis=-1)
    middle, half = (cuts[..., 1:] + cuts[..., :-1]) / 2.0, (cuts[..., 1:] - cuts[..., :-1]) / 2.0
    x = (middle[..., None] + half[..., None] * _NODES).reshape(*cv.shape, -1)
    log_density = shape * np.log(x) - x - (shape * np.log(shape) - shape)  # up to a constant of the interval
    weights = (half[..., None] * _WEIGHTS).reshape(*cv.shape, -1) * np.exp(log_density)
    return x / shape, weights / weights.sum(axis=-1, keepdims=True)
