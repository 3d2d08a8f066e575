"""From quarters of an hour to intervals, days and one figure for a window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from pactline.records.choices import RollUp
from pactline.records.choosing import Chosen
from pactline.records.counting import Counting
from pactline.statement.counts import Counts, add_up, figure
from pactline.values.span import QUARTER_HOUR_US
from pactline.values.zone import from_us

QuarterCounts = Mapping[int, Counts]


@lru_cache(maxsize=200_000)
def _local(quarter: int, where: ZoneInfo) -> tuple[date, int]:
    """The local day of a quarter of an hour and the offset of its clock from UTC, in microseconds."""
    local = from_us(quarter * QUARTER_HOUR_US, where)
    offset = local.utcoffset()
    assert offset is not None
    return local.date(), (offset.days * 86_400 + offset.seconds) * 1_000_000


def by_day(cells: QuarterCounts, where: ZoneInfo) -> dict[date, Counts]:
    """The counts of each local day that has any."""
    days: dict[date, list[Counts]] = {}
    for quarter in sorted(cells):
        days.setdefault(_local(quarter, where)[0], []).append(cells[quarter])
    return {day: add_up(parts) for day, parts in days.items()}


def by_interval(cells: QuarterCounts, minutes: int, where: ZoneInfo) -> dict[int, Counts]:
    """The counts of each interval that has any, by its start in UTC microseconds.

    Intervals lie on the local clock (a zone half an hour off has its hours at half past in UTC) and are told apart by
    their UTC start, so that an hour that happens twice is two hours.
    """
    width = minutes * 60_000_000
    intervals: dict[int, list[Counts]] = {}
    for quarter in sorted(cells):
        at = quarter * QUARTER_HOUR_US
        offset = _local(quarter, where)[1]
        start = at - (at + offset) % width
        while _local(start // QUARTER_HOUR_US, where)[1] != offset:
            start += QUARTER_HOUR_US  # the clock changed within the interval: it begins with the change
        intervals.setdefault(start, []).append(cells[quarter])
    return {start: add_up(parts) for start, parts in intervals.items()}


@dataclass(frozen=True)
class Figure:
    """What came out for a window: the counts behind it and the exact value, in the unit it is written in."""

    counts: Counts  # of contacts, whatever the roll-up
    value: Fraction | None  # None: no data
    parts: int | None = None  # intervals or days with data, for a roll-up that counts them
    parts_met: int | None = None


def roll_up(
    chosen: Chosen, cells: QuarterCounts, counting: Counting, where: ZoneInfo, *, higher_is_better: bool | None
) -> Figure:
    """One figure for the window whose quarters are given, by the agreed roll-up."""
    total = add_up(cells[quarter] for quarter in sorted(cells))
    if counting.roll_up is RollUp.CONTACT_WEIGHTED:
        return Figure(total, figure(chosen, total))
    if counting.roll_up is RollUp.DAYS_MET:
        parts = list(by_day(cells, where).values())
    else:
        assert counting.interval is not None, "the roll-up demands an interval"
        parts = list(by_interval(cells, counting.interval, where).values())
    values = [value for part in parts if part.counted and (value := figure(chosen, part)) is not None]
    if not values:
        return Figure(total, None, parts=0)
    match counting.roll_up:
        case RollUp.MEAN_OF_INTERVALS:
            return Figure(total, sum(values, Fraction(0)) / len(values), parts=len(values))
        case RollUp.WORST_INTERVAL:
            assert higher_is_better is not None, "a metric without a better side has no worst interval"
            return Figure(total, min(values) if higher_is_better else max(values), parts=len(values))
        case _:
            target = counting.interval_target
            assert target is not None, "the roll-up demands an interval target"
            met = sum(target.kept_by(value) for value in values)
            return Figure(total, Fraction(100 * met, len(values)), parts=len(values), parts_met=met)
