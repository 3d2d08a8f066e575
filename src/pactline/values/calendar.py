"""Opening hours: a week of local clock times and the days on which they do not hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from pactline.values.period import Period
from pactline.values.span import Span, union
from pactline.values.zone import edge_us, midnight_us

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, order=True)
class Hours:
    """Open from ``opens`` until ``closes`` on one local day; ``closes`` None means until midnight (24:00)."""

    opens: time
    closes: time | None

    @classmethod
    def parse(cls, text: str) -> Hours:
        """Read ``08:00-20:00``; ``24:00`` is the end of the day. Raises ValueError."""
        found = re.fullmatch(
            r"([01]?[0-9]|2[0-3]):([0-5][0-9])\s*-\s*(?:([01]?[0-9]|2[0-3]):([0-5][0-9])|(24:00))",
            text.strip(),
        )
        if not found:
            raise ValueError(f"{text!r} are not opening hours; write them like 08:00-20:00, at most until 24:00")
        opens = time(int(found[1]), int(found[2]))
        closes = None if found[5] else time(int(found[3]), int(found[4]))
        if closes is not None and closes <= opens:
            raise ValueError(f"{text!r} closes before it opens; hours over midnight are written as two days")
        return cls(opens, closes)

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}" if self.closes else f"{self.opens:%H:%M}-24:00"


@dataclass(frozen=True)
class Calendar:
    """A week of opening hours, closed days pinned by date, and days with other hours than their weekday's."""

    week: Mapping[int, tuple[Hours, ...]]  # 0 = Monday; a weekday that is absent is closed
    closed: frozenset[date] = frozenset()
    special: Mapping[date, tuple[Hours, ...]] = field(default_factory=dict)

    @classmethod
    def of_week(cls, texts: Iterable[str]) -> Calendar:
        """Read weekdays with their hours, such as ``mon-fri 09:00-17:00`` or ``sat 10:00-12:00, 13:00-15:00``.

        Raises ValueError.
        """
        week: dict[int, tuple[Hours, ...]] = {}
        for text in texts:
            days, _, hours = text.strip().partition(" ")
            for day in _weekdays(days):
                if day in week:
                    raise ValueError(f"{WEEKDAYS[day]} is given twice; give each weekday its hours once")
                week[day] = _apart(tuple(Hours.parse(part) for part in hours.split(",")), text)
        return cls(week)

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        """The hours of one day; empty when closed."""
        if day in self.closed:
            return ()
        return self.special.get(day, self.week.get(day.weekday(), ()))

    def spans(self, period: Period, where: ZoneInfo) -> tuple[Span, ...]:
        """The open instants of a period, as disjoint UTC spans in order."""
        found: list[Span] = []
        for day in period.days():
            for hours in self.hours_on(day):
                start = edge_us(day, hours.opens, where)
                end = (
                    midnight_us(day + timedelta(days=1), where)
                    if hours.closes is None
                    else edge_us(day, hours.closes, where, closing=True)
                )
                if start < end:
                    found.append(Span(start, end))
        return union(found)


def _weekdays(text: str) -> range:
    first, _, last = text.partition("-")
    if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
        raise ValueError(f"{text!r} are no weekdays; write one or a run of them, such as sat or mon-fri")
    days = range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)
    if not days:
        raise ValueError(f"{text!r} runs backwards; a week begins on Monday")
    return days


def _apart(hours: tuple[Hours, ...], text: str) -> tuple[Hours, ...]:
    """The hours of a day in order. Raises ValueError where two of them overlap."""
    ordered = tuple(sorted(hours, key=lambda each: each.opens))
    for early, late in pairwise(ordered):
        if early.closes is None or late.opens < early.closes:
            raise ValueError(f"in {text!r} the hours {early} and {late} overlap; join them to one")
    return ordered


ALWAYS = Calendar(week={day: (Hours(time(0), None),) for day in range(7)})
