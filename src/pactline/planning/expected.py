"""What is expected to come: contacts and handle times of a queue over intervals, and the file that hands them on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pactline.planning.interval_table import MINUTE_US, Cells, read_intervals
from pactline.planning.table_file import Row, write_table
from pactline.values.zone import from_us

COLUMNS = ("interval", "minutes", "queue", "channel", "offered", "low", "high", "aht_s", "day_cv", "day_lag1")
_NEEDED = ("interval", "queue", "offered", "aht_s")
_OPTIONAL = ("low", "high", "day_cv", "day_lag1")


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
    found = read_intervals(path, _NEEDED, _cells, where, optional=_OPTIONAL, empty="no interval is forecast")
    return [
        Expected(
            each.queue, each.channel, each.zone, each.length_us, each.starts_us, each.column("offered"),
            each.column("low"), each.column("high"), each.column("aht_s"),
            each.lines[0].numbers["day_cv"], each.lines[0].numbers["day_lag1"],
        )
        for each in found
    ]  # fmt: skip


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


def _cells(row: Row) -> Cells:
    offered, aht_s = row.number("offered"), row.number("aht_s")
    if offered and not aht_s:
        row.wrong("TABLE_NUMBER", "contacts come and take no time", "write their mean handling time in seconds")
    return {
        "offered": offered,
        "aht_s": aht_s,
        "low": row.number("low", default=offered),
        "high": row.number("high", default=offered),
        "day_cv": row.number("day_cv", most=10.0, default=0.0),
        "day_lag1": row.number("day_lag1", least=-1.0, most=1.0, default=0.0),
    }, {}
