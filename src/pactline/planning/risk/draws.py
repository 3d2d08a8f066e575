"""Simulated months: how many contacts took each way out, in whole numbers, day by day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pactline.planning.risk.responses import Response

Array = NDArray[np.float64]
Whole = NDArray[np.int64]


def draw_ways(draw: np.random.Generator, response: Response, factors: Array) -> Whole:
    """Contacts by month, place and way out; ``factors`` are those of the day of each place, shape (months, places).

    As many come as chance (Poisson) has it around the day's expectation. They are split by a Dirichlet-multinomial law,
    which keeps the expected shares and scatters with the multiple of the binomial variance that the noise asks for.
    """
    months, places = factors.shape
    first, last = float(response.curve.x[0]), float(response.curve.x[-1])
    where = np.clip(np.log(factors), first, last)
    found = np.zeros((months, places, response.curve.c.shape[-1]), dtype=np.int64)
    for place in range(places):
        if response.offered[place] <= 0:
            continue
        expected = np.clip(_at(response.curve, place, where[:, place]), 0.0, None)
        beyond = factors[:, place] / np.exp(where[:, place])  # more than was looked at: the shares stay as they are
        total = expected.sum(axis=1)
        shares = expected / np.maximum(total, 1e-300)[:, None]
        many = draw.poisson(total * beyond)
        noise = np.clip(_at(response.noise, place, where[:, place]), 1.0, None)
        found[:, place, :] = draw.multinomial(many, _scattered(draw, shares, noise, many))
    return found


def _at(curve: object, place: int, where: Array) -> Array:
    """The curve of one place alone, at many loads."""
    from scipy.interpolate import CubicSpline

    assert isinstance(curve, CubicSpline)
    one = CubicSpline.construct_fast(np.ascontiguousarray(curve.c[:, :, place]), curve.x)
    return np.asarray(one(where))


def _scattered(draw: np.random.Generator, shares: Array, noise: Array, many: Whole) -> Array:
    """Shares that scatter around these, so that a multinomial draw from them has ``noise`` times the variance."""
    contacts = np.maximum(many, 2)
    noise = np.minimum(noise, 0.8 * contacts)
    precision = np.where(noise > 1.001, (contacts - noise) / np.maximum(noise - 1, 1e-9), 1e9)
    drawn = draw.standard_gamma(np.maximum(shares, 1e-12) * precision[:, None])
    sums = drawn.sum(axis=1, keepdims=True)
    drawn = np.where(sums > 0, drawn / np.where(sums > 0, sums, 1.0), shares)
    return np.where((noise > 1.001)[:, None], drawn, shares)


def expected_ways(response: Response) -> Whole:
    """A month in which everything comes as forecast, as whole contacts: every place rounded to its total."""
    expected = np.clip(np.asarray(response.curve(0.0)), 0.0, None)
    places = [_rounded(row) for row in expected]
    return np.array(places, dtype=np.int64).reshape(expected.shape)


def _rounded(row: Sequence[float] | Array) -> list[int]:
    """Whole numbers whose sum is the rounded sum: the largest remainders are rounded up."""
    values = np.asarray(row, dtype=float)
    floors = np.floor(values).astype(int)
    short = round(float(values.sum())) - int(floors.sum())
    order = np.argsort(floors - values, kind="stable")
    floors[order[: max(short, 0)]] += 1
    return [int(each) for each in floors]
