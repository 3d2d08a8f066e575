"""The load that time leaves behind: contacts in progress if nobody ever had to wait.

Long handling times carry the contacts of one interval into the next, so the load of an interval is not its own rate
times the handling time. With as many agents as contacts the mean number in progress m follows m' = rate - m/aht (Eick,
Massey and Whitt 1993), and staffing each interval for the mean of m is the modified offered load (Jennings, Mandelbaum,
Massey and Whitt 1996).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pactline.planning.queueing.patience_law import Array


def offered_load(
    rates_per_s: ArrayLike,
    interval_s: ArrayLike,
    aht_s: ArrayLike,
    start: float = 0.0,
    gaps_s: ArrayLike = 0.0,
) -> Array:
    """Mean load (Erlang) in each of the intervals that follow one another.

    The rate is constant within an interval, handling times are exponential; ``start`` is the load at the beginning.
    ``interval_s``, ``aht_s`` and ``gaps_s`` (seconds without contacts before an interval, for closed hours) are one
    number or one per interval. Raises ValueError for negative numbers or times that are not above 0.
    """
    values = (np.atleast_1d(np.asarray(v, dtype=np.float64)) for v in (rates_per_s, interval_s, aht_s, gaps_s))
    rates, lengths, aht, gaps = np.broadcast_arrays(*values)
    if rates.ndim != 1 or not np.all(np.isfinite(rates) & (rates >= 0)):
        raise ValueError("the rates must be one row of finite numbers not below 0")
    if not (np.all(lengths > 0) and np.all(aht > 0) and np.all(gaps >= 0) and start >= 0):
        raise ValueError("intervals and handling times must be above 0 s, gaps and the load at the start not below 0")
    settled = rates * aht
    kept = np.exp(-lengths / aht)
    mean_kept = -np.expm1(-lengths / aht) * aht / lengths
    left = np.exp(-gaps / aht)
    means, now = np.empty(rates.shape), start
    for i in range(rates.size):
        above = now * left[i] - settled[i]
        means[i] = settled[i] + above * mean_kept[i]
        now = settled[i] + above * kept[i]
    return means


def sinusoidal_load(
    mean_rate: ArrayLike, amplitude: ArrayLike, angular_frequency: ArrayLike, aht: ArrayLike, time: ArrayLike
) -> Array:
    """The load at a time when the rate is ``mean_rate + amplitude * sin(angular_frequency * time)`` for ever.

    In closed form (Eick, Massey and Whitt 1993): the wave comes later and flatter, by the angle whose tangent is the
    frequency times the handling time. Rates, frequency, handling time and time in one unit of time.
    """
    mean, swing, pace, length, at = (
        np.asarray(v, dtype=np.float64) for v in (mean_rate, amplitude, angular_frequency, aht, time)
    )
    turn = pace * length
    wave = (np.sin(pace * at) - turn * np.cos(pace * at)) / (1.0 + turn**2)
    return np.asarray(length * (mean + swing * wave))
