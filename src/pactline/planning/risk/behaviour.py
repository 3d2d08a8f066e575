"""How a queue answers to load, agent number by agent number: looked at once, read off for every interval and plan.

For each number of agents the queue is looked at in its long run at loads from a small part of the agents to far more
than they can do, and a smooth curve (cubic, over the logarithm of the load per agent) gives what lies between. Where
handling times differ the same is done for a few of them and a parabola taken through these. Shares that are read off
lie within 0.0005 of the exact ones, and within 0.01 where nobody gives up and the load is what the agents can just do;
a test says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline, PchipInterpolator, PPoly

from pactline.planning.queueing.patience_law import PatienceLaw
from pactline.planning.queueing.steady import steady
from pactline.planning.risk.noise import MOST, inflation
from pactline.planning.risk.opening import Opening
from pactline.planning.risk.ways_out import WaysOut

Array = NDArray[np.float64]
Patience = None | float | PatienceLaw

_GRID = np.concatenate([np.linspace(-3.0, -1.0, 11), np.linspace(-0.8, 0.4, 25), np.linspace(0.6, 1.4, 5)])
"""Logarithms of load per agent."""
_EDGE = np.unique(np.concatenate([_GRID, np.linspace(-0.4, 0.0, 101), [1e-6]]))
"""The same where nobody gives up: nothing is served in time from the load on that agents cannot do."""


@dataclass
class Behaviour:
    """One queue's way of answering to load."""

    ways: WaysOut
    patience: Patience
    limit_s: float  # the wait for which the noise is worked out
    ahts_s: tuple[float, ...]  # handling times that are looked at, ascending
    at_once: int = 1  # contacts that an agent holds at the same time
    opening: Opening | None = None  # None: nothing is known of days that open empty
    _curves: dict[tuple[float, float], PPoly] = field(default_factory=dict, repr=False)

    @classmethod
    def between(
        cls, ways: WaysOut, patience: Patience, limit_s: float, aht_s: Array, *, at_once: int = 1,
        opening: Opening | None = None,
    ) -> Behaviour:  # fmt: skip
        """For handling times like these and up to a tenth shorter or longer."""
        known = aht_s[aht_s > 0]
        low, high = (float(known.min()), float(known.max())) if known.size else (1.0, 1.0)
        return cls(ways, patience, limit_s, tuple(np.geomspace(0.88 * low, 1.12 * high, 3)), at_once, opening)

    def look(
        self, rate_per_s: Array, aht_s: Array, agents: Array, since: NDArray[np.int64] | None = None
    ) -> tuple[Array, Array]:
        """For each interval the share of each way out (..., ways) and the multiple of the binomial variance (...).

        Rates may have further axes behind the first, along which handling time and agents stay. ``since`` counts the
        intervals since the queue opened empty; -1 where that is forgotten."""
        shares = np.zeros((*rate_per_s.shape, self.ways.many))
        shares[..., self.ways.many - 1] = 1.0  # without agents everybody gives up in the end
        noise = np.ones(rate_per_s.shape)
        present = np.unique(agents[agents > 0])
        self._look([(each, float(n)) for n in present for each in self._used(aht_s)])
        for n in present:
            mine = np.flatnonzero(agents == n)
            aht = aht_s[mine].reshape(-1, *([1] * (rate_per_s.ndim - 1)))
            load = np.log(np.maximum(rate_per_s[mine] * aht, 1e-9) / (n * self.at_once))
            place = np.clip(load, _GRID[0], _GRID[-1])
            found = sum(weight[..., None] * self._curves[each, float(n)](place) for each, weight in self._weights(aht))
            found = np.clip(np.asarray(found), 0.0, None)
            shares[mine] = found[..., :-1] / found[..., :-1].sum(axis=-1, keepdims=True)
            noise[mine] = np.clip(found[..., -1], 1.0, MOST)
        if since is not None and self.opening is not None:
            self._open_empty(self.opening, shares, rate_per_s, aht_s, agents, since)
        return shares, noise

    def _open_empty(
        self, opening: Opening, shares: Array, rate_per_s: Array, aht_s: Array, agents: Array, since: NDArray[np.int64]
    ) -> None:
        early = (since >= 0) & (agents > 0)
        for n, after in sorted(set(zip(agents[early].tolist(), since[early].tolist(), strict=True))):
            mine = np.flatnonzero((agents == n) & (since == after))
            aht = aht_s[mine].reshape(-1, *([1] * (rate_per_s.ndim - 1)))
            gain = opening.gain(rate_per_s[mine] * aht / (n * self.at_once), n, after)
            better = np.clip(shares[mine] + gain, 0.0, None)
            shares[mine] = better / better.sum(axis=-1, keepdims=True)

    def in_time(self) -> int:
        """How many of the first ways out are answered within the limit of the noise."""
        return 1 + sum(edge <= self.limit_s for edge in self.ways.edges_s)

    def _used(self, aht_s: Array) -> list[float]:
        return [each for each, _ in self._weights(aht_s)]

    def _weights(self, aht: Array) -> list[tuple[float, Array]]:
        """The handling times that were looked at, with the weights that a parabola through them gives each."""
        marks = np.log(self.ahts_s)
        x = np.log(np.clip(aht, self.ahts_s[0], self.ahts_s[-1]))
        found = []
        for number, mark in enumerate(marks):
            weight = np.ones_like(x)
            for other in np.delete(marks, number):
                weight = weight * (x - other) / (mark - other)
            if np.any(np.abs(weight) > 1e-12):
                found.append((self.ahts_s[number], weight))
        return found

    def _look(self, pairs: list[tuple[float, float]]) -> None:
        """Curves for these handling times and agents, over the logarithm of load per agent: the share of each way out,
        and last the noise. All of them are worked out in one go."""
        pairs = [pair for pair in pairs if pair not in self._curves]
        if not pairs:
            return
        grid, smooth = (_EDGE, PchipInterpolator) if self.patience is None else (_GRID, CubicSpline)
        aht_s, agents = (np.array(column)[:, None] for column in zip(*pairs, strict=True))
        servers = agents * self.at_once
        rates = np.exp(grid) * servers / aht_s
        state = steady(rates, aht_s, servers, self.patience)
        noise = inflation(rates, aht_s, servers, state, self.limit_s)
        tables = np.concatenate([np.broadcast_to(self.ways.shares(state), (*rates.shape, self.ways.many)),
                                 noise[..., None]], axis=-1)  # fmt: skip
        for pair, table in zip(pairs, tables, strict=True):
            self._curves[pair] = smooth(grid, table, axis=0)
