"""How a day of a queue answers to more or fewer contacts than forecast: one curve for each day of a plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from pactline.planning.expected import Expected
from pactline.planning.requirement.searching import Coming
from pactline.planning.risk.behaviour import Behaviour

Array = NDArray[np.float64]

_STEP = 0.04  # of the logarithm of the factor on the day's contacts


@dataclass(frozen=True)
class Response:
    """The contacts of each place (see ``places.Places``) by way out, as a curve over the logarithm of the factor on
    what was forecast, with the multiple of the binomial variance."""

    curve: CubicSpline  # -> (places, ways)
    noise: CubicSpline  # -> (places,)
    offered: Array  # contacts expected in each place


def respond(
    queue: Expected, carried: Coming, agents: Array, behaviour: Behaviour, of: NDArray[np.int64], places: int,
    since: NDArray[np.int64] | None = None,
) -> Response:  # fmt: skip
    """The answer of the places of a queue; ``of`` says for each interval which place it belongs to, ``carried`` what
    load each interval has, with what the intervals before leave behind; ``since`` counts the intervals since the queue
    opened empty (-1: long ago)."""
    half = int(np.ceil(max(4.5 * np.sqrt(np.log1p(queue.day_cv**2)), 3 * _STEP) / _STEP))
    loads = np.arange(-half, half + 1) * _STEP
    factors = np.exp(loads)
    shares, noise = behaviour.look(carried.rate_per_s[:, None] * factors, carried.aht_s, agents, since)
    contacts = queue.offered[:, None] * factors
    by_way = np.zeros((places, len(loads), behaviour.ways.many))
    np.add.at(by_way, of, contacts[:, :, None] * shares)
    in_time = behaviour.in_time()
    late = 1 - shares[:, :, :in_time].sum(axis=2)
    scatter = np.zeros((places, len(loads)))
    np.add.at(scatter, of, contacts * noise * late * (1 - late))
    total = np.maximum(by_way.sum(axis=2), 1e-300)
    late_share = 1 - by_way[:, :, :in_time].sum(axis=2) / total
    plain = total * late_share * (1 - late_share)
    multiple = np.where(plain > 1e-9, scatter / np.maximum(plain, 1e-300), 1.0)
    offered = np.asarray(np.bincount(of, queue.offered, minlength=places), dtype=float)
    return Response(
        CubicSpline(loads, by_way.transpose(1, 0, 2), axis=0), CubicSpline(loads, multiple.T, axis=0), offered
    )
