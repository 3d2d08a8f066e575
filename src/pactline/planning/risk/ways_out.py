"""The ways in which a planned contact can leave its queue: answered or given up, after a wait in one of some bands.

The bands are cut at every wait that the agreement names, so that every commitment treats all contacts of one way alike.
A share for each way is all that planning has to say of a contact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pactline.agreement.model import Commitment
from pactline.planning.queueing.steady import Steady
from pactline.values.duration import Duration, Limit
from pactline.values.target import Unit

Array = NDArray[np.float64]

USUAL_EDGES_S = (2.0, 5.0, 10.0, 20.0, 40.0, 60.0, 90.0, 120.0, 180.0, 300.0, 600.0)
LONGEST_S = 7_200.0
"""What a wait without end is written down as."""


@dataclass(frozen=True)
class WaysOut:
    """Bands of waits. Way 0 is *answered at once*; then answered in each band, then given up in each band."""

    edges_s: tuple[float, ...]  # upper edges of all bands but the last, which runs on; ascending, above nought

    @classmethod
    def cut_at(cls, edges_s: Iterable[float]) -> WaysOut:
        """The usual bands, cut at these waits as well."""
        return cls(tuple(sorted({*USUAL_EDGES_S, *(edge for edge in edges_s if edge > 0)})))

    @classmethod
    def of(cls, commitments: Iterable[Commitment]) -> WaysOut:
        """Bands that no limit of the commitments cuts through."""
        edges: set[float] = set()
        for each in commitments:
            for value in each.arguments.values():
                if isinstance(value, Limit):
                    edges.add(value.duration.ms / 1000)
                elif isinstance(value, Duration):
                    edges.add(value.ms / 1000)
            if each.metric == "wait_percentile" and each.unit is Unit.SECONDS:
                edges |= {float(target.amount) for target in each.target.values}
        return cls.cut_at(edges)

    @property
    def bands(self) -> int:
        """How many bands of waits there are."""
        return len(self.edges_s) + 1

    @property
    def many(self) -> int:
        """How many ways there are."""
        return 1 + 2 * self.bands

    def is_answered(self, way: int) -> bool:
        """Whether contacts of this way reach an agent."""
        return way <= self.bands

    def band_s(self, way: int) -> tuple[float, float]:
        """The waits of a way: more than the first, at most the second."""
        if way == 0:
            return 0.0, 0.0
        band = (way - 1) % self.bands
        edges = (0.0, *self.edges_s, LONGEST_S)
        return edges[band], edges[band + 1]

    def shares(self, state: Steady) -> Array:
        """The share of the offered contacts that takes each way: the shape of the state, the ways as last axis."""
        p_abandon = np.asarray(state.p_abandon, dtype=float)
        served = [np.asarray(state.served_within(edge), dtype=float) for edge in (0.0, *self.edges_s)]
        left = [np.zeros_like(p_abandon), *(np.asarray(state.abandoned_within(e), dtype=float) for e in self.edges_s)]
        answered = [served[0], *_steps(served), 1 - p_abandon - served[-1]]
        given_up = [*_steps(left), p_abandon - left[-1]]
        found = np.clip(np.stack(np.broadcast_arrays(*answered, *given_up), axis=-1), 0.0, None)
        return np.asarray(found / found.sum(axis=-1, keepdims=True))

    def waits_s(self, state: Steady, weights: Array, parts: int = 5) -> Array:
        """The mean wait of the contacts of each way over all intervals of a state, which come with these weights.

        A band is looked at in ``parts``, those in each part being taken at its middle; the tail in parts that grow.
        """
        none = np.zeros_like(np.asarray(state.p_abandon, dtype=float))
        means = [0.0]
        for within, first, total in (
            (state.served_within, state.served_within(0.0), 1 - np.asarray(state.p_abandon)),
            (state.abandoned_within, none, np.asarray(state.p_abandon)),
        ):
            for way in range(1, self.bands + 1):
                lower, upper = self.band_s(way)
                last = way == self.bands
                marks = lower + (upper - lower) * np.asarray(
                    _GROWING if last else np.linspace(0, 1, parts + 1), dtype=float
                )
                means.append(_mean_wait(marks, within, first if way == 1 else None, total if last else None, weights))
        return np.array(means)


_GROWING: Array = (1.5 ** np.arange(13.0) - 1) / (1.5**12 - 1)


def _steps(passed: list[Array]) -> list[Array]:
    return [after - before for before, after in pairwise(passed)]


def _mean_wait(
    marks: Array, within: Callable[[float], Array], first: Array | None, last: Array | None, weights: Array
) -> float:
    """The mean wait between the first mark and the last; the middle (of a tail: the first part's) where nobody is."""
    passed = [np.asarray(within(float(mark)), dtype=float) for mark in marks]
    passed = [passed[0] if first is None else np.asarray(first), *passed[1:-1], passed[-1] if last is None else last]
    parts = np.array([float((np.clip(step, 0.0, None) * weights).sum()) for step in _steps(passed)])
    middles = (marks[1:] + marks[:-1]) / 2
    if parts.sum() <= 1e-9 * float(weights.sum()):
        return float(middles[0] if last is not None else middles.mean())
    return float(parts @ middles / parts.sum())
