"""How much more the late contacts of a day scatter than a toss of a coin for each would.

Contacts that come one after another find the same queue: if one waits long, so does the next. The late contacts of a
day therefore scatter with a multiple of the binomial variance. The multiple is the asymptotic variance of a count along
a birth-death chain (contacts present; exponential handling; given up at the rate that the long run shows), by the
solution of Poisson's equation, which for such a chain is two sums. Source: W. Whitt, Asymptotic formulas for Markov
processes with applications to simulation, Operations Research 40 (1992).

Three things are simpler than they are: patience is taken as exponential; how long somebody waits who finds so many
waiting is taken as gamma with the right mean and variance; and two contacts that find the same number waiting are taken
as independent from then on. What this leaves out was learnt from simulated days: the variance is ``LEARNT`` times as
large, the mean ratio over 8 staffings at 12 and 40 Erlang (``spread`` in benchmarks/risk_calibration.py, 8,000 days
each; the ratios go from 1.07 to 1.13).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from pactline.planning.queueing.steady import Steady

Array = NDArray[np.float64]

LEARNT = 1.10

MOST = 400.0
"""No multiple above this is believed: a queue that is never empty has no long run within a day."""
_DEEPEST = 1_500


def inflation(rate_per_s: Array, aht_s: Array, agents: Array, state: Steady, limit_s: float) -> Array:
    """The variance of the number of contacts that are not served within ``limit_s``, over that of independent contacts
    of the same chance; one number per interval, at least 1."""
    rate, aht, n = (np.asarray(each, dtype=float).ravel() for each in np.broadcast_arrays(rate_per_s, aht_s, agents))
    found = np.ones(rate.size)
    queue = np.broadcast_to(np.asarray(state.mean_queue, dtype=float), np.shape(rate_per_s)).ravel()
    gone = np.broadcast_to(np.asarray(state.p_abandon, dtype=float), np.shape(rate_per_s)).ravel()
    with np.errstate(divide="ignore", invalid="ignore"):
        leaving = np.where(queue > 0, rate * gone / queue, 0.0)
    busy = (rate > 0) & (n > 0) & np.isfinite(queue)
    found[(rate > 0) & ~busy] = MOST
    order = np.flatnonzero(busy)
    for part in np.array_split(order, max(1, len(order) // 400)):  # the chains of a part share one length
        if part.size:
            found[part] = _chains(rate[part], aht[part], np.ceil(n[part]), leaving[part], queue[part], limit_s)
    return np.clip(found, 1.0, MOST).reshape(np.shape(rate_per_s))


def _chains(rate: Array, aht: Array, n: Array, leaving: Array, queue: Array, limit_s: float) -> Array:
    length = int(min(_DEEPEST, (n + 12 * np.sqrt(n) + 8 * queue + 40).max()))
    state = np.arange(length + 1, dtype=float)[None, :]
    ahead = np.maximum(state - n[:, None], 0.0)
    down = np.minimum(state, n[:, None]) / aht[:, None] + ahead * leaving[:, None]
    logs = np.cumsum(np.log(rate[:, None] / np.maximum(down[:, 1:], 1e-300)), axis=1)
    logs = np.concatenate([np.zeros((len(rate), 1)), logs], axis=1)
    chance = np.exp(logs - logs.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    late = _late(state, n[:, None], aht[:, None], leaving[:, None], limit_s)
    share = (chance * late).sum(axis=1)
    away = late - share[:, None]
    steps = -np.cumsum(chance * away, axis=1)[:, :-1] / np.maximum(chance[:, :-1], 1e-300)
    steps = np.where(chance[:, :-1] > 1e-14, steps, 0.0)  # what is never reached cannot matter
    height = np.concatenate([np.zeros((len(rate), 1)), np.cumsum(steps, axis=1)], axis=1)
    height -= (chance * height).sum(axis=1, keepdims=True)
    after = np.concatenate([height[:, 1:], height[:, -1:]], axis=1)  # whoever comes raises the number by one
    scatter = share * (1 - share)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(scatter > 1e-9, LEARNT * (1 + 2 * (chance * away * after).sum(axis=1) / scatter), 1.0)


def _late(state: Array, n: Array, aht: Array, leaving: Array, limit_s: float) -> Array:
    """The chance of not being served within the limit, by how many are present on arrival."""
    waiting = np.maximum(state - n, -1)  # nobody waits ahead: 0; an agent is free: -1
    pace = n / aht + np.maximum(waiting, 0) * leaving
    there = waiting >= 0
    mean = np.cumsum(np.where(there, 1 / pace, 0.0), axis=1)
    variance = np.cumsum(np.where(there, 1 / pace**2, 0.0), axis=1)
    shape = np.where(there, mean**2 / np.where(there, variance, 1.0), 1.0)
    scale = np.where(there, variance / np.where(there, mean, 1.0), 1.0)
    in_time = special.gammainc(shape, limit_s / scale) * np.exp(-leaving * np.minimum(mean, limit_s))
    return np.asarray(np.where(there, 1 - in_time, 0.0))
