"""A statement's words for people: days, windows, how often a promise is judged, verdicts, long durations."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from pactline.values.cadence import Cadence
from pactline.values.exact import plain
from pactline.values.period import Hour, Period
from pactline.values.target import Target, Unit

if TYPE_CHECKING:
    from pactline.agreement.model import Commitment
    from pactline.statement.model import Window

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_HOUR, _MINUTE = 3600, 60


def long_day(day: date) -> str:
    """``3 March 2025``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def period_text(period: Period) -> str:
    """The first and the last day in words: ``1 to 31 March 2025``; of an hour the day and when it begins."""
    if isinstance(period, Hour):
        offset = period.begins.isoformat()[-6:]
        return f"{long_day(period.first)}, hour from {period.begins:%H:%M} ({offset})"
    first, last = period.first, period.end - timedelta(days=1)
    if first == last:
        return long_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {long_day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} to {long_day(last)}"
    return f"{long_day(first)} to {long_day(last)}"


def window_text(window: Window, commitment: Commitment) -> str:
    """The days of a window and, where it reaches back, what rolls: ``1 to 30 June 2025 (rolling 30 days)``."""
    each = f" ({commitment.each})" if commitment.each.rolling else ""
    return f"{period_text(window.period)}{each}"


def judged_with(window: Window, commitment: Commitment) -> str:
    """With which days a window is judged that reaches back; empty for any other."""
    if not commitment.each.rolling or window.settles is None:
        return ""
    return (
        f"{commitment.each} up to {long_day(window.period.end - timedelta(days=1))}, judged each {commitment.each.tile}"
    )


def each_text(each: Cadence) -> str:
    """How often a promise is judged: ``each month``, ``over rolling 3 months, judged each month``."""
    return f"over {each}, judged each {each.tile}" if each.rolling else f"each {each}"


def verdict_word(verdict: str) -> str:
    """``no data``, ``report only``."""
    return str(verdict).replace("_", " ")


def long_duration(value: Fraction, unit: Unit) -> str:
    """A whole number of seconds from an hour up in hours and minutes: ``25 h 30 min``; empty for anything else."""
    if unit is not Unit.SECONDS or value.denominator != 1 or value < _HOUR:
        return ""
    hours, rest = divmod(int(value), _HOUR)
    minutes, seconds = divmod(rest, _MINUTE)
    parts = ((hours, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join(f"{number:,} {word}" for number, word in parts if number)


def target_text(target: Target) -> str:
    """``at least 80 %``, ``at most 24 h``."""
    long = long_duration(target.amount, target.unit)
    if not long and target.unit is Unit.CONTACTS and target.amount.denominator == 1:
        long = f"{target.amount.numerator:,}"
    return f"{target.bound.replace('_', ' ')} {long}" if long else str(target)


def points_word(points: Fraction) -> str:
    """``1 point``, ``2.5 points``."""
    return f"{plain(points)} point{'' if points == 1 else 's'}"
