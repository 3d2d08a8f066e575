"""Reading a fact file in CSV: header and rows, every fault of every cell told, nothing skipped but empty lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from pactline.agreement.report import nearest
from pactline.importers.facts.columns import FactFile
from pactline.importers.facts.row import FactRow
from pactline.importers.facts.told import Told
from pactline.importers.fault import MOST_COLUMNS, Fault, quoted
from pactline.importers.files.csv_records import CsvRecords
from pactline.importers.files.opening import open_bytes, past_the_mark
from pactline.importers.reading import SourceRefused

MOST_BYTES = 64 * 1024**2  # as they are read, unpacked if the file is gzip
MOST_ROWS = 1_000_000  # empty lines are counted too: reading them takes as long


def read_rows(path: Path, file: FactFile, told: Told) -> Iterator[FactRow]:
    """The rows of the file, faulty ones too; what is wrong goes to ``told``, also what a row's own readers find."""
    try:
        if not path.is_file():
            raise SourceRefused("FILE_UNREADABLE", "this is no file")
        with open_bytes(path) as raw:
            yield from _rows(_Bounded(past_the_mark(raw)), file, told)
    except SourceRefused as refused:
        told.problem(refused.line, 0, refused.code, refused.message)


def _rows(raw: _Bounded, file: FactFile, told: Told) -> Iterator[FactRow]:
    records = iter(CsvRecords(cast(BinaryIO, raw)))
    number, cells, text = next(records)
    names = _header(number, cells, text, file, told)
    if names is None:
        return
    places = {name: at for at, name in enumerate(names)}
    count = 0
    for number, cells, text in records:
        count += 1
        if count > MOST_ROWS:
            raise SourceRefused("FACT_TOO_LARGE", f"the file has more than {MOST_ROWS:,} rows", number)
        if cells is None:
            continue  # an empty line says nothing
        if isinstance(cells, Fault):
            told.problem(number, 0, cells.code, cells.message, raw=text)
        elif len(cells) != len(names):
            message = f"the row has {len(cells)} fields, the header {len(names)}"
            told.problem(number, 0, "CSV_COLUMNS", message, raw=text)
        else:
            yield FactRow(number, cells, places, text, file, told)


def _header(
    number: int, cells: Sequence[str] | Fault | None, text: str, file: FactFile, told: Told
) -> Sequence[str] | None:
    """The names of the columns; None when the rows cannot be read by them."""
    if isinstance(cells, Fault):
        told.problem(number, 0, cells.code, cells.message, raw=text)
        return None
    names = cells or [""]
    known = [column.name for column in file.columns]
    if len(names) > MOST_COLUMNS:
        told.problem(number, 0, "HDR_TOO_WIDE", f"the header names {len(names)} columns; at most {MOST_COLUMNS}")
        return None
    if (separator := _other_separator(text, known)) is not None:
        told.problem(number, 0, "CSV_DELIMITER", f"the columns are separated by {separator}, not by commas", raw=text)
        return None
    twice = sorted({name for name in names if names.count(name) > 1})
    for name in twice:
        told.problem(number, 0, "HDR_DUPLICATE", f"the column {quoted(name)} stands twice in the header", raw=text)
    for name in dict.fromkeys(names):
        if name not in known:
            hint = nearest(name, [word for word in known if word not in names])
            remedy = hint or f"take the column out; those of {file.name} are {', '.join(known)}"
            message = f"{file.name} has no column {quoted(name)}"
            told.problem(number, 0, "HDR_UNKNOWN_COLUMN", message, remedy, text)
    missing = [column for column in file.columns if column.named and column.name not in names]
    for column in missing:
        message = f"the column `{column.name}` is missing: {column.meaning}"
        told.problem(number, 0, "HDR_MISSING_COLUMN", message, f"add the column {column.name} to the header", text)
    return None if twice or missing else names


def _other_separator(text: str, known: Sequence[str]) -> str | None:
    """What separates the names of the header instead of commas; None for a header with commas, or with one name."""
    if text.lower().startswith("sep="):
        return "what its first line sep= says"
    bare = text.rstrip("\r\n")
    separators = ((";", "semicolons"), ("\t", "tabs"), ("|", "bars"))
    return next((word for mark, word in separators if sum(name in known for name in bare.split(mark)) > 1), None)


class _Bounded:
    """A file of which no more is read than is allowed."""

    def __init__(self, file: BinaryIO) -> None:
        self._read: Callable[[int], bytes] = file.readline
        self._left = MOST_BYTES

    def readline(self, size: int) -> bytes:
        """As of a file. Raises SourceRefused."""
        line = self._read(size)
        self._left -= len(line)
        if self._left < 0:
            raise SourceRefused("FACT_TOO_LARGE", f"the file has more than {MOST_BYTES:,} bytes")
        return line
