"""``forecast.csv``: how many contacts were forecast, for whole days or for intervals."""

from __future__ import annotations

from pathlib import Path

from pactline.importers.facts.columns import Column, FactFile, Kind
from pactline.importers.facts.overlaps import tell_overlaps
from pactline.importers.facts.row import FactRow
from pactline.importers.facts.table import read_rows
from pactline.importers.facts.told import Told
from pactline.records.facts import ForecastVolume

FILE = FactFile(
    "forecast.csv",
    "How many contacts were forecast. A service is forecast either by days (`first`, `last`) or by intervals "
    "(`start`, `end`), never both.",
    (
        Column("service", Kind.NAME, "the service, as the agreement names it", filled=True),
        Column("first", Kind.DAY, "the first day", named=False),
        Column("last", Kind.DAY, "the last day, itself included", named=False),
        Column("start", Kind.INSTANT, "when the interval begins", named=False),
        Column("end", Kind.INSTANT, "when the interval is over", named=False),
        Column("volume", Kind.WHOLE, "how many contacts were forecast", filled=True),
    ),
    "service,first,last,volume\nsupport,2025-06-01,2025-06-30,10000\n",
)


def read_forecast(path: Path) -> tuple[ForecastVolume, ...]:
    """The forecast of a file, in its order. Raises Problems with every fault."""
    told = Told(str(path))
    found = [volume for row in read_rows(path, FILE, told) if (volume := _volume(row, told.file))]
    by_days: dict[str, tuple[bool, int]] = {}
    for volume in found:
        days, line = by_days.setdefault(volume.service, (volume.period is not None, volume.line))
        if days != (volume.period is not None):
            message = f"`{volume.service}` is forecast by {'days' if days else 'intervals'} in line {line}"
            told.problem(volume.line, 0, "FORECAST_MIXED", f"{message}, and by {'intervals' if days else 'days'} here")
    for days in (True, False):
        tell_overlaps([v for v in found if bool(v.period) is days], lambda v: v.service, _edges, told)
    told.stop()
    return tuple(found)


def _edges(volume: ForecastVolume) -> tuple[object, object]:
    return (volume.period.first, volume.period.end) if volume.period else (volume.start_us, volume.end_us)


def _volume(row: FactRow, file: str) -> ForecastVolume | None:
    row.demand()
    service, number = row.name("service"), row.whole("volume")
    days = row.holds("first") or row.holds("last")
    interval = row.holds("start") or row.holds("end")
    if days and interval:
        row.fault("FORECAST_MIXED", None, "the row gives days and an interval")
    elif not days and not interval:
        row.fault("FACT_EMPTY", None, "the row does not say when", "give first and last, or start and end")
    for pair in (("first", "last"), ("start", "end")):
        for one, other in (pair, pair[::-1]):
            if row.holds(one) and not row.holds(other):
                row.fault("FACT_EMPTY", other, f"`{one}` is given without `{other}`", f"give {other} as well")
    period, span = row.period(), row.span()
    if not row.sound or number is None:
        return None
    start_us, end_us = span or (None, None)
    return ForecastVolume(service, start_us, end_us, period, number, file, row.line)
