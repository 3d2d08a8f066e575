"""The forecasts that every other is measured against: the mean of the last four days of the weekday, and last week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from pactline.planning.forecasting.training import Ahead, Training

WEEKS = 4


def same_weekday(training: Training, days: Sequence[date], weeks: int = WEEKS) -> Ahead:
    """The mean of the last ``weeks`` days of the same weekday; of all days where there is none."""
    found, spread = np.empty(len(days)), np.empty(len(days))
    weekdays = np.array([day.weekday() for day in training.dates])
    for n, day in enumerate(days):
        past = training.totals[weekdays == day.weekday()][-weeks:]
        past = past if len(past) else training.totals[-weeks:]
        found[n] = max(float(past.mean()), 0.5)
        spread[n] = float(past.std() / found[n]) if len(past) > 1 else 0.3
    return Ahead(np.log(found), np.maximum(spread, 0.02))
