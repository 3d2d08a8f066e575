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
from pactline.planning.queueing.offered_wait import MILESTONES, Law, OfferedWait, Totals
from pactline.planning.queueing.patience_law import Array, PatienceLaw, PiecewiseHazard
from pactline.planning.queueing.waiting_times import WaitingTimes

Mask: TypeAlias = NDArray[np.bool_]

_DOUBLINGS = 200


@dataclass(frozen=True)
class GeneralWaits:
    """Waits of M/M/n+G, one value per interval."""

    p_wait: Array
    p_abandon: Array
    law: PatienceLaw
    offered: OfferedWait
    totals: Totals
    lost: Mask  # nobody is served: no agents, or a queue that never settles
    empty: Mask  # no contacts come

    def served_within(self, t_s: Array) -> Array:
        """P(served, and waited no longer than t)."""
        _, served_by = self._up_to(t_s)
        served = (1.0 - self.p_wait) + self.p_wait * served_by
        return self._corners(np.clip(served, 0.0, 1.0 - self.p_abandon), np.zeros_like(served))

    def abandoned_within(self, t_s: Array) -> Array:
        """P(abandoned, and waited no longer than t): of patience up to t, less those served before it ended."""
        by, served_by = self._up_to(t_s)
        impatient = 1.0 - self.law.survival(t_s)
        abandoned = self.p_wait * (by - served_by + impatient * (1.0 - by))
        abandoned = np.clip(abandoned, 0.0, self.p_abandon)
        return self._corners(abandoned, np.broadcast_to(impatient, abandoned.shape), empty=0.0)

    def mean_wait_of_served_s(self) -> Array:
        """Mean wait of the served."""
        with np.errstate(invalid="ignore", divide="ignore"):
            waited = self.totals.wait_of_served_s.reshape(self.p_wait.shape)
            asa = self.p_wait * waited / (1.0 - self.p_abandon)
        return self._corners(asa, np.full(asa.shape, np.nan), empty=0.0)

    def _up_to(self, t_s: Array) -> tuple[Array, Array]:
        """Of those who wait: P(the offered wait is no longer than t), and P(that, and patience is longer than it)."""
        rows, limits = np.broadcast_arrays(np.arange(self.p_wait.size).reshape(self.p_wait.shape), t_s)
        whose = rows.ravel()
        found = self.offered.up_to(limits.ravel().astype(np.float64), whose)
        by, served = (each / self.totals.integral[whose] for each in found)
        return np.minimum(by, 1.0).reshape(rows.shape), served.reshape(rows.shape)

    def _corners(self, usual: Array, lost: Array, empty: float = 1.0) -> Array:
        return np.where(self.empty, empty, np.where(self.lost, lost, usual))


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
    cuts = np.array([*law.kinks_s, *_milestones(law)])
    offered = OfferedWait.of(rate_.ravel(), (n_ / aht).ravel(), _both(law), cuts, not isinstance(law, PiecewiseHazard))
    totals = offered.totals()
    shaped = Totals(*(each.reshape(rate.shape) for each in totals))
    b = blocking(n_, rate_ * aht)
    with np.errstate(divide="ignore", over="ignore", under="ignore"):
        idle = (rate_ * aht / n_) * (1.0 - b) / b * np.exp(-offered.top.reshape(rate.shape))
        p_wait = rate_ * shaped.integral / (idle + rate_ * shaped.integral)
    p_abandon = p_wait * (1.0 - shaped.served)
    wait_s = p_wait * shaped.wait_s
    p_wait, p_abandon, wait_s = (
        np.where(empty, 0.0, np.where(lost, corner, usual))
        for usual, corner in ((p_wait, 1.0), (p_abandon, 1.0 - endless), (wait_s, longest))
    )
    return p_wait, p_abandon, wait_s, GeneralWaits(p_wait, p_abandon, law, offered, totals, lost, empty)


def _both(law: PatienceLaw) -> Law:
    """Survival and integrated survival together, as quickly as the law can say them."""
    if isinstance(law, PiecewiseHazard):
        return lambda t_s, _: law.both(t_s)
    return lambda t_s, _: (law.survival(t_s), law.integrated_survival(t_s))


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
