"""The two ratios from which every Erlang formula is made, for any real number of agents, up to millions.

Both are a share of a Poisson or gamma law over its density, so neither overflows:

- ``blocking(n, a)``: Erlang B, ``pmf(n; a) / P(Poisson(a) <= n)``, by its continuous extension for fractional agents:
  1/B = a * integral of exp(-a t) (1+t)^n (Jagerman 1974).
- ``waiting(c, x)``: what exponential patience does to those who wait (Palm 1957; Baccelli and Hebuterne 1981; written
  with the incomplete gamma function as in Mandelbaum and Zeltyn 2007), with c = agents * patience / handling time and
  x = rate * patience.

Near the middle of the law SciPy's incomplete gamma functions are used; far from it, where these tend to 0 or lose
digits, continued fractions whose terms are all positive: Legendre's for the upper function, and for the lower one
``M(1, c+1, x) = c / (c - x + x / (c+1-x + 2x / (c+2-x + ...)))``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

from pactline.planning.queueing.patience_law import Array

_FAR = 4.0  # standard deviations from the middle at which the continued fractions take over
_TERMS = 48  # of the continued fractions; enough for 15 digits at that distance and beyond
_STIRLING_FROM = 16.0
_HALF_LOG_2PI = 0.5 * np.log(2.0 * np.pi)


def poisson_weight(count: Array, mean: Array) -> Array:
    """exp(-mean) mean^count / Gamma(count+1) for real counts from 0, to full relative precision at any size.

    Written as Loader (2000) does: the distance from the mean is taken without cancellation, and the factorial through
    the error of Stirling's formula.
    """
    count, mean = np.broadcast_arrays(np.asarray(count), np.asarray(mean))
    large = np.asarray((count > _STIRLING_FROM) & (mean > 0))
    if large.all():
        return _large_weight(count, mean)
    weight = np.empty(count.shape)
    weight[large] = _large_weight(count[large], mean[large])
    few, about = count[~large], mean[~large]
    weight[~large] = np.exp(special.xlogy(few, about) - about - special.gammaln(few + 1.0))
    return weight


def _large_weight(count: Array, mean: Array) -> Array:
    inverse = 1.0 / count
    square = inverse * inverse
    stirling = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))))
    return np.asarray(np.exp(-stirling - _deviance(count, mean)) / np.sqrt(2.0 * np.pi * count))


def _deviance(count: Array, mean: Array) -> Array:
    """count * log(count/mean) + mean - count, without cancellation where both are near."""
    apart = count - mean
    v = apart / (count + mean)
    w = v * v
    series = w * (1 / 3 + w * (1 / 5 + w * (1 / 7 + w * (1 / 9 + w * (1 / 11 + w * (1 / 13 + w / 15))))))
    near = np.asarray(apart * v + 2.0 * count * v * series)
    far = np.asarray(np.abs(v) >= 0.08)
    if far.any():
        near[far] = count[far] * np.log(count[far] / mean[far]) - apart[far]
    return near


def blocking(agents: Array, load: Array) -> Array:
    """Erlang B: the share of contacts that find all agents busy when nobody can wait.

    ``agents`` and ``load`` (Erlang) are arrays of finite numbers from 0. No agents block everything; no load is not
    blocked where there is any agent.
    """
    agents, load = np.broadcast_arrays(np.asarray(agents, dtype=float), np.asarray(load, dtype=float))
    share = np.empty(agents.shape)
    far = np.asarray((load - agents >= _FAR * np.sqrt(load)) & (load > 0))
    near = ~far
    if near.any():
        n, a = agents[near], load[near]
        share[near] = np.minimum(poisson_weight(n, a) / special.gammaincc(n + 1.0, a), 1.0)
    if far.any():
        share[far] = 1.0 / _over_density(agents[far], load[far])
    return share


def _over_density(agents: Array, load: Array) -> Array:
    """1/B for loads well above the agents, by Legendre's continued fraction from its end."""
    below = load - agents + (2 * _TERMS)
    for k in range(_TERMS, 0, -1):
        below = load - agents + (2 * k - 2) + k * (agents + 1.0 - k) / below
    return np.asarray(load / below)


class Waiting(NamedTuple):
    """``gives_up``: the share that hangs up of those who must wait. ``relief``: 1 - load per agent of those that are
    served; the inverse of nu * J, where J is the integral of Mandelbaum and Zeltyn. ``mass``: P(c, x) of the incomplete
    gamma function where it was used, else not a number."""

    gives_up: Array
    relief: Array
    mass: Array


def waiting(c: Array, x: Array) -> Waiting:
    """What exponential patience does to those who must wait; c and x finite and above 0."""
    c, x = np.broadcast_arrays(c, x)
    far = np.asarray(c - x >= _FAR * np.sqrt(x))
    near = ~far
    if near.all():
        return _near(c, x)
    gives_up, relief, mass = np.empty(c.shape), np.empty(c.shape), np.full(c.shape, np.nan)
    if near.any():
        gives_up[near], relief[near], mass[near] = _near(c[near], x[near])
    gives_up[far], relief[far] = _far(c[far], x[far])
    return Waiting(gives_up, relief, mass)


def _near(c: Array, x: Array) -> Waiting:
    mass = special.gammainc(c, x)
    relief = poisson_weight(c, x) / mass
    return Waiting(1.0 - (1.0 - relief) * (c / x), relief, mass)


def _far(c: Array, x: Array) -> tuple[Array, Array]:
    spare = c - x
    below = spare + _TERMS
    for k in range(_TERMS, 1, -1):
        below = spare + (k - 1) + k * x / below
    return 1.0 / below, (spare + x / below) / c
