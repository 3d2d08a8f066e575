"""The record set: the rows that count, the ones in conflict, and one digest over both."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import duckdb
import narwhals as nw

from pactline.records import digest as digests
from pactline.records.engine import Cell, EmbeddedEngine, Row, connect
from pactline.records.settling import COUNTING, IN_DIGEST, contested, without
from pactline.records.staging import STORED, staged
from pactline.values.problem import Problem
from pactline.values.span import Span

_FETCH = 50_000


class RecordSet:
    """What happened, ready to be counted. It is an engine: metrics ask it for :meth:`contacts`."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        stored: str,
        exclusions: str | None = None,
        hours: digests.Hours | None = None,
        receipts: Callable[[], Sequence[Mapping[str, Any]]] = tuple,
    ) -> None:
        self._connection = connection
        self._exclusions = exclusions
        self._in_digest = without(stored, exclusions, IN_DIGEST)
        self._engine = EmbeddedEngine(connection, without(stored, exclusions, COUNTING))
        self.notes: tuple[Problem, ...] = ()
        """What is odd about plain files that were read in place: a column that no record has, a file cut short."""
        self._hours = hours
        self._receipts = receipts

    @property
    def receipts(self) -> tuple[Mapping[str, Any], ...]:
        """What was read from which file, in order of arrival; empty for rows held in memory."""
        return tuple(self._receipts())

    def contacts(self) -> nw.LazyFrame[Any]:
        """Every row that counts, with the columns of ``records.columns``."""
        return self._engine.contacts()

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Cell]]:
        """The rows of a frame that was made from :meth:`contacts`."""
        return self._engine.rows(frame)

    @property
    def count(self) -> int:
        """How many rows count."""
        return int(self.rows(self.contacts().select(nw.len().alias("rows")))[0]["rows"])

    def digest(self, spans: Sequence[Span] | None = None) -> str:
        """``sha256:`` and the digest of the set, or of the rows offered inside the half-open spans.

        It covers the rows that count and the versions in conflict; see ``records.digest`` for its definition.
        """
        if self._hours is None:
            self._hours = digests.hours_of(self._connection, self._in_digest)
        if spans is None:
            return digests.set_digest(self._hours)
        return digests.set_digest(digests.within_spans(self._connection, self._in_digest, self._hours, spans))

    def fingerprints(self, spans: Sequence[Span] | None = None) -> Iterator[tuple[str, int, str]]:
        """Contact id, visit and the first half of the content hash of each row the digest covers.

        In order of the instant offered, then contact, visit and content: what is filed with a statement to name the
        contact that differs later.
        """
        where = "true" if spans is None else digests.inside(spans)
        cursor = self._connection.cursor()
        cursor.execute(
            f"SELECT contact_id, visit, content[:32] FROM ({self._in_digest}) WHERE {where} "
            "ORDER BY offered_us, contact_id, visit, content"
        )
        while batch := cursor.fetchmany(_FETCH):
            yield from batch

    def conflicts(self) -> list[dict[str, Cell]]:
        """Every version of every visit that is told in two ways: whole rows, ordered by contact, visit and content."""
        if self._exclusions is None:
            return []
        relation = self._connection.sql(
            f"SELECT s.* FROM ({self._in_digest}) s SEMI JOIN (SELECT * FROM ({self._exclusions}) WHERE conflict) c "
            "ON s.contact_id = c.contact_id AND s.visit = c.visit ORDER BY s.contact_id, s.visit, s.content"
        )
        return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def from_rows(rows: Iterable[Row]) -> RecordSet:
    """A record set in memory; duplicates and conflicts are settled by the same rule as in a folder."""
    return from_lines((0, row) for row in rows)


def from_lines(lines: Iterable[tuple[int, Row]], source: str | None = None) -> RecordSet:
    """A record set in memory from rows with the lines they came from."""
    connection = connect()
    with staged(lines, source) as (select, _):
        connection.execute(
            f"CREATE TABLE given AS SELECT {', '.join(STORED)} FROM ({select}) "
            "QUALIFY row_number() OVER (PARTITION BY content ORDER BY n) = 1"
        )
    versions = "SELECT contact_id, visit, coalesce(source_rev, -1) AS rev, content FROM given"
    connection.execute(f"CREATE TABLE exclusions AS {contested(versions)}")
    excluded = connection.execute("SELECT count(*) FROM exclusions").fetchall()[0][0]
    return RecordSet(connection, "SELECT * FROM given", "SELECT * FROM exclusions" if excluded else None)
