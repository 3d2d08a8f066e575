"""The embedded engine: DuckDB over Parquet segments or rows in memory.

The engine is never the truth and keeps nothing; it reads immutable rows and compares, counts and adds integers. All
that metrics and statements ask of an engine is on this one small interface.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

import errno
import itertools
import os
import re
import tempfile
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Protocol, TypeAlias

import duckdb
import narwhals as nw

from pactline.records.staging import QUARTER_US, Row, staged
from pactline.records.tables import CONTACTS, TABLES, Table

Cell: TypeAlias = Any
_numbers = itertools.count(1)


class Engine(Protocol):
    """What counts contacts."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that have rows, in the order of TABLES."""
        ...

    def contacts(self) -> nw.LazyFrame[Any]:
        """Every contact row that counts, with the columns of ``records.columns``."""
        ...

    def table(self, name: str) -> nw.LazyFrame[Any]:
        """Every row that counts of one of ``records.tables``; rows that last are cut at quarters of an hour."""
        ...

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Cell]]:
        """The rows of a frame that was made from :meth:`contacts` or :meth:`table`."""
        ...

    def kept(self, name: Hashable, make: Callable[[], nw.LazyFrame[Any]]) -> nw.LazyFrame[Any]:
        """Rows that are worked out once and kept under a name as long as the records are open; ``make`` makes them."""
        ...


class EmbeddedEngine:
    """DuckDB in this process."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, relations: Mapping[str, str]) -> None:
        self._connection = connection
        self._relations = relations
        self._frames: dict[Hashable, nw.LazyFrame[Any]] = {}

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that have rows, in the order of TABLES."""
        return tuple(name for name in TABLES if name in self._relations)

    def contacts(self) -> nw.LazyFrame[Any]:
        """Every contact row that counts."""
        return self.table(CONTACTS.name)

    def table(self, name: str) -> nw.LazyFrame[Any]:
        """Every row that counts of a table; no rows where nothing is known of it."""
        relation = in_quarters(TABLES[name], self._relations.get(name) or nothing(TABLES[name]))
        return nw.from_native(self._connection.sql(relation)).lazy()

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Cell]]:
        """Run the frame's query."""
        relation = frame.to_native()
        return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]

    def kept(self, name: Hashable, make: Callable[[], nw.LazyFrame[Any]]) -> nw.LazyFrame[Any]:
        """Rows in a table of this engine's own; what memory does not hold is spilt like everything else."""
        if name not in self._frames:
            table = f"kept_{next(_numbers)}"
            make().to_native().create(table)
            self._frames[name] = nw.from_native(self._connection.table(table)).lazy()
        return self._frames[name]


def in_quarters(table: Table, rows: str) -> str:
    """SQL for the rows of a table, those that last cut at every quarter of an hour; the others as they are."""
    if table.until is None:
        return rows
    start, end, quarter = table.at, table.until, table.quarter
    cut = f"SELECT *, unnest(range({start} // {QUARTER_US}, ({end} - 1) // {QUARTER_US} + 1)) AS cut FROM ({rows})"
    return (
        f"SELECT * EXCLUDE (cut) REPLACE (greatest({start}, cut * {QUARTER_US}) AS {start}, "
        f"least({end}, (cut + 1) * {QUARTER_US}) AS {end}, cut AS {quarter}) FROM ({cut})"
    )


def nothing(table: Table) -> str:
    """SQL for the stored columns of a table without a row."""
    types = {c.name: c.sql_type for c in table.columns}
    cells = ", ".join(f"NULL::{types.get(name, _type(name, table))} AS {name}" for name in table.stored)
    return f"SELECT * FROM (SELECT {cells}) WHERE false"


def _type(name: str, table: Table) -> str:
    return "BIGINT" if name == table.quarter else "VARCHAR"


def connect() -> duckdb.DuckDBPyConnection:
    """A fresh in-memory engine that keeps to the rows it is given; what memory does not hold goes to a temp folder."""
    spill = os.path.join(tempfile.gettempdir(), f"pactline-{os.getpid()}")
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": False,
            "preserve_insertion_order": False,
            "temp_directory": spill,
        },
    )
    connection.execute("SET enable_progress_bar = false")  # it would write into our standard output
    return connection


def plain_trouble(error: Exception, place: str | os.PathLike[str]) -> OSError | None:
    """What stopped the engine, where that is the disk, the memory or a damaged file and not our own fault; else None.

    The engine has errors of its own for what everybody else calls an OSError.
    """
    bare = type(error) is duckdb.Error  # what a decoder could not make out
    if not (bare or isinstance(error, _TROUBLES)):
        return None
    inner = _INNER.search(str(error))  # what a thread of it said, inside what the engine says
    said = inner[1].replace('\\"', '"') if inner else (str(error) or type(error).__name__).splitlines()[0][:400]
    remedy = "if the disk has room and the memory suffices, look with: pactline records verify"
    return OSError(errno.EIO, f"{said}; {remedy}", os.fspath(place))


_INNER = re.compile(r'"exception_message":"((?:[^"\\]|\\.)*)"')
_TROUBLES = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.InvalidInputException,
    duckdb.SerializationException,
    duckdb.FatalException,
    duckdb.InternalException,
)


def spool(connection: duckdb.DuckDBPyConnection, rows: Iterable[Row], name: str, table: Table = CONTACTS) -> None:
    """Load rows into an engine's own table with all columns, the content hash and the quarter-hour."""
    with staged(((0, row) for row in rows), table=table) as select:
        connection.execute(f"CREATE TABLE {name} AS SELECT {', '.join(table.stored)} FROM ({select})")


def in_memory(rows: Iterable[Row]) -> EmbeddedEngine:
    """An engine over contact rows that are given, for small record sets and for tests."""
    connection = connect()
    spool(connection, rows, "contacts")
    return EmbeddedEngine(connection, {CONTACTS.name: "SELECT * FROM contacts"})


__all__ = ["Cell", "EmbeddedEngine", "Engine", "Row", "connect", "in_memory", "nothing", "plain_trouble", "spool"]
