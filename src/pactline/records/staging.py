"""Rows on their way into the engine: written once as text, typed and hashed by the engine itself."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

import csv
import errno
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self, TextIO, TypeAlias

from pactline.records.columns import SOURCE_COLUMNS
from pactline.records.tables import CONTACTS, TABLES, Table

Row: TypeAlias = Mapping[str, str | int | None]
"""One record: column name to value, in the stored units; an absent column is null."""

QUARTER_US = 900_000_000
_BEYOND_LINES = 1 << 48
_QUOTING = "quote='\"', escape='\"'"


def path_in_sql(path: str | os.PathLike[str]) -> str:
    """A path for quotes in SQL: by the bytes that name the file, whatever the machine's locale takes them for.

    Raises OSError for a path whose bytes are no UTF-8; the engine cannot be told of it.
    """
    try:
        text = os.fsencode(path).decode()
    except UnicodeDecodeError:
        raise OSError(errno.EILSEQ, "a folder on this path has a name that is no UTF-8; rename it", path) from None
    return text.replace("'", "''")


@dataclass(frozen=True)
class Proven:
    """Records that were read by the engine itself and need no further look, as SQL.

    The SQL yields what :meth:`Staging.select` does but for the source, with the line of each row as ``n`` and
    ``record``. The rows of the same file that are written down after it must be one to a line. ``by_line`` is false for
    records that the SQL puts together of several lines: reading them is work, and rows that are written down after them
    are numbered beyond all lines.
    """

    records: int
    table: Table
    select: str
    by_line: bool = True


@contextmanager
def staged(rows: Iterable[tuple[int, Row]], source: str | None = None, table: Table = CONTACTS) -> Iterator[str]:
    """Rows with their line numbers as SQL that yields ``n`` and ``record`` (1, 2, ... as they came), ``line`` and the
    stored columns.

    The SQL holds as long as the context. ``source`` names the file they came from. A row without ``visit`` is the first
    visit of its contact.
    """
    with Staging(source) as staging:
        for number, (line, row) in enumerate(rows, 1):
            staging.write(number, line, table, [row])
        yield staging.select(table)


class Staging:
    """Text files aside, one for each table that rows come for. Use it as a context: they go with it."""

    def __init__(self, source: str | None = None, folder: str | None = None) -> None:
        self._source, self._folder = source, folder
        self._rows = 0
        self._proven: dict[str, list[str]] = {}
        self._by_line = True
        self._files: dict[str, TextIO] = {}
        self._paths: dict[str, str] = {}
        self._writers: dict[str, Callable[[Iterable[object]], object]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            file.close()
        for path in self._paths.values():
            os.unlink(path)

    def write(self, record: int, line: int, table: Table, rows: Sequence[Row]) -> None:
        """Write down the rows of one record, which stands or falls with all of them."""
        write = self._writers.get(table.name) or self._open(table)
        names, source = _NAMES[table.name], self._source
        for row in rows:
            self._rows += 1
            get = row.get
            further = (source or get("source"), get("source_ref") or line or None)
            write((*self._numbers(record, line), line, *map(get, names), *further))

    def _numbers(self, record: int, line: int) -> tuple[int, int]:
        if not self._proven:
            return self._rows, record
        return (line, line) if self._by_line else (_BEYOND_LINES + self._rows, _BEYOND_LINES + record)

    def add(self, proven: Proven) -> None:
        """Take records that the engine read itself."""
        self._proven.setdefault(proven.table.name, []).append(proven.select)
        self._by_line = proven.by_line

    def is_text(self, table: Table) -> bool:
        """Whether rows of a table were written down or are still to be put together, so that reading them is work."""
        return table.name in self._paths or (table.name in self._proven and not self._by_line)

    def tables(self) -> list[Table]:
        """The tables that rows came for, in the order of TABLES."""
        return [table for name, table in TABLES.items() if name in self._paths or name in self._proven]

    def select(self, table: Table) -> str:
        """SQL for the rows of a table; of one that no row came for, no rows."""
        source = "source" if self._source is None else f"'{self._source}'"
        proven = [f"SELECT * REPLACE ({source} AS source) FROM ({each})" for each in self._proven.get(table.name, ())]
        if table.name in self._paths or not proven:
            proven.append(self._written(table))
        return " UNION ALL ".join(proven)

    def _written(self, table: Table) -> str:
        if table.name not in self._paths:
            self._open(table)
        self._files[table.name].flush()
        given = (*table.columns, *_SOURCE)
        columns = ", ".join(f"'{c.name}': '{c.sql_type}'" for c in given)
        names = [c.name for c in given]
        typed = ", ".join("coalesce(visit, 1) AS visit" if name == "visit" else name for name in names)
        return (
            f"SELECT n, record, line, {', '.join(names)}, sha256({table.canonical}) AS content, "
            f"{table.at} // {QUARTER_US} AS {table.quarter} "
            f"FROM (SELECT n, record, line, {typed} FROM read_csv('{path_in_sql(self._paths[table.name])}', "
            f"header=false, auto_detect=false, delim=',', {_QUOTING}, nullstr='', "
            f"columns={{'n': 'BIGINT', 'record': 'BIGINT', 'line': 'BIGINT', {columns}}}))"
        )

    def _open(self, table: Table) -> Callable[[Iterable[object]], object]:
        handle, path = tempfile.mkstemp(suffix=".csv", prefix="pactline-", dir=self._folder)
        self._paths[table.name] = path
        file = self._files[table.name] = os.fdopen(handle, "w", encoding="utf-8", newline="")
        write = self._writers[table.name] = csv.writer(file, lineterminator="\n").writerow
        return write


_SOURCE = tuple(c for c in SOURCE_COLUMNS if c.name in ("source", "source_ref"))
_NAMES = {table.name: tuple(c.name for c in table.columns) for table in TABLES.values()}
