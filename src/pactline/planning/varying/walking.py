"""The steps of a chain, one after the other: the law after each, added up with two rows of weights.

With numba (the extra ``fast``) long work is done by compiled code, some ten times as fast; since loading it takes about
a second, the first steps of a process are always done by BLAS. Both ways give the same to the last digits. Set
``PACTLINE_NO_NUMBA`` in the environment to do without.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from scipy.linalg.blas import dgbmv

from pactline.planning.queueing.patience_law import Array

Walk: TypeAlias = Callable[[Array, Array, Array, Array], tuple[Array, Array]]

_ROWS = 256  # steps held at once
_WORTH_LOADING = 400_000  # steps by BLAS in one process, about a second, before compiled code is loaded


class _Walker:
    """Which way is taken, and how far it went."""

    def __init__(self) -> None:
        self.steps = 0
        self.fast: Walk | None = None
        self.tried = False

    def walk(self, bands: Array, law: Array, weights: Array, further: Array) -> tuple[Array, Array]:
        """The law summed over the steps with both rows of weights."""
        if not self.tried and self.steps > _WORTH_LOADING:
            self.tried, self.fast = True, load_compiled()
        self.steps += weights.size
        return (self.fast or by_blas)(bands, law, weights, further)


walked = _Walker().walk
"""``walked(bands, law, weights, further)``: the two weighted sums over the steps. ``bands`` are the rows *from one
more*, *the same* and *from one less* of the matrix that a law is multiplied with, laid out as BLAS
wants them: at least three columns."""


def by_blas(bands: Array, law: Array, weights: Array, further: Array) -> tuple[Array, Array]:
    """One call of BLAS for each step."""
    size, last = law.size, weights.size - 1
    end, mean = np.zeros(size), np.zeros(size)
    held = np.empty((_ROWS, size))
    held[0] = law
    at = 0
    while at <= last:
        rows = min(_ROWS, last + 1 - at)
        for row in range(1, rows):
            dgbmv(size, size, 1, 1, 1.0, bands, held[row - 1], y=held[row], overwrite_y=True)
        end += weights[at : at + rows] @ held[:rows]
        mean += further[at : at + rows] @ held[:rows]
        at += rows
        if at <= last:
            held[0] = dgbmv(size, size, 1, 1, 1.0, bands, held[rows - 1])
    return end, mean


def load_compiled() -> Walk | None:
    """The same by numba, compiled once and kept on disk where that can be written; None without numba."""
    if os.environ.get("PACTLINE_NO_NUMBA"):
        return None
    try:
        import numba
    except ImportError:
        return None
    try:
        made: Any = numba.njit(_in_a_loop, cache=True)
    except RuntimeError:  # no place to keep it
        made = numba.njit(_in_a_loop)
    walk: Walk = made
    return walk


def _in_a_loop(bands: Array, law: Array, weights: Array, further: Array) -> tuple[Array, Array]:
    size = law.size
    more, same, less = bands[0].copy(), bands[1].copy(), bands[2].copy()
    end, mean = np.zeros(size), np.zeros(size)
    now, then = law.copy(), np.zeros(size)
    for k in range(weights.size):
        weight, share = weights[k], further[k]
        for j in range(size):
            end[j] += weight * now[j]
            mean[j] += share * now[j]
        then[0] = same[0] * now[0] + more[1] * now[1]
        for j in range(1, size - 1):
            then[j] = less[j - 1] * now[j - 1] + same[j] * now[j] + more[j + 1] * now[j + 1]
        then[size - 1] = less[size - 2] * now[size - 2] + same[size - 1] * now[size - 1]
        now, then = then, now
    return end, mean
