"""Erlang A and Erlang C in closed form: exponential patience, or none, perhaps after a share that hangs up at once.

With b = Erlang B, r = ``waiting(c, x).relief`` and g = ``waiting(c, x).gives_up``:

- P(wait) = b / (b + (1 - b) r)
- P(offered wait > t | wait) = J(t)/J = P(c, x e^(-t/mean)) / P(c, x), with the same functions at the thinner load
- of those still waiting after t the share g(x e^(-t/mean)) will hang up.

Without patience r = 1 - load per agent, and the wait of those who wait is exponential (Erlang 1917). Sources: Palm
1957; Garnett, Mandelbaum and Reiman 2002; Mandelbaum and Zeltyn 2007.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pactline.planning.queueing.erlang import Waiting, blocking, poisson_weight, waiting
from pactline.planning.queueing.offered_wait import MILESTONES, OfferedWait, Rows
from pactline.planning.queueing.patience_law import Array
from pactline.planning.queueing.waiting_times import WaitingTimes

Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Special:
    """The intervals that the closed form does not reach, each kind with its own sentence."""

    empty: Mask  # no contacts come
    alone: Mask  # contacts come and there are no agents
    endless: Mask  # nobody hangs up after the first moment
    unstable: Mask  # endless, and those who stay are not fewer than the agents can serve

    @property
    def any(self) -> bool:
        """Whether there is one."""
        return bool((self.empty | self.alone | self.endless).any())


@dataclass(frozen=True)
class ExponentialWaits:
    """Waits with exponential patience or none; the arrays are those of the intervals."""

    p_wait: Array
    p_abandon: Array
    mean_wait_s: Array
    rate_per_s: Array
    leaving_per_s: Array  # contacts that busy agents finish in a second
    mean_s: Array
    stay: float  # the share of those who must wait that does not hang up at once
    c: Array
    x: Array
    at_0: Waiting
    special: Special

    def served_within(self, t_s: Array) -> Array:
        """P(served, and waited no longer than t)."""
        later = self._later(t_s)[0]
        return np.asarray(np.clip(self._p_served - later, 0.0, 1.0))

    def abandoned_within(self, t_s: Array) -> Array:
        """P(abandoned, and waited no longer than t)."""
        later = self._later(t_s)[1]
        return np.asarray(np.clip(self.p_abandon - later, 0.0, 1.0))

    def mean_wait_of_served_s(self) -> Array:
        """By quadrature of wait times density: there is no closed form for it."""
        rate, leaving, mean = (np.atleast_1d(v).ravel() for v in (self.rate_per_s, self.leaving_per_s, self.mean_s))
        special = (self.special.empty | self.special.alone | self.special.endless).ravel()
        rate, leaving = np.where(special, 1.0, rate), np.where(special, 1.0, leaving)
        mean = np.where(special, 1.0, mean)

        def law(t_s: Array, rows: Rows) -> tuple[Array, Array]:
            over = t_s / mean[rows, None]
            return self.stay * np.exp(-over), -self.stay * mean[rows, None] * np.expm1(-over)

        found = OfferedWait.of(rate, leaving, law, mean[:, None] * -np.log(MILESTONES)).totals()
        waited = self.p_wait * found.wait_of_served_s.reshape(self.p_wait.shape)
        served = self._p_served
        with np.errstate(invalid="ignore", divide="ignore"):
            asa = np.where(served > 0, waited / served, np.nan)
            # nobody hangs up later: all who stay are served
            asa = np.where(self.special.endless, self.mean_wait_s / served, asa)
        asa = np.where(self.special.alone, np.nan, asa)
        return np.where(self.special.empty, 0.0, asa)

    @property
    def _p_served(self) -> Array:
        return np.asarray(1.0 - self.p_abandon)

    def _later(self, t_s: Array) -> tuple[Array, Array]:
        """P(still waiting after t and served later), P(still waiting after t and abandoned later)."""
        with np.errstate(invalid="ignore", under="ignore"):
            decay = np.where(np.isinf(self.mean_s), 1.0, np.exp(-t_s / self.mean_s))
        then = waiting(self.c, self.x * decay)
        waits = self.p_wait * self.stay * decay * self._still(t_s, decay, then)
        served, abandoned = waits * (1.0 - then.gives_up), waits * then.gives_up
        if not self.special.any:
            return served, abandoned
        empty, alone, endless = self.special.empty, self.special.alone, self.special.endless
        with np.errstate(invalid="ignore", over="ignore"):
            spare = self.leaving_per_s - self.stay * self.rate_per_s
            tail = np.where(self.special.unstable, 1.0, np.exp(-np.maximum(spare, 0.0) * t_s))
        served = np.where(endless, self.p_wait * self.stay * tail, served)
        abandoned = np.where(endless, 0.0, abandoned)
        served = np.where(alone, np.where(endless, self.stay, 0.0), served)
        abandoned = np.where(alone, np.where(endless, 0.0, self.stay * decay), abandoned)
        return np.where(empty, 0.0, served), np.where(empty, 0.0, abandoned)

    def _still(self, t_s: Array, decay: Array, then: Waiting) -> Array:
        """J(t)/J: P(the offered wait is longer than t | wait)."""
        c, x, mass, relief = np.broadcast_arrays(self.c, self.x, self.at_0.mass, self.at_0.relief)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore", under="ignore"):
            if np.isnan(then.mass).any():
                mass_then = np.where(np.isnan(then.mass), poisson_weight(c, x * decay) / then.relief, then.mass)
            else:
                mass_then = then.mass
            still = mass_then / mass
            far = np.isnan(mass)
            if far.any():
                exponent = np.where(decay > 0, -x * np.expm1(-t_s / self.mean_s) - c * t_s / self.mean_s, -np.inf)
                still = np.where(far, np.exp(exponent) * relief / then.relief, still)
        return np.asarray(still)


Found: TypeAlias = tuple[Array, Array, Array, WaitingTimes]


def exponential(rate_per_s: Array, aht_s: Array, agents: Array, mean_s: Array, stay: float) -> Found:
    """P(wait), P(abandon), mean wait of all and the waits, for exponential patience after ``1 - stay`` hung up at once.

    ``mean_s`` may hold infinity: nobody else hangs up then.
    """
    rate, aht, n, mean = np.broadcast_arrays(rate_per_s, aht_s, agents, mean_s)
    special = _special(rate, aht, n, mean, stay)
    b = blocking(n, rate * aht)
    if special.any:
        odd = special.empty | special.alone | special.endless
        n_, rate_, mean_ = np.where(odd, 1.0, n), np.where(odd, 1.0 / aht, rate), np.where(odd, aht, mean)
    else:
        n_, rate_, mean_ = n, rate, mean
    c, x = n_ * mean_ / aht, stay * rate_ * mean_
    at_0 = waiting(c, x)
    p_wait = b / (b + (1.0 - b) * at_0.relief)
    p_abandon = p_wait * (1.0 - stay * (1.0 - at_0.gives_up))
    wait_s = p_wait * stay * mean_ * at_0.gives_up
    if special.any:
        p_wait, p_abandon, wait_s = _put_special(special, rate, aht, n, mean, stay, b, (p_wait, p_abandon, wait_s))
    waits = ExponentialWaits(p_wait, p_abandon, wait_s, rate, n / aht, mean, stay, c, x, at_0, special)
    return p_wait, p_abandon, wait_s, waits


def _special(rate: Array, aht: Array, n: Array, mean: Array, stay: float) -> Special:
    empty, endless = rate == 0, np.isinf(mean)
    alone = (n == 0) & ~empty
    return Special(empty, alone, endless, endless & ~empty & (n / aht - stay * rate <= 0))


def _put_special(
    special: Special,
    rate: Array,
    aht: Array,
    n: Array,
    mean: Array,
    stay: float,
    b: Array,
    found: tuple[Array, Array, Array],
) -> tuple[Array, Array, Array]:
    """The same three figures with the special intervals put in."""
    p_wait, p_abandon, wait_s = found
    with np.errstate(invalid="ignore", divide="ignore"):
        spare = np.maximum(n / aht - stay * rate, 0.0)
        relief = np.where(special.endless, spare * aht / n, 1.0)
        waits = np.where(special.unstable, 1.0, b / (b + (1.0 - b) * relief))
        p_wait = np.where(special.endless, waits, p_wait)
        p_abandon = np.where(special.endless, waits * (1.0 - stay), p_abandon)
        forever = np.where(special.unstable & (stay > 0), np.inf, waits * stay / spare)
        wait_s = np.where(special.endless, np.where(stay > 0, forever, 0.0), wait_s)
    p_wait = np.where(special.alone, 1.0, p_wait)
    p_abandon = np.where(special.alone, np.where(special.endless, 1.0 - stay, 1.0), p_abandon)
    with np.errstate(invalid="ignore"):
        wait_s = np.where(special.alone, np.where(stay > 0, stay * mean, 0.0), wait_s)
    return tuple(np.where(special.empty, 0.0, value) for value in (p_wait, p_abandon, wait_s))  # type: ignore[return-value]
