"""A percentile that moves along with the days: durations come in at one end and go out at the other.

The rank is found from where it was, so a year of overlapping stretches costs little more than reading its days once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


class RunningRank:
    """The nearest rank among the durations of a stretch of days, for one stretch after another."""

    def __init__(self, days: Sequence[Counter[int]], percent: int) -> None:
        self._durations = sorted(set().union(*days))
        place = {duration: at for at, duration in enumerate(self._durations)}
        self._days = [[(place[duration], many) for duration, many in day.items()] for day in days]
        self._percent = percent
        self._many = [0] * len(self._durations)
        self._first = self._end = self._total = 0
        self._at = 0  # the place of the last answer
        self._upto = 0  # how many durations lie at or before that place

    def of(self, first: int, end: int) -> int | None:
        """The percentile of the days from number ``first`` up to but not including ``end``; None without a duration."""
        while self._end < end:
            self._take(self._end, 1)
            self._end += 1
        while self._first > first:
            self._first -= 1
            self._take(self._first, 1)
        while self._end > end:
            self._end -= 1
            self._take(self._end, -1)
        while self._first < first:
            self._take(self._first, -1)
            self._first += 1
        return self._durations[self._rank()] if self._total else None

    def _take(self, day: int, sign: int) -> None:
        for place, many in self._days[day]:
            self._many[place] += sign * many
            self._total += sign * many
            if place <= self._at:
                self._upto += sign * many

    def _rank(self) -> int:
        needed = self._percent * self._total
        while 100 * self._upto < needed:
            self._at += 1
            self._upto += self._many[self._at]
        while 100 * (self._upto - self._many[self._at]) >= needed:
            self._upto -= self._many[self._at]
            self._at -= 1
        return self._at
