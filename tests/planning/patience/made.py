"""Waits with a known truth: a queue of the first come, first served, simulated contact by contact."""

from __future__ import annotations

import heapq
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], Floats]

# the five truths of the design note, each with a mean patience of 180 s
TRUTHS: dict[str, Draw] = {
    "exponential": lambda rng, n: rng.exponential(180.0, n),
    "lognormal": lambda rng, n: rng.lognormal(np.log(180.0) - 0.5, 1.0, n),
    "15 % at once": lambda rng, n: np.where(rng.random(n) < 0.15, 0.0, rng.exponential(180.0 / 0.85, n)),
    "Erlang-3": lambda rng, n: rng.gamma(3.0, 60.0, n),
    "hyperexponential": lambda rng, n: np.where(
        rng.random(n) < 0.5, rng.exponential(60.0, n), rng.exponential(300.0, n)
    ),
}


def waits(
    rng: np.random.Generator, contacts: int, rate_per_s: float, aht_s: float, agents: int, patience: Draw
) -> tuple[Floats, NDArray[np.bool_]]:
    """The wait of each contact and whether it hung up; agents serve in order of arrival, handling is exponential."""
    arrivals = np.cumsum(rng.exponential(1.0 / rate_per_s, contacts)).tolist()
    handling, patient = rng.exponential(aht_s, contacts).tolist(), patience(rng, contacts).tolist()
    free_at = [0.0] * agents
    wait, gone = np.zeros(contacts), np.zeros(contacts, dtype=bool)
    for number in range(contacts):
        offered = free_at[0] - arrivals[number]
        if offered > 0 and patient[number] < offered:
            wait[number], gone[number] = patient[number], True
            continue
        wait[number] = max(offered, 0.0)
        heapq.heapreplace(free_at, arrivals[number] + wait[number] + handling[number])
    return wait, gone
