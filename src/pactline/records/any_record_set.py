"""What every record set can do, whichever engine holds it: the one interface of commands, folders and statements."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import narwhals as nw

from pactline.records.digest import Hours
from pactline.records.engine import Cell
from pactline.records.oddities.bursts import Burst
from pactline.records.tables import CONTACTS
from pactline.values.problem import Problem
from pactline.values.span import Span


class AnyRecordSet(Protocol):
    """Records, ready to be counted."""

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What is odd about where the records came from, without being wrong."""
        ...

    @property
    def receipts(self) -> tuple[Mapping[str, Any], ...]:
        """What was read from which file, in order of arrival; empty where records are read in place."""
        ...

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that have rows, in the order of TABLES."""
        ...

    @property
    def count(self) -> int:
        """How many contact rows count."""
        ...

    def contacts(self) -> nw.LazyFrame[Any]:
        """Every contact row that counts."""
        ...

    def table(self, name: str) -> nw.LazyFrame[Any]:
        """Every row that counts of one of ``records.tables``; rows that last are cut at quarters of an hour."""
        ...

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Cell]]:
        """The rows of a frame that was made from :meth:`contacts` or :meth:`table`."""
        ...

    def kept(self, name: Hashable, make: Callable[[], nw.LazyFrame[Any]]) -> nw.LazyFrame[Any]:
        """Rows that are worked out once and kept under a name as long as the records are open."""
        ...

    def hours(self, name: str = CONTACTS.name) -> Hours:
        """The digests of a table by UTC hour."""
        ...

    def bursts(self) -> Mapping[int, Burst]:
        """The hours in which calls that were over in seconds came in numbers, by UTC hour."""
        ...

    def digest(self, spans: Sequence[Span] | None = None, tables: Collection[str] | None = None) -> str:
        """The identity of the set, or of the rows inside the half-open spans, of all tables or of those named."""
        ...

    def fingerprints(
        self, spans: Sequence[Span] | None = None, tables: Collection[str] | None = None
    ) -> Iterator[tuple[str, int, str]]:
        """Contact id, visit and the first half of the content hash of each row the digest covers."""
        ...

    def conflicts(self, name: str = CONTACTS.name) -> list[dict[str, Cell]]:
        """Every version of every record that is told in two ways."""
        ...
