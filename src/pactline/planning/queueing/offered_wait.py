"""The law of the offered wait, by sums that are exact to rounding: how long somebody of endless patience would wait.

Where contacts wait its density is proportional to exp(h(x)) with h(x) = rate * H(x) - leaving * x, H the integrated
survival of patience (Baccelli and Hebuterne 1981; Mandelbaum and Zeltyn 2007). h is concave, so the range that matters
is found from its top, cut where it has fallen by given amounts and where the law of patience has kinks, and each piece
is summed by a Gauss rule.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np

from pactline.planning.queueing.patience_law import Array

Function: TypeAlias = Callable[[Array], Array]
"""Of times with one row per interval."""

_FALLS = np.array([2.0, 6.0, 14.0, 26.0, 42.0])  # beyond the last nothing is left of a double
MILESTONES = np.array([0.7, 0.4, 0.2, 0.08, 0.02, 0.003, 1e-4, 2e-6, 3e-8, 3e-10])
"""Shares of those still patient at which the sums are cut, since the law may change its pace there."""
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_HALVINGS = 12
_DOUBLINGS = 200


class Densities(NamedTuple):
    """What the offered wait of those who wait comes to; the first is divided out of all others but ``top``."""

    integral: Array  # of exp(h - top) over all waits, in seconds
    top: Array
    served: Array  # P(patience is longer than the offered wait)
    served_by: Array  # P(the same, and the offered wait is no longer than t)
    longer: Array  # P(the offered wait is longer than t)
    wait_s: Array  # mean of the shorter of patience and offered wait
    wait_of_served_s: Array  # mean of the offered wait where it is shorter than patience, else 0


def densities_over(
    rate_per_s: Array,
    leaving_per_s: Array,
    survival: Function,
    integrated_survival: Function,
    cuts_s: Array,
    t_s: Array | None = None,
    near_0: bool = False,
) -> Densities:
    """Sums over the offered wait for one row per interval; ``t_s`` cuts it in two where it is given.

    Needs rates above 0 and a law that lets the queue settle. ``cuts_s`` are the kinks and milestones of the law, for
    all intervals or one row each; ``near_0`` adds pieces close to 0, for laws whose density is not smooth there.
    """

    def h(x: Array) -> Array:
        return rate_per_s[:, None] * integrated_survival(x) - leaving_per_s[:, None] * x

    edges, top = _edges(rate_per_s, leaving_per_s, survival, h, near_0)
    further = [np.broadcast_to(cuts_s, (len(rate_per_s), cuts_s.shape[-1]))]
    if t_s is not None:
        further.append(t_s[:, None])
    inside = [np.clip(cut, edges[:, :1], edges[:, -1:]) for cut in further]
    edges = np.sort(np.concatenate([edges, *inside], axis=1), axis=1)
    middle, half = (edges[:, 1:] + edges[:, :-1]) / 2.0, (edges[:, 1:] - edges[:, :-1]) / 2.0
    x = (middle[:, :, None] + half[:, :, None] * _NODES).reshape(len(edges), -1)
    weight = (half[:, :, None] * _WEIGHTS).reshape(len(edges), -1)
    patient, shorter = survival(x), integrated_survival(x)
    weight = weight * np.exp(rate_per_s[:, None] * shorter - leaving_per_s[:, None] * x - top[:, None])
    integral = weight.sum(axis=1)
    weight /= integral[:, None]
    served = weight * patient
    up_to = x <= t_s[:, None] if t_s is not None else np.ones(x.shape, dtype=bool)
    return Densities(
        integral,
        top,
        served.sum(axis=1),
        (served * up_to).sum(axis=1),
        (weight * ~up_to).sum(axis=1),
        (weight * shorter).sum(axis=1),
        (served * x).sum(axis=1),
    )


def _edges(rate: Array, leaving: Array, survival: Function, h: Function, near_0: bool) -> tuple[Array, Array]:
    """Where the pieces begin and end, ascending per row, and the top of h."""
    step = (_FALLS[-1] / leaving)[:, None]
    rising = (rate * survival(np.zeros((len(rate), 1)))[:, 0] > leaving)[:, None]
    low, high = np.zeros_like(step), np.where(rising, step, 0.0)
    for _ in range(_DOUBLINGS):
        up = rising & (rate[:, None] * survival(high) > leaving[:, None])
        if not up.any():
            break
        low, high = np.where(up, high, low), np.where(up, 2.0 * high, high)
    for _ in range(50 if rising.any() else 0):
        half = (low + high) / 2.0
        up = rate[:, None] * survival(half) > leaving[:, None]
        low, high = np.where(up, half, low), np.where(up, high, half)
    mode = np.where(rising, (low + high) / 2.0, 0.0)
    top = h(mode)
    end = step
    for _ in range(_DOUBLINGS):
        short = h(mode + end) > top - _FALLS[-1]
        if not short.any():
            break
        end = np.where(short, 2.0 * end, end)
    falls = top - _FALLS
    right = _crossings(h, falls, np.repeat(mode, 5, axis=1), np.repeat(mode + end, 5, axis=1))
    parts = [np.zeros_like(mode), mode, right]
    if rising.any():
        parts.append(_crossings(h, falls, np.repeat(mode, 5, axis=1), np.zeros_like(right)))
    if near_0:
        parts.append(right[:, :1] * np.array([1e-6, 1e-4, 1e-2, 0.1]))
    edges = np.sort(np.concatenate(parts, axis=1), axis=1)
    if rising.any():  # leave out what lies too far below the top on the left
        edges = np.maximum(edges, parts[3][:, -1:])
    return edges, top[:, 0]


def _crossings(h: Function, marks: Array, above: Array, below: Array) -> Array:
    """About where h falls through its marks on the way from the top (``above``) outward; on the far side of it."""
    for _ in range(_HALVINGS):
        half = (above + below) / 2.0
        still = h(half) > marks
        above, below = np.where(still, half, above), np.where(still, below, half)
    return below
