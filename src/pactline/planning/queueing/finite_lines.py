"""Queues with a last line: contacts that find all lines taken are turned away (M/M/n/L, with and without patience).

By the states of the birth-and-death process above "all agents busy", relative to that state; what lies below it is one
over Erlang B. Exact for any load, also above the agents, since such a queue always settles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from pactline.planning.queueing.erlang import blocking
from pactline.planning.queueing.patience_law import Array

_MOST_PLACES = 1_000_000


@dataclass(frozen=True)
class LineLimited:
    """Long-run behaviour of a queue with a last line. Shares are of the offered contacts; waits in seconds."""

    p_block: Array
    """P(a contact is turned away)."""
    p_wait: Array
    """P(a contact is let in and has to wait)."""
    p_abandon: Array
    """P(a contact is let in and hangs up)."""
    mean_wait_s: Array
    """Mean wait of the contacts that are let in, answered or not."""
    mean_queue: Array
    """Mean number of contacts waiting."""
    occupancy: Array
    """Busy share of the agents; 0 without agents."""
    _found: Array  # P(k - 1 wait and all agents are busy), for k = 1 ... places, last axis
    _leaving_per_s: Array
    _mean_patience_s: Array

    def served_within(self, t_s: ArrayLike) -> Array:
        """P(let in, served, and waited no longer than t).

        Who finds k - 1 waiting is served after k departures: a beta law with exponential patience (c/(c+k) of them do
        not hang up first), an Erlang law without.
        """
        t = np.asarray(t_s, dtype=np.float64)[..., None]
        k = np.arange(1.0, self._found.shape[-1] + 1.0)
        leaving, mean = self._leaving_per_s[..., None], self._mean_patience_s[..., None]
        patient = np.isfinite(mean)
        with np.errstate(invalid="ignore", divide="ignore"):
            c = np.where(patient, leaving * mean, 1.0)
            with_patience = c / (c + k) * special.betainc(k, c + 1.0, -np.expm1(-t / np.where(patient, mean, 1.0)))
            without = special.gammainc(k, np.where(leaving > 0, leaving * t, 0.0))
        in_time = np.where(leaving > 0, np.where(patient, with_patience, without), 0.0)
        at_once = 1.0 - self.p_block - self.p_wait
        return np.asarray(at_once + (self._found * in_time).sum(axis=-1))


def with_lines(
    rate_per_s: ArrayLike,
    aht_s: ArrayLike,
    agents: ArrayLike,
    lines: ArrayLike,
    mean_patience_s: ArrayLike | None = None,
) -> LineLimited:
    """The long-run behaviour where no more than ``lines`` contacts are in the system, talking and waiting together.

    ``lines - agents`` are the places to wait and must be a whole number from 0; patience is exponential with a mean in
    seconds, None (or infinity) for nobody hangs up. Arrays broadcast. Raises ValueError for anything else.
    """
    values = (rate_per_s, aht_s, agents, lines, np.inf if mean_patience_s is None else mean_patience_s)
    rate, aht, n, last, mean = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in values))
    places = last - n
    if not (np.all(np.isfinite(rate) & (rate >= 0)) and np.all(np.isfinite(aht) & (aht > 0)) and np.all(n >= 0)):
        raise ValueError("rates and agents must not be below 0, handling times must be above 0 s")
    if not np.all((places >= 0) & (places == np.round(places)) & (places <= _MOST_PLACES)):
        raise ValueError("lines less agents must be a whole number of places from 0 to a million")
    if not np.all(mean > 0):
        raise ValueError("the mean patience must be above 0 s; None for nobody who hangs up")
    most = int(places.max(initial=0))
    k = np.arange(1.0, most + 1.0)
    out = np.maximum((n / aht)[..., None] + k / mean[..., None], 1e-300)  # nobody leaves: all places fill
    with np.errstate(divide="ignore"):
        steps = np.log(rate)[..., None] - np.log(out)
    logs = np.cumsum(np.where(k <= places[..., None], steps, -np.inf), axis=-1)
    logs = np.concatenate([np.zeros((*rate.shape, 1)), logs], axis=-1)  # of p(n + k) / p(n)
    b = blocking(n, rate * aht)
    with np.errstate(divide="ignore"):
        below = np.log1p(-b) - np.log(b)  # of P(fewer than n) / p(n)
    idle = np.isposinf(below)  # all agents are never busy
    below = np.where(idle, 0.0, below)
    top = np.maximum(logs.max(axis=-1), below)
    shares = np.exp(logs - top[..., None])
    shares /= (shares.sum(axis=-1) + np.exp(below - top))[..., None]
    shares = np.where(idle[..., None], 0.0, shares)
    return _figures(rate, aht, n, places, mean, shares)


def _figures(rate: Array, aht: Array, n: Array, places: Array, mean: Array, shares: Array) -> LineLimited:
    k = np.arange(shares.shape[-1], dtype=np.float64)
    p_block = np.where(rate > 0, np.take_along_axis(shares, places.astype(np.intp)[..., None], axis=-1)[..., 0], 0.0)
    found = np.where((k[:-1] < places[..., None]) & (rate > 0)[..., None], shares[..., :-1], 0.0)
    queue = np.where(rate > 0, (k * shares).sum(axis=-1), 0.0)
    p_wait = found.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        p_abandon = np.where(rate > 0, queue / (mean * rate), 0.0)
        wait_s = np.where(rate > 0, queue / (rate * (1.0 - p_block)), 0.0)
        occupancy = np.where(n > 0, rate * aht * (1.0 - p_block - p_abandon) / n, 0.0)
    return LineLimited(p_block, p_wait, p_abandon, wait_s, queue, occupancy, found, n / aht, mean)
