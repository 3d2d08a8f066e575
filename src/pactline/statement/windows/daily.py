"""The days of a result laid side by side, each with what it is held against: what the month's chart and table show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from pactline.records.choices.choosing import Count
from pactline.statement.counting.counts import Counts, add_up, figure
from pactline.statement.model import Result, Verdict, Window
from pactline.values.period import Each, Hour, next_window, window_start
from pactline.values.target import Target

MOST_DAYS = 93
"""A longer period is shown week by week."""


class State(StrEnum):
    """How a day (or week) stands against the target."""

    KEPT = "kept"
    MISSED = "missed"
    EXCUSED = "excused"
    SUSPENDED = "suspended"
    REPORTED = "report only"
    UNJUDGED = "not judged"
    EMPTY = "no contacts"
    CLOSED = "closed"


BY_VERDICT = {
    Verdict.MET: State.KEPT,
    Verdict.MISSED: State.MISSED,
    Verdict.EXCUSED: State.EXCUSED,
    Verdict.SUSPENDED: State.SUSPENDED,
    Verdict.NO_DATA: State.UNJUDGED,
    Verdict.REPORT_ONLY: State.REPORTED,
}


@dataclass(frozen=True)
class Mark:
    """One day, or one week of a long period."""

    first: date
    each: Each
    counts: Counts
    value: Fraction | None
    target: Target | None  # None: no single day is held against the promise, as with a monthly volume
    state: State

    @property
    def weekend(self) -> bool:
        """Whether it is a Saturday or a Sunday."""
        return self.each is Each.DAY and self.first.weekday() >= 5


def marks(result: Result) -> tuple[Mark, ...]:
    """Every day of the result's windows, those without contacts included; weeks where the days are too many."""
    first, end = min(w.period.first for w in result.windows), max(w.period.end for w in result.windows)
    each = Each.DAY if (end - first).days <= MOST_DAYS else Each.WEEK
    found: list[Mark] = []
    while first < end:
        following = min(next_window(window_start(first, each), each), end)
        found.append(_mark(result, first, following, each))
        first = following
    return tuple(found)


def _mark(result: Result, first: date, end: date, each: Each) -> Mark:
    counts = add_up(day.counts for day in result.days if first <= day.day < end)
    window = next((w for w in result.windows if w.period.first <= first < w.period.end), None)
    value = figure(result.chosen, counts) if counts.counted else None
    target = None if window is None else _held_against(result, window)
    return Mark(first, each, counts, value, target, _state(result, window, value, target, first, end))


def _held_against(result: Result, window: Window) -> Target | None:
    """What a day's own figure can be compared with: the target of an interval where the promise counts intervals."""
    counting = result.commitment.counting
    target = counting.interval_target if counting.own_figure() else window.target
    one_day = window.period.end - window.period.first == timedelta(days=1)
    if isinstance(window.period, Hour):
        return None  # its hours are judged, and no day
    if target is None or target.unit is not result.chosen.unit or (isinstance(result.chosen, Count) and not one_day):
        return None
    return target


def _state(
    result: Result, window: Window | None, value: Fraction | None, target: Target | None, first: date, end: date
) -> State:
    if value is None:
        hours = result.commitment.service.hours
        days = (first + timedelta(days=n) for n in range((end - first).days))
        return State.EMPTY if any(hours.hours_on(day) for day in days) else State.CLOSED
    if window is None or target is None:
        return State.UNJUDGED
    if (window.period.first, window.period.end) == (first, end):
        return BY_VERDICT[window.verdict]
    return State.KEPT if target.kept_by(value) else State.MISSED
