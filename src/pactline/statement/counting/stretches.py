"""Figures of many overlapping stretches of days, each from the difference of two running sums.

What any ninety days are promised is looked at once for every day of a year; adding up ninety days each time would be
slow. The figures are exactly those that ``roll_up`` finds for the same days.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from fractions import Fraction
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

from pactline.records.choices.choosing import Chosen, Percentile
from pactline.records.choices.contacts import RollUp
from pactline.records.choices.counting import Counting
from pactline.statement.counting.counts import Counts, add_up, figure
from pactline.statement.counting.parts import Figure, PartSums, Quarters, part_sums, worst_of
from pactline.statement.counting.running_rank import RunningRank
from pactline.values.period import Period
from pactline.values.zone import midnight_us

_Sums = tuple[int, ...]


class Stretches:
    """The figures of whole days in a row within ``hull``, by the agreed roll-up."""

    def __init__(
        self, chosen: Chosen, quarters: Quarters, counting: Counting, where: ZoneInfo, hull: Period,
        *, higher_is_better: bool | None,
    ) -> None:  # fmt: skip
        edges = [midnight_us(hull.first + timedelta(days=n), where) for n in range((hull.end - hull.first).days + 1)]
        cells = [quarters.within(start, end) for start, end in pairwise(edges)]
        self._chosen, self._counting, self._hull = chosen, counting, hull
        self._higher_is_better = higher_is_better
        days = [add_up(day.values()) for day in cells]
        self._longest = [day.longest_ms for day in days]
        self._counts = _running([_as_sums(day) for day in days])
        self._rank: RunningRank | None = None
        self._worst: list[Fraction | None] = []
        if counting.roll_up is not RollUp.CONTACT_WEIGHTED:
            parts = [part_sums(chosen, day, counting, where, higher_is_better=higher_is_better) for day in cells]
            self._parts = _running([(part.many, part.met) for part in parts])
            self._totals = list(accumulate((part.total for part in parts), initial=Fraction(0)))
            self._worst = [part.worst for part in parts]
        elif isinstance(chosen, Percentile):
            self._rank = RunningRank([day.durations or Counter() for day in days], chosen.percent)

    def figure(self, stretch: Period) -> Figure:
        """The figure of the days of a stretch. Its counts carry no single durations."""
        first, end = ((day - self._hull.first).days for day in (stretch.first, stretch.end))
        counts = self._counts_of(first, end)
        if self._rank is not None:
            rank = self._rank.of(first, end)
            return Figure(counts, None if rank is None else Fraction(rank, 1000))
        if self._counting.roll_up is RollUp.CONTACT_WEIGHTED:
            return Figure(counts, figure(self._chosen, counts))
        many, met = _between(self._parts, first, end)
        return PartSums(many, self._totals[end] - self._totals[first], met, self._worst_in(first, end)).rolled_up(
            self._counting, counts
        )

    def _worst_in(self, first: int, end: int) -> Fraction | None:
        values = [value for value in self._worst[first:end] if value is not None]
        return worst_of(values, higher_is_better=bool(self._higher_is_better))

    def _counts_of(self, first: int, end: int) -> Counts:
        counted, unknown, *further = _between(self._counts, first, end)
        good, sum_ms, part, whole = (n if known else None for n, known in zip(further[::2], further[1::2], strict=True))
        longest = [found for found in self._longest[first:end] if found is not None]
        return Counts(counted, good, sum_ms, max(longest, default=None), unknown, part=part, whole=whole)


def _as_sums(day: Counts) -> _Sums:
    known = (day.good, day.sum_ms, day.part, day.whole)
    return day.counted, day.unknown, *(n for each in known for n in (each or 0, int(each is not None)))


def _running(days: list[_Sums]) -> list[_Sums]:
    """The sums of no day, of the first, of the first two, and so on."""
    nothing = (0,) * len(days[0])
    return list(
        accumulate(days, lambda so_far, day: tuple(a + b for a, b in zip(so_far, day, strict=True)), initial=nothing)
    )


def _between(running: list[_Sums], first: int, end: int) -> _Sums:
    return tuple(b - a for a, b in zip(running[first], running[end], strict=True))
