"""AutoETS and AutoTheta of statsforecast as the level of a day: an extra, imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from pactline.planning.forecasting.history import Floats
from pactline.planning.forecasting.training import Ahead, LevelModel, Training
from pactline.planning.refusal import Refused


class ExtraMissing(Refused):
    """The extra that a chosen model needs is not installed."""


def level_of_statsforecast(name: str) -> LevelModel:
    """The level model ``ets`` or ``theta``. Raises ExtraMissing.

    It sees every open weekday in order; a day without a usable total has the mean of its last four weekdays. It knows
    no holidays: on special days the factor that past days of that kind had against it is not learnt either.
    """
    try:
        from statsforecast import models
    except ImportError:
        raise ExtraMissing("--level ets and theta need statsforecast: pip install 'pactline[forecast]'") from None
    chosen: Any = {"ets": models.AutoETS, "theta": models.AutoTheta}[name]

    def level(training: Training, days: Sequence[date]) -> Ahead:
        weekdays = sorted(training.open_weekdays)
        first, last = training.dates[0], training.dates[-1]
        series = np.log(np.maximum(_without_gaps(training, weekdays), 0.5))
        steps = [_steps(last, day, weekdays) for day in days]
        model = chosen(season_length=max(len(weekdays), 1))
        found = model.forecast(y=series.astype(np.float64), h=max(steps), level=[80])
        mean = np.array([found["mean"][step - 1] for step in steps])
        high = np.array([found["hi-80"][step - 1] for step in steps])
        factors = np.array([training.almanac.factor(day) for day in days])
        assert first <= last
        return Ahead(mean + np.log(np.where(factors > 0, factors, 1.0)), np.maximum((high - mean) / 1.2816, 0.01))

    return level


def _steps(last: date, day: date, weekdays: Sequence[int]) -> int:
    """How many open days it is from the last day seen to a day to come; at least one."""
    between = ((last + timedelta(days=n)).weekday() for n in range(1, (day - last).days + 1))
    return max(1, sum(each in weekdays for each in between))


def _without_gaps(training: Training, weekdays: Sequence[int]) -> Floats:
    known = dict(zip(training.dates, training.adjusted(), strict=True))
    found: list[float] = []
    recent: dict[int, list[float]] = {}
    day = training.dates[0]
    while day <= training.dates[-1]:
        if day.weekday() in weekdays:
            past = recent.setdefault(day.weekday(), [])
            usual = float(np.mean(past[-4:])) if past else float(np.mean(training.totals))
            special = bool(training.almanac.kind(day))
            value = float(known[day]) if day in known and not special else usual
            past.append(value)
            found.append(value)
        day += timedelta(days=1)
    return np.array(found)
