"""The record set: the rows that count, the ones in conflict, and one digest over both."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw

from pactline.records import digest as digests
from pactline.records.engine import Cell, EmbeddedEngine, Row, connect
from pactline.records.folder.roll_ups import RollUps
from pactline.records.oddities.bursts import Burst, bursts_of
from pactline.records.persons import named_in_listings
from pactline.records.settling import COUNTING, IN_DIGEST, contested, without
from pactline.records.staging import Staging, path_in_sql
from pactline.records.tables import CONTACTS, TABLES, Table
from pactline.values.problem import Problem
from pactline.values.span import Span

_FETCH = 50_000


@dataclass(frozen=True)
class Kept:
    """The rows of one table, as SQL."""

    stored: str  # every row
    exclusions: str | None = None  # the keys of which not every row counts
    hours: digests.Hours | None = None  # the digests by hour; None: to be worked out
    bursts: Mapping[int, Burst] | None = None  # likewise


class RecordSet:
    """What happened, ready to be counted. It is an engine: metrics ask it for :meth:`contacts` or :meth:`table`."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        kept: Mapping[str, Kept],
        receipts: Callable[[], Sequence[Mapping[str, Any]]] = tuple,
    ) -> None:
        self._connection = connection
        self._kept = kept
        self._in_digest = {
            name: without(TABLES[name], each.stored, each.exclusions, IN_DIGEST) for name, each in kept.items()
        }
        self._hours = {name: each.hours for name, each in kept.items()}
        self._engine = EmbeddedEngine(
            connection,
            {name: without(TABLES[name], each.stored, each.exclusions, COUNTING) for name, each in kept.items()},
        )
        self.notes: tuple[Problem, ...] = ()
        """What is odd about plain files that were read in place: a column that no record has, a file cut short."""
        self._receipts = receipts
        self._bursts: Mapping[int, Burst] | None = None
        self.roll_ups: RollUps | None = None
        """What questions came to, per quarter of an hour, as far as it was kept beside the records."""

    @property
    def receipts(self) -> tuple[Mapping[str, Any], ...]:
        """What was read from which file, in order of arrival; empty for rows held in memory."""
        return tuple(self._receipts())

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that have rows, in the order of TABLES."""
        return tuple(name for name in TABLES if name in self._kept)

    def contacts(self) -> nw.LazyFrame[Any]:
        """Every contact row that counts, with the columns of ``records.columns``."""
        return self._engine.contacts()

    def table(self, name: str) -> nw.LazyFrame[Any]:
        """Every row that counts of one of ``records.tables``."""
        return self._engine.table(name)

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Cell]]:
        """The rows of a frame that was made from :meth:`contacts` or :meth:`table`."""
        return self._engine.rows(frame)

    def kept(self, name: Hashable, make: Callable[[], nw.LazyFrame[Any]]) -> nw.LazyFrame[Any]:
        """Rows that are worked out once and kept under a name as long as the set is open."""
        return self._engine.kept(name, make)

    @property
    def count(self) -> int:
        """How many contact rows count."""
        return int(self.rows(self.contacts().select(nw.len().alias("rows")))[0]["rows"])

    def hours(self, name: str = CONTACTS.name) -> digests.Hours:
        """The digests of a table by UTC hour."""
        if name not in self._kept:
            return {}
        found = self._hours[name]
        if found is None:
            at = TABLES[name].at
            found = self._hours[name] = digests.hours_of(self._connection, self._in_digest[name], at=at)
        return found

    def bursts(self) -> Mapping[int, Burst]:
        """The hours in which calls that were over in seconds came in numbers, by UTC hour."""
        kept = self._kept.get(CONTACTS.name)
        if kept is None:
            return {}
        if self._bursts is None:
            rows = without(CONTACTS, kept.stored, kept.exclusions, COUNTING)
            self._bursts = bursts_of(self._connection, rows) if kept.bursts is None else kept.bursts
        return self._bursts

    def digest(self, spans: Sequence[Span] | None = None, tables: Collection[str] | None = None) -> str:
        """``sha256:`` and the digest of the set, or of the rows placed inside the half-open spans.

        It covers the rows that count and the versions in conflict, of all tables or of those named; see
        ``records.digest`` for its definition.
        """
        named = [name for name in self.tables if tables is None or name in tables]
        hours = {name: self.hours(name) for name in named}
        if spans is not None:
            hours = {
                name: digests.within_spans(self._connection, self._in_digest[name], hours[name], spans, TABLES[name].at)
                for name in named
            }
        return digests.set_digest(hours)

    def fingerprints(
        self, spans: Sequence[Span] | None = None, tables: Collection[str] | None = None
    ) -> Iterator[tuple[str, int, str]]:
        """Contact id, visit and the first half of the content hash of each row the digest covers.

        In order of the instant, then name and content: what is filed with a statement to name the contact that differs
        later. A row of another table is named ``TABLE/key|key``, without the person in its key, and has visit 0.
        """
        for name in self.tables:
            if tables is None or name in tables:
                yield from self._fingerprints(TABLES[name], spans)

    def _fingerprints(self, table: Table, spans: Sequence[Span] | None) -> Iterator[tuple[str, int, str]]:
        where = "true" if spans is None else digests.inside(spans, table.at)
        name, visit = named_in_listings(table), "visit" if table is CONTACTS else "0"
        cursor = self._connection.cursor()
        cursor.execute(
            f"SELECT {name} AS name, {visit} AS visit, content[:32] FROM ({self._in_digest[table.name]}) "
            f"WHERE {where} ORDER BY {table.at}, name, visit, content"
        )
        while batch := cursor.fetchmany(_FETCH):
            yield from batch

    def conflicts(self, name: str = CONTACTS.name) -> list[dict[str, Cell]]:
        """Every version of every record that is told in two ways: whole rows, ordered by key and content."""
        kept, table = self._kept.get(name), TABLES[name]
        if kept is None or kept.exclusions is None:
            return []
        conflicting = f"SELECT * FROM ({kept.exclusions}) WHERE conflict"
        relation = self._connection.sql(
            f"SELECT s.* FROM ({self._in_digest[name]}) s SEMI JOIN ({conflicting}) c "
            f"ON {table.same('s', 'c')} ORDER BY {table.keys('s')}, s.content"
        )
        return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]

    def write_csv(self, name: str, path: Path) -> None:
        """Write the stored rows of a table that the digest covers as CSV without header; null is an empty cell."""
        rows = f"SELECT {', '.join(TABLES[name].stored)} FROM ({self._in_digest[name]})"
        self._connection.execute(f"COPY ({rows}) TO '{path_in_sql(path)}' (FORMAT csv, HEADER false)")


def from_rows(rows: Iterable[Row], table: Table = CONTACTS) -> RecordSet:
    """A record set in memory; duplicates and conflicts are settled by the same rule as in a folder."""
    return from_lines((0, table, [row]) for row in rows)


def from_lines(lines: Iterable[tuple[int, Table, Sequence[Row]]], source: str | None = None) -> RecordSet:
    """A record set in memory from records of any tables (one row or several), with the lines they came from."""
    with Staging(source) as staging:
        for number, (line, table, rows) in enumerate(lines, 1):
            staging.write(number, line, table, rows)
        named = staging.tables() or [CONTACTS]
        return from_selects(connect(), [(table, staging.select(table)) for table in named])


def from_selects(connection: duckdb.DuckDBPyConnection, selects: Iterable[tuple[Table, str]]) -> RecordSet:
    """A record set in memory of the rows that SQL yields for each table: ``n`` and the stored columns."""
    return RecordSet(connection, {table.name: _settled(connection, table, select) for table, select in selects})


def _settled(connection: duckdb.DuckDBPyConnection, table: Table, select: str) -> Kept:
    given, exclusions = f"given_{table.name}", f"exclusions_{table.name}"
    connection.execute(
        f"CREATE TABLE {given} AS SELECT {', '.join(table.stored)} FROM ({select}) "
        "QUALIFY row_number() OVER (PARTITION BY content ORDER BY n) = 1"
    )
    versions = f"SELECT {table.keys()}, coalesce(source_rev, -1) AS rev, content FROM {given}"
    connection.execute(f"CREATE TABLE {exclusions} AS {contested(table, versions)}")
    excluded = connection.execute(f"SELECT count(*) FROM {exclusions}").fetchall()[0][0]
    return Kept(f"SELECT * FROM {given}", f"SELECT * FROM {exclusions}" if excluded else None)
