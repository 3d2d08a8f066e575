"""The files of a table: as SQL to read them, and how they are written."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pactline.records.engine import nothing
from pactline.records.folder.holding import Held
from pactline.records.folder.manifest import Part, TableParts
from pactline.records.staging import path_in_sql
from pactline.records.tables import Table


def segments_sql(folder: Path, table: Table, parts: TableParts) -> str:
    """SQL for every stored row of a table, read straight from the segments; no rows where there are none."""
    if not parts.segments:
        return nothing(table)
    return f"SELECT {', '.join(table.stored)} FROM {parquet([str(folder / part.file) for part in parts.segments])}"


def exclusions_sql(folder: Path, parts: TableParts) -> str | None:
    """SQL for the keys of which not every row counts; None if there are none."""
    return None if parts.exclusions is None else f"SELECT * FROM {parquet([str(folder / parts.exclusions.file)])}"


def parquet(paths: Sequence[str]) -> str:
    """SQL for the rows of some Parquet files."""
    return "read_parquet([" + ", ".join(f"'{path_in_sql(path)}'" for path in paths) + "])"


def write_segment(held: Held, table: Table, rows: str) -> Part:
    """Place a segment with these rows (SQL), in the order in which they are looked for: by instant, key and content."""
    return _written(held, rows, f"{table.at}, {table.keys()}, content", "segments")


def write_exclusions(held: Held, table: Table, rows: str) -> Part:
    """Place a file with these keys (SQL for key columns, ``top`` and ``conflict``)."""
    return _written(held, rows, table.keys(), "exclusions")


def _written(held: Held, rows: str, order: str, folder: str) -> Part:
    written = held.aside / f"{folder}.parquet"
    ((count,),) = held.connection.execute(
        f"COPY (SELECT * FROM ({rows}) ORDER BY {order}) TO '{path_in_sql(written)}' (FORMAT parquet, COMPRESSION zstd)"
    ).fetchall()
    return held.place_by_content(written, folder, count)
