"""The square-root rule, to explain a staffing and never to decide one: what large queues tend to.

With agents = load + beta * sqrt(load) the share that waits depends on beta alone (Halfin and Whitt 1981, nobody hangs
up; Garnett, Mandelbaum and Reiman 2002, Theorem 4, exponential patience). The exact figures come from ``steady``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from pactline.planning.queueing.patience_law import Array


def beta_of(agents: ArrayLike, load: ArrayLike) -> Array:
    """How many square roots of the load the agents are above the load; load in Erlang, above 0."""
    load = np.asarray(load, dtype=np.float64)
    return np.asarray((np.asarray(agents, dtype=np.float64) - load) / np.sqrt(load))


def p_wait_without_patience(beta: ArrayLike) -> Array:
    """Halfin and Whitt: 1 / (1 + beta Phi(beta)/phi(beta)); 1 for beta up to 0."""
    beta = np.asarray(beta, dtype=np.float64)
    with np.errstate(divide="ignore"):
        return np.where(beta > 0, 1.0 / (1.0 + np.maximum(beta, 0.0) / _hazard(-beta)), 1.0)


def p_wait_with_patience(beta: ArrayLike, aht_over_patience: ArrayLike) -> Array:
    """Garnett: 1 / (1 + sqrt(g) h(beta/sqrt(g)) / h(-beta)), g the handling time over the mean patience."""
    beta, root = np.asarray(beta, dtype=np.float64), np.sqrt(np.asarray(aht_over_patience, dtype=np.float64))
    with np.errstate(divide="ignore"):
        return np.asarray(1.0 / (1.0 + root * _hazard(beta / root) / _hazard(-beta)))


def abandonment_times_root(beta: ArrayLike, aht_over_patience: ArrayLike) -> Array:
    """P(abandon) times the square root of the agents: (sqrt(g) h(beta/sqrt(g)) - beta) * P(wait)."""
    beta, root = np.asarray(beta, dtype=np.float64), np.sqrt(np.asarray(aht_over_patience, dtype=np.float64))
    return np.asarray((root * _hazard(beta / root) - beta) * p_wait_with_patience(beta, aht_over_patience))


def _hazard(x: Array) -> Array:
    """Of the standard normal law: phi(x) / (1 - Phi(x)), without underflow."""
    return np.asarray(np.sqrt(2.0 / np.pi) / special.erfcx(x / np.sqrt(2.0)))
