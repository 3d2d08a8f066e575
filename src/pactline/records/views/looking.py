"""What a metric looks at, where it is not the contacts themselves: agent time, replies, attempts, repeated contacts.

Such rows are made of the tables by column expressions, like everything an engine is asked, and placed by an instant, so
that windows, intervals, opening hours and drill-down work on them as on contacts.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

import narwhals as nw

from pactline.records.choices.contacts import Attribution, Level
from pactline.values.calendar import Calendar
from pactline.values.period import Period
from pactline.values.span import Span
from pactline.values.zone import from_us


class NotComputable(ValueError):
    """The records do not say what a figure needs; the text says what is missing."""


class Tables(Protocol):
    """What rows are made of."""

    def contacts(self) -> nw.LazyFrame[Any]:
        """Every contact row that counts."""
        ...

    def table(self, name: str) -> nw.LazyFrame[Any]:
        """Every row that counts of one of ``records.tables``."""
        ...

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        """The rows of a frame that was made of these."""
        ...

    def kept(self, name: Hashable, make: Callable[[], nw.LazyFrame[Any]]) -> nw.LazyFrame[Any]:
        """Rows that are worked out once and kept under a name as long as the records are open: ``make`` is asked once.

        For rows that are used so often that every use would work them out again.
        """
        ...


@dataclass(frozen=True, eq=False)
class Opening:
    """The opening hours of a service, wherever they are asked for. Two are equal that have the very same calendar."""

    calendar: Calendar
    zone: ZoneInfo

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Opening) and self.calendar is other.calendar and self.zone.key == other.zone.key

    def __hash__(self) -> int:
        return hash((id(self.calendar), self.zone.key))

    def spans(self, within: Span) -> tuple[Span, ...]:
        """The open instants of the local days that ``within`` touches, as disjoint UTC spans in order."""
        first = from_us(within.start, self.zone).date()
        last = from_us(max(within.start, within.end - 1), self.zone).date()
        return self.calendar.spans(Period(first, last + timedelta(days=1)), self.zone)


@dataclass(frozen=True)
class Looking:
    """How it is looked at."""

    level: Level
    attribution: Attribution
    opening: Opening | None = None  # None: always open
    zone: ZoneInfo | None = None  # of local days, for rows that are not contacts; None: nobody said


class Rows(Protocol):
    """Rows that a metric looks at. Two that are equal and looked at in one way are the same rows."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables they are made of: what the digest of a statement has to name."""
        ...

    @property
    def scoped_by(self) -> frozenset[str]:
        """Of ``channel``, ``queue``, ``direction`` and ``transfer_in`` those that the rows have: a service that names
        others does not narrow them. ``any_queue`` beside ``queue``: rows of every queue belong to each."""
        ...

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns that tell a person what a row is, when the rows behind a figure are listed."""
        ...

    @property
    def any_hour(self) -> bool:
        """Whether rows placed outside the opening hours count whatever was agreed, because the hours are in them."""
        ...

    @property
    def reach_us(self) -> tuple[int, int]:
        """How long before and after a window records may lie that decide about a row inside it."""
        ...

    def frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        """The rows, with ``at_us`` (what places each) and ``at_quarter`` (that, divided by a quarter of an hour)."""
        ...


@runtime_checkable
class Reaching(Protocol):
    """Rows about which records decide that may lie at any distance: only the records themselves know how far."""

    def reach(self, records: Tables, looking: Looking, start_us: int, end_us: int) -> tuple[int, int]:
        """The first and the last instant of the records that decide about rows placed from ``start_us`` to before
        ``end_us``, at least those instants themselves."""
        ...
