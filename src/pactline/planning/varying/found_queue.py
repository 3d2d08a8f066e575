"""The waits of contacts that find a queue of a known law: one law per interval."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import special

from pactline.planning.queueing.patience_law import Array
from pactline.planning.varying.chain import Rates


@dataclass(frozen=True)
class FoundQueue:
    """For each interval what drives it, and the law of the number that an arriving contact finds, from 0 up.

    Who finds k - 1 waiting is served after k departures, if he does not hang up first. With exponential patience that
    wait is a beta law, without an Erlang law. Intervals in which no contacts come count as kept: nobody waits there.
    """

    rates: tuple[Rates, ...]
    laws: tuple[Array, ...]

    def served_within(self, t_s: Array) -> Array:
        """P(served, and waited no longer than t)."""
        limits = np.broadcast_to(t_s, (len(self.rates),))
        return np.array([self._within(i, float(t))[0] for i, t in enumerate(limits)])

    def abandoned_within(self, t_s: Array) -> Array:
        """P(abandoned, and waited no longer than t)."""
        limits = np.broadcast_to(t_s, (len(self.rates),))
        return np.array([self._within(i, float(t))[1] for i, t in enumerate(limits)])

    def mean_wait_of_served_s(self) -> Array:
        """Mean wait of the served."""
        return np.array([self._asa(i) for i in range(len(self.rates))])

    @cached_property
    def p_wait(self) -> Array:
        """P(a contact has to wait)."""
        return np.array([self._waiting(i)[1].sum() for i in range(len(self.rates))])

    @cached_property
    def p_abandon(self) -> Array:
        """P(a contact that comes in the interval hangs up)."""
        return np.array([(found * (1.0 - r.stay * _serves(r, k))).sum() for r, k, found in self._all])

    @cached_property
    def mean_wait_s(self) -> Array:
        """Mean wait of the contacts that come in the interval, in seconds."""
        return np.array([(found * r.stay * _wait_s(r, k)).sum() if found.any() else 0.0 for r, k, found in self._all])

    @cached_property
    def mean_queue(self) -> Array:
        """Mean number waiting over the interval, contacts of earlier intervals among them."""
        return np.array([_beyond(law, r.agents) for r, law in zip(self.rates, self.laws, strict=True)])

    @cached_property
    def occupancy(self) -> Array:
        """Busy share of the agents over the interval; 0 without agents."""
        busy = [
            float(np.minimum(np.arange(law.size), r.agents) @ law) / r.agents if r.agents else 0.0
            for r, law in zip(self.rates, self.laws, strict=True)
        ]
        return np.array(busy)

    @cached_property
    def _all(self) -> list[tuple[Rates, Array, Array]]:
        return [(r, *self._waiting(i)) for i, r in enumerate(self.rates)]

    def _waiting(self, i: int) -> tuple[Array, Array]:
        """k = 1, 2, ..., and P(a contact finds all agents busy and k - 1 waiting)."""
        r, law = self.rates[i], self.laws[i]
        found = law[r.agents :] if r.contacts_per_s > 0 else np.zeros(0)
        return np.arange(1.0, found.size + 1.0), found

    def _within(self, i: int, t_s: float) -> tuple[float, float]:
        r, k, found = self._all[i]
        if not found.size:
            return 1.0, 0.0
        if np.isinf(t_s):
            return float(1.0 - self.p_abandon[i]), float(self.p_abandon[i])
        stays = r.stay * np.exp(-t_s / r.mean_patience_s)
        in_time = r.stay * _serves(r, k) * _served_by(r, k, t_s, of_patient=False)
        longer = stays * (1.0 - _served_by(r, k, t_s, of_patient=True))
        served = 1.0 - found.sum() + found @ in_time
        return float(served), float(max(found @ (1.0 - longer - in_time), 0.0))

    def _asa(self, i: int) -> float:
        r, k, found = self._all[i]
        if not found.size:
            return 0.0
        served = 1.0 - float(self.p_abandon[i])
        if served <= 0.0 or r.agents == 0:
            return float("nan")
        leaving = r.agents / r.aht_s
        waits = np.cumsum(1.0 / (leaving + k / r.mean_patience_s))  # mean of k departures, given that one stays
        if np.isinf(r.mean_patience_s):
            waits = k / leaving
        return float((found * r.stay * _serves(r, k)) @ waits) / served


def _serves(r: Rates, k: Array) -> Array:
    """P(served | the k-th in line, not gone at once)."""
    if r.agents == 0:
        return np.zeros(k.shape)
    if np.isinf(r.mean_patience_s):
        return np.ones(k.shape)
    c = r.agents * r.mean_patience_s / r.aht_s
    return np.asarray(c / (c + k))


def _wait_s(r: Rates, k: Array) -> Array:
    """Mean wait of the k-th in line, served or not, in seconds."""
    if np.isfinite(r.mean_patience_s):
        return np.asarray(r.mean_patience_s * (1.0 - _serves(r, k)))
    return np.asarray(k * r.aht_s / r.agents) if r.agents else np.full(k.shape, np.inf)


def _served_by(r: Rates, k: Array, t_s: float, *, of_patient: bool) -> Array:
    """P(k departures within t), of one of endless patience or of one who is served before patience ends."""
    if r.agents == 0:
        return np.zeros(k.shape)
    if np.isinf(r.mean_patience_s):
        return np.asarray(special.gammainc(k, r.agents * t_s / r.aht_s))
    c = r.agents * r.mean_patience_s / r.aht_s + (0.0 if of_patient else 1.0)
    return np.asarray(special.betainc(k, c, -np.expm1(-t_s / r.mean_patience_s)))


def _beyond(law: Array, agents: int) -> float:
    waiting = law[agents + 1 :]
    return float(np.arange(1, waiting.size + 1) @ waiting)
