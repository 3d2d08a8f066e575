"""The customers of a run, drawn before it: who comes when, how long handling takes, how long they would wait.

What a customer brings is drawn by seed and queue alone, never by what happens on the floor, so the same customers go
through every plan that is tried with one seed (common random numbers).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from pactline.planning.queueing.patience_law import Exponential, PatienceLaw, PiecewiseHazard
from pactline.planning.simulation.centre import Array, Centre, Numbers, Queue
from pactline.planning.simulation.state import Choices

_ARRIVALS, _HANDLING, _PATIENCE, _CALLBACKS, _REDIALS, _DAYS = range(6)
_LONGEST_MS = 31 * 86_400_000  # of one handling or one wait; the record format takes no longer
_GRID = 8192


@dataclass(frozen=True)
class Customers:
    """First visits in order of arrival, and what these customers would do."""

    queue: Numbers  # by number
    at_ms: Numbers
    handling_ms: Numbers
    patience_ms: Numbers
    choices: Choices


def draw_customers(centre: Centre, seed: int) -> Customers:
    """The customers of one seed; the same for the same queues, intervals and seed."""
    factors = _day_factors(centre, seed)
    drawn = [_of_queue(centre, queue, factors, seed) for queue in centre.queues]
    numbers = np.repeat(np.arange(len(drawn)), [len(at) for at, _, _ in drawn])
    at_ms = np.concatenate([at for at, _, _ in drawn])
    order = np.argsort(at_ms, kind="stable") if len(drawn) > 1 else slice(None)
    queue = numbers[order]
    return Customers(
        queue,
        at_ms[order],
        np.concatenate([handling for _, handling, _ in drawn])[order],
        np.concatenate([patience for _, _, patience in drawn])[order],
        _choices(centre, queue, seed),
    )


def _chance(seed: int, name: str, purpose: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(name.encode()), purpose])))


def _day_factors(centre: Centre, seed: int) -> Array:
    """By interval: how much more than expected comes on its day."""
    if centre.day_cv <= 0:
        return np.ones(len(centre.intervals.starts_ms))
    from scipy import special, stats

    days = centre.intervals.days()
    normal = _chance(seed, "", _DAYS).standard_normal(int(days.max()) + 1)
    lag = centre.day_lag1
    for day in range(1, len(normal)):
        normal[day] = lag * normal[day - 1] + np.sqrt(1 - lag * lag) * normal[day]
    shape = 1 / centre.day_cv**2
    return np.asarray(stats.gamma.ppf(special.ndtr(normal), shape) / shape)[days]


def _of_queue(centre: Centre, queue: Queue, factors: Array, seed: int) -> tuple[Numbers, Numbers, Numbers]:
    """Arrival, handling and patience of the customers of one queue, in order of arrival."""
    at_ms, interval = _arrivals(centre, queue.offered * factors, _chance(seed, queue.name, _ARRIVALS))
    size = len(at_ms)
    handling_s = queue.handling.draw(_chance(seed, queue.name, _HANDLING), size)
    handling_s *= queue.aht_s[0] if len(queue.aht_s) == 1 else queue.aht_s[interval]
    handling_ms = np.clip(np.rint(handling_s * 1000), 1, _LONGEST_MS).astype(np.int64)
    return at_ms, handling_ms, _patience_ms(queue.patience, interval, _chance(seed, queue.name, _PATIENCE))


def _arrivals(centre: Centre, offered: Array, chance: np.random.Generator) -> tuple[Numbers, Numbers]:
    """A Poisson process whose rate is constant in each interval: the steps of a process of rate 1, stretched."""
    whole = float(offered.sum())
    steps: list[Array] = []
    reached = 0.0
    while reached <= whole:
        gaps = chance.standard_exponential(int(whole - reached + 5 * np.sqrt(whole - reached)) + 16)
        steps.append(np.cumsum(gaps) + reached)
        reached = float(steps[-1][-1])
    place = np.concatenate(steps) if len(steps) > 1 else steps[0]
    place = place[: np.searchsorted(place, whole)]
    intervals = centre.intervals
    if len(offered) == 1:
        at = place * (intervals.length_ms / whole if whole else 0.0)
        return at.astype(np.int64) + intervals.starts_ms[0], np.zeros(len(place), dtype=np.int64)
    before = np.concatenate([[0.0], np.cumsum(offered)])
    interval = np.minimum(np.searchsorted(before, place, side="right") - 1, len(offered) - 1)
    within = (place - before[interval]) / offered[interval] * intervals.length_ms
    return intervals.starts_ms[interval] + np.minimum(within.astype(np.int64), intervals.length_ms - 1), interval


def _patience_ms(law: PatienceLaw | Array | None, interval: Numbers, chance: np.random.Generator) -> Numbers:
    """-1: for ever; 0: hangs up at once."""
    size = len(interval)
    if law is None:
        return np.full(size, -1, dtype=np.int64)
    if isinstance(law, np.ndarray):
        patience_s = chance.standard_exponential(size) * (law[0] if len(law) == 1 else law[interval])
    elif isinstance(law, Exponential):
        patience_s = chance.standard_exponential(size) * law.mean_s
    else:
        patience_s = _inverse(law, chance.standard_exponential(size))
    at_once = patience_s <= 0
    for_ever = ~(patience_s * 1000 < _LONGEST_MS)
    patience_s[for_ever] = 0.0
    drawn_ms: Numbers = np.maximum(np.rint(patience_s * 1000), 1).astype(np.int64)
    drawn_ms[at_once] = 0
    drawn_ms[for_ever] = -1
    return drawn_ms


def _inverse(law: PatienceLaw, used_up: Array) -> Array:
    """The times at which -log(survival) reaches what was drawn; infinity where it never does."""
    if isinstance(law, PiecewiseHazard):
        edges, hazards = np.asarray(law.edges_s), np.asarray(law.hazards_per_s)
        at_edges = np.concatenate([[0.0], np.cumsum(hazards[:-1] * np.diff(edges))])
        start = -np.log1p(-law.at_once) if law.at_once < 1 else np.inf
        left = used_up - start
        piece = np.maximum(np.searchsorted(at_edges, left, side="right") - 1, 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            beyond = (left - at_edges[piece]) / hazards[piece]
        return np.asarray(np.where(left <= 0, 0.0, edges[piece] + np.where(left > at_edges[piece], beyond, 0.0)))
    times = np.concatenate([[0.0], np.geomspace(1e-3, _LONGEST_MS / 1000, _GRID)])
    times = np.unique(np.concatenate([times, np.asarray(law.kinks_s, dtype=np.float64)]))
    with np.errstate(divide="ignore"):
        gone = np.maximum.accumulate(-np.log(np.clip(law.survival(times), 0.0, 1.0)))
    sound = np.isfinite(gone)
    if not sound.any():  # everybody hangs up at once
        return np.zeros(len(used_up))
    return np.asarray(np.where(used_up <= gone[0], 0.0, np.interp(used_up, gone[sound], times[sound], right=np.inf)))


def _choices(centre: Centre, queue: Numbers, seed: int) -> Choices:
    size = len(queue)
    accepts, after, again = (np.zeros(0, dtype=np.int64) for _ in range(3))
    if any(q.callbacks for q in centre.queues):
        shares = np.array([q.callbacks.accepted if q.callbacks else 0.0 for q in centre.queues])
        accepts = (_chance(seed, "", _CALLBACKS).random(size) < shares[queue]).astype(np.int64)
    most = max((q.redials.most for q in centre.queues if q.redials), default=0)
    if most:
        chance = _chance(seed, "", _REDIALS)
        after_all, again_all = [], []
        for time in range(most):
            shares = np.array([q.redials.share if q.redials and time < q.redials.most else 0.0 for q in centre.queues])
            means = np.array([q.redials.after_s if q.redials else 0.0 for q in centre.queues])
            redials = chance.random(size) < shares[queue]
            after_ms = np.rint(chance.standard_exponential(size) * means[queue] * 1000).astype(np.int64)
            after_all.append(np.where(redials, np.maximum(after_ms, 1), -1))
            patience = np.full(size, -1, dtype=np.int64)
            for number, q in enumerate(centre.queues):
                law = q.patience if not isinstance(q.patience, np.ndarray) else Exponential(float(q.patience.mean()))
                here = queue == number
                patience[here] = _patience_ms(law, queue[here], chance)
            again_all.append(patience)
        after, again = np.concatenate(after_all), np.concatenate(again_all)
    return Choices(accepts, after, again)
