"""From waits to a hazard in bands: hang-ups over waiting seconds, between edges that the data choose.

The bands become the law that the exact M/M/n+G formula takes. Hang-ups within the first second are a mass at zero where
they are more than the seconds after would lead one to expect: they are customers who do not wait at all, and their
number grows with those who have to wait, not with the seconds waited.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pactline.planning.patience.exposure import AT_ONCE_S, Exposure
from pactline.planning.patience.survival import survival_of
from pactline.planning.queueing.patience_law import PiecewiseHazard
from pactline.planning.refusal import NoAnswer

Floats = NDArray[np.float64]
MOST_BANDS = 24
HANG_UPS_PER_BAND = 40  # a band's hazard then has a standard error of about a sixth, and neighbours even that out


class TooFewHangUps(NoAnswer):
    """So few hung up that their patience cannot be told."""


@dataclass(frozen=True)
class Banded:
    """Hang-ups and waiting seconds by day and band; rows are ``days``, columns the bands that begin at ``edges_s``."""

    days: NDArray[np.int64]
    edges_s: Floats  # begins with 0; the last band has no end
    at_once: NDArray[np.int64]  # by day: hung up within the first second
    at_zero: NDArray[np.int64]  # by day: of these, without any wait
    waited: NDArray[np.int64]  # by day: had to wait
    hang_ups: NDArray[np.int64]  # later than at once
    seconds: Floats  # that customers spent in the band

    def chosen(self, rows: NDArray[np.bool_]) -> Banded:
        """Only some days."""
        return Banded(
            self.days[rows], self.edges_s, self.at_once[rows], self.at_zero[rows], self.waited[rows],
            self.hang_ups[rows], self.seconds[rows],
        )  # fmt: skip

    def hazards_per_s(self) -> Floats:
        """The hazard of each band over all days; 0 where nobody spent a second in it."""
        seconds = self.seconds.sum(axis=0)
        return np.asarray(np.divide(self.hang_ups.sum(axis=0), seconds, out=np.zeros(len(seconds)), where=seconds > 0))


def at_once_limit_s(exposure: Exposure, at_once_s: float = AT_ONCE_S) -> float:
    """Up to which wait a hang-up is one at once: ``at_once_s``, or 0 where that time is like the five seconds after it.

    Unlike means more hang-ups per waiting second than those five show, beyond what chance would do in one of a hundred.
    """
    if at_once_s <= 0:
        return 0.0
    days = banded(exposure, [0.0, at_once_s, at_once_s + 5.0], at_once_s)
    seconds = days.seconds.sum(axis=0)
    usual = float(days.hang_ups[:, 1].sum()) / seconds[1] if seconds[1] > 0 else 0.0
    due = usual * seconds[0]
    more = float((days.at_once - days.at_zero).sum()) - due
    spread = np.sqrt(due * (1.0 + seconds[0] / seconds[1])) if seconds[1] > 0 else 0.0
    return at_once_s if more > _SURE * spread else 0.0


_SURE = 2.326


def band_edges(exposure: Exposure, at_once_s: float = AT_ONCE_S) -> Floats:
    """Where bands begin: 0, the end of "at once", then so that each band has as many hang-ups as the next.

    Few hang-ups make few bands. Raises TooFewHangUps below three.
    """
    if exposure.hang_ups < 3:
        raise TooFewHangUps(
            f"{exposure.hang_ups} of {exposure.waited} contacts that waited hung up; patience takes at least three"
        )
    later = (exposure.wait_s > at_once_s) & (exposure.hung_up > 0)
    order = np.argsort(exposure.wait_s[later])
    waits, reached = exposure.wait_s[later][order], np.cumsum(exposure.hung_up[later][order])
    if not len(waits):
        return np.array([0.0, at_once_s])
    bands = int(np.clip(reached[-1] // HANG_UPS_PER_BAND, 1, MOST_BANDS))
    places = np.searchsorted(reached, reached[-1] * np.arange(1, bands) / bands)
    inner = np.unique(waits[places])
    return np.concatenate([[0.0], [at_once_s] if at_once_s > 0 else [], inner[inner > at_once_s]])


def banded(exposure: Exposure, edges_s: ArrayLike, at_once_s: float = AT_ONCE_S) -> Banded:
    """Hang-ups and seconds by day and band; a wait just on an edge ends in the band before it."""
    edges = np.asarray(edges_s, dtype=float)
    assert edges[0] == 0, "the first band begins at zero"
    days, row = np.unique(exposure.days, return_inverse=True)
    shape = (len(days), len(edges))
    band = np.maximum(np.searchsorted(edges, exposure.wait_s, side="left") - 1, 0)
    cell = row * len(edges) + band
    every = exposure.hung_up + exposure.stayed
    inside = every * (exposure.wait_s - edges[band])

    def added(place: NDArray[np.int64], weight: NDArray[Any], size: int) -> Floats:
        return np.bincount(place, weights=weight.astype(float), minlength=size)[:size].astype(float)

    ended = added(cell, every, shape[0] * shape[1]).reshape(shape)
    partly = added(cell, inside, shape[0] * shape[1]).reshape(shape)
    beyond = np.cumsum(ended[:, ::-1], axis=1)[:, ::-1] - ended
    widths = np.append(np.diff(edges), 0.0)
    early, never = exposure.wait_s <= at_once_s, exposure.wait_s <= 0
    by_day = [np.where(early, exposure.hung_up, 0), np.where(never, exposure.hung_up, 0), every]
    at_once, at_zero, waited = (added(row, each, len(days)).astype(np.int64) for each in by_day)
    later = added(cell, np.where(early, 0, exposure.hung_up), shape[0] * shape[1]).reshape(shape)
    return Banded(days, edges, at_once, at_zero, waited, later.astype(np.int64), partly + beyond * widths)


def law_of(exposure: Exposure, at_once_s: float | None = None) -> PiecewiseHazard:
    """The law that the records show; the hazard of the last band is carried on for ever.

    The mass at zero is Kaplan and Meier's share of those who hung up within ``at_once_s``; left out, the data say how
    long that is (:func:`at_once_limit_s`). Raises TooFewHangUps.
    """
    if at_once_s is None:
        at_once_s = at_once_limit_s(exposure)
    edges = band_edges(exposure, at_once_s)
    hazards = banded(exposure, edges, at_once_s).hazards_per_s()
    at_once = 1.0 - float(survival_of(exposure).at(at_once_s))
    return PiecewiseHazard(at_once, tuple(edges.tolist()), tuple(hazards.tolist()))
