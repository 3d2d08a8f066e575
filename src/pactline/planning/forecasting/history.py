"""What the records say of a queue: contacts and handling times per interval of each local day.

A day has one place for each interval of the clock. Where the clock goes back an interval comes twice, and its place
holds the mean of the two; where the clock goes forward the interval is not there and its place holds nought. So every
day has the same places, and a day of 23 or of 25 hours teaches nothing wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pactline.planning.forecasting.counting import Cells, cells_of
from pactline.planning.refusal import NoAnswer
from pactline.records.any_record_set import AnyRecordSet
from pactline.values.zone import from_us, midnight_us

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
MINUTES = (15, 30, 60)
DAY_MINUTES = 1440


@dataclass(frozen=True)
class History:
    """One queue of one channel: numbers by day (rows) and interval of the day (columns)."""

    queue: str
    channel: str
    zone: ZoneInfo
    minutes: int  # length of an interval
    first: date  # the day of the first row
    volume: Floats  # contacts
    handled: Floats  # answered contacts whose handling time is known
    handled_s: Floats  # their handling seconds, wrap-up included
    known: NDArray[np.bool_]  # the source says something of this interval, be it nought
    covered: NDArray[np.bool_]  # by day: some queue of the records has an entry
    until_us: int  # the last instant that the records tell of
    notes: tuple[str, ...] = ()
    handling: dict[str, float] = field(default_factory=dict)  # answered, handled (time known), capped, cap_s

    @property
    def days(self) -> int:
        """How many days there are."""
        return len(self.volume)

    @property
    def slots(self) -> int:
        """How many intervals a day has."""
        return DAY_MINUTES // self.minutes

    @property
    def dates(self) -> list[date]:
        """Each day, in order."""
        return [self.first + timedelta(days=n) for n in range(self.days)]

    def before(self, day: date) -> History:
        """Only the days before one. Raises ValueError where none is left."""
        kept = min((day - self.first).days, self.days)
        if kept <= 0:
            raise NoAnswer(f"the records of {self.queue} begin on {self.first}; nothing is known before {day}")
        return replace(
            self,
            volume=self.volume[:kept],
            handled=self.handled[:kept],
            handled_s=self.handled_s[:kept],
            known=self.known[:kept],
            covered=self.covered[:kept],
            until_us=min(self.until_us, midnight_us(day, self.zone)),
        )


@dataclass(frozen=True)
class Grid:
    """Where instants lie: the day and the place in it of each quarter of an hour of a span of days."""

    first: date
    days: int
    minutes: int
    start_us: int  # the first instant
    day: NDArray[np.int64]  # per quarter of an hour since then
    slot: NDArray[np.int64]
    begins: Bools  # an interval begins with this quarter
    held: Floats  # (days, slots): how often the clock shows this interval; 0, 1 or 2

    @classmethod
    def of(cls, first: date, days: int, minutes: int, zone: ZoneInfo) -> Grid:
        """The grid of ``days`` local days from ``first``."""
        quarter_us = 900_000_000
        start, end = midnight_us(first, zone), midnight_us(first + timedelta(days=days), zone)
        numbers = (end - start) // quarter_us
        day = np.empty(numbers, dtype=np.int64)
        slot = np.empty(numbers, dtype=np.int64)
        begins = np.empty(numbers, dtype=bool)
        at = 0
        for n in range(days):
            midnight = midnight_us(first + timedelta(days=n), zone)
            following = midnight_us(first + timedelta(days=n + 1), zone)
            length = (following - midnight) // quarter_us
            places = np.arange(length) * 15
            if length != DAY_MINUTES // 15:  # the clock changes: ask it for every quarter
                told = (from_us(midnight + quarter * quarter_us, zone) for quarter in range(length))
                places = np.array([each.hour * 60 + each.minute for each in told])
            day[at : at + length], slot[at : at + length] = n, places // minutes
            begins[at : at + length] = (places % minutes == 0) | (np.diff(places // minutes, prepend=-1) != 0)
            at += length
        held = np.zeros((days, DAY_MINUTES // minutes))
        np.add.at(held, (day, slot), 15 / minutes)
        return cls(first, days, minutes, start, day, slot, begins, held)

    def starts(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Each interval of these days: its instant in microseconds, its day and its place; doubled ones twice."""
        begins = np.flatnonzero(self.begins)
        return self.start_us + begins * 900_000_000, self.day[begins], self.slot[begins]


def read_histories(
    records: AnyRecordSet,
    zone: ZoneInfo,
    minutes: int = 15,
    *,
    queues: Sequence[str] = (),
    channels: Sequence[str] = (),
    until: date | None = None,
) -> list[History]:
    """The history of every queue and channel in the records, or of those named, in order of their names.

    A contact is counted where it was offered: answered, abandoned, moved on or called back later; not where it was
    refused or failed, nor where a centre called out. Sources that only count give their counts. ``until`` leaves out
    everything from that day on. Raises ValueError where nothing is left.
    """
    assert minutes in MINUTES, minutes
    cells = cells_of(records, queues, channels, minutes)
    if until is not None:
        cells = cells.before(midnight_us(until, zone))
    if not cells.queues:
        raise NoAnswer("the records hold no contact that was offered to a queue in that time")
    first = from_us(cells.first_us, zone).date()
    last = from_us(cells.until_us - 1, zone).date()
    grid = Grid.of(first, (last - first).days + 1, minutes, zone)
    covered = np.zeros(grid.days, dtype=bool)
    covered[_placed(grid, cells.quarters())[0]] = True
    return [_history(grid, cells, key, zone, covered) for key in sorted(cells.queues)]


def _placed(grid: Grid, quarters: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    place = np.clip(quarters - grid.start_us // 900_000_000, 0, len(grid.day) - 1)
    return grid.day[place], grid.slot[place]


def _history(grid: Grid, cells: Cells, key: tuple[str, str], zone: ZoneInfo, covered: NDArray[np.bool_]) -> History:
    mine = cells.queues[key]
    place = _placed(grid, mine.quarters)
    shape = (grid.days, DAY_MINUTES // grid.minutes)
    summed = []
    for numbers in (mine.offered, mine.handled, mine.handled_s):
        total = np.zeros(shape)
        np.add.at(total, place, numbers)
        summed.append(total / np.maximum(grid.held, 1.0))
    known = np.zeros(shape, dtype=bool)
    known[place] = True
    return History(
        key[0], key[1], zone, grid.minutes, grid.first, summed[0], summed[1], summed[2], known, covered,
        cells.until_us, mine.notes, mine.facts,
    )  # fmt: skip
