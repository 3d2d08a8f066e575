"""The embedded engine: DuckDB over Parquet segments or rows in memory.

The engine is never the truth and keeps nothing; it reads immutable rows and compares, counts and adds integers. All that
metrics and statements ask of an engine is on this one small interface.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import duckdb
import narwhals as nw

from pactline.records.columns import COLUMNS, SOURCE_COLUMNS, Column

Row: TypeAlias = Mapping[str, str | int | None]
"""One record: column name to value, in the stored units; an absent column is null."""

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
    """A fresh in-memory engine that keeps to the rows it is given."""
    return duckdb.connect(":memory:", config={"autoinstall_known_extensions": False, "preserve_insertion_order": False})


CANONICAL = "concat_ws(chr(31), " + ", ".join(f"'{c.name}=' || {c.name}" for c in COLUMNS) + ")"
"""SQL for the canonical content of a row: ``name=value`` of every column that is not null, in order, between U+001F."""

_DERIVED = f"{{source}}, sha256({CANONICAL}) AS content, offered_us // 900000000 AS offered_quarter"


def spool(connection: duckdb.DuckDBPyConnection, rows: Iterable[Row], table: str) -> int:
    """Load rows into a table with all columns, the content hash and the quarter-hour; return how many there were."""
    given: Sequence[Column] = (*COLUMNS, *(c for c in SOURCE_COLUMNS if c.name in ("source", "source_ref")))
    names = [column.name for column in given]
    handle, path = tempfile.mkstemp(suffix=".csv", prefix="pactline-")
    count = 0
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_NOTNULL if hasattr(csv, "QUOTE_NOTNULL") else csv.QUOTE_MINIMAL)
            for row in rows:
                writer.writerow([row.get(name) for name in names])
                count += 1
        columns = ", ".join(f"'{column.name}': '{column.sql_type}'" for column in given)
        source = ", ".join(names)
        connection.execute(
            f"CREATE TABLE {table} AS SELECT {_DERIVED.format(source=source)} FROM read_csv(?, header=false, "
            f"auto_detect=false, delim=',', quote='\"', escape='\"', nullstr='', columns={{{columns}}})",
            [path],
        )
    finally:
        os.unlink(path)
    return count


def in_memory(rows: Iterable[Row]) -> EmbeddedEngine:
    """An engine over rows that are given, for small record sets and for tests."""
    connection = connect()
    spool(connection, rows, "contacts")
    return EmbeddedEngine(connection, "SELECT * FROM contacts")
