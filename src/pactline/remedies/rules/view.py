"""What a rule may look at on the day on which windows are settled: the verdicts of that day and of all earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pactline.remedies.miss import Past

JUDGED = frozenset({"met", "missed"})
"""The verdicts that say how a promise went; every other one says that it was not judged."""


@dataclass(frozen=True)
class View:
    """The verdicts known on a day."""

    on: date  # the day after the last day of the windows that are settled
    today: Mapping[str, tuple[Past, ...]]  # by commitment: the windows that end on that day; several of hours
    past: Mapping[str, tuple[Past, ...]] = field(default_factory=dict)  # earlier windows, oldest first
    reached: frozenset[str] = frozenset()  # caps that cut something on this day
    failed: frozenset[str] = frozenset()  # critical failures of this day
    unperformed: frozenset[str] = frozenset()  # responsibilities that were due by this day and not done in time

    def runs(self, commitment: str) -> list[tuple[Past, ...]]:
        """For each window of a commitment that ends today, all windows up to and including it, oldest first."""
        past, now = self.past.get(commitment, ()), self.today.get(commitment, ())
        return [(*past, *now[:number]) for number in range(1, len(now) + 1)]
