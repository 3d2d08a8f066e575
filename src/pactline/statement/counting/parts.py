"""Parts of a window: its quarters of an hour in order, its days and intervals, and what their figures come to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from pactline.records.choices.choosing import Chosen
from pactline.records.choices.contacts import RollUp
from pactline.records.choices.counting import IN_DAYS, MANY_MISSED, Counting
from pactline.records.views.looking import NotComputable
from pactline.statement.counting.counts import Counts, add_up, figure
from pactline.values.exact import how_many
from pactline.values.period import Period
from pactline.values.span import QUARTER_HOUR_US
from pactline.values.zone import from_us, midnight_us, zone

QuarterCounts = Mapping[int, Counts]


class Quarters:
    """Quarter-hour counts in order, from which those of a span are taken without looking at the others."""

    def __init__(self, cells: QuarterCounts) -> None:
        self._cells = cells
        self._order = sorted(cells)
        self._long = {quarter: counts for quarter, counts in cells.items() if counts.ends is not None}

    def within(self, start_us: int, end_us: int) -> dict[int, Counts]:
        """The counts of the quarters that begin from ``start_us`` up to but not including ``end_us``."""
        first = bisect_left(self._order, -(-start_us // QUARTER_HOUR_US))
        end = bisect_left(self._order, -(-end_us // QUARTER_HOUR_US))
        found = {quarter: self._cells[quarter] for quarter in self._order[first:end]}
        if self._long:
            check_whole(self._long, start_us)
            check_whole(self._long, end_us)
        return found


def check_whole(cells: QuarterCounts, edge_us: int) -> None:
    """Raise NotComputable where a source counted the time before and after an edge together."""
    for quarter, counts in cells.items():
        if counts.ends is not None and quarter * QUARTER_HOUR_US < edge_us < counts.ends * QUARTER_HOUR_US:
            raise counted_together(quarter, counts)


def counted_together(quarter: int, counts: Counts) -> NotComputable:
    """What is to be raised where the counts of an interval are asked for in parts."""
    assert counts.ends is not None, "it is about longer intervals than a quarter of an hour"
    begins = from_us(quarter * QUARTER_HOUR_US, zone("UTC"))
    return NotComputable(
        f"the source counted the {how_many((counts.ends - quarter) * 15, 'minute')} from {begins:%Y-%m-%dT%H:%MZ} "
        "together; an edge of what is asked lies among them"
    )


@dataclass(frozen=True)
class Figure:
    """What came out for a window: the counts behind it and the exact value, in the unit it is written in."""

    counts: Counts  # of contacts, whatever the roll-up
    value: Fraction | None  # None: no data
    parts: int | None = None  # intervals or days with data, for a roll-up that counts them
    parts_met: int | None = None
    worst: Period | None = None  # of any N days: the stretch that the figure is of
    months: tuple[tuple[Period, Fraction | None], ...] = ()  # of a mean of months: the figure of each, None: no data


@dataclass(frozen=True)
class PartSums:
    """What the figures of the parts with data come to, as far as a roll-up asks for it."""

    many: int = 0
    total: Fraction = Fraction(0)
    met: int = 0
    worst: Fraction | None = None

    def rolled_up(self, counting: Counting, counts: Counts) -> Figure:
        """The figure that a roll-up makes of them."""
        if not self.many:
            return Figure(counts, None, parts=0)
        match counting.roll_up:
            case RollUp.MEAN_OF_INTERVALS:
                return Figure(counts, self.total / self.many, parts=self.many)
            case RollUp.WORST_INTERVAL:
                return Figure(counts, self.worst, parts=self.many)
        missed = counting.roll_up in MANY_MISSED
        value = Fraction(self.many - self.met) if missed else Fraction(100 * self.met, self.many)
        return Figure(counts, value, parts=self.many, parts_met=self.met)


def part_sums(
    chosen: Chosen, cells: QuarterCounts, counting: Counting, where: ZoneInfo, *, higher_is_better: bool | None
) -> PartSums:
    """The intervals or days with data among these quarters, for a roll-up that looks at them."""
    if counting.roll_up in IN_DAYS:
        parts: Iterable[Counts] = by_day(cells, where).values()
    else:
        assert counting.interval is not None, "the roll-up demands an interval"
        parts = by_interval(cells, counting.interval, where).values()
    values = [value for part in parts if part.counted and (value := figure(chosen, part)) is not None]
    match counting.roll_up:
        case RollUp.MEAN_OF_INTERVALS:
            return PartSums(len(values), total=sum(values, Fraction(0)))
        case RollUp.WORST_INTERVAL:
            assert higher_is_better is not None, "a metric without a better side has no worst interval"
            return PartSums(len(values), worst=worst_of(values, higher_is_better=higher_is_better))
    target = counting.interval_target
    assert target is not None, "the roll-up demands an interval target"
    return PartSums(len(values), met=sum(target.kept_by(value) for value in values))


def worst_of(values: Iterable[Fraction], *, higher_is_better: bool) -> Fraction | None:
    """The worst of some figures; None of none."""
    return min(values, default=None) if higher_is_better else max(values, default=None)


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
        day, counts = _local(quarter, where)[0], cells[quarter]
        days.setdefault(day, []).append(counts)
        if counts.ends is not None and _local(counts.ends - 1, where)[0] != day:
            check_whole({quarter: counts}, midnight_us(day + timedelta(days=1), where))
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
        if cells[quarter].ends is not None:
            check_whole({quarter: cells[quarter]}, start + width)
    return {start: add_up(parts) for start, parts in intervals.items()}
