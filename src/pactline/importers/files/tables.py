"""Tables as rows of cells: CSV and TSV here, workbooks in ``workbook``. The layout is declared, never guessed."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pactline.importers.fault import LONGEST_FIELD, MOST_COLUMNS, Fault, quoted, visible
from pactline.importers.files.cells import shown
from pactline.importers.files.csv_records import cells_of, unclosed
from pactline.importers.files.lines import LONGEST_LINE
from pactline.importers.files.opening import UTF16, WORKBOOK
from pactline.importers.files.rows import Table, TableRow, Warn
from pactline.importers.mapping.model import Layout
from pactline.importers.reading import Ignored, Refused, Source, SourceRefused

_MOST_NAMED, _LONGEST_NAMED = 20, 100
_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}


@contextmanager
def open_table(source: Source, layout: Layout, needed: Sequence[str], warn: Warn) -> Iterator[Table]:
    """The table of a file, its header checked for the needed columns. Raises SourceRefused."""
    if layout.format == "xlsx":
        from pactline.importers.files.workbook import open_workbook

        opened = open_workbook(source, layout.sheet, layout.skip_lines, warn)
    else:
        opened = _open_text(source, layout, warn)
    with opened as table:
        _check_header(table.header, layout, needed)
        unused = [name for name in table.header if name not in needed]
        if unused and layout.header is None:
            warn(layout.skip_lines + 1, "HDR_UNUSED", f"columns the mapping does not name: {_named(unused)}")
        yield table


def _parted_otherwise(header: tuple[str, ...]) -> str:
    """A header of one column that holds another delimiter: how to declare that one."""
    names = [name for name, mark in _SEPARATORS.items() if len(header) == 1 and mark in header[0]]
    return f"; if that parts the columns, declare source: {{format: csv, delimiter: {names[0]}}}" if names else ""


def _check_header(header: tuple[str, ...], layout: Layout, needed: Sequence[str]) -> None:
    line = layout.skip_lines + 1
    if len(header) > MOST_COLUMNS:
        raise SourceRefused(
            "HDR_TOO_WIDE", f"the header has {len(header)} columns; at most {MOST_COLUMNS} are read", line
        )
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise SourceRefused("HDR_DUPLICATE", f"the header names {_named(doubled)} more than once", line)
    missing = [name for name in dict.fromkeys(needed) if name not in header]
    if missing:
        found = "; the header is: " + " | ".join(header)[:300] + _parted_otherwise(header)
        raise SourceRefused(
            "HDR_MISSING_COLUMN", f"the columns {', '.join(missing)} are not in the header{found}", line
        )
    if layout.header is not None and header != layout.header:
        wrong = next((i for i, pair in enumerate(zip(header, layout.header, strict=False)) if pair[0] != pair[1]), None)
        where = (
            "it has another number of columns" if wrong is None else f"column {wrong + 1} is {quoted(header[wrong])}"
        )
        raise SourceRefused("HDR_DIFFERS", f"the header is not the declared one: {where}", line)


def _named(columns: Sequence[str]) -> str:
    """The columns as a message may name them: not every one of very many, nor the whole of a very long one."""
    more = f" and {len(columns) - _MOST_NAMED} more" if len(columns) > _MOST_NAMED else ""
    return ", ".join(visible(column, _LONGEST_NAMED) for column in columns[:_MOST_NAMED]) + more


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
    if layout.encoding != "utf-16" and head.startswith(UTF16):
        raise SourceRefused("ENC_UTF16", f"the file is UTF-16 or UTF-32; the mapping says {layout.encoding}")
    return io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="")


class _Lines:
    """Physical lines with their numbers; a line can be put back."""

    def __init__(self, text: io.TextIOWrapper, skip: int, warn: Warn) -> None:
        self._text, self._warn = text, warn
        self._back: list[str] = []
        self._cut = False
        self.too_long: set[int] = set()
        """The numbers of lines of which only the beginning was kept."""
        self.number = 0
        for _ in range(skip):
            self.next()

    def next(self) -> str | None:
        """The next line with its end, None after the last."""
        if self._back:
            line = self._back.pop()
        else:
            try:
                line = self._text.readline(LONGEST_LINE)
                self._cut = len(line) == LONGEST_LINE and line[-1] not in "\r\n"
                while self._cut and (rest := self._text.readline(LONGEST_LINE)) and rest[-1] not in "\r\n":
                    pass
            except UnicodeError as wrong:
                why = getattr(wrong, "reason", None) or str(wrong)  # a UTF-16 file without a mark has none
                message = f"line {self.number + 1} or a later one is not in the declared encoding: {why}"
                raise SourceRefused(
                    "ENC_NOT_UTF8" if "utf-8" in self._text.encoding else "ENC_WRONG", message
                ) from None
            if not line:
                return None
            if self._cut:
                self.too_long.add(self.number + 1)
            elif line[-1] not in "\r\n":
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
        if number in lines.too_long:
            message = f"the line is longer than {LONGEST_LINE:,} characters"
            yield Refused(number, "FIELD_TOO_LONG", message, bare[:200])
            continue
        if quoted and '"' in bare:
            try:
                cells = _quoted(line, lines, separator)
            except Fault as fault:
                yield Refused(number, fault.code, fault.message, bare)
                continue
        else:
            cells = bare.split(separator, 4 * MOST_COLUMNS)  # what a longer row holds beyond is not taken apart
        if any(len(cell) > LONGEST_FIELD for cell in cells):
            message = f"a cell is longer than {LONGEST_FIELD:,} characters"
            yield Refused(number, "FIELD_TOO_LONG", message, bare[:200])
            continue
        yield TableRow(number, tuple(cells))


def _quoted(line: str, lines: _Lines, separator: str) -> list[str]:
    """The cells of a record with quotes, further lines taken while a quote is open; put back with Fault."""
    taken: list[str] = []
    size, quotes = len(line), line.count('"')
    try:
        cells = cells_of(line.rstrip("\r\n"), separator)
        while cells is None:
            more = lines.next() if size <= LONGEST_FIELD else None
            if more is None:
                raise unclosed()
            taken.append(more)
            if lines.number in lines.too_long:
                raise unclosed()
            size, quotes = size + len(more), quotes + more.count('"')
            if '"' in more and quotes % 2 == 0:  # of an odd number one is open
                cells = cells_of("".join([line, *taken]).rstrip("\r\n"), separator)
    except Fault:
        lines.put_back(taken)
        raise
    return cells
