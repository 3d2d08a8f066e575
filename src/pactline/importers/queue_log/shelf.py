"""A folder to put lines aside in, and an engine with little memory that sorts, joins and groups what lies there."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Self, TextIO

from pactline.importers.queue_log.lines import LONGEST_LINE
from pactline.importers.queue_log.sound_lines import EVENT_TYPE
from pactline.records.engine import connect
from pactline.records.staging import path_in_sql

_MEMORY, _THREADS = "128MB", 2  # the rest spills to the folder; each thread needs its share
_BETWEEN, _NOTHING = "\x01", "\x02"  # what no line that was taken can hold
_FETCH = 5_000
_LONGEST_ROW = 8 * LONGEST_LINE  # bytes: a line's characters, and what is said of it


class Shelf:
    """Use it as a context: the engine goes with it, the files stay."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open = ExitStack()
        self._connection = self._open.enter_context(closing(connect()))
        self.run(f"SET memory_limit = '{_MEMORY}'")
        self.run(f"SET threads = {_THREADS}")
        self.run(EVENT_TYPE)
        self.run(f"SET temp_directory = '{path_in_sql(folder / 'log-spill')}'")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query, all at once."""
        return self._connection.execute(sql).fetchall()

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, some at a time; other queries may run meanwhile."""
        with closing(self._connection.cursor()) as cursor:
            cursor.execute(sql)
            while found := cursor.fetchmany(_FETCH):
                yield from found

    def keep(self, name: str, *queries: str, in_order: bool = False) -> Kept:
        """Write the rows of some queries to files, one after the other."""
        self.run(f"SET preserve_insertion_order = {str(in_order).lower()}")
        count, paths = 0, []
        for at, sql in enumerate(queries):
            paths.append(f"'{path_in_sql(self.folder / f'log-{name}-{at}.parquet')}'")
            count += self.run(f"COPY ({sql}) TO {paths[-1]} (FORMAT parquet, COMPRESSION lz4_raw)")[0][0]
        return Kept(f"SELECT * FROM read_parquet([{', '.join(paths)}])", count)

    @contextmanager
    def sparing(self) -> Iterator[None]:
        """All memory for one thread: what groups much at once needs it."""
        self.run("SET threads = 1")
        yield
        self.run(f"SET threads = {_THREADS}")

    def written(self, name: str, **columns: str) -> Written:
        """A file to write rows to, one by one."""
        return self._open.enter_context(closing(Written(self.folder / f"log-{name}.text", columns)))


class Kept:
    """Rows in a file of the engine."""

    def __init__(self, select: str, count: int) -> None:
        self.select, self.count = select, count


class Written:
    """Rows on their way to the engine."""

    def __init__(self, path: Path, columns: dict[str, str]) -> None:
        self._path, self._columns = path, columns
        self._file: TextIO = path.open("w", encoding="utf-8", newline="")
        self.count = 0

    def write(self, *fields: str | int) -> None:
        """Another row; no field holds a line end."""
        self.count += 1
        self._file.write(_BETWEEN.join(map(str, fields)) + "\n")

    @property
    def select(self) -> str:
        """SQL for the rows written so far."""
        self._file.flush()
        columns = ", ".join(f"'{name}': '{kind}'" for name, kind in self._columns.items())
        return (
            f"SELECT * FROM read_csv('{path_in_sql(self._path)}', auto_detect=false, header=false, "
            f"delim='{_BETWEEN}', quote='', escape='', nullstr='{_NOTHING}', max_line_size={_LONGEST_ROW}, "
            f"buffer_size={2 * _LONGEST_ROW}, columns={{{columns}}})"
        )

    def close(self) -> None:
        """No more rows come."""
        self._file.close()
