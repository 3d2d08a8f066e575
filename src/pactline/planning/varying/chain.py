"""The number of contacts in one queue from moment to moment: exact probabilities over one interval.

Birth and death: contacts come at the interval's rate, busy agents finish, waiting customers hang up. Over an interval
the law is a Poisson number of steps of one stochastic matrix (uniformisation, Jensen 1953), in which every term is
positive, so nothing cancels; its mean over the interval comes from the same terms.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.linalg.blas import dgbmv

from pactline.planning.queueing.erlang import poisson_weight
from pactline.planning.queueing.patience_law import Array

_NOTHING = 1e-14  # probability that is left out
_ROWS = 256  # steps held at once


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
    last = np.flatnonzero(begin > _NOTHING)[-1] if (begin > _NOTHING).any() else 0
    load = rates.contacts_per_s * rates.aht_s
    top = int(max(last + 10, rates.agents + 20, min(load, last + rates.contacts_per_s * length_s))) + 20
    top += int(6.0 * np.sqrt(min(load, rates.contacts_per_s * length_s) + 1.0))
    while True:
        law = np.zeros(top + 1)
        law[: min(begin.size, top + 1)] = begin[: top + 1]
        end, mean = _stepped(law, rates, length_s)
        if mean[-1] < _NOTHING and end[-1] < _NOTHING:
            return end, mean
        top += top // 2 + 20


def _stepped(law: Array, rates: Rates, length_s: float) -> tuple[Array, Array]:
    size = law.size
    count = np.arange(size, dtype=np.float64)
    births = np.where(count < rates.agents, rates.contacts_per_s, rates.contacts_per_s * rates.stay)
    births[-1] = 0.0
    deaths = (
        np.minimum(count, rates.agents) / rates.aht_s + np.maximum(count - rates.agents, 0.0) / rates.mean_patience_s
    )
    pace = float((births + deaths).max())
    if pace == 0.0:
        return law, law.copy()
    bands = np.zeros((3, size), order="F")
    bands[0], bands[1], bands[2] = deaths / pace, 1.0 - (births + deaths) / pace, births / pace
    expected = pace * length_s
    steps = int(expected + 8.0 * np.sqrt(expected) + 25.0)
    weights = poisson_weight(np.arange(steps + 1.0), np.array(expected))
    weights /= weights.sum()
    further = np.maximum(1.0 - np.cumsum(weights), 0.0) / expected  # share of the time spent after so many steps
    end, mean = np.zeros(size), np.zeros(size)
    held = np.empty((_ROWS, size))
    held[0] = law
    at = 0
    while at <= steps:
        rows = min(_ROWS, steps + 1 - at)
        for row in range(1, rows):
            dgbmv(size, size, 1, 1, 1.0, bands, held[row - 1], y=held[row], overwrite_y=True)
        end += weights[at : at + rows] @ held[:rows]
        mean += further[at : at + rows] @ held[:rows]
        at += rows
        if at <= steps:
            held[0] = dgbmv(size, size, 1, 1, 1.0, bands, held[rows - 1])
    return end, mean / mean.sum()
