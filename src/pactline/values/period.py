"""Periods of whole local days: what a statement covers and the windows a promise is measured over."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo

from pactline.values.span import QUARTER_HOUR_US, Span
from pactline.values.zone import from_us, midnight_us, to_us

HOUR_US = 3_600_000_000


class Each(StrEnum):
    """The calendar window a promise is measured over."""

    DAY = "day"
    WEEK = "week"  # Monday to Sunday
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def _month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def months_after(day: date, months: int) -> date:
    """The same day of the month, ``months`` later (or earlier, below 0); the last day of a month that is too short."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


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
        """The days in both, if any; of an hour and a period of days that hour."""
        if isinstance(other, Hour):
            return other.overlap(self)
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


@dataclass(frozen=True, order=True)
class Hour(Period):
    """One hour of the local clock, with the day that it lies in as ``first``.

    Where the clock changes within an hour, the hour ends with the change and another begins: where the change is half
    an hour there are hours of half an hour. ``begins`` bears the offset of its clock, so an hour that happens twice is
    two hours. Periods of days and hours have no order between them.
    """

    begins: datetime

    @classmethod
    def starting(cls, begins: datetime) -> Hour:
        """The hour that begins at this local time with its offset from UTC."""
        offset = begins.utcoffset()
        assert offset is not None, "the beginning of an hour needs its offset from UTC"
        day = begins.date()
        return cls(day, day + timedelta(days=1), begins.replace(tzinfo=timezone(offset), fold=0))

    @classmethod
    def parse(cls, text: str) -> Hour:
        """Read ``2025-03-30T03:00+02:00``. Raises ValueError."""
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}", text.strip()):
            raise ValueError(f"{text!r} is not an hour; write its beginning like 2025-03-30T03:00+02:00")
        return cls.starting(datetime.fromisoformat(text.strip()))

    def span(self, where: ZoneInfo) -> Span:
        """The instants of the hour; it ends early where the clock of the zone changes."""
        start = to_us(self.begins)
        return Span(start, _hour_end_us(start, where))

    def overlap(self, other: Period) -> Period | None:
        """This hour, where its day lies in the other period; of two hours only the same one."""
        if isinstance(other, Hour):
            return self if self == other else None
        return self if other.first <= self.first < other.end else None

    def __str__(self) -> str:
        return self.begins.isoformat(timespec="minutes")


def hours_of(day: date, where: ZoneInfo) -> list[Hour]:
    """The hours of a local day, in order: 23 or 25 of them on the days the clock changes by an hour."""
    at, end = midnight_us(day, where), midnight_us(day + timedelta(days=1), where)
    found: list[Hour] = []
    while at < end:
        found.append(Hour.starting(from_us(at, where)))
        at = _hour_end_us(at, where)
    return found


def _hour_end_us(start: int, where: ZoneInfo) -> int:
    offset = _offset_us(start, where)
    end = start + HOUR_US - (start + offset) % HOUR_US
    for instant in range(start + QUARTER_HOUR_US, end, QUARTER_HOUR_US):
        if _offset_us(instant, where) != offset:
            return instant
    return end


def _offset_us(instant: int, where: ZoneInfo) -> int:
    offset = from_us(instant, where).utcoffset()
    assert offset is not None
    return offset // timedelta(microseconds=1)


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
