"""M/M/n+G: any law of patience, exact for exponential handling times, by sums over the offered wait.

With J the integral of exp(h) (see ``offered_wait``) and e = (load/agents) (1-B)/B from Erlang B: P(wait) = rate*J /
(e + rate*J). Everything else is a mean over the offered wait of those who wait (Mandelbaum and Zeltyn 2007, "Service
engineering in action: the Palm/Erlang-A queue", and their notes on M/M/n+G).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pactline.planning.queueing.erlang import blocking
from pactline.planning.queueing.offered_wait import MILESTONES, Densities, densities_over
from pactline.planning.queueing.patience_law import Array, PatienceLaw, PiecewiseHazard
from pactline.planning.queueing.waiting_times import WaitingTimes

Mask: TypeAlias = NDArray[np.bool_]

_DOUBLINGS = 200
_ROWS = 1024  # intervals summed at once, so that the pieces stay in the processor's cache


@dataclass(frozen=True)
class GeneralWaits:
    """Waits of M/M/n+G, one value per interval; every limit asked for is summed anew."""

    p_wait: Array
    p_abandon: Array
    rate_per_s: Array
    leaving_per_s: Array
    law: PatienceLaw
    lost: Mask  # nobody is served: no agents, or a queue that never settles
    empty: Mask  # no contacts come

    def served_within(self, t_s: Array) -> Array:
        """P(served, and waited no longer than t)."""
        found = self._summed(t_s)
        served = (1.0 - self.p_wait) + self.p_wait * found.served_by
        return self._corners(served, np.zeros_like(served))

    def abandoned_within(self, t_s: Array) -> Array:
        """P(abandoned, and waited no longer than t): of patience up to t, less those served before it ended."""
        found = self._summed(t_s)
        impatient = 1.0 - self.law.survival(t_s)
        by = 1.0 - found.longer  # P(the offered wait of who waits is no longer than t)
        abandoned = self.p_wait * np.maximum(by - found.served_by + impatient * found.longer, 0.0)
        return self._corners(abandoned, np.broadcast_to(impatient, abandoned.shape), empty=0.0)

    def mean_wait_of_served_s(self) -> Array:
        """Mean wait of the served."""
        found = self._summed(np.zeros(()))
        with np.errstate(invalid="ignore", divide="ignore"):
            asa = self.p_wait * found.wait_of_served_s / (1.0 - self.p_abandon)
        return self._corners(asa, np.full(asa.shape, np.nan), empty=0.0)

    def _summed(self, t_s: Array) -> Densities:
        odd = self.lost | self.empty
        rate, leaving = np.where(odd, 1.0, self.rate_per_s), np.where(odd, 1.0, self.leaving_per_s)
        rate = np.where(odd, 0.5, rate)
        return _summed(rate, leaving, self.law, t_s)

    def _corners(self, usual: Array, lost: Array, empty: float = 1.0) -> Array:
        return np.where(self.empty, empty, np.where(self.lost, lost, usual))


def _summed(rate: Array, leaving: Array, law: PatienceLaw, t_s: Array) -> Densities:
    rate, leaving, t_s = np.broadcast_arrays(rate, leaving, t_s)
    flat = [np.ascontiguousarray(v, dtype=np.float64).ravel() for v in (rate, leaving, t_s)]
    near_0 = not isinstance(law, PiecewiseHazard)
    cuts = np.array([*law.kinks_s, *_milestones(law)])
    parts = []
    for at in range(0, flat[0].size, _ROWS):
        r, out, t = (v[at : at + _ROWS] for v in flat)
        parts.append(densities_over(r, out, law.survival, law.integrated_survival, cuts, t, near_0))
    if not parts:
        return Densities(*(np.empty(rate.shape) for _ in Densities._fields))
    return Densities(*(np.concatenate(column).reshape(rate.shape) for column in zip(*parts, strict=True)))


def _milestones(law: PatienceLaw) -> Array:
    """The times at which so much of the patience is used up; those that are never reached are left out."""
    begin, end = float(law.survival(0.0)), float(law.survival(np.inf))
    marks = begin * MILESTONES[begin * MILESTONES > end]
    low, high = np.zeros(marks.shape), np.ones(marks.shape)
    for _ in range(_DOUBLINGS):
        if not (above := law.survival(high) > marks).any():
            break
        high = np.where(above, 2.0 * high, high)
    for _ in range(30):
        half = (low + high) / 2.0
        above = law.survival(half) > marks
        low, high = np.where(above, half, low), np.where(above, high, half)
    return high


def general(
    rate_per_s: Array, aht_s: Array, agents: Array, law: PatienceLaw
) -> tuple[Array, Array, Array, WaitingTimes]:
    """P(wait), P(abandon), mean wait of all and the waits, for any law of patience.

    Where a share of customers never hangs up and the agents cannot serve even them, the queue never settles: everybody
    waits, nobody is served in time.
    """
    rate, aht, n = np.broadcast_arrays(rate_per_s, aht_s, agents)
    ever = np.array(np.inf)
    endless, longest = float(law.survival(ever)), float(law.integrated_survival(ever))
    empty = rate == 0
    alone = (n == 0) & ~empty
    lost = alone | (~empty & (endless > 0) & (endless * rate * aht >= n))
    odd = lost | empty
    n_, rate_ = np.where(odd, 1.0, n), np.where(odd, 0.5 / aht, rate)
    found = _summed(rate_, n_ / aht, law, np.zeros(()))
    b = blocking(n_, rate_ * aht)
    with np.errstate(divide="ignore", over="ignore", under="ignore"):
        idle = (rate_ * aht / n_) * (1.0 - b) / b * np.exp(-found.top)
        p_wait = rate_ * found.integral / (idle + rate_ * found.integral)
    p_abandon = p_wait * (1.0 - found.served)
    wait_s = p_wait * found.wait_s
    p_wait, p_abandon, wait_s = (
        np.where(empty, 0.0, np.where(lost, corner, usual))
        for usual, corner in ((p_wait, 1.0), (p_abandon, 1.0 - endless), (wait_s, longest))
    )
    return p_wait, p_abandon, wait_s, GeneralWaits(p_wait, p_abandon, rate, n / aht, law, lost, empty)
