"""How often a promise is judged, and over what: the word behind ``each:`` and the windows it makes of a term.

A tile is when a promise is judged (a calendar month, a contract quarter, a day); what is measured may reach further
back (the last three months, the last thirty days, every stretch of ninety days). Adjoining periods judge each window
once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from pactline.values.period import Each, Hour, Period, hours_of, months_after, next_window, window_start

FORMS = (
    "hour, day, week, month, quarter, year, contract month, contract quarter, contract year, rolling 3 months, "
    "rolling 30 days or any 90 days"
)
PATTERN = (
    "^(hour|day|week|month|quarter|year|contract (month|quarter|year)|"
    "rolling ([2-9]|[1-9][0-9]{1,2}) (months|days)|any (1 day|([2-9]|[1-9][0-9]{1,2}) days))$"
)
_MONTHS = {Each.MONTH: 1, Each.QUARTER: 3, Each.YEAR: 12}


@dataclass(frozen=True)
class Judged:
    """One window: what is measured, and when it is judged."""

    period: Period  # what is measured, cut to the term; the statement prints it
    settles: Period  # the tile in which it is judged, cut to the term; equal to ``period`` for plain tiles
    parts: tuple[Period, ...]  # the months of rolling months, else the period alone
    stretches: tuple[Period, ...] = ()  # of ``any N days``: each stretch; the worst one decides
    full: bool = True  # False where the term cut short what is measured, at either end
    before_full: bool = False  # a rolling window (or stretch) that the term is still too young for


@dataclass(frozen=True)
class Cadence:
    """The word behind ``each:``. Make one with ``parse`` or, for a plain calendar window, with ``of``."""

    tile: Each  # how often it is judged; hours are judged one by one and lie in days
    contract: bool = False  # tiles are counted from the first day of the term
    months: int | None = None  # measured over so many calendar months
    days: int | None = None  # measured over so many days
    any: bool = False  # each stretch of ``days`` that ends on a day of the tile is measured, the worst decides
    hourly: bool = False

    @classmethod
    def of(cls, each: Each) -> Cadence:
        """The plain calendar window."""
        return cls(each)

    @classmethod
    def parse(cls, text: str) -> Cadence:
        """Read one of FORMS. Raises ValueError."""
        words = text.strip()
        if not re.fullmatch(PATTERN, words):
            raise ValueError(f"{text!r} is not a window that a promise can be judged over{_hint(words)}")
        match words.split():
            case ["hour"]:
                return cls(Each.DAY, hourly=True)
            case ["contract", each]:
                return cls(Each(each), contract=True)
            case ["rolling", count, "months"]:
                return cls(Each.MONTH, months=int(count))
            case ["rolling", count, _]:
                return cls(Each.DAY, days=int(count))
            case ["any", count, _]:
                return cls(Each.MONTH, days=int(count), any=True)
            case _:
                return cls(Each(words))

    @property
    def rolling(self) -> bool:
        """Whether what is measured reaches back behind the tile in which it is judged."""
        return self.months is not None or self.days is not None

    @property
    def plain(self) -> Each | None:
        """The calendar window that this is, or None for anything else."""
        return None if self.contract or self.rolling or self.hourly else self.tile

    @property
    def each_word(self) -> str:
        """The words of a sentence: ``month``, ``contract quarter``, ``rolling 3 months``."""
        if self.hourly:
            return "hour"
        if self.months is not None:
            return f"rolling {self.months} months"
        if self.days is not None:
            return f"{'any' if self.any else 'rolling'} {self.days} {'day' if self.days == 1 else 'days'}"
        return f"contract {self.tile}" if self.contract else str(self.tile)

    def __str__(self) -> str:
        return self.each_word

    def start(self, day: date, term: Period) -> date:
        """The first day of the tile that ``day`` lies in, not cut to the term."""
        if not self.contract:
            return window_start(day, self.tile)
        first, step = term.first, _MONTHS[self.tile]
        tiles = (12 * (day.year - first.year) + day.month - first.month) // step
        found = months_after(first, step * tiles)
        return found if found <= day else months_after(first, step * (tiles - 1))

    def next(self, first: date, term: Period) -> date:
        """The first day of the tile after the one that starts on ``first``.

        Contract tiles are counted from the first day of the term and not from one another: a term from 31 January has
        tiles from 31 January, 28 February and 31 March.
        """
        if not self.contract:
            return next_window(first, self.tile)
        step, begins = _MONTHS[self.tile], term.first
        tiles = (12 * (first.year - begins.year) + first.month - begins.month) // step
        return months_after(begins, step * (tiles + 1))

    def windows(self, term: Period, period: Period, where: ZoneInfo) -> list[Judged]:
        """The windows that are judged in ``period``, in order: those whose tile, cut to the term, ends there."""
        both = term.overlap(period)
        if both is None:
            return []
        if self.hourly:
            return [_plain(hour) for day in both.days() for hour in hours_of(day, where)]
        found, start = [], self.start(both.first, term)
        while start < both.end:
            following = self.next(start, term)
            tile = Period(start, following).overlap(term)
            assert tile is not None, "a tile of a day of the term lies in the term"
            if tile.end <= period.end:
                found.append(self._judged(Period(start, following), tile, term))
            start = following
        return found

    def running(self, term: Period, period: Period) -> Period | None:
        """What is measured by the window that is judged only after the period, though it has begun; None without."""
        both = term.overlap(period)
        if both is None or self.hourly:
            return None
        start = self.start(both.end - timedelta(days=1), term)
        whole = Period(start, self.next(start, term))
        tile = whole.overlap(term)
        assert tile is not None, "a tile of a day of the term lies in the term"
        return self._judged(whole, tile, term).period if tile.end > period.end else None

    def _judged(self, whole: Period, tile: Period, term: Period) -> Judged:
        """The window of a tile; ``whole`` is the tile as the calendar has it, ``tile`` the same cut to the term."""
        if self.months is not None:
            return _rolling_months(whole, tile, term, self.months)
        if self.any and self.days is not None:
            return _any_days(tile, term, self.days)
        if self.days is not None:
            first = _days_before(tile.end, self.days)
            period = Period(max(first, term.first), tile.end)
            young = first < term.first
            return Judged(period, tile, (period,), full=not young, before_full=young)
        return Judged(tile, tile, (tile,), full=tile == whole)


def read_window(text: str) -> Period:
    """A window as a statement prints it: a period of days or an hour. Raises ValueError."""
    return Hour.parse(text) if "T" in text else Period.parse(text)


def _hint(words: str) -> str:
    """What was probably meant, for the commonest slips."""
    if found := re.fullmatch("rolling 1 (month|day)s?", words):
        return f": one {found[1]} does not roll, so write {found[1]}"
    if re.fullmatch("(rolling|any) [0-9]+ .*", words):
        return ": rolling counts 2 to 999 months or days, any counts 1 to 999 days"
    return ""


def _plain(tile: Period) -> Judged:
    return Judged(tile, tile, (tile,))


def _days_before(end: date, days: int) -> date:
    """The first of the ``days`` days before ``end``."""
    return end - timedelta(days=days) if (end - date.min).days > days else date.min


def _rolling_months(whole: Period, tile: Period, term: Period, months: int) -> Judged:
    """The last ``months`` calendar months up to the end of the tile."""
    firsts = [whole.first]
    while len(firsts) < months and firsts[-1] > term.first:
        firsts.append(months_after(whole.first, -len(firsts)))
    young = len(firsts) < months or firsts[-1] < term.first
    edges = [*reversed(firsts), whole.end]
    parts = [part for first, end in pairwise(edges) if (part := Period(first, end).overlap(term))]
    period = Period(parts[0].first, parts[-1].end)
    return Judged(period, tile, tuple(parts), full=not young and tile.end == whole.end, before_full=young)


def _any_days(tile: Period, term: Period, days: int) -> Judged:
    """Each stretch of ``days`` days that ends on a day of the tile and lies in the term; where the term is too young
    for one, all of it up to the end of the tile."""
    lasts = [day for day in tile.days() if (day - term.first).days + 1 >= days]
    ends = [day + timedelta(days=1) for day in lasts]
    stretches = tuple(Period(end - timedelta(days=days), end) for end in ends)
    young = not stretches
    if young:
        stretches = (Period(term.first, tile.end),)
    period = Period(stretches[0].first, stretches[-1].end)
    return Judged(period, tile, (period,), stretches, full=not young, before_full=young)
