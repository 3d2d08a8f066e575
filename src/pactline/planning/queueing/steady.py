"""The long-run behaviour of one queue: Erlang C, Erlang A and M/M/n+G behind one function.

Contacts come at random (Poisson), handling times are exponential, agents are alike, who waits is served in the order of
arrival. All arguments are arrays that broadcast over intervals; agents may be fractional. What it returns is exact for
these assumptions; docs/why/the-mathematics-of-planning.md has the formulas and their sources.

Corners, by definition: where no contacts come, nobody waits and every share of contacts is kept (service level 1);
without agents everybody waits and nobody is served; without patience (``None`` or infinite) agents that are not more
than the load serve nobody in time: P(wait) 1, infinite waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from pactline.planning.queueing.exponential_patience import exponential
from pactline.planning.queueing.general_patience import general
from pactline.planning.queueing.patience_law import (
    Array,
    BalkThenExponential,
    Exponential,
    PatienceLaw,
    PiecewiseHazard,
)
from pactline.planning.queueing.waiting_times import WaitingTimes

_NO_AGENT, _NO_LOAD = 1e-9, 1e-12  # agents and Erlang below these count as none


class Definition(StrEnum):
    """The usual service levels for a wait of T; abandoned contacts make the difference."""

    SL_OFFERED = "sl_offered"  # served within T / offered
    SL_ANSWERED = "sl_answered"  # served within T / served
    SL_EXCL_SHORT = "sl_excl_short"  # served within T / (offered - abandoned within T)
    SL_WAIT = "sl_wait"  # served or abandoned within T / offered


@dataclass(frozen=True)
class Steady:
    """Long-run behaviour of a queue, one value per interval. Shares are of the offered contacts; waits in seconds."""

    p_wait: Array
    """P(a contact has to wait)."""
    p_abandon: Array
    """P(a contact hangs up before it is answered)."""
    mean_wait_s: Array
    """Mean wait of all offered contacts, answered or not."""
    mean_queue: Array
    """Mean number of contacts waiting."""
    occupancy: Array
    """Busy share of the agents; 0 without agents."""
    waits: WaitingTimes

    @cached_property
    def asa_s(self) -> Array:
        """Average speed of answer: the mean wait of the answered only. Not a number where nobody is answered."""
        return self.waits.mean_wait_of_served_s()

    def served_within(self, t_s: ArrayLike) -> Array:
        """P(served, and waited no longer than t)."""
        return self.waits.served_within(_limit(t_s))

    def abandoned_within(self, t_s: ArrayLike) -> Array:
        """P(abandoned, and waited no longer than t)."""
        return self.waits.abandoned_within(_limit(t_s))

    def waits_longer(self, t_s: ArrayLike) -> Array:
        """P(still in the queue after t), served later or not."""
        return np.maximum(1.0 - self.served_within(t_s) - self.abandoned_within(t_s), 0.0)

    def service_level(self, t_s: ArrayLike, definition: Definition = Definition.SL_OFFERED) -> Array:
        """The service level for a wait of t seconds under one of the four usual definitions."""
        served = self.served_within(t_s)
        match definition:
            case Definition.SL_OFFERED:
                return served
            case Definition.SL_ANSWERED:
                return _share(served, 1.0 - self.p_abandon)
            case Definition.SL_EXCL_SHORT:
                return _share(served, 1.0 - self.abandoned_within(t_s))
            case Definition.SL_WAIT:
                return served + self.abandoned_within(t_s)

    def service_level_general(
        self, t_s: ArrayLike, *, ignored_up_to_s: ArrayLike | None = None, met_up_to_s: ArrayLike | None = None
    ) -> Array:
        """The service level for a wait of t where the agreement chooses what abandoned contacts do.

        Contacts abandoned within ``ignored_up_to_s`` are left out of what is counted, those abandoned within
        ``met_up_to_s`` count as met; either limit may be another than t, and infinity means all abandoned contacts.
        Where nothing is counted the figure is not a number.
        """
        good, counted = self.served_within(t_s), np.ones(())
        if met_up_to_s is not None:
            good = good + self.abandoned_within(met_up_to_s)
        if ignored_up_to_s is not None:
            ignored = self.abandoned_within(ignored_up_to_s)
            counted = 1.0 - ignored
            if met_up_to_s is not None:  # what is left out cannot be met
                good = good - np.minimum(ignored, self.abandoned_within(met_up_to_s))
        return _share(good, counted)


def steady(
    rate_per_s: ArrayLike,
    aht_s: ArrayLike,
    agents: ArrayLike,
    patience: ArrayLike | PatienceLaw | None = None,
) -> Steady:
    """The long-run behaviour of a queue of ``rate_per_s`` contacts a second that take ``aht_s`` seconds, with agents.

    ``patience`` is None for nobody hangs up (Erlang C), the mean of exponential patience in seconds (Erlang A; an array
    has one per interval, infinity among them allowed), or a law of patience (M/M/n+G).
    Raises ValueError for negative or unusable numbers.
    """
    rate, aht, n = (np.asarray(value, dtype=np.float64) for value in (rate_per_s, aht_s, agents))
    _demand("the rate of contacts must be finite and not below 0", rate, rate >= 0)
    _demand("the average handle time must be finite and above 0 s", aht, aht > 0)
    _demand("the number of agents must be finite and not below 0", n, n >= 0)
    n, rate = np.where(n < _NO_AGENT, 0.0, n), np.where(rate * aht < _NO_LOAD, 0.0, rate)
    if isinstance(patience, PatienceLaw):
        law = _closed(patience)
        if law is None:
            p_wait, p_abandon, mean_wait_s, waits = general(rate, aht, n, patience)
        else:
            p_wait, p_abandon, mean_wait_s, waits = exponential(rate, aht, n, np.asarray(law[1]), 1.0 - law[0])
    else:
        mean = np.asarray(np.inf if patience is None else patience, dtype=np.float64)
        if not np.all(mean > 0):
            raise ValueError("the mean patience must be above 0 s; infinity for nobody who hangs up")
        p_wait, p_abandon, mean_wait_s, waits = exponential(rate, aht, n, mean, 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        queue = np.where(rate > 0, rate * mean_wait_s, 0.0)
        busy = np.where(n > 0, np.minimum(rate * aht * (1.0 - p_abandon) / n, 1.0), 0.0)
    return Steady(p_wait, p_abandon, mean_wait_s, queue, busy, waits)


def _closed(law: PatienceLaw) -> tuple[float, float] | None:
    """The share that hangs up at once and the mean of the exponential rest, where the law is that simple."""
    match law:
        case Exponential():
            return 0.0, law.mean_s
        case BalkThenExponential():
            return law.balk_share, law.mean_s
        case PiecewiseHazard() if len(set(law.hazards_per_s)) == 1:
            hazard = law.hazards_per_s[0]
            return law.at_once, 1.0 / hazard if hazard > 0 else np.inf
        case _:
            return None


def _demand(sentence: str, values: Array, fine: object) -> None:
    if not (np.all(np.isfinite(values)) and np.all(cast("bool", fine))):
        raise ValueError(sentence)


def _limit(t_s: ArrayLike) -> Array:
    limit = np.asarray(t_s, dtype=np.float64)
    if not np.all(limit >= 0):
        raise ValueError("a wait must not be below 0 s")
    return limit


def _share(good: Array, counted: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(counted > 0, good / counted, np.nan)
