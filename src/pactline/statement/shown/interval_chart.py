"""The intervals of a promise that counts kept ones, as a grid: a column for each day, a row for each time of day.

An interval that kept the target is a dot, one that missed it fills its place, so that nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from markupsafe import Markup

from pactline.statement.counting.interval_parts import IntervalPart
from pactline.statement.shown import svg
from pactline.statement.shown.saying import MONTHS
from pactline.statement.shown.svg import LEFT, PLOT
from pactline.values.zone import from_us

MOST_DAYS, MOST_PARTS = 93, 6_000
"""A longer time, or more intervals, would be too fine to read; the figures by day are shown instead."""

_TOP = 14
_NARROW = 15  # pixels that a number of a day needs
_LOW = 14  # pixels that a time of day needs


def interval_chart(
    parts: Sequence[IntervalPart], minutes: int, where: ZoneInfo, chart_id: str, title: str, description: str
) -> Markup | None:
    """The grid; None where there is nothing to show, or more than can be read."""
    places = [from_us(part.start_us, where) for part in parts]
    days = _days(places)
    if not parts or len(days) > MOST_DAYS or len(parts) > MOST_PARTS:
        return None
    times = _times(places, minutes)
    row = Fraction(max(4, min(18, 360 // len(times))))
    slot = min(Fraction(PLOT, len(days)), Fraction(28))
    found: dict[bool, str] = {True: "", False: ""}
    for part, place in zip(parts, places, strict=True):
        x = LEFT + days.index(place.date()) * slot
        y = _TOP + times.index(place.hour * 60 + place.minute) * row
        width, height = (slot - 2, row - 2) if not part.kept else 2 * (min(slot, row) * Fraction(3, 10),)
        left, top = x + (slot - width) / 2, y + (row - height) / 2
        found[part.kept] += f"M{svg.at(left)} {svg.at(top)}h{svg.at(width)}v{svg.at(height)}h{svg.at(-width)}z"
    bottom = _TOP + len(times) * row
    body = [
        svg.rect(Fraction(LEFT), _TOP, len(days) * slot, len(times) * row, "rest"),
        *(
            svg.tag("path", {"d": path, "class": f"cell {'kept' if kept else 'missed'}"})
            for kept, path in found.items()
            if path
        ),
        *_time_labels(times, row),
        *_day_labels(days, slot, bottom),
    ]
    return svg.picture(chart_id, title, description, int(bottom) + 42, body)


def _days(places: Sequence[datetime]) -> list[date]:
    """Every day from the first to the last with data."""
    if not places:
        return []
    first, last = min(places).date(), max(places).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _times(places: Sequence[datetime], minutes: int) -> list[int]:
    """The minutes of the day at which an interval begins, from the earliest to the latest with data."""
    known = {place.hour * 60 + place.minute for place in places}
    usual = set(range(min(known), max(known) + 1, minutes))
    return sorted(known | usual)


def _time_labels(times: Sequence[int], row: Fraction) -> list[Markup]:
    """As many times of day as there is room for."""
    every = max(1, int(-(-_LOW // row)))
    return [
        svg.words(Fraction(LEFT - 8), _TOP + number * row + row / 2 + 4, f"{at // 60:02d}:{at % 60:02d}", "tick")
        for number, at in enumerate(times)
        if number % every == 0
    ]


def _day_labels(days: Sequence[date], slot: Fraction, bottom: Fraction) -> list[Markup]:
    """Every day's number where there is room, else that of each Monday; months below."""
    found: list[Markup] = []
    month = None
    for number, day in enumerate(days):
        if slot < _NARROW and day.weekday() != 0:
            continue
        middle = LEFT + number * slot + slot / 2
        found.append(svg.words(middle, bottom + 16, str(day.day), "label"))
        if day.month != month:
            month = day.month
            x, anchor = (middle - 4, "name first") if number * slot < 30 else (middle, "name")
            found.append(svg.words(x, bottom + 33, f"{MONTHS[month - 1][:3]} {day.year}", anchor))
    return found
