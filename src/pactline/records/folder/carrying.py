"""Lines of event logs kept beside the rows, so that a contact cut by the end of a file is completed by the next one."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing

from pactline.records.folder.holding import Held
from pactline.records.folder.manifest import Part
from pactline.records.folder.segments import parquet
from pactline.records.staging import path_in_sql

_FETCH = 5_000
_COLUMNS = "columns={'key': 'VARCHAR', 'text': 'VARCHAR'}"


class Carrying:
    """The carried lines of a record-set folder, by the key of their contact."""

    def __init__(self, held: Held) -> None:
        self._held = held

    def lines(self, parts: Sequence[Part], keys: Iterable[str], format: str) -> Iterator[tuple[str, str]]:
        """Key and text of every line that a format kept for these keys, each once, ordered by key and text."""
        if not parts:
            return
        wanted = self._wanted(((key,) for key in keys), "wanted.csv", "columns={'key': 'VARCHAR'}")
        with closing(self._held.connection.cursor()) as cursor:
            mark = _mark(format)
            cursor.execute(
                f"SELECT c.key, substr(c.text, {len(mark) + 1}) FROM ({self._kept(parts)}) c "
                f"SEMI JOIN ({wanted}) w ON c.key = w.key WHERE starts_with(c.text, '{mark}') ORDER BY ALL"
            )
            while found := cursor.fetchmany(_FETCH):
                yield from found

    def write(
        self, parts: Sequence[Part], lines: Collection[tuple[str, str]], selects: Sequence[str], format: str
    ) -> tuple[Part, ...]:
        """Keep the lines of a format that are not kept yet; the new file, or nothing if all of them are.

        ``selects`` is SQL for further lines, none of them among the others or twice. Each line is marked with its
        format, because one record set may hold several, and what one format carries no other can read.
        """
        given = f"SELECT DISTINCT key, text FROM ({self._wanted(lines, 'carried.csv', _COLUMNS)})"
        given = " UNION ALL ".join([given, *(f"SELECT key, text FROM ({select})" for select in selects)])
        given = f"SELECT key, '{_mark(format)}' || text AS text FROM ({given})"
        new = f"SELECT * FROM ({given}) g"
        if parts:
            new += f" ANTI JOIN ({self._kept(parts)}) c ON g.key = c.key AND g.text = c.text"
        part = self.keep(new)
        return () if part is None else (part,)

    def keep(self, rows: str) -> Part | None:
        """Place a file with the lines that ``rows`` (SQL for key and text) yields; None if there is none."""
        written = self._held.aside / "carried.parquet"
        ((count,),) = self._held.connection.execute(
            f"COPY (SELECT key, text FROM ({rows}) ORDER BY key, text) TO '{path_in_sql(written)}' "
            "(FORMAT parquet, COMPRESSION zstd)"
        ).fetchall()
        return self._held.dated(self._held.place_by_content(written, "carried", count)) if count else None

    def given(self, lines: Sequence[tuple[str, str]]) -> str:
        """SQL for key and text of some lines."""
        return self._wanted(lines, "given.csv", _COLUMNS)

    def _kept(self, parts: Sequence[Part]) -> str:
        return f"SELECT * FROM {parquet([str(self._held.folder / part.file) for part in parts])}"

    def _wanted(self, rows: Iterable[tuple[str, ...]], name: str, columns: str) -> str:
        path = self._held.aside / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
        return (
            f"SELECT * FROM read_csv('{path_in_sql(path)}', header=false, auto_detect=false, delim=',', quote='\"', "
            f"escape='\"', allow_quoted_nulls=false, {columns})"
        )


def _mark(format: str) -> str:
    """What stands before a carried line: the format's name as its module is called, and a tab."""
    name = format.replace("-", "_")
    assert re.fullmatch("[A-Za-z0-9_]*", name), "a format is called like its module"
    return f"{name}\t"
