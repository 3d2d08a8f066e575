"""Tables as rows of cells: CSV and TSV here, workbooks in ``workbook``. The layout is declared, never guessed."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from pactline.importers.cells import Content, shown
from pactline.importers.mapping_model import Layout
from pactline.importers.opening import WORKBOOK
from pactline.importers.reading import Ignored, Refused, Source, SourceRefused

MOST_COLUMNS = 256
MOST_CHARACTERS = 65_536
_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
Warn: TypeAlias = Callable[[int, str, str], None]


@dataclass(frozen=True)
class TableRow:
    """One row below the header."""

    line: int  # physical line on which it begins, or sheet row; 1 = first
    cells: tuple[Content, ...]

    @property
    def raw(self) -> str:
        """The row as text, cells between tabs."""
        return "\t".join(shown(cell) for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A header and the rows below it, each once."""

    header: tuple[str, ...]
    rows: Iterator[TableRow | Refused | Ignored]


@contextmanager
def open_table(source: Source, layout: Layout, needed: Sequence[str], warn: Warn) -> Iterator[Table]:
    """The table of a file, its header checked for the needed columns. Raises SourceRefused."""
    if layout.format == "xlsx":
        from pactline.importers.workbook import open_workbook

        opened = open_workbook(source, layout, warn)
    else:
        opened = _open_text(source, layout, warn)
    with opened as table:
        _check_header(table.header, layout, needed)
        unused = [name for name in table.header if name not in needed]
        if unused and layout.header is None:
            warn(layout.skip_lines + 1, "HDR_UNUSED", f"columns the mapping does not name: {', '.join(unused)}")
        yield table


def _check_header(header: tuple[str, ...], layout: Layout, needed: Sequence[str]) -> None:
    line = layout.skip_lines + 1
    if len(header) > MOST_COLUMNS:
        raise SourceRefused(
            "HDR_TOO_WIDE", f"the header has {len(header)} columns; at most {MOST_COLUMNS} are read", line
        )
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise SourceRefused("HDR_DUPLICATE", f"the header names {', '.join(doubled)} more than once", line)
    missing = [name for name in dict.fromkeys(needed) if name not in header]
    if missing:
        found = "; the header is: " + " | ".join(header)[:300]
        raise SourceRefused(
            "HDR_MISSING_COLUMN", f"the columns {', '.join(missing)} are not in the header{found}", line
        )
    if layout.header is not None and header != layout.header:
        wrong = next((i for i, pair in enumerate(zip(header, layout.header, strict=False)) if pair[0] != pair[1]), None)
        where = "it has another number of columns" if wrong is None else f"column {wrong + 1} is {header[wrong]!r}"
        raise SourceRefused("HDR_DIFFERS", f"the header is not the declared one: {where}", line)


@contextmanager
def _open_text(source: Source, layout: Layout, warn: Warn) -> Iterator[Table]:
    separator = "\t" if layout.format == "tsv" else _SEPARATORS[layout.delimiter]
    with source.open() as raw:
        lines = _Lines(_text(raw, layout), layout.skip_lines, warn)
        rows = _split(lines, separator, quoted=layout.format == "csv")
        first = next(rows, None)
        if first is None:
            raise SourceRefused("EMPTY_FILE", "the file has no header line")
        if isinstance(first, Refused | Ignored):
            raise SourceRefused("CSV_HEADER", "the header line cannot be read: " + first.message, first.line)
        header = tuple(shown(cell) for cell in first.cells)
        yield Table(header, _of_width(rows, len(header)))


def _of_width(rows: Iterator[TableRow | Refused | Ignored], width: int) -> Iterator[TableRow | Refused | Ignored]:
    for row in rows:
        if isinstance(row, TableRow) and len(row.cells) != width:
            message = f"the row has {len(row.cells)} cells, the header {width}"
            yield Refused(row.line, "CSV_COLUMNS", message, row.raw)
        else:
            yield row


def _text(raw: io.BufferedReader, layout: Layout) -> io.TextIOWrapper:
    """The characters of the file in the declared encoding, line ends kept."""
    head = raw.peek(4)[:4]
    if head.startswith(WORKBOOK):
        raise SourceRefused("FILE_WORKBOOK", "the file is a workbook; the mapping must say source: {format: xlsx}")
    encoding = {"utf-8": "utf-8-sig", "windows-1252": "cp1252"}.get(layout.encoding, layout.encoding)
    if layout.encoding != "utf-16" and head.startswith(_WIDE):
        raise SourceRefused("ENC_UTF16", f"the file is UTF-16 or UTF-32; the mapping says {layout.encoding}")
    return io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="")


class _Lines:
    """Physical lines with their numbers; a line can be put back."""

    def __init__(self, text: io.TextIOWrapper, skip: int, warn: Warn) -> None:
        self._text, self._warn = text, warn
        self._back: list[str] = []
        self.number = 0
        for _ in range(skip):
            self.next()

    def next(self) -> str | None:
        """The next line with its end, None after the last."""
        if self._back:
            line = self._back.pop()
        else:
            try:
                line = self._text.readline(16 * MOST_CHARACTERS)
            except UnicodeError as wrong:
                message = f"line {self.number + 1} or a later one is not in the declared encoding: {wrong.reason}"  # type: ignore[attr-defined]
                raise SourceRefused(
                    "ENC_NOT_UTF8" if "utf-8" in self._text.encoding else "ENC_WRONG", message
                ) from None
            if not line:
                return None
            if line[-1] not in "\r\n":
                self._warn(self.number + 1, "NO_FINAL_NEWLINE", "the last line has no line end; it may have been cut")
        self.number += 1
        return str(line)

    def put_back(self, lines: Sequence[str]) -> None:
        """Give these lines again, in their order."""
        self._back.extend(reversed(lines))
        self.number -= len(lines)


def _split(lines: _Lines, separator: str, *, quoted: bool) -> Iterator[TableRow | Refused | Ignored]:
    """Records: lines split at the separator, by RFC 4180 where quotes mean something."""
    while (line := lines.next()) is not None:
        number, bare = lines.number, line.rstrip("\r\n")
        if not bare:
            yield Ignored(number, "BLANK_LINE", "an empty line")
            continue
        if quoted and '"' in bare:
            cells = _quoted(line, lines, separator)
            if cells is None:
                message = "quotes are not as RFC 4180 has them: around the whole cell, doubled inside"
                yield Refused(number, "CSV_QUOTE", message, bare)
                continue
        else:
            cells = bare.split(separator)
        if any(len(cell) > MOST_CHARACTERS for cell in cells):
            message = f"a cell is longer than {MOST_CHARACTERS:,} characters"
            yield Refused(number, "FIELD_TOO_LONG", message, bare[:200])
            continue
        yield TableRow(number, tuple(cells))


def _quoted(line: str, lines: _Lines, separator: str) -> list[str] | None:
    """The cells of a record with quotes, further lines taken while a quote is open; None, and the further lines put
    back, when the quotes are wrong."""
    taken: list[str] = []
    text = line
    while True:
        cells, is_open = _scan(text, separator)
        if not is_open:
            break
        more = lines.next() if len(text) <= MOST_CHARACTERS else None
        if more is None:
            cells = None
            break
        taken.append(more)
        text += more
    if cells is None:
        lines.put_back(taken)
    return cells


def _scan(text: str, separator: str) -> tuple[list[str] | None, bool]:
    """The cells of one record, and whether a quote is still open at its end; no cells when quotes are wrong."""
    cells: list[str] = []
    position = 0
    end = len(text.rstrip("\r\n"))
    while True:
        if text.startswith('"', position):
            piece, position = [], position + 1
            while True:
                close = text.find('"', position)
                if close < 0:
                    return None, True
                piece.append(text[position:close])
                position = close + 1
                if not text.startswith('"', position):
                    break
                piece.append('"')
                position += 1
            cells.append("".join(piece))
            if position < end and not text.startswith(separator, position):
                return None, False
        else:
            stop = text.find(separator, position, end)
            stop = end if stop < 0 else stop
            if '"' in text[position:stop]:
                return None, False
            cells.append(text[position:stop])
            position = stop
        if position >= end:
            return cells, False
        position += len(separator)
