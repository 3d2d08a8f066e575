"""When something is due: so many business days, days or months after a day.

A business day is a day on which a named calendar is open at all. The day itself is never counted: the first business
day after a Friday is the Monday.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pactline.values.calendar import Calendar
from pactline.values.exact import how_many
from pactline.values.period import months_after

DUE_FORMS = "15 business days, 30 days or 2 months"
DUE_PATTERN = "^(1 (business day|day|month)|([2-9]|[1-9][0-9]{1,2}) (business days|days|months))$"


def business_days_after(day: date, count: int, calendar: Calendar) -> date:
    """The ``count``-th day after ``day`` (from 1) on which the calendar is open.

    Raises ValueError where the calendar never opens that often again.
    """
    assert count >= 1, "the first business day after a day is number 1"
    weekly = any(calendar.week.values())
    last_special = max(calendar.special, default=day)
    found, left = day, count
    while left:
        if not weekly and found >= last_special:
            raise ValueError(
                f"after {day} the calendar opens on fewer than {how_many(count, 'day')}; give it a week of hours"
            )
        found += timedelta(days=1)
        left -= bool(calendar.hours_on(found))
    return found


def business_days_before(day: date, count: int, calendar: Calendar) -> date:
    """The ``count``-th day before ``day`` (from 1) on which the calendar is open.

    Raises ValueError where the calendar never opened that often before.
    """
    assert count >= 1, "the first business day before a day is number 1"
    weekly = any(calendar.week.values())
    first_special = min(calendar.special, default=day)
    found, left = day, count
    while left:
        if not weekly and found <= first_special:
            raise ValueError(f"before {day} the calendar opens on fewer than {how_many(count, 'day')}")
        found -= timedelta(days=1)
        left -= bool(calendar.hours_on(found))
    return found


class DueUnit(StrEnum):
    """What a due time is counted in."""

    BUSINESS_DAYS = "business day"
    DAYS = "day"
    MONTHS = "month"


@dataclass(frozen=True)
class Due:
    """So many business days, calendar days or calendar months after a day."""

    count: int
    unit: DueUnit

    @classmethod
    def parse(cls, text: str) -> Due:
        """Read ``15 business days``, ``30 days`` or ``2 months``. Raises ValueError."""
        words = text.strip()
        if not re.fullmatch(DUE_PATTERN, words):
            raise ValueError(f"{text!r} does not say how long after; write a number from 1 to 999 such as {DUE_FORMS}")
        count, unit = words.split(" ", 1)
        return cls(int(count), DueUnit(unit.removesuffix("s")))

    @property
    def needs_calendar(self) -> bool:
        """Whether a calendar has to say which days are business days."""
        return self.unit is DueUnit.BUSINESS_DAYS

    def after(self, day: date, calendar: Calendar | None = None) -> date:
        """The last day in time, counted from ``day``, such as the last day of a window.

        A number of months leads to the same day of a later month, or to its last where it is shorter: two months after
        31 December are 28 or 29 February. Raises ValueError where the calendar never opens that often again.
        """
        match self.unit:
            case DueUnit.BUSINESS_DAYS:
                assert calendar is not None, "business days are counted with a calendar"
                return business_days_after(day, self.count, calendar)
            case DueUnit.DAYS:
                return day + timedelta(days=self.count)
            case DueUnit.MONTHS:
                return months_after(day, self.count)

    def before(self, day: date, calendar: Calendar | None = None) -> date:
        """The last day in time, counted back from ``day``, such as the end of a term before which notice is given.

        Raises ValueError where the calendar never opened that often before.
        """
        match self.unit:
            case DueUnit.BUSINESS_DAYS:
                assert calendar is not None, "business days are counted with a calendar"
                return business_days_before(day, self.count, calendar)
            case DueUnit.DAYS:
                return day - timedelta(days=self.count)
            case DueUnit.MONTHS:
                return months_after(day, -self.count)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"
