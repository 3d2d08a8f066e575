"""The tables of a record set as Spark SQL over the segments that the manifest names."""

# ruff: noqa: S608 - the SQL is made of our own column names
from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pactline.records.columns import SOURCE_COLUMNS
from pactline.records.digest import HOUR_US
from pactline.records.folder.manifest import TableParts
from pactline.records.staging import QUARTER_US
from pactline.records.tables import Table

_GLOB = re.compile(r"([\\{}\[\]*?])")
_TYPES = {"VARCHAR": "STRING", "BIGINT": "BIGINT"}


def stored_frame(session: Any, base: str, table: Table, parts: TableParts) -> Any:
    """Every stored row of a table as a Spark frame."""
    schema = schema_of(table)
    if not parts.segments:
        return session.createDataFrame([], schema)
    return session.read.schema(schema).parquet(*(place(base, part.file) for part in parts.segments))


def exclusions_frame(session: Any, base: str, parts: TableParts) -> Any | None:
    """The keys of which not every row counts; None if there are none."""
    return None if parts.exclusions is None else session.read.parquet(place(base, parts.exclusions.file))


def base_of(folder: Path, segments: str | None) -> str:
    """Where the cluster finds the files of a folder: the same absolute path, or the address of a copy."""
    return segments.rstrip("/") if segments else str(folder.absolute())


def place(base: str, file: str) -> str:
    """The name of one file for Spark, in which a path is a pattern unless its signs are escaped."""
    return _GLOB.sub(r"\\\1", f"{base}/{file}")


def schema_of(table: Table) -> str:
    """The stored columns of a table for Spark."""
    types = {c.name: _TYPES[c.sql_type] for c in (*table.columns, *SOURCE_COLUMNS)}
    return ", ".join(f"{name} {types.get(name, 'BIGINT')}" for name in table.stored)


def in_quarters(table: Table, rows: str) -> str:
    """SQL for the rows of a table, those that last cut at every quarter of an hour; the others as they are.

    The same cuts as in ``records.engine``: a row without length on the edge of a quarter has none, one without an end
    neither.
    """
    if table.until is None:
        return rows
    start, end, quarter = table.at, table.until, table.quarter
    cuts = f"sequence({start} div {QUARTER_US}, ({end} - 1) div {QUARTER_US}, 1L)"
    cut = (
        f"SELECT *, explode({cuts}) AS cut FROM ({rows}) WHERE {start} div {QUARTER_US} <= ({end} - 1) div {QUARTER_US}"
    )
    replaced = {
        start: f"greatest({start}, cut * {QUARTER_US}) AS {start}",
        end: f"least({end}, (cut + 1) * {QUARTER_US}) AS {end}",
        quarter: f"cut AS {quarter}",
    }
    return f"SELECT {', '.join(replaced.get(name, name) for name in table.stored)} FROM ({cut})"


def hours_sql(rows: str, at: str, hours: Sequence[int] | None = None) -> str:
    """SQL for the digest of each hour (or of these hours) as ``records.digest`` defines it."""
    hour = f"{at} div {HOUR_US}"
    wanted = "true" if hours is None else f"{hour} IN ({', '.join(map(str, hours)) or 'NULL'})"
    return (
        f"SELECT {hour} AS hour, sha2(array_join(array_sort(collect_list(content)), ''), 256) AS digest "
        f"FROM ({rows}) WHERE {wanted} GROUP BY {hour}"
    )
