"""From quarters of an hour to one figure for a window: plain, rolling, or the worst of many stretches."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from zoneinfo import ZoneInfo

from pactline.records.choices.choosing import Chosen
from pactline.records.choices.contacts import Over, RollUp
from pactline.records.choices.counting import Counting
from pactline.statement.counting.counts import add_up, figure
from pactline.statement.counting.parts import Figure, QuarterCounts, Quarters, by_day, by_interval, part_sums
from pactline.statement.counting.stretches import Stretches
from pactline.values.cadence import Judged
from pactline.values.period import Period

__all__ = [
    "Figure",
    "QuarterCounts",
    "by_day",
    "by_interval",
    "roll_up",
    "roll_up_window",
    "roll_up_windows",
]


def roll_up(
    chosen: Chosen, cells: QuarterCounts, counting: Counting, where: ZoneInfo, *, higher_is_better: bool | None
) -> Figure:
    """One figure for the window whose quarters are given, by the agreed roll-up."""
    total = add_up(cells[quarter] for quarter in sorted(cells))
    if counting.roll_up is RollUp.CONTACT_WEIGHTED:
        return Figure(total, figure(chosen, total))
    return part_sums(chosen, cells, counting, where, higher_is_better=higher_is_better).rolled_up(counting, total)


def roll_up_window(
    chosen: Chosen, cells: QuarterCounts, counting: Counting, where: ZoneInfo, judged: Judged,
    *, higher_is_better: bool | None,
) -> Figure:  # fmt: skip
    """The figure of one window; ``cells`` may hold more than its quarters."""
    return roll_up_windows(chosen, cells, counting, where, [judged], higher_is_better=higher_is_better)[0]


def roll_up_windows(
    chosen: Chosen, cells: QuarterCounts | Quarters, counting: Counting, where: ZoneInfo, windows: Sequence[Judged],
    *, higher_is_better: bool | None,
) -> list[Figure]:  # fmt: skip
    """The figure of each window, in their order; windows that overlap share the work.

    A plain window is rolled up as it is. Rolling months are either pooled or the mean of the figures of those months
    that have data. Of any N days it is the figure of the worst stretch: the first of equally bad ones, among those that
    reach the minimum sample where any does, so that a handful of contacts does not stand for the rest.
    """
    quarters = cells if isinstance(cells, Quarters) else Quarters(cells)
    months: dict[Period, Figure] = {}

    def rolled(period: Period) -> Figure:
        span = period.span(where)
        inside = quarters.within(span.start, span.end)
        return roll_up(chosen, inside, counting, where, higher_is_better=higher_is_better)

    def mean(judged: Judged) -> Figure:
        months.update({month: rolled(month) for month in judged.parts if month not in months})
        return _mean_of_months({month: months[month] for month in judged.parts})

    in_months = counting.over_months is Over.MEAN_OF_PARTS
    overlapping = [w.period for w in windows if w.stretches or (w.period != w.settles and not in_months)]
    stretches = None
    if overlapping:
        hull = Period(min(period.first for period in overlapping), max(period.end for period in overlapping))
        stretches = Stretches(chosen, quarters, counting, where, hull, higher_is_better=higher_is_better)
    found: list[Figure] = []
    for judged in windows:
        if stretches and judged.stretches:
            found.append(_worst(stretches, judged, counting, higher_is_better=higher_is_better))
        elif in_months:
            found.append(mean(judged))
        elif stretches and judged.period != judged.settles:
            found.append(stretches.figure(judged.period))
        else:
            found.append(rolled(judged.period))
    return found


def _mean_of_months(months: dict[Period, Figure]) -> Figure:
    total = add_up(month.counts for month in months.values())
    values = [month.value for month in months.values() if month.value is not None]
    return Figure(
        total,
        sum(values, Fraction(0)) / len(values) if values else None,
        months=tuple((period, month.value) for period, month in months.items()),
    )


def _worst(stretches: Stretches, judged: Judged, counting: Counting, *, higher_is_better: bool | None) -> Figure:
    own = counting.own_figure()
    better = own[1] if own else higher_is_better
    assert better is not None, "a figure without a better side has no worst stretch"
    found = [(stretch, stretches.figure(stretch)) for stretch in judged.stretches]
    known = [(figure.value, stretch, figure) for stretch, figure in found if figure.value is not None]
    enough = [each for each in known if each[2].counts.counted >= counting.minimum_sample] or known
    if not enough:
        return stretches.figure(judged.period)
    value, stretch, worst = (min if better else max)(enough, key=lambda each: each[0])
    return Figure(worst.counts, value, worst.parts, worst.parts_met, worst=stretch)
