"""The number of agents at which agents, hang-ups and waiting cost least together, when prices stand for promises."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pactline.planning.queueing.patience_law import Array, PatienceLaw
from pactline.planning.queueing.steady import steady


@dataclass(frozen=True)
class Prices:
    """What an hour of an agent, a contact that hangs up and an hour of a customer's waiting cost, in one currency."""

    agent_hour: float
    abandoned: float
    waiting_hour: float = 0.0

    def __post_init__(self) -> None:
        if not (self.agent_hour > 0 and self.abandoned >= 0 and self.waiting_hour >= 0):
            raise ValueError("an agent's hour must cost something, and nothing may cost less than 0")


def cost_per_hour(
    rate_per_s: ArrayLike, aht_s: ArrayLike, agents: ArrayLike, patience: ArrayLike | PatienceLaw, prices: Prices
) -> Array:
    """Agents, hang-ups and waiting of an hour, at the prices."""
    found = steady(rate_per_s, aht_s, agents, patience)
    hourly = np.asarray(rate_per_s, dtype=np.float64) * 3600.0
    waiting = prices.waiting_hour * found.mean_queue if prices.waiting_hour else 0.0
    return np.asarray(prices.agent_hour * np.asarray(agents) + prices.abandoned * hourly * found.p_abandon + waiting)


def cheapest_agents(
    rate_per_s: ArrayLike, aht_s: ArrayLike, patience: ArrayLike | PatienceLaw, prices: Prices
) -> Array:
    """The least whole number of agents at which an agent more would not pay, one per interval.

    Each agent more saves less than the one before (what is served is concave in the agents, the queue convex), so the
    first that does not pay for itself ends the search, and halving finds it.
    """
    rate, aht = np.broadcast_arrays(np.asarray(rate_per_s, dtype=np.float64), np.asarray(aht_s, dtype=np.float64))
    load = rate * aht

    def pays(agents: Array) -> NDArray[np.bool_]:
        costs = [cost_per_hour(rate, aht, agents + more, patience, prices) for more in (0.0, 1.0)]
        return np.asarray(costs[1] < costs[0])

    low: Array = np.full(load.shape, -1.0)
    high: Array = np.ceil(load + 4.0 * np.sqrt(load) + 4.0)
    while (more := pays(high)).any():
        low, high = np.where(more, high, low), np.where(more, 2.0 * high, high)
    while (high - low > 1.0).any():
        half, apart = np.floor((low + high) / 2.0), high - low > 1.0
        more = pays(np.maximum(half, 0.0))
        low, high = np.where(apart & more, half, low), np.where(apart & ~more, half, high)
    return high
