"""The number of contacts in one queue from moment to moment: exact probabilities over one interval.

Birth and death: contacts come at the interval's rate, busy agents finish, waiting customers hang up. Over an interval
the law is a Poisson number of steps of one stochastic matrix (uniformisation, Jensen 1953), in which every term is
positive, so nothing cancels; its mean over the interval comes from the same terms.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pactline.planning.queueing.erlang import poisson_weight
from pactline.planning.queueing.patience_law import Array
from pactline.planning.varying.walking import walked

_NOTHING = 1e-14  # probability that is left out
_FAR = -36.0  # the logarithm of a share that is left out


class Rates(NamedTuple):
    """What drives one interval."""

    contacts_per_s: float
    agents: int
    aht_s: float
    mean_patience_s: float  # infinity: nobody hangs up
    stay: float  # the share of those who must wait that does not hang up at once


def over(begin: Array, rates: Rates, length_s: float) -> tuple[Array, Array]:
    """The law of the number in the system at the end of an interval, and its mean over the interval.

    ``begin`` is the law at the beginning, from 0 contacts up. The laws grow as needed: what is cut off has a
    probability below 1e-13 or so.
    """
    there = np.flatnonzero(begin > _NOTHING)
    top = _enough(int(there[-1]) if there.size else 0, rates, length_s)
    while True:
        law = np.zeros(top + 1)
        law[: min(begin.size, top + 1)] = begin[: top + 1]
        end, mean = _stepped(law, rates, length_s)
        if mean[-1] < _NOTHING and end[-1] < _NOTHING:
            return end, mean
        top += top // 2 + 20


def _enough(last: int, rates: Rates, length_s: float) -> int:
    """A number of contacts that is hardly ever passed when there are ``last`` at most at the beginning.

    A queue that is never let below a number is longer than the real one, and in its long run it tends to have no more
    than a few beyond it: the products of births over deaths say how many.
    """
    new = rates.contacts_per_s * length_s
    load = rates.contacts_per_s * rates.aht_s
    most = int(max(last, rates.agents, min(load, last + new)) + 8.0 * np.sqrt(min(load, new) + 1.0)) + 60
    births, deaths = _births(np.arange(float(most)), rates), _deaths(np.arange(1.0, most + 1.0), rates)
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.log(births) - np.log(deaths)
    falling = np.flatnonzero(steps[last:] < 0)
    if not falling.size:
        return most
    begin = last + int(falling[0])
    below = np.flatnonzero(np.cumsum(steps[begin:]) < _FAR)
    return min(most, begin + int(below[0]) + 3) if below.size else most


def _births(count: Array, rates: Rates) -> Array:
    return np.where(count < rates.agents, rates.contacts_per_s, rates.contacts_per_s * rates.stay)


def _deaths(count: Array, rates: Rates) -> Array:
    busy, waiting = np.minimum(count, rates.agents), np.maximum(count - rates.agents, 0.0)
    return np.asarray(busy / rates.aht_s + waiting / rates.mean_patience_s)


def _stepped(law: Array, rates: Rates, length_s: float) -> tuple[Array, Array]:
    count = np.arange(law.size, dtype=np.float64)
    births, deaths = _births(count, rates), _deaths(count, rates)
    births[-1] = 0.0
    pace = float((births + deaths).max())
    if pace == 0.0:
        return law, law.copy()
    expected = pace * length_s
    steps = int(expected + 8.0 * np.sqrt(expected) + 25.0)
    weights = poisson_weight(np.arange(steps + 1.0), np.array(expected))
    weights /= weights.sum()
    further = np.maximum(1.0 - np.cumsum(weights), 0.0) / expected  # share of the time spent after so many steps
    bands = np.zeros((3, law.size), order="F")
    bands[0], bands[1], bands[2] = deaths / pace, 1.0 - (births + deaths) / pace, births / pace
    end, mean = walked(bands, law, weights, further)
    return end, mean / mean.sum()
