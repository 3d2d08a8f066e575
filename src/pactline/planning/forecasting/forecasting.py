"""The forecast of a queue: level by day, profile, handling time, what it may be off by, and how far off it has been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pactline.planning.expected import Expected
from pactline.planning.forecasting import handle_time
from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.backtest import Accuracy, BackTest, back_test, naive_intervals, origins_of
from pactline.planning.forecasting.coverage import Coverage, LeftOut, Standing, look_over
from pactline.planning.forecasting.handle_time import HandleTimeError, HandleTimes
from pactline.planning.forecasting.history import Bools, Floats, Grid, History
from pactline.planning.forecasting.level import MixedLevel
from pactline.planning.forecasting.naive import same_weekday
from pactline.planning.forecasting.profile import Profiles, learn
from pactline.planning.forecasting.spread import bounds, cv_of_log_sd
from pactline.planning.forecasting.training import Ahead, LevelModel, Training, training_of
from pactline.planning.forecasting.weighted import weighted
from pactline.planning.refusal import NoAnswer
from pactline.values.period import Period

FARTHEST = 35  # days ahead that a back-test looks; what lies farther is said to be as far off as that
LEVELS = ("mixed", "weighted", "naive", "ets", "theta")


@dataclass(frozen=True)
class Choices:
    """How a forecast is made."""

    level: str = "mixed"  # one of LEVELS
    growth: float = 0.0  # by hand: 0.05 is 5 % more on every day to come
    aht_s: float | None = None  # by hand, where the records tell no handling times (or other ones are to be planned)
    back_tested: bool = True


@dataclass(frozen=True)
class DayForecast:
    """One day to come."""

    day: date
    offered: float
    low: float
    high: float
    aht_s: float
    kind: str  # what is special about it; empty where nothing is
    naive: float
    actual: float | None = None  # what came, where the records reach so far


@dataclass(frozen=True)
class Outcome:
    """What came in a period that is over, against its forecast."""

    accuracy: Accuracy
    days_inside: float  # share of the days between low and high
    intervals_inside: float
    intervals: Floats = field(repr=False)  # contacts that came in each interval of the forecast; nan where not known


@dataclass(frozen=True)
class QueueForecast:
    """Everything that is known of the days to come of one queue."""

    expected: Expected
    days: tuple[DayForecast, ...]
    training: Training
    history: History  # what was known when the forecast was made
    coverage: Coverage
    almanac: Almanac
    profiles: Profiles
    test: BackTest | None
    leads: tuple[int, int]  # from how many days ahead to how many the back-test speaks for this period
    handle_test: HandleTimeError | None
    left_out: tuple[LeftOut, ...]  # days of the past that taught nothing
    notes: tuple[str, ...]
    log_sd: Floats = field(repr=False)  # of each day's level
    outcome: Outcome | None = None  # where the records reach into the period

    @property
    def queue(self) -> str:
        """The queue's name."""
        return self.expected.queue

    def speaks_for(self, lead: int) -> bool:
        """Whether a lead of the back-test is like those of this forecast."""
        return self.leads[0] <= lead <= self.leads[1]


def level_model(name: str) -> LevelModel:
    """The level model of that name. Raises ExtraMissing where it needs what is not installed."""
    if name in ("ets", "theta"):
        from pactline.planning.forecasting.further_levels import level_of_statsforecast

        return level_of_statsforecast(name)
    plain: dict[str, LevelModel] = {"mixed": MixedLevel(), "weighted": weighted, "naive": same_weekday}
    return plain[name]


def forecast(history: History, period: Period, almanac: Almanac, choices: Choices | None = None) -> QueueForecast:
    """Forecast a period for one queue from what its records say of the days before.

    Raises ValueError where there is no whole day to learn from, or the queue is closed in all of the period.
    """
    choices = choices or Choices()
    known = history.before(period.first)
    coverage = look_over(known, almanac)
    shares = _shares(known, coverage, almanac)
    training = training_of(known, coverage, almanac, shares)
    if not len(training):
        raise NoAnswer(f"no whole day of {history.queue} is known before {period.first}")
    model = level_model(choices.level)
    odd = frozenset(MixedLevel().outliers(training))
    profiles = learn(known, coverage, almanac, odd)
    times = handle_time.learn(known, coverage)
    days = period.days()
    lead = [(day - training.dates[-1]).days for day in (days[0], days[-1])]
    leads = (max(1, min(lead[0], FARTHEST - 7)), min(max(lead[1], 7), FARTHEST))
    test, handle_test = None, None
    if choices.back_tested and (origins := origins_of(training)):
        test = back_test(known, coverage, almanac, training, model, horizon=leads[1], origins=origins, odd=odd)
        handle_test = handle_time.back_test(known, coverage, origins, leads[1])
    made = _Made(history, known, coverage, almanac, training, profiles, times, choices, test, leads)
    expected, told, log_sd = made.days(days, model(training, days))
    left = (*coverage.left_out, *(_outlier(day, training) for day in sorted(odd)))
    return QueueForecast(
        expected, told, training, known, coverage, almanac, profiles, test if test and test.tested else None, leads,
        handle_test, tuple(sorted(left, key=lambda each: each.day)), tuple(made.notes(days)), log_sd,
        made.outcome(expected, told),
    )  # fmt: skip


def _outlier(day: date, training: Training) -> LeftOut:
    came = float(training.totals[training.dates.index(day)])
    return LeftOut(day, Standing.OUTLIER, f"{came:,.0f} contacts, far from what the other days say")


def _shares(history: History, coverage: Coverage, almanac: Almanac) -> Floats | None:
    """The part of a usual day that lay in each day's hours; None where hours are learnt."""
    if almanac.hours is None:
        return None
    plain = learn(history, coverage, almanac)
    return np.array(
        [plain.weekday[day.weekday()][coverage.open[n]].sum() or 1.0 for n, day in enumerate(history.dates)]
    )


@dataclass(frozen=True)
class _Made:
    whole: History
    known: History
    coverage: Coverage
    almanac: Almanac
    training: Training
    profiles: Profiles
    times: HandleTimes | None
    choices: Choices
    test: BackTest | None
    leads: tuple[int, int]

    def days(self, days: Sequence[date], ahead: Ahead) -> tuple[Expected, tuple[DayForecast, ...], Floats]:
        """The intervals and the days of the forecast, and the standard deviation of each day's logarithm."""
        minutes, zone = self.known.minutes, self.known.zone
        grid = Grid.of(days[0], len(days), minutes, zone)
        starts, row, slot = grid.starts()
        opened: Bools = np.array([self.coverage.open_on(day, self.almanac, minutes) for day in days])
        shapes = np.array([self.profiles.of(day, self.almanac) for day in days])
        factors = np.array([self.almanac.factor(day) for day in days])
        level = ahead.contacts * (1 + self.choices.growth) * (factors > 0)
        rates = np.where(opened, shapes * level[:, None], 0.0)
        if not opened.any():
            raise NoAnswer(f"{self.known.queue} is closed in all of the period")
        right = self.test.calibration() if self.test and self.test.tested else 1.0
        log_sd = ahead.log_sd * right
        cv = cv_of_log_sd(log_sd)
        aht = self._aht(days)
        kept = opened[row, slot]
        starts, row, slot = starts[kept], row[kept], slot[kept]
        offered = rates[row, slot]
        uneven = self.test.cv_interval if self.test else 0.0
        low, high = bounds(offered, np.hypot(cv[row], uneven))
        day_cv, lag1 = self._day_error(log_sd)
        expected = Expected(
            self.known.queue, self.known.channel, zone, minutes * 60_000_000, starts, offered, low, high,
            aht[row, slot], day_cv, lag1,
        )  # fmt: skip
        return expected, self._told(days, row, offered, aht[row, slot], cv), log_sd

    def _told(
        self, days: Sequence[date], row: NDArray[np.int64], offered: Floats, aht: Floats, cv: Floats
    ) -> tuple[DayForecast, ...]:
        totals: Floats = np.bincount(row, offered, len(days)).astype(np.float64)
        seconds = np.bincount(row, offered * aht, len(days))
        low, high = bounds(totals, cv)
        naive = same_weekday(self.training, days).contacts * (totals > 0)
        came = self._came(days)
        return tuple(
            DayForecast(
                day, float(totals[n]), float(low[n]), float(high[n]),
                float(seconds[n] / totals[n]) if totals[n] else 0.0, self.kind(day), float(naive[n]), came[n],
            )
            for n, day in enumerate(days)
        )  # fmt: skip

    def kind(self, day: date) -> str:
        """What is special about a day, in the planner's words."""
        said = self.almanac.events.get(day) or self.almanac.holidays.get(day, "")
        closed = not self.coverage.open_on(day, self.almanac, self.known.minutes).any()
        usual = day.weekday() in self.coverage.open_weekdays
        return (f"{said} (closed)" if said else "closed" if usual else "") if closed else said

    def _came(self, days: Sequence[date]) -> list[float | None]:
        """What came on each day, where the records reach so far and hold the whole day."""
        if self.whole.days == self.known.days:
            return [None] * len(days)
        judged = look_over(self.whole, self.almanac)
        totals = np.where(judged.open, self.whole.volume, 0.0).sum(axis=1)
        rows = [(day - self.whole.first).days for day in days]
        return [float(totals[n]) if n < self.whole.days and judged.usable[n] else None for n in rows]

    def outcome(self, expected: Expected, told: Sequence[DayForecast]) -> Outcome | None:
        """What came, day by day and interval by interval; None where no whole day is known."""
        known = {each.day: each for each in told if each.actual is not None and each.offered > 0}
        total = sum(each.actual or 0.0 for each in known.values())
        if not total:
            return None
        came, naive = np.full(len(expected.starts_us), np.nan), np.full(len(expected.starts_us), np.nan)
        slots = {day: naive_intervals(self.known, self.coverage, self.known.days, day) for day in known}
        for place in range(len(came)):
            local = expected.local(place)
            if local.date() in known:
                slot = (local.hour * 60 + local.minute) // self.known.minutes
                came[place] = self.whole.volume[(local.date() - self.whole.first).days, slot]
                naive[place] = slots[local.date()][slot]
        there = ~np.isnan(came)
        forecast, actual = expected.offered[there], came[there]
        inside = (expected.low[there] <= actual) & (actual <= expected.high[there])
        days = list(known.values())
        return Outcome(
            Accuracy(
                len(days),
                sum(abs((each.actual or 0.0) - each.offered) for each in days) / total,
                sum(abs((each.actual or 0.0) - each.naive) for each in days) / total,
                sum(each.offered for each in days) / total - 1,
                float(np.abs(actual - forecast).sum() / actual.sum()),
                float(np.abs(actual - naive[there]).sum() / actual.sum()),
            ),
            float(np.mean([each.low <= (each.actual or 0.0) <= each.high for each in days])),
            float(inside.mean()),
            came,
        )

    def _aht(self, days: Sequence[date]) -> Floats:
        if self.choices.aht_s is not None:
            return np.full((len(days), self.known.slots), self.choices.aht_s)
        return self.times.on(days) if self.times else np.zeros((len(days), self.known.slots))

    def _day_error(self, log_sd: Floats) -> tuple[float, float]:
        if self.test is None or not self.test.tested:
            return float(cv_of_log_sd(float(np.sqrt(np.mean(log_sd**2))))), 0.0
        like = BackTest(
            tuple(each for each in self.test.tested if self.leads[0] <= each.lead <= self.leads[1]),
            self.test.cv_interval,
        )
        cv = like.day_cv
        return (float(cv_of_log_sd(float(np.median(log_sd)))) if np.isnan(cv) else cv), like.day_lag1

    def notes(self, days: Sequence[date]) -> list[str]:
        """What the reader should know about this forecast."""
        found = list(self.known.notes)
        if self.times is None and self.choices.aht_s is None:
            found.append("the records tell no handling times; give one with --aht before agents are planned")
        if self.coverage.outside > 0.005:
            found.append(f"{self.coverage.outside:.1%} of the contacts came outside of the opening hours; left out")
        seen = {self.almanac.kind(day) for day in self.training.dates}
        closed = {day for day in days if not self.coverage.open_on(day, self.almanac, self.known.minutes).any()}
        for day in days:
            kind = self.almanac.kind(day)
            if kind and kind not in seen and day not in closed:
                like = "taken like other holidays" if self._other_holidays(day) else "taken like an ordinary day"
                found.append(f"{day} is {kind}, of which no past day is known: {like}, with a wide interval")
        if (gap := (days[0] - self.training.dates[-1]).days) > FARTHEST:
            found.append(
                f"the last known day is {gap} days before the period; the back-test looks {FARTHEST} days ahead"
            )
        return found

    def _other_holidays(self, day: date) -> bool:
        return self.almanac.is_holiday(day) and any(self.almanac.is_holiday(each) for each in self.training.dates)


def holidays_ahead(almanac: Almanac, period: Period) -> dict[date, str]:
    """The named days of a period and of the day before it: what an output keeps."""
    first, end = period.first - timedelta(days=1), period.end
    return {day: name for day, name in sorted(almanac.holidays.items()) if first <= day <= end}
