"""A plain level: weekdays times a level with exponential weights and a damped trend; what is easy to redo by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from pactline.planning.forecasting.training import Ahead, Training
from pactline.planning.refusal import NoAnswer

FADES_DAYS = 28.0  # a day so old weighs 37 %
TREND_LASTS_DAYS = 14.0  # a trend has half gone on after about ten days
TREND_TRUST = 0.3  # and is believed by so much


def weighted(training: Training, days: Sequence[date]) -> Ahead:
    """The level by weekday, times what was said of days by hand. Holidays and the month play no part."""
    almanac = training.almanac
    plain = np.array([not almanac.kind(day) for day in training.dates])
    if not plain.any():
        raise NoAnswer("there is no ordinary day to learn from")
    dates = [day for day, kept in zip(training.dates, plain, strict=True) if kept]
    logs = np.log(np.maximum(training.adjusted()[plain], 0.5))
    number = np.array([day.toordinal() for day in dates], dtype=float)
    weekday = np.array([day.weekday() for day in dates])
    last = number[-1]
    weights = np.exp(-(last - number) / FADES_DAYS)
    effect, level = np.zeros(7), float(np.median(logs))
    for _ in range(3):  # weekdays and level in turn
        for each in range(7):
            mine = weekday == each
            effect[each] = weights[mine] @ (logs[mine] - level) / (weights[mine].sum() + 0.2) if mine.any() else 0.0
        level = float(weights @ (logs - effect[weekday]) / weights.sum())
    off = logs - effect[weekday] - level
    off = np.clip(off, -3 * _spread(off), 3 * _spread(off))
    middle = weights @ number / weights.sum()
    slope = TREND_TRUST * float(weights @ ((number - middle) * off) / (weights @ (number - middle) ** 2 + 1e3))
    ahead = np.array([day.toordinal() for day in days], dtype=float) - last
    drift = slope * ((last - middle) + TREND_LASTS_DAYS * (1 - np.exp(-ahead / TREND_LASTS_DAYS)))
    factors = np.array([almanac.factor(day) for day in days])
    mean = level + effect[[day.weekday() for day in days]] + drift + np.log(np.where(factors > 0, factors, 1.0))
    return Ahead(mean, np.full(len(days), max(_spread(off), 0.01)))


def _spread(off: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    return float(np.median(np.abs(off)) / 0.6745) or 0.05
