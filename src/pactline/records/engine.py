"""The embedded engine: DuckDB over Parquet segments or rows in memory.

The engine is never the truth and keeps nothing; it reads immutable rows and compares, counts and adds integers. All
that metrics and statements ask of an engine is on this one small interface.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from typing import Any, Protocol, TypeAlias

import duckdb
import narwhals as nw

from pactline.records.staging import CANONICAL, STORED, Row, staged

Cell: TypeAlias = Any


class Engine(Protocol):
    """What counts contacts."""

    def contacts(self) -> nw.LazyFrame[Any]:
        """Every row that counts, with the columns of ``records.columns``."""
        ...

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Cell]]:
        """The rows of a frame that was made from :meth:`contacts`."""
        ...


class EmbeddedEngine:
    """DuckDB in this process."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, relation: str) -> None:
        self._connection = connection
        self._relation = relation

    def contacts(self) -> nw.LazyFrame[Any]:
        """Every row that counts."""
        return nw.from_native(self._connection.sql(self._relation)).lazy()

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Cell]]:
        """Run the frame's query."""
        relation = frame.to_native()
        return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


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


def spool(connection: duckdb.DuckDBPyConnection, rows: Iterable[Row], table: str) -> int:
    """Load rows into a table with all columns, the content hash and the quarter-hour; return how many there were."""
    with staged((0, row) for row in rows) as (select, count):
        connection.execute(f"CREATE TABLE {table} AS SELECT {', '.join(STORED)} FROM ({select})")
    return count


def in_memory(rows: Iterable[Row]) -> EmbeddedEngine:
    """An engine over rows that are given, for small record sets and for tests."""
    connection = connect()
    spool(connection, rows, "contacts")
    return EmbeddedEngine(connection, "SELECT * FROM contacts")


__all__ = ["CANONICAL", "Cell", "EmbeddedEngine", "Engine", "Row", "connect", "in_memory", "spool"]
