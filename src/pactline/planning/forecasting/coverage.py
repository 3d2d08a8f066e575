"""Which days of the records can teach something: missing is not zero, and a closed day is not missing.

A day without entries is *closed* where the calendar says so, on a weekday that has hardly ever entries, and on a
holiday; otherwise it is *missing*. A day is *partial* where a stretch without entries would usually hold many contacts,
or where the records end before the day does. Both are left out and told. Outliers are found later, against the level.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.history import Bools, Floats, History
from pactline.values.zone import midnight_us

RARE = 0.25  # a weekday with entries in fewer of its days is closed
MUCH = 25.0  # contacts that a stretch without an entry should have held, at half the usual rate
SCARCE = 0.1  # an interval is open where contacts come on at least a tenth of the days of its weekday
LATE = 0.03  # the share of a usual last day that may be lacking


class Standing(StrEnum):
    """What a day of the records is good for."""

    USABLE = "usable"
    CLOSED = "closed"
    MISSING = "missing"
    PARTIAL = "partial"
    OUTLIER = "outlier"


@dataclass(frozen=True)
class LeftOut:
    """A day that teaches nothing, and why."""

    day: date
    standing: Standing
    why: str


@dataclass(frozen=True)
class Coverage:
    """The days of a history, judged."""

    usable: Bools  # by day
    closed: Bools  # by day
    open: Bools  # by day and interval
    usually_open: Bools  # by weekday and interval
    holidays_closed: bool  # nobody came on any holiday of the past
    closed_kinds: frozenset[str]  # nobody came on any past holiday of these names
    left_out: tuple[LeftOut, ...]
    outside: float  # share of the contacts that came outside of the opening hours

    @property
    def open_weekdays(self) -> frozenset[int]:
        """The weekdays on which the queue is usually open."""
        return frozenset(int(day) for day in np.flatnonzero(self.usually_open.any(axis=1)))

    def open_on(self, day: date, almanac: Almanac, minutes: int) -> Bools:
        """The intervals of a day to come in which the queue is open."""
        by_kind = self.holidays_closed or almanac.holidays.get(day) in self.closed_kinds
        if almanac.is_closed(day) or (by_kind and almanac.is_holiday(day) and day not in almanac.factors):
            return np.zeros(self.usually_open.shape[1], dtype=bool)
        told = almanac.open_slots(day, minutes)
        return self.usually_open[day.weekday()] if told is None else told


def look_over(history: History, almanac: Almanac) -> Coverage:
    """Judge every day of a history."""
    days, weekdays = history.dates, np.array([day.weekday() for day in history.dates])
    entries: Bools = np.asarray(history.known.any(axis=1))
    told = [almanac.open_slots(day, history.minutes) for day in days]
    by_rule = np.array([almanac.is_closed(day) for day in days])
    holiday = np.array([almanac.is_holiday(day) for day in days])
    usual = np.array([_usual(history.volume, entries & (weekdays == each) & ~holiday) for each in range(7)])
    kept = np.array([entries[weekdays == each].mean() >= RARE if (weekdays == each).any() else False
                     for each in range(7)])  # fmt: skip
    slots = np.array([_open_slots(history.volume, entries & (weekdays == each) & ~holiday) if kept[each]
                      else np.zeros(history.slots, dtype=bool) for each in range(7)])  # fmt: skip
    if almanac.hours is not None:
        for each in range(7):
            theirs = [told[n] for n in np.flatnonzero((weekdays == each) & ~by_rule)]
            slots[each] = np.any([one for one in theirs if one is not None], axis=0) if theirs else False
    judged = _Judging(history, almanac, entries, usual, kept | (almanac.hours is not None))
    standing = [judged.standing(n) for n in range(history.days)]
    opened = np.array([slots[weekdays[n]] if told[n] is None else told[n] for n in range(history.days)])
    closed = np.array([each[0] is Standing.CLOSED for each in standing])
    opened[closed] = False
    on_holidays = [(almanac.holidays[days[n]], standing[n][0] is Standing.CLOSED)
                   for n in np.flatnonzero(holiday) if kept[weekdays[n]]]  # fmt: skip
    left = [LeftOut(days[n], *each) for n, each in enumerate(standing)
            if each[0] in (Standing.MISSING, Standing.PARTIAL)]  # fmt: skip
    inside, everything = history.volume[opened].sum(), history.volume.sum()
    return Coverage(
        np.array([each[0] is Standing.USABLE for each in standing]), closed, opened, slots,
        bool(on_holidays) and all(shut for _, shut in on_holidays),
        frozenset({name for name, _ in on_holidays} - {name for name, shut in on_holidays if not shut}), tuple(left),
        float(1 - inside / everything) if everything else 0.0,
    )  # fmt: skip


def _usual(volume: Floats, rows: Bools) -> Floats:
    return np.median(volume[rows], axis=0) if rows.any() else np.zeros(volume.shape[1])


def _open_slots(volume: Floats, rows: Bools) -> Bools:
    if not rows.any():
        return np.zeros(volume.shape[1], dtype=bool)
    return np.asarray((volume[rows] > 0).mean(axis=0) >= SCARCE)


@dataclass(frozen=True)
class _Judging:
    history: History
    almanac: Almanac
    entries: Bools
    usual: Floats  # by weekday and interval
    kept: Bools  # by weekday: it is usually open

    def standing(self, n: int) -> tuple[Standing, str]:
        """The standing of the day in row ``n``, and why."""
        day = self.history.first + timedelta(days=n)
        expected = self.usual[day.weekday()]
        special = bool(self.almanac.kind(day)) or self.almanac.factor(day) != 1
        eve = self.almanac.is_holiday(day + timedelta(days=1))
        if self.almanac.is_closed(day):
            return Standing.CLOSED, "the calendar says so"
        if not self.entries[n]:
            return self._without_entries(n, day, expected, special)
        if n == self.history.days - 1 and (lacking := self._lacking(day, expected)) > LATE:
            return Standing.PARTIAL, f"the records end in it; about {lacking:.0%} of such a day is still to come"
        if not special and not eve and (gap := self._gap(n, expected)):
            return Standing.PARTIAL, gap
        return Standing.USABLE, ""

    def _without_entries(self, n: int, day: date, expected: Floats, special: bool) -> tuple[Standing, str]:
        if not self.kept[day.weekday()]:
            return Standing.CLOSED, "a weekday without contacts"
        if special:
            return Standing.CLOSED, f"{self.almanac.kind(day) or 'a day of its own'} without contacts"
        if self.history.covered[n] and expected.sum() < 9:  # one day in eight thousand would have none by chance
            return Standing.USABLE, ""
        elsewhere = "other queues have some" if self.history.covered[n] else "no queue has any"
        return Standing.MISSING, f"no entry on an open day ({elsewhere}); about {expected.sum():,.0f} are usual"

    def _lacking(self, day: date, expected: Floats) -> float:
        """The share of a usual day that would come after the last entry of all records."""
        if expected.sum() == 0:
            return 0.0
        until = (self.history.until_us - midnight_us(day, self.history.zone)) / 60e6
        begins = np.arange(self.history.slots) * self.history.minutes
        return float(expected[begins >= until].sum() / expected.sum())

    def _gap(self, n: int, expected: Floats) -> str:
        silent = self.history.volume[n] == 0
        if silent[expected > 0].all() and self.history.known[n].all():
            return ""  # the source says nought for every interval: an odd day, and no gap in the records
        worst, run, first, found = 0.0, 0.0, 0, ""
        for slot, quiet in enumerate(silent):
            run = run + expected[slot] / 2 if quiet else 0.0
            first = first if quiet and run > expected[slot] / 2 else slot
            if run > max(MUCH, worst):
                worst = run
                found = f"nobody from {_clock(first, self)} to {_clock(slot + 1, self)}, when about {2 * run:,.0f} come"
        return found


def _clock(slot: int, judging: _Judging) -> str:
    minutes = slot * judging.history.minutes
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
