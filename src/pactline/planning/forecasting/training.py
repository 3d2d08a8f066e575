"""What a level model learns from: the totals of the usable days, as if each had been open as long as usual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.coverage import Coverage
from pactline.planning.forecasting.history import Floats, History


@dataclass(frozen=True)
class Training:
    """The usable days before a forecast is made."""

    dates: tuple[date, ...]
    totals: Floats  # contacts of each day in its opening hours
    almanac: Almanac
    open_weekdays: frozenset[int]

    def __len__(self) -> int:
        return len(self.dates)

    def before(self, day: date) -> Training:
        """Only the days before one."""
        kept = sum(each < day for each in self.dates)
        return replace(self, dates=self.dates[:kept], totals=self.totals[:kept])

    def adjusted(self) -> Floats:
        """The totals without what was said by hand: divided by the factors."""
        factors = np.array([self.almanac.factor(day) for day in self.dates])
        return self.totals / np.where(factors > 0, factors, 1.0)


@dataclass(frozen=True)
class Ahead:
    """The level of some days to come, on the scale of logarithms, where errors of days are alike."""

    log_mean: Floats
    log_sd: Floats  # of the day's true rate; chance within the day comes on top

    @property
    def contacts(self) -> Floats:
        """The level in contacts: the middle of what may come."""
        return np.exp(self.log_mean)


LevelModel: TypeAlias = Callable[[Training, Sequence[date]], Ahead]


def training_of(history: History, coverage: Coverage, almanac: Almanac, shares: Floats | None = None) -> Training:
    """The usable days of a history.

    ``shares`` is, for each day, the part of a usual day of its weekday that lay in its opening hours.
    """
    totals = np.where(coverage.open, history.volume, 0.0).sum(axis=1)
    if shares is not None:
        totals = totals / np.where(shares > 0.05, shares, 1.0)
    kept: NDArray[np.int64] = np.flatnonzero(coverage.usable & coverage.open.any(axis=1))
    dates = history.dates
    return Training(tuple(dates[n] for n in kept), totals[kept], almanac, coverage.open_weekdays)
