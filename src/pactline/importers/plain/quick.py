"""Plain CSV at the speed of the engine: it proves rows sound, and every row it cannot prove is read the usual way.

The engine applies the rules of ``plain.fields`` in a form that is never wider: one pattern for the whole line, made of
the patterns of its columns, and then the rules between the values. A row it calls sound is one that the reader would
take, with the same values; of any other row the reader says what it is. A file of a shape that the engine may read
otherwise than the reader (quotes that go over lines, bare carriage returns, NUL) is not read here at all. A test holds
both against each other.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

import io
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from pactline.importers.fault import Fault
from pactline.importers.files.csv_records import CsvRecords
from pactline.importers.plain.sound_rows import condition, line_pattern, typed_columns, values
from pactline.importers.reading import Source
from pactline.records.engine import connect
from pactline.records.staging import QUARTER_US, Proven, path_in_sql
from pactline.records.tables import CONTACTS

_LEAST_BYTES = 1 << 20  # below this the usual way is as quick
_BLOCK = 1 << 22
_ODD_IN = 5  # one row in so many may be unproven; with more the usual way is as quick
_MOST_COLUMNS = 60
_MEMORY = "1GB"  # the rest spills to disk


class Proved:
    """What the engine made of a file: the rows it proved, and one by one the records it did not."""

    def __init__(self, proven: Proven, odd: Sequence[tuple[int, str]], no_final_newline: int) -> None:
        self.proven = proven
        self.no_final_newline = no_final_newline
        """The number of the last line if it has no line end, else 0."""
        self._odd = odd

    def __iter__(self) -> Iterator[tuple[int, list[str] | Fault | None, str]]:
        for number, text in self._odd:
            for _, cells, raw in CsvRecords(io.BytesIO(text.encode() + b"\n")):
                yield number, cells, raw


def prove(source: Source, columns: Sequence[str], latest_us: int | None, aside: Path) -> Proved | None:
    """The sound rows of a plain file of contacts below its header line, as rows ready to be settled.

    ``aside`` is a folder to write in. None where the usual way has to read it all.
    """
    path = _unpacked(source, aside)
    lines, no_final_newline = (_lines_of(path) if len(columns) <= _MOST_COLUMNS else None) or (0, 0)
    if not lines:
        return None
    connection = connect()
    try:
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        connection.execute("SET preserve_insertion_order = true")
        prover = _Prover(connection, path, aside, columns, latest_us, lines)
        odd = prover.prove()
    except duckdb.Error:
        return None  # a line too long, bytes that are no UTF-8: the usual way says what it is
    finally:
        connection.close()
    if odd is None:
        return None
    select = f"SELECT * FROM read_parquet('{path_in_sql(prover.written)}')"
    return Proved(Proven(lines - len(odd), CONTACTS, select), odd, no_final_newline)


class _Prover:
    """One file and the engine that reads it."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        path: Path,
        aside: Path,
        columns: Sequence[str],
        latest_us: int | None,
        lines: int,
    ) -> None:
        self._run = connection.execute
        self._path, self._aside, self._columns, self._latest_us = path, aside, columns, latest_us
        self._lines = lines
        self.written = aside / "proven.parquet"

    def prove(self) -> list[tuple[int, str]] | None:
        """Write the sound rows; number and text of the other lines, None where too many are left."""
        text = f"read_csv('{path_in_sql(self._path)}', {_LINES}, skip=1)"
        sound = f"regexp_full_match(text, '{line_pattern(self._columns)}')"
        ((many, over_lines, matching),) = self._run(
            f"SELECT count(*), count(*) FILTER ({_quotes('text')} % 2 = 1), count(*) FILTER ({sound}) FROM {text}"
        ).fetchall()
        most = self._lines // _ODD_IN
        if many != self._lines or over_lines or many - matching > most:
            return None
        if matching == many:
            try:
                self._read(self._path, numbered=False)
            except duckdb.ConversionException:  # a day that no month has
                return None
        else:
            apart = self._aside / "sound.csv"
            self._run(
                "COPY (SELECT line || ',' || text FROM "
                f"(SELECT row_number() OVER () + 1 AS line, text FROM {text}) WHERE {sound}) "
                f"TO '{path_in_sql(apart)}' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01')"
            )
            self._read(apart, numbered=True)
        return self._odd(most)

    def _read(self, path: Path, *, numbered: bool) -> None:
        """Read lines that match into their types, and write those whose values go together."""
        types = typed_columns(self._columns)
        columns = {**({"line": "BIGINT"} if numbered else {}), **types}
        listed = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        line = "line" if numbered else "row_number() OVER () + 1 AS line"
        skip = "" if numbered else ", skip=1"
        self._run(
            f"CREATE OR REPLACE TABLE typed AS SELECT {line}, {', '.join(types)} FROM read_csv('{path_in_sql(path)}', "
            f"auto_detect=false, header=false{skip}, delim=',', quote='', escape='', nullstr='', "
            f"ignore_errors={str(numbered).lower()}, columns={{{listed}}})"
        )
        names = [column.name for column in CONTACTS.columns]
        rows = f"SELECT line, {', '.join(f'{sql} AS {name}' for name, sql in values(self._columns).items())} FROM typed"
        self._run("SET preserve_insertion_order = false")
        self._run(
            f"COPY (SELECT line AS n, line AS record, line, {', '.join(names)}, NULL::VARCHAR AS source, source_ref, "
            f"sha256({CONTACTS.canonical}) AS content, offered_us // {QUARTER_US} AS offered_quarter "
            f"FROM ({rows}) WHERE {condition(self._latest_us)}) "
            f"TO '{path_in_sql(self.written)}' (FORMAT parquet, COMPRESSION snappy)"
        )

    def _odd(self, most: int) -> list[tuple[int, str]] | None:
        """The lines that are not among the rows written."""
        ((sound,),) = self._run(f"SELECT count(*) FROM read_parquet('{path_in_sql(self.written)}')").fetchall()
        if sound == self._lines:
            return []
        if self._lines - sound > most:
            return None
        self._run("SET preserve_insertion_order = true")
        return self._run(
            "SELECT line, coalesce(text, '') FROM (SELECT row_number() OVER () + 1 AS line, text FROM "
            f"read_csv('{path_in_sql(self._path)}', {_LINES}, skip=1)) ANTI JOIN "
            f"(SELECT line FROM read_parquet('{path_in_sql(self.written)}')) USING (line) ORDER BY line"
        ).fetchall()


_LINES = "auto_detect=false, header=false, delim='\x01', quote='', escape='', columns={'text': 'VARCHAR'}"


def _quotes(text: str) -> str:
    return f"(length({text}) - length(replace({text}, '\"', '')))"


def _unpacked(source: Source, aside: Path) -> Path:
    """The file as it is read: itself, or unpacked beside it."""
    with source.path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            return source.path
    target = aside / "unpacked"
    with source.open() as file, target.open("wb") as written:
        shutil.copyfileobj(file, written, _BLOCK)
    return target


def _lines_of(path: Path) -> tuple[int, int] | None:
    """How many lines follow the first one, and the number of the last one if it has no line end, else 0.

    None for a file that is small, or not plainly made of lines.
    """
    size = path.stat().st_size
    if size < _LEAST_BYTES:
        return None
    lines, last, cut = 0, b"", b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            last = block[-1:]
            block = cut + block
            cut = b"\r" if last == b"\r" else b""
            block = block[: len(block) - len(cut)]
            if block.count(b"\r") != block.count(b"\r\n") or b"\0" in block or b"\x01" in block:
                return None
            lines += block.count(b"\n")
    ended = last == b"\n"
    return None if cut else (lines - ended, 0 if ended else lines + 1)
