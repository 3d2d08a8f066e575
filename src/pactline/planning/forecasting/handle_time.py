"""The mean handling time to expect: a level that follows the newer days, by weekday, times a profile of the day.

All sums are of seconds over contacts, so that busy days and intervals weigh as they should; what few contacts tell of
is drawn to the mean. A handling time counts at most ten times the median or the longest of a thousand (``counting``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pactline.planning.forecasting.coverage import Coverage
from pactline.planning.forecasting.history import Floats, History
from pactline.planning.forecasting.profile import smoothed

FADES_DAYS = 28.0
WEEKDAY_CONTACTS = 1000.0  # so many contacts tell as much of a weekday as all others do (differences of about 3 %)
SLOT_CONTACTS = 400.0  # likewise of an interval of the day (about 5 %)
SMOOTH_MINUTES = 30.0


@dataclass(frozen=True)
class HandleTimes:
    """Mean handling times in seconds, ``by`` weekday and interval."""

    by: Floats  # (7, intervals)
    level_s: float

    def on(self, days: Sequence[date]) -> Floats:
        """(days, intervals) seconds."""
        return np.asarray(self.by[[day.weekday() for day in days]])


def learn(history: History, coverage: Coverage, end: int | None = None) -> HandleTimes | None:
    """What the days before row ``end`` say; None where no handling time is known."""
    end = history.days if end is None else end
    rows = np.flatnonzero(coverage.usable[:end])
    count, seconds = history.handled[rows], history.handled_s[rows]
    if count.sum() < 1:
        return None
    weights = np.exp(-(end - 1 - rows) / FADES_DAYS)
    level = float(weights @ seconds.sum(axis=1) / max(weights @ count.sum(axis=1), 1e-9))
    level = level if level > 0 else float(seconds.sum() / count.sum())
    weekdays = (rows + history.first.weekday()) % 7
    week = np.ones(7)
    slow = np.exp(-(end - 1 - rows) / (3 * FADES_DAYS))
    for each in range(7):
        mine = weekdays == each
        told = slow[mine] @ count[mine].sum(axis=1)
        took = slow[mine] @ seconds[mine].sum(axis=1)
        week[each] = (took / level + WEEKDAY_CONTACTS) / (told + WEEKDAY_CONTACTS)
    told, took = slow @ count, slow @ seconds
    raw = (took / level + SLOT_CONTACTS) / (told + SLOT_CONTACTS)
    slots = smoothed(raw, SMOOTH_MINUTES / history.minutes, told + 1e-9)
    slots = slots / (float(slots @ told / told.sum()) or 1.0)
    return HandleTimes(level * week[:, None] * slots[None], level)


@dataclass(frozen=True)
class HandleTimeError:
    """How far off handling times were, weighed by contacts, as shares of the seconds that were needed."""

    days: int
    wape: float
    naive: float  # the mean of the last four days of the weekday
    bias: float
    interval_wape: float
    interval_naive: float


def back_test(history: History, coverage: Coverage, origins: Sequence[date], horizon: int) -> HandleTimeError | None:
    """Forecast the days after each origin; None where nothing is known."""
    rows: list[tuple[float, float, float, float, float]] = []
    for origin in origins:
        end = (origin - history.first).days + 1
        known = learn(history, coverage, end)
        if known is None:
            continue
        for row in range(end, min(end + horizon, history.days)):
            count, seconds = history.handled[row], history.handled_s[row]
            if not coverage.usable[row] or count.sum() < 1:
                continue
            day = history.first + timedelta(days=row)
            mine = known.on([day])[0] * count
            naive = _naive(history, coverage, end, row) * count
            rows.append(
                (
                    float(seconds.sum()), float(mine.sum()), float(naive.sum()),
                    float(np.abs(seconds - mine).sum()), float(np.abs(seconds - naive).sum()),
                )
            )  # fmt: skip
    if not rows:
        return None
    numbers = np.array(rows)
    actual, mine, naive = numbers[:, 0], numbers[:, 1], numbers[:, 2]
    needed = actual.sum()
    return HandleTimeError(
        len(rows), float(np.abs(actual - mine).sum() / needed), float(np.abs(actual - naive).sum() / needed),
        float(mine.sum() / needed - 1), float(numbers[:, 3].sum() / needed), float(numbers[:, 4].sum() / needed),
    )  # fmt: skip


def _naive(history: History, coverage: Coverage, end: int, row: int) -> Floats:
    """The mean handling time of the last four days of the weekday, by interval; of the day where nobody was handled."""
    past: NDArray[np.int64] = np.arange(row % 7, end, 7)
    past = past[coverage.usable[past]][-4:]
    if not len(past):
        past = np.flatnonzero(coverage.usable[:end])[-4:]
    count, seconds = history.handled[past].sum(axis=0), history.handled_s[past].sum(axis=0)
    day = seconds.sum() / max(count.sum(), 1e-9)
    return np.asarray(np.where(count > 0, seconds / np.where(count > 0, count, 1.0), day))
