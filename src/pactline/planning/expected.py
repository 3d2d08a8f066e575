"""What is expected to come: contacts and handle times of a queue over intervals, and the file that hands them on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pactline.planning.table_file import Row, read_table, write_table
from pactline.values.problem import Problem, Problems
from pactline.values.zone import from_us, zone

MINUTE_US = 60_000_000
COLUMNS = ("interval", "minutes", "queue", "channel", "offered", "low", "high", "aht_s", "day_cv", "day_lag1")
_NEEDED = ("interval", "queue", "offered", "aht_s")
_OPTIONAL = ("minutes", "channel", "low", "high", "day_cv", "day_lag1", "zone")


@dataclass(frozen=True)
class Expected:
    """One queue over intervals of one length; all arrays have one number for each interval."""

    queue: str
    channel: str
    zone: ZoneInfo
    length_us: int
    starts_us: NDArray[np.int64]  # ascending UTC microseconds; gaps where the queue is closed
    offered: NDArray[np.float64]  # contacts expected
    low: NDArray[np.float64]  # eight of ten such intervals lie between low ...
    high: NDArray[np.float64]  # ... and high
    aht_s: NDArray[np.float64]  # mean handling time, wrap-up included
    day_cv: float = 0.0  # standard deviation of the error of a day's forecast, as a share of the day
    day_lag1: float = 0.0  # correlation of that error from one day to the next

    @property
    def length_s(self) -> float:
        """The length of an interval."""
        return self.length_us / 1e6

    @property
    def rates_per_s(self) -> NDArray[np.float64]:
        """Contacts per second in each interval."""
        return self.offered / self.length_s

    def local(self, place: int) -> datetime:
        """The local time at which an interval begins."""
        return from_us(int(self.starts_us[place]), self.zone)

    def within(self, start_us: int, end_us: int) -> Expected:
        """Only the intervals that begin in a span."""
        kept = (self.starts_us >= start_us) & (self.starts_us < end_us)
        return replace(
            self,
            starts_us=self.starts_us[kept],
            offered=self.offered[kept],
            low=self.low[kept],
            high=self.high[kept],
            aht_s=self.aht_s[kept],
        )


def read_expected(path: str | os.PathLike[str], where: ZoneInfo | None = None) -> list[Expected]:
    """Read a forecast that ``pactline forecast`` or a spreadsheet wrote, queue by queue.

    Needed are ``interval`` (its beginning, local, with offset), ``queue``, ``offered`` and ``aht_s``; ``minutes`` is
    the length of an interval and is else taken from the steps. ``where`` is the zone of local days; left out, it is
    taken from the column ``zone`` (which :func:`write_expected` writes). Raises Problems.
    """
    rows = read_table(path, _NEEDED, _line, optional=_OPTIONAL)
    queues: dict[tuple[str, str], list[_Line]] = {}
    for row in rows:
        queues.setdefault((row.queue, row.channel), []).append(row)
    name = os.fspath(path)
    if not queues:
        raise Problems([Problem(name, 0, 0, "TABLE_EMPTY", "no interval is forecast", "put a row for each interval")])
    problems: list[Problem] = []
    found = [_expected(lines, where, name, problems) for lines in queues.values()]
    if problems:
        raise Problems(problems)
    return found


def write_expected(forecasts: Iterable[Expected], path: str | os.PathLike[str]) -> None:
    """Write forecasts as the file that ``staff``, ``plan`` and ``simulate`` read. Raises OSError."""
    rows: list[Sequence[object]] = []
    for each in forecasts:
        for place in range(len(each.starts_us)):
            rows.append(
                (
                    each.local(place).isoformat(), each.length_us // MINUTE_US, each.queue, each.channel,
                    f"{each.offered[place]:.4f}", f"{each.low[place]:.4f}", f"{each.high[place]:.4f}",
                    f"{each.aht_s[place]:.3f}", f"{each.day_cv:.5f}", f"{each.day_lag1:.4f}", each.zone.key,
                )
            )  # fmt: skip
    write_table(path, (*COLUMNS, "zone"), rows)


@dataclass(frozen=True)
class _Line:
    line: int
    start_us: int
    minutes: int
    queue: str
    channel: str
    offered: float
    low: float
    high: float
    aht_s: float
    day_cv: float
    day_lag1: float
    zone: ZoneInfo | None


def _line(row: Row) -> _Line:
    where, offered = None, row.number("offered")
    if said := row.text("zone"):
        try:
            where = zone(said)
        except ValueError as wrong:
            row.wrong("TABLE_ZONE", str(wrong), "write a zone by its name")
    if not row.text("queue"):
        row.wrong("TABLE_QUEUE", "the queue has no name", "name it as the records do")
    aht_s = row.number("aht_s")
    if offered and not aht_s:
        row.wrong("TABLE_NUMBER", "contacts come and take no time", "write their mean handling time in seconds")
    return _Line(
        line=row.line,
        start_us=row.instant_us("interval"),
        minutes=row.whole("minutes", default=0),
        queue=row.text("queue"),
        channel=row.text("channel") or "voice",
        offered=offered,
        low=row.number("low", default=offered),
        high=row.number("high", default=offered),
        aht_s=aht_s,
        day_cv=row.number("day_cv", default=0.0),
        day_lag1=row.number("day_lag1", least=-1.0, default=0.0),
        zone=where,
    )


def _expected(lines: list[_Line], where: ZoneInfo | None, file: str, problems: list[Problem]) -> Expected:
    lines = sorted(lines, key=lambda each: each.start_us)
    first = lines[0]
    steps = [b.start_us - a.start_us for a, b in pairwise(lines)]
    length_us = first.minutes * MINUTE_US or min((step for step in steps if step), default=15 * MINUTE_US)

    def wrong(line: _Line, message: str, remedy: str) -> None:
        problems.append(Problem(file, line.line, 0, "TABLE_INTERVAL", message, remedy))

    for before, after in pairwise(lines):
        if after.start_us - before.start_us < length_us:
            wrong(after, f"the interval overlaps that of line {before.line}", "give each interval of a queue one row")
    if strange := next((each for each in lines if each.minutes not in (0, length_us // MINUTE_US)), None):
        wrong(strange, f"an interval of {strange.minutes} minutes among others", "keep to one length in a queue")
    found = where or first.zone
    if found is None:
        remedy = "add a column zone, or name the zone with --zone"
        problems.append(Problem(file, 0, 0, "TABLE_ZONE", "the zone of the local days is not known", remedy))
        found = zone("UTC")

    def column(name: str) -> NDArray[np.float64]:
        return np.array([getattr(each, name) for each in lines], dtype=float)

    return Expected(
        first.queue, first.channel, found, length_us, np.array([each.start_us for each in lines], dtype=np.int64),
        column("offered"), column("low"), column("high"), column("aht_s"), first.day_cv, first.day_lag1,
    )  # fmt: skip
