"""Rows on their way into the engine: written once as text, typed and hashed by the engine itself."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

import csv
import errno
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeAlias

from pactline.records.columns import COLUMNS, SOURCE_COLUMNS

Row: TypeAlias = Mapping[str, str | int | None]
"""One record: column name to value, in the stored units; an absent column is null."""

CANONICAL = "concat_ws(chr(31), " + ", ".join(f"'{c.name}=' || {c.name}" for c in COLUMNS) + ")"
"""SQL for the canonical content of a row: ``name=value`` of every column that is not null, in order, between U+001F."""

STORED = tuple(column.name for column in (*COLUMNS, *SOURCE_COLUMNS))
"""Every column of a stored row, in order."""

_GIVEN = (*COLUMNS, *(c for c in SOURCE_COLUMNS if c.name in ("source", "source_ref")))
_NAMES = tuple(column.name for column in _GIVEN)


def path_in_sql(path: str | os.PathLike[str]) -> str:
    """A path for quotes in SQL: by the bytes that name the file, whatever the machine's locale takes them for.

    Raises OSError for a path whose bytes are no UTF-8; the engine cannot be told of it.
    """
    try:
        text = os.fsencode(path).decode()
    except UnicodeDecodeError:
        raise OSError(errno.EILSEQ, "a folder on this path has a name that is no UTF-8; rename it", path) from None
    return text.replace("'", "''")


@contextmanager
def staged(rows: Iterable[tuple[int, Row]], source: str | None = None) -> Iterator[tuple[str, int]]:
    """Rows with their line numbers as SQL that yields ``n`` (1, 2, ... as they came), ``line`` and the stored columns.

    Yields the SQL and the number of rows; the SQL holds as long as the context. ``source`` names the file they came
    from. A row without ``visit`` is the first visit of its contact.
    """
    handle, path = tempfile.mkstemp(suffix=".csv", prefix="pactline-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            count = _write(file, rows, source)
        yield _select(path), count
    finally:
        os.unlink(path)


def _write(file: object, rows: Iterable[tuple[int, Row]], source: str | None) -> int:
    write = csv.writer(file, lineterminator="\n").writerow  # type: ignore[arg-type]
    names = _NAMES[:-2]
    count = 0
    for count, (line, row) in enumerate(rows, 1):
        get = row.get
        write((count, line, *map(get, names), source or get("source"), get("source_ref") or line or None))
    return count


def _select(path: str) -> str:
    columns = ", ".join(f"'{c.name}': '{c.sql_type}'" for c in _GIVEN)
    typed = ", ".join("coalesce(visit, 1) AS visit" if name == "visit" else name for name in _NAMES)
    return (
        f"SELECT n, line, {', '.join(_NAMES)}, sha256({CANONICAL}) AS content, "
        f"offered_us // 900000000 AS offered_quarter "
        f"FROM (SELECT n, line, {typed} FROM read_csv('{path_in_sql(path)}', header=false, auto_detect=false, "
        f"delim=',', quote='\"', escape='\"', nullstr='', columns={{'n': 'BIGINT', 'line': 'BIGINT', {columns}}}))"
    )
