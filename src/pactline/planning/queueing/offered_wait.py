"""The law of the offered wait, by sums that are exact to rounding: how long somebody of endless patience would wait.

Where contacts wait its density is proportional to exp(h(x)) with h(x) = rate * H(x) - leaving * x, H the integrated
survival of patience (Baccelli and Hebuterne 1981; Mandelbaum and Zeltyn 2007). h is concave, so the range that matters
is found from its top, cut where it has fallen by given amounts and where the law of patience has kinks, and each piece
is summed by a Gauss rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pactline.planning.queueing.patience_law import Array

Rows: TypeAlias = NDArray[np.intp]
Law: TypeAlias = Callable[[Array, Rows], tuple[Array, Array]]
"""Survival and integrated survival of patience at times in rows, given which interval each row belongs to."""

_FALLS = np.array([2.0, 6.0, 14.0, 26.0, 42.0])  # beyond the last nothing is left of a double
MILESTONES = np.array([0.7, 0.4, 0.2, 0.08, 0.02, 0.003, 1e-4, 2e-6, 3e-8, 3e-10])
"""Shares of those still patient at which the sums are cut, since the law may change its pace there."""
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(12)
_HALVINGS = 8
_DOUBLINGS = 200
_AT_ONCE = 512  # intervals summed together, so that their pieces stay in the processor's cache


class Totals(NamedTuple):
    """What the offered wait of those who wait comes to."""

    integral: Array  # of exp(h - top) over all waits, in seconds
    served: Array  # P(patience is longer than the offered wait)
    wait_s: Array  # mean of the shorter of patience and offered wait
    wait_of_served_s: Array  # mean of the offered wait where it is shorter than patience, else 0


@dataclass(frozen=True)
class OfferedWait:
    """The law of the offered wait of those who wait, one row per interval."""

    rate_per_s: Array
    leaving_per_s: Array
    law: Law
    edges_s: Array  # of the pieces, ascending in each row
    top: Array  # of h

    @classmethod
    def of(cls, rate_per_s: Array, leaving_per_s: Array, law: Law, cuts_s: Array, near_0: bool = False) -> OfferedWait:
        """For rates above 0 and a law that lets the queue settle, in one dimension.

        ``cuts_s`` are the kinks and milestones of the law, for all intervals or one row each; ``near_0`` adds pieces
        close to 0, for laws whose density is not smooth there.
        """
        edges, top = _edges(rate_per_s, leaving_per_s, law, near_0)
        cuts = np.broadcast_to(cuts_s, (len(rate_per_s), cuts_s.shape[-1]))
        inside = np.clip(cuts, edges[:, :1], edges[:, -1:])
        edges = np.sort(np.concatenate([edges, inside], axis=1), axis=1)
        return cls(rate_per_s, leaving_per_s, law, edges, top)

    def totals(self) -> Totals:
        """The sums over all waits."""
        integral, served, wait, of_served = self._sums(self.edges_s, np.arange(len(self.edges_s)), 4)
        return Totals(integral, served / integral, wait / integral, of_served / integral)

    def up_to(self, t_s: Array, rows: Rows) -> tuple[Array, Array]:
        """For limits and the intervals they belong to: the integral of exp(h - top), and of that times the survival,
        over the waits up to the limit."""
        cut = np.minimum(self.edges_s[rows], t_s[:, None])
        # a limit inside a piece ends it; one on an edge or beyond the last changes nothing
        found = self._sums(cut, rows, 2)
        return found[0], found[1]

    def _sums(self, edges_s: Array, intervals: Rows, wanted: int) -> list[Array]:
        """Sums of exp(h - top) times 1, survival, integrated survival, time * survival: so many of them."""
        found: list[list[Array]] = [[] for _ in range(wanted)]
        for at in range(0, len(edges_s), _AT_ONCE):
            edges, whose = edges_s[at : at + _AT_ONCE], intervals[at : at + _AT_ONCE]
            begin, end = edges[:, :-1], edges[:, 1:]
            row, place = np.nonzero(end > begin)
            a, b, i = begin[row, place], end[row, place], whose[row]
            half = (b - a)[:, None] / 2.0
            x = (a + b)[:, None] / 2.0 + half * _NODES
            patient, shorter = self.law(x, i)
            weight = self.rate_per_s[i, None] * shorter - self.leaving_per_s[i, None] * x - self.top[i, None]
            weight = half * _WEIGHTS * np.exp(weight)
            summed = [weight, weight * patient]
            if wanted > 2:
                summed += [weight * shorter, summed[1] * x]
            for column, each in zip(found, summed, strict=True):
                column.append(np.bincount(row, each.sum(axis=1), len(edges)).astype(np.float64))
        return [np.concatenate(column) if column else np.zeros(0) for column in found]


def _edges(rate: Array, leaving: Array, law: Law, near_0: bool) -> tuple[Array, Array]:
    """Where the pieces begin and end, ascending per row, and the top of h."""
    rows = np.arange(len(rate))

    def h(x: Array) -> Array:
        return rate[:, None] * law(x, rows)[1] - leaving[:, None] * x

    step = (_FALLS[-1] / leaving)[:, None]
    mode = _mode(rate, leaving, law, step)
    rising = mode > 0
    top = h(mode)
    end = step
    for _ in range(_DOUBLINGS):
        short = h(mode + end) > top - _FALLS[-1]
        if not short.any():
            break
        end = np.where(short, 2.0 * end, end)
    falls, each = top - _FALLS, _FALLS.size
    right = _crossings(h, falls, np.repeat(mode, each, axis=1), np.repeat(mode + end, each, axis=1))
    parts = [np.zeros_like(mode), mode, right]
    if rising.any():
        parts.append(_crossings(h, falls, np.repeat(mode, each, axis=1), np.zeros_like(right)))
    if near_0:
        parts.append(right[:, :1] * np.array([1e-6, 1e-4, 1e-2, 0.1]))
    edges = np.sort(np.concatenate(parts, axis=1), axis=1)
    if rising.any():  # leave out what lies too far below the top on the left
        edges = np.maximum(edges, parts[3][:, -1:])
    return edges, top[:, 0]


def _mode(rate: Array, leaving: Array, law: Law, step: Array) -> Array:
    """Where h is highest: 0, or where as many come and stay as leave."""
    rows = np.arange(len(rate))

    def rises(x: Array) -> NDArray[np.bool_]:
        return np.asarray(rate[:, None] * law(x, rows)[0] > leaving[:, None])

    low = np.zeros_like(step)
    rising = rises(low)
    if not rising.any():
        return low
    high = np.where(rising, step, 0.0)
    for _ in range(_DOUBLINGS):
        up = rising & rises(high)
        if not up.any():
            break
        low, high = np.where(up, high, low), np.where(up, 2.0 * high, high)
    for _ in range(50):
        half = (low + high) / 2.0
        up = rises(half)
        low, high = np.where(up, half, low), np.where(up, high, half)
    return np.where(rising, (low + high) / 2.0, 0.0)


def _crossings(h: Callable[[Array], Array], marks: Array, above: Array, below: Array) -> Array:
    """About where h falls through its marks on the way from the top (``above``) outward; on the far side of it."""
    for _ in range(_HALVINGS):
        half = (above + below) / 2.0
        still = h(half) > marks
        above, below = np.where(still, half, above), np.where(still, below, half)
    return below
