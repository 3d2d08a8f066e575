"""What a plan delivers when contacts and agents change from interval to interval: the judge of any plan.

Every interval is seen by the contacts that come in it. A contact's own wait is reckoned with the agents of the interval
in which it came, for the whole wait; agents who leave at the end of an interval hand their contact back to the queue,
where it waits with the others. Both make a cut in staffing look a little worse than it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pactline.planning.queueing.patience_law import Array, BalkThenExponential, Exponential, PiecewiseHazard
from pactline.planning.queueing.steady import Steady
from pactline.planning.varying.chain import Rates, over
from pactline.planning.varying.found_queue import FoundQueue

MarkovPatience = float | Exponential | BalkThenExponential | PiecewiseHazard | None
"""What the chain can follow: none, a mean in seconds, or a law whose hazard does not change over the wait."""


@dataclass(frozen=True)
class Judged:
    """A plan's intervals, one after the other."""

    steady: Steady
    """What the contacts that come in each interval meet, in the same terms as in the long run: ``p_wait``,
    ``p_abandon``, ``mean_wait_s``, ``served_within`` and all the others."""
    abandonment: Array
    """Hang-ups in the interval, whenever they came, over the contacts that came in it; 0 where none came."""
    end: Array
    """The law of the number in the system when the last interval ends, from 0 up."""

    @property
    def worst_abandonment(self) -> Array:
        """The larger of the hang-ups booked where they happened and of those booked where the contact came."""
        return np.maximum(self.abandonment, self.steady.p_abandon)


def judge(
    rates_per_s: ArrayLike,
    agents: ArrayLike,
    aht_s: ArrayLike,
    patience: MarkovPatience,
    interval_s: ArrayLike,
    start: int | Array = 0,
) -> Judged:
    """Follow one queue through its intervals, exactly.

    ``rates_per_s``, ``agents`` (whole numbers), ``aht_s`` and ``interval_s`` are one number or one per interval;
    ``start`` is the number in the system at the beginning, or its law from 0 up. Raises ValueError for anything else,
    and for a law of patience whose hazard changes over the wait: simulate that.
    """
    intervals = intervals_of(rates_per_s, agents, aht_s, patience, interval_s)
    law = started(start)
    means, ends = [], law
    for rates, length_s in intervals:
        ends, mean = over(ends, rates, length_s)
        means.append(mean)
    return judged([rates for rates, _ in intervals], means, ends)


def judged(rates: Sequence[Rates], means: Sequence[Array], end: Array) -> Judged:
    """The figures of intervals whose mean laws are known."""
    found = FoundQueue(tuple(rates), tuple(means))
    came = np.array([r.contacts_per_s for r in rates])
    stay = np.array([r.stay for r in rates])
    per_s = np.array([0.0 if np.isinf(r.mean_patience_s) else 1.0 / r.mean_patience_s for r in rates])
    with np.errstate(invalid="ignore", divide="ignore"):
        hang_ups = np.where(came > 0, found.mean_queue * per_s / came + found.p_wait * (1.0 - stay), 0.0)
    steady = Steady(found.p_wait, found.p_abandon, found.mean_wait_s, found.mean_queue, found.occupancy, found)
    return Judged(steady, hang_ups, end)


def started(start: int | ArrayLike) -> Array:
    """The law of the number in the system at the beginning."""
    if isinstance(start, int | np.integer):
        if start < 0:
            raise ValueError("the number in the system must not be below 0")
        law = np.zeros(int(start) + 1)
        law[-1] = 1.0
        return law
    law = np.asarray(start, dtype=np.float64)
    if law.ndim != 1 or not law.size or np.any(law < 0) or not np.isclose(law.sum(), 1.0):
        raise ValueError("the law at the beginning must be shares from 0 contacts up that sum to 1")
    return law


def intervals_of(
    rates_per_s: ArrayLike, agents: ArrayLike, aht_s: ArrayLike, patience: MarkovPatience, interval_s: ArrayLike
) -> list[tuple[Rates, float]]:
    """The rates and the length of every interval, checked."""
    mean, stay = _markov(patience)
    values = (np.atleast_1d(np.asarray(v, dtype=np.float64)) for v in (rates_per_s, agents, aht_s, interval_s))
    rate, n, aht, length = np.broadcast_arrays(*values)
    if rate.ndim != 1 or not np.all(np.isfinite(rate) & (rate >= 0)):
        raise ValueError("the rates must be one row of finite numbers not below 0")
    if not np.all(np.isfinite(n) & (n >= 0) & (n == np.round(n))):
        raise ValueError("the agents of an interval must be whole numbers not below 0")
    if not (np.all(np.isfinite(aht) & (aht > 0)) and np.all(np.isfinite(length) & (length > 0))):
        raise ValueError("intervals and handling times must be above 0 s")
    whole: NDArray[np.int64] = n.astype(np.int64)
    return [
        (Rates(float(rate[i]), int(whole[i]), float(aht[i]), mean, stay), float(length[i])) for i in range(rate.size)
    ]


def _markov(patience: MarkovPatience) -> tuple[float, float]:
    """Mean patience in seconds and the share of those who must wait that does not hang up at once."""
    match patience:
        case None:
            return np.inf, 1.0
        case Exponential():
            return patience.mean_s, 1.0
        case BalkThenExponential():
            return patience.mean_s, 1.0 - patience.balk_share
        case PiecewiseHazard():
            if len(set(patience.hazards_per_s)) > 1:
                raise ValueError("the chain follows only patience whose hazard does not change over the wait")
            hazard = patience.hazards_per_s[0]
            return (1.0 / hazard if hazard > 0 else np.inf), 1.0 - patience.at_once
        case _ if isinstance(patience, int | float | np.floating) and patience > 0:
            return float(patience), 1.0
        case _:
            raise ValueError("patience must be None, a mean above 0 s, or a law whose hazard does not change")
