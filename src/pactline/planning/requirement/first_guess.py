"""Where the search for agents begins: near the answer, so that few numbers of agents have to be tried.

A single question begins at square-root staffing. Many intervals together are worth a table first: the need at some
loads, handle times and patiences, read off in between. The need lies near ``load + z * sqrt(load)``, and ``z`` changes
slowly, so the reading is mostly good to one agent. The answer never depends on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from pactline.planning.requirement.promise import Measure, Promise
from pactline.planning.requirement.searching import Coming, fractions, search
from pactline.records.choices.contacts import Abandons

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_WORTH_A_TABLE = 400  # intervals
_LOADS, _TIMES = 32, 4  # points of the table along the load, and along times that differ between intervals
_HALVINGS = 6


def first_guess(promises: Sequence[Promise], coming: Coming) -> Array:
    """Agents near the least that keep all promises, for intervals in which something comes."""
    if coming.load.size < _WORTH_A_TABLE:
        return _near_the_load(promises, coming)
    axes = [_points(coming.load, _LOADS), _points(coming.aht_s, _TIMES)]
    given = [coming.load, coming.aht_s]
    if isinstance(coming.patience, np.ndarray):
        axes.append(_points(coming.patience, _TIMES))
        given.append(coming.patience)
    table = np.array(list(product(*axes)))
    load, aht_s = table[:, 0], table[:, 1]
    known = Coming(load * coming.slots / aht_s, aht_s, table[:, 2] if len(axes) == 3 else coming.patience, coming.slots)
    whole = search(promises, known, _near_the_load(promises, known))
    need = fractions(promises, known, whole, _HALVINGS)
    z = ((need - load) / np.sqrt(load)).reshape([len(axis) for axis in axes])
    found: Array = np.maximum(np.ceil(coming.load + _between(z, axes, given) * np.sqrt(coming.load)), 1.0)
    return found


def _near_the_load(promises: Sequence[Promise], coming: Coming) -> Array:
    """Square-root staffing; of a large queue that may lose customers, the share of the load that must be served."""
    load, root = coming.load, np.sqrt(coming.load)
    share = np.zeros(load.shape)
    for promise in promises:
        share = np.maximum(share, _served_share(promise, coming))
    spare = np.where((1 - share) * root > 1, 0.0, 0.5)
    return np.asarray(np.maximum(np.ceil(share * load + spare * root), 1.0))


def _served_share(promise: Promise, coming: Coming) -> Array | float:
    """What a promise asks of agents over load where a queue is so large that chance does not matter: all wait equally
    long, and as many are served as have the patience for it."""
    match promise.measure:
        case Measure.OCCUPANCY:
            return 1 / max(promise.target, 1e-9)
        case Measure.ABANDONMENT:
            return 1.0 if coming.patience is None else 1 - promise.target
        case Measure.ANSWER_RATE:
            return 1.0 if coming.patience is None else promise.target
        case Measure.SERVICE_LEVEL if promise.abandons == Abandons.COUNT_ALL:
            return np.maximum(_patient(coming, promise.limit_s or 0.0), promise.target)
        case Measure.AVERAGE_SPEED_OF_ANSWER | Measure.MEAN_WAIT:
            return _patient(coming, promise.target)
        case _:
            return _patient(coming, promise.limit_s or 0.0)


def _patient(coming: Coming, wait_s: float) -> Array | float:
    """The share of the customers who would wait so long."""
    match coming.patience:
        case None:
            return 1.0
        case np.ndarray() as means:
            return np.asarray(np.exp(-wait_s / means))
        case law:
            return float(law.survival(wait_s))


def _points(values: Array, most: int) -> Array:
    """Some values that hold all others between them, evenly on the scale of logarithms."""
    low, high = float(values.min()), float(values.max())
    return np.array([low]) if high <= low * (1 + 1e-9) else np.geomspace(low, high, most)


def _between(table: Array, axes: Sequence[Array], given: Sequence[Array]) -> Array:
    """What a table says between its points, linear in the logarithm along each axis."""
    corners: list[tuple[NDArray[np.intp], Array]] = []
    for axis, values in zip(axes, given, strict=True):
        if len(axis) == 1:
            corners.append((np.zeros(values.size, dtype=np.intp), np.zeros(values.size)))
            continue
        place = (np.log(values) - np.log(axis[0])) / (np.log(axis[-1]) - np.log(axis[0])) * (len(axis) - 1)
        left = np.clip(place.astype(np.intp), 0, len(axis) - 2)
        corners.append((left, place - left))
    found = np.zeros(given[0].size)
    for sides in product((0, 1), repeat=len(axes)):
        if any(side and len(axis) == 1 for side, axis in zip(sides, axes, strict=True)):
            continue
        weight = np.ones(given[0].size)
        for side, (_, share) in zip(sides, corners, strict=True):
            weight = weight * (share if side else 1 - share)
        found += weight * table[tuple(left + side for side, (left, _) in zip(sides, corners, strict=True))]
    return found
