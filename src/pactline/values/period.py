"""Periods of whole local days: what a statement covers and the windows a promise is measured over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pactline.values.span import Span
from pactline.values.zone import midnight_us


class Each(StrEnum):
    """The calendar window a promise is measured over."""

    DAY = "day"
    WEEK = "week"  # Monday to Sunday
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def _month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def window_start(day: date, each: Each) -> date:
    """The first day of the window that ``day`` lies in."""
    match each:
        case Each.DAY:
            return day
        case Each.WEEK:
            return day - timedelta(days=day.weekday())
        case Each.MONTH:
            return day.replace(day=1)
        case Each.QUARTER:
            return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        case Each.YEAR:
            return date(day.year, 1, 1)


def next_window(first: date, each: Each) -> date:
    """The first day of the window after the one that starts on ``first``."""
    match each:
        case Each.DAY:
            return first + timedelta(days=1)
        case Each.WEEK:
            return first + timedelta(days=7)
        case Each.MONTH:
            return _month(first.year, first.month + 1)
        case Each.QUARTER:
            return _month(first.year, first.month + 3)
        case Each.YEAR:
            return date(first.year + 1, 1, 1)


@dataclass(frozen=True, order=True)
class Period:
    """Whole days from ``first`` up to but not including ``end``."""

    first: date
    end: date

    def __post_init__(self) -> None:
        if self.first >= self.end:
            raise ValueError(f"a period must end after it begins: {self.first} .. {self.end}")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2025``, ``2025-Q2``, ``2025-06``, ``2025-W23``, ``2025-06-03`` or ``2025-06-01/2025-07-01``.

        The end is excluded. Raises ValueError with the forms it knows.
        """
        words = text.strip()
        try:
            if "/" in words:
                first, end = words.split("/")
                return cls(_iso_day(first), _iso_day(end))
            each, start = _named_window(words)
        except ValueError as wrong:
            raise ValueError(
                f"{text!r} is not a period ({wrong}); write 2025, 2025-Q2, 2025-06, 2025-W23, 2025-06-03 "
                "or 2025-06-01/2025-07-01 (the day after the last)"
            ) from None
        return cls(start, next_window(start, each))

    def span(self, where: ZoneInfo) -> Span:
        """The instants of these days in a zone."""
        return Span(midnight_us(self.first, where), midnight_us(self.end, where))

    def days(self) -> list[date]:
        """Each day, in order."""
        return [self.first + timedelta(days=n) for n in range((self.end - self.first).days)]

    def overlap(self, other: Period) -> Period | None:
        """The days in both, if any."""
        first, end = max(self.first, other.first), min(self.end, other.end)
        return Period(first, end) if first < end else None

    def __str__(self) -> str:
        for each in (Each.YEAR, Each.QUARTER, Each.MONTH, Each.DAY):
            if window_start(self.first, each) == self.first and next_window(self.first, each) == self.end:
                month = self.first.month
                return {
                    Each.YEAR: f"{self.first.year:04d}",
                    Each.QUARTER: f"{self.first.year:04d}-Q{(month + 2) // 3}",
                    Each.MONTH: f"{self.first:%Y-%m}",
                    Each.DAY: self.first.isoformat(),
                }[each]
        if self.first.weekday() == 0 and (self.end - self.first).days == 7:
            year, week, _ = self.first.isocalendar()
            return f"{year:04d}-W{week:02d}"
        return f"{self.first.isoformat()}/{self.end.isoformat()}"


def _iso_day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        raise ValueError(f"{text.strip()!r} is not a day written YYYY-MM-DD")
    return date.fromisoformat(text.strip())


def _named_window(words: str) -> tuple[Each, date]:
    if re.fullmatch(r"[0-9]{4}", words):
        return Each.YEAR, date(int(words), 1, 1)
    if found := re.fullmatch(r"([0-9]{4})-Q([1-4])", words):
        return Each.QUARTER, date(int(found[1]), 3 * int(found[2]) - 2, 1)
    if found := re.fullmatch(r"([0-9]{4})-W([0-9]{2})", words):
        return Each.WEEK, date.fromisocalendar(int(found[1]), int(found[2]), 1)
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{2})", words):
        return Each.MONTH, date(int(found[1]), int(found[2]), 1)
    return Each.DAY, _iso_day(words)
