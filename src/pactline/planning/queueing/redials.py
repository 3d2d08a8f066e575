"""Customers who hang up and call again: the redials of Erlang X (Koole), with redials that come long after.

A share of those who hang up calls again, so the queue sees more contacts than were fresh: the rate that solves
``rate = fresh / (1 - share * P(abandon at that rate))``. It assumes that the delay of a redial is long against a
handling time, so that it finds the queue as any other contact does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pactline.planning.queueing.patience_law import Array, PatienceLaw
from pactline.planning.queueing.steady import Steady, steady

_HALVINGS = 60


@dataclass(frozen=True)
class Redialled:
    """A queue in which those who hang up call again, one value per interval."""

    rate_per_s: Array
    """Contacts in all, fresh and again, per second."""
    steady: Steady
    """The queue at that rate; its shares are per attempt."""
    lost: Array
    """Share of the fresh customers who hang up in the end and do not call again."""
    attempts: Array
    """Contacts per fresh customer."""


def with_redials(
    fresh_per_s: ArrayLike,
    aht_s: ArrayLike,
    agents: ArrayLike,
    patience: ArrayLike | PatienceLaw,
    redial_share: ArrayLike,
) -> Redialled:
    """The queue of ``fresh_per_s`` new customers a second when ``redial_share`` of those who hang up call again.

    The share is from 0 to below 1; raises ValueError otherwise. What is served and what is lost both grow with the
    rate, so halving the range [fresh, fresh / (1 - share)] finds the only solution.
    """
    again = np.asarray(redial_share, dtype=np.float64)
    if not np.all((again >= 0) & (again < 1)):
        raise ValueError("the share that calls again must be from 0 to below 1")
    fresh, aht, n, again = np.broadcast_arrays(
        *(np.asarray(v, dtype=float) for v in (fresh_per_s, aht_s, agents, again))
    )
    if not isinstance(patience, PatienceLaw):
        mean = np.asarray(patience, dtype=np.float64)
        fresh, aht, n, again, patience = np.broadcast_arrays(fresh, aht, n, again, mean)
    low, high = fresh, fresh / (1.0 - again)
    for _ in range(_HALVINGS):
        half = (low + high) / 2.0
        enough = half * (1.0 - again * steady(half, aht, n, patience).p_abandon) >= fresh
        low, high = np.where(enough, low, half), np.where(enough, half, high)
    rate = np.asarray((low + high) / 2.0)
    found = steady(rate, aht, n, patience)
    with np.errstate(invalid="ignore", divide="ignore"):
        attempts = np.where(fresh > 0, rate / fresh, 1.0)
    return Redialled(rate, found, found.p_abandon * (1.0 - again) * attempts, attempts)
