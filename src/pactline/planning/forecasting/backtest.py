"""The back-test: the forecast made again from days of the past, and how far off it and the naive one were.

From each of some origins the days after it are forecast with nothing but what was known by then, day by day and
interval by interval. The naive forecast is the mean of the last four days of the same weekday.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.coverage import Coverage
from pactline.planning.forecasting.history import Floats, History
from pactline.planning.forecasting.naive import same_weekday
from pactline.planning.forecasting.profile import Profiles, learn
from pactline.planning.forecasting.training import LevelModel, Training

MOST_ORIGINS = 40
STEP_DAYS = 3  # so that every weekday is an origin
FIRST_DAYS = 56  # learnt from before the first origin, or half of the days where there are fewer
LEAST_DAYS = 14
LEADS = (1, 7, 14)


@dataclass(frozen=True)
class DayTested:
    """One day forecast from one origin."""

    origin: date  # the last day that was known
    day: date
    actual: float
    forecast: float
    naive: float
    log_sd: float  # what the model said of its own error
    special: bool
    interval_error: float  # sum over the intervals of the day of actual less forecast, without signs
    interval_naive: float

    @property
    def lead(self) -> int:
        """How many days ahead it was forecast."""
        return (self.day - self.origin).days


@dataclass(frozen=True)
class Accuracy:
    """How far off forecasts were: shares of the contacts that came."""

    days: int
    wape: float  # sum of the errors of days without their signs, over the sum of what came
    naive: float
    bias: float  # forecast over actual, less 1
    interval_wape: float
    interval_naive: float

    @property
    def better_by(self) -> float:
        """The share of the naive error that the forecast does not make."""
        return 1 - self.wape / self.naive if self.naive else 0.0


@dataclass(frozen=True)
class BackTest:
    """Every day that was forecast from the past."""

    tested: tuple[DayTested, ...]
    cv_interval: float  # standard deviation of an interval's rate about its profile, as a share

    def accuracy(self, leads: Callable[[int], bool] = lambda _: True, special: bool | None = None) -> Accuracy | None:
        """How far off the days of some leads were; None where none was forecast."""
        rows = [each for each in self.tested if leads(each.lead) and special in (None, each.special)]
        actual = sum(each.actual for each in rows)
        if not rows or actual <= 0:
            return None
        return Accuracy(
            len(rows),
            sum(abs(each.actual - each.forecast) for each in rows) / actual,
            sum(abs(each.actual - each.naive) for each in rows) / actual,
            sum(each.forecast for each in rows) / actual - 1,
            sum(each.interval_error for each in rows) / actual,
            sum(each.interval_naive for each in rows) / actual,
        )

    @property
    def day_cv(self) -> float:
        """Standard deviation of a day's error over its level, without chance of counting; of ordinary days."""
        errors = np.array([each.actual / each.forecast - 1 for each in self.tested if not each.special])
        if len(errors) < 5:
            return float("nan")
        counting = np.mean([1 / max(each.forecast, 1.0) for each in self.tested if not each.special])
        edge = np.quantile(np.abs(errors), 0.98)  # a day in fifty is cut: it tells of itself alone
        return float(np.sqrt(max(np.mean(np.clip(errors, -edge, edge) ** 2) - counting, 0.0)))

    @property
    def day_lag1(self) -> float:
        """Correlation of the errors of one forecast from an ordinary day to the next."""
        found = [
            (one.actual / one.forecast - 1, other.actual / other.forecast - 1)
            for one, other in zip(self.tested, self.tested[1:], strict=False)
            if one.origin == other.origin and not one.special and not other.special and (other.day - one.day).days <= 3
        ]
        if len(found) < 10:
            return 0.0
        pairs = np.clip(np.array(found), -0.5, 0.5)
        below = float(np.sqrt((pairs[:, 0] ** 2).mean() * (pairs[:, 1] ** 2).mean()))
        return float(np.clip((pairs[:, 0] * pairs[:, 1]).mean() / below, -0.95, 0.95)) if below else 0.0

    def calibration(self, share: float = 0.8, sd_of_share: float = 1.2816) -> float:
        """What the model's own standard deviation has to be multiplied by for ``share`` of the days to lie within."""
        off = [
            abs(np.log(max(each.actual, 0.5) / each.forecast)) / np.hypot(each.log_sd, max(each.forecast, 0.5) ** -0.5)
            for each in self.tested
        ]
        if len(off) < 20:
            return 1.0
        return float(np.clip(np.quantile(off, share) / sd_of_share, 0.3, 3.0))


def origins_of(training: Training, most: int = MOST_ORIGINS, step: int = STEP_DAYS) -> list[date]:
    """The last known days from which a back-test starts: the newest that leave a day to forecast."""
    if len(training) < LEAST_DAYS + 7:
        return []
    first = training.dates[max(LEAST_DAYS, min(FIRST_DAYS, len(training) // 2)) - 1]
    last = training.dates[-1] - timedelta(days=1)
    found = [last - timedelta(days=step * n) for n in range(most)]
    return sorted(day for day in found if day >= first)


def back_test(
    history: History,
    coverage: Coverage,
    almanac: Almanac,
    training: Training,
    level: LevelModel,
    *,
    horizon: int = 14,
    origins: Sequence[date] | None = None,
    odd: frozenset[date] = frozenset(),
) -> BackTest:
    """Forecast the days after each origin, up to ``horizon`` days ahead."""
    tested: list[DayTested] = []
    spread, squares = 0.0, 0.0
    rows = {day: n for n, day in enumerate(history.dates)}
    totals = dict(zip(training.dates, training.totals, strict=True))
    for origin in origins_of(training) if origins is None else origins:
        known = training.before(origin + timedelta(days=1))
        days = [day for n in range(1, horizon + 1) if (day := origin + timedelta(days=n)) in totals]
        if not days or not len(known):
            continue
        ahead, naive = level(known, days), same_weekday(known, days)
        cut = rows[origin] + 1 if origin in rows else history.days
        profiles = learn(_upto(history, cut), _upto_coverage(coverage, cut), almanac, odd)
        for n, day in enumerate(days):
            came, shape = history.volume[rows[day]], _shape(profiles, coverage, almanac, rows[day], day)
            mine = np.where(coverage.open[rows[day]], came, 0.0)
            expected = float(ahead.contacts[n])
            if almanac.factor(day) == 0:
                continue
            if not almanac.kind(day) and day not in odd:
                scaled = shape * mine.sum()
                spread += float(((mine - scaled) ** 2 - scaled).sum())
                squares += float((scaled**2).sum())
            past = naive_intervals(history, coverage, cut, day)
            tested.append(
                DayTested(
                    origin, day, float(totals[day]), expected, float(naive.contacts[n]), float(ahead.log_sd[n]),
                    bool(almanac.kind(day)) or almanac.factor(day) != 1,
                    float(np.abs(mine - expected * shape).sum()), float(np.abs(mine - past).sum()),
                )
            )  # fmt: skip
    return BackTest(tuple(tested), float(np.sqrt(max(spread / squares, 0.0))) if squares else 0.0)


def _shape(profiles: Profiles, coverage: Coverage, almanac: Almanac, row: int, day: date) -> Floats:
    """The profile of a day in its opening hours; its level is that of a usual day, so it need not add up to 1."""
    return np.where(coverage.open[row], profiles.of(day, almanac), 0.0)


def naive_intervals(history: History, coverage: Coverage, cut: int, day: date) -> Floats:
    """The mean of the last four usable days of the weekday before row ``cut``, interval by interval."""
    weekday = (day.weekday() - history.first.weekday()) % 7
    rows = np.arange(weekday, cut, 7)
    rows = rows[coverage.usable[rows]][-4:]
    if not len(rows):
        rows = np.flatnonzero(coverage.usable[:cut])[-4:]
    found: NDArray[np.float64] = np.where(coverage.open[rows], history.volume[rows], 0.0).mean(axis=0)
    return found


def _upto(history: History, cut: int) -> History:
    return history if cut >= history.days else history.before(history.first + timedelta(days=cut))


def _upto_coverage(coverage: Coverage, cut: int) -> Coverage:
    return replace(
        coverage, usable=coverage.usable[:cut], closed=coverage.closed[:cut], open=coverage.open[:cut]
    )  # fmt: skip
