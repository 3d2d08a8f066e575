"""Rows of a workbook (XLSX): one sheet, exact numbers, and nothing that runs, links or unpacks without end.

The package is read as it stands, part by part; no more of it is in memory than a row and the texts that cells share,
and of these no more than some megabytes.
"""

from __future__ import annotations

import posixpath
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from pactline.importers.fault import quoted
from pactline.importers.files.cells import shown
from pactline.importers.files.packages import EMPTY_PACKAGE, MOST_BYTES, PACKAGE, Package, bomb, open_package
from pactline.importers.files.rows import Table, TableRow, Warn
from pactline.importers.files.shared_strings import SharedStrings
from pactline.importers.files.sheet import Sheet, SheetRow
from pactline.importers.files.xml_parts import Attributes, Handler, attribute, check_prolog, parse_part
from pactline.importers.reading import Ignored, Refused, Source, SourceRefused

BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@contextmanager
def open_workbook(source: Source, sheet: str | None, skip_rows: int, warn: Warn) -> Iterator[Table]:
    """The table on the one visible sheet, or on the named one. Raises SourceRefused."""
    with ExitStack() as stack:
        file = stack.enter_context(source.open())
        package = _package(file, source.aside, stack)
        entries = {entry.filename: entry for entry in package.entries}
        book, relations = _Book(), _Relations()
        for name, handler in ((BOOK, book), (_RELATIONS, relations)):
            _parse(package, entries, name, handler)
        if book.from_1904:
            raise SourceRefused("XLSX_EPOCH", "The workbook counts days from 1904; save it with the 1900 date system.")
        strings = None
        if shared := relations.of_kind("sharedStrings"):
            strings = SharedStrings(source.aside)
            stack.callback(strings.close)
            _parse(package, entries, shared[0], strings)
        title, part = _chosen(book, relations, sheet, warn)
        yield _table(_rows(package, entries, Sheet(title, strings), part), skip_rows)


def is_workbook(package: Package) -> bool:
    """Whether a package is a workbook and no archive of files."""
    return any(entry.filename in (BOOK, "[Content_Types].xml") for entry in package.entries)


def _package(file: BinaryIO, aside: Path | None, stack: ExitStack) -> Package:
    """The package, once it has nothing that no honest workbook has."""
    start = file.read(8)
    if start == _OLE:
        raise SourceRefused(
            "XLSX_ENCRYPTED",
            "The workbook is protected by a password or of the old .xls kind; save it as .xlsx without one.",
        )
    if not start.startswith((PACKAGE, EMPTY_PACKAGE)):
        raise SourceRefused("XLSX_NOT_ZIP", "The file is not a workbook; is it a CSV with the wrong ending?")
    package = stack.enter_context(open_package(_seekable(start, file, aside, stack)))
    names = [entry.filename for entry in package.entries]
    if BOOK not in names:
        raise SourceRefused("XLSX_PARTS", f"The package is no workbook: its part {BOOK} is missing.")
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise _linked()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SourceRefused("XLSX_MACRO", "The workbook holds macros; save it as .xlsx without them.")
    for entry in package.entries:
        if entry.filename.endswith((".xml", ".rels")):
            with package.open(entry) as part:
                check_prolog(quoted(entry.filename), part)
    return package


def _seekable(start: bytes, file: BinaryIO, aside: Path | None, stack: ExitStack) -> BinaryIO:
    """A file in which one can go back: of a stream, such as one unpacked from gzip, a copy."""
    if file.seekable():
        return file
    copy: IO[bytes] = stack.enter_context(tempfile.TemporaryFile(dir=aside))  # noqa: SIM115
    while start:
        copy.write(start)
        if copy.tell() > MOST_BYTES:
            raise bomb(f"It has more than {MOST_BYTES:,} bytes itself.")
        start = file.read(1 << 16)
    return copy  # type: ignore[return-value]


def _parse(package: Package, entries: dict[str, zipfile.ZipInfo], name: str, handler: Handler) -> None:
    for _ in _pieces(package, entries, name, handler):
        pass


def _pieces(package: Package, entries: dict[str, zipfile.ZipInfo], name: str, handler: Handler) -> Iterator[None]:
    if name not in entries:
        raise SourceRefused("XLSX_PARTS", f"The workbook lacks its part {quoted(name)}; save it again.")
    with package.open(entries[name]) as part:
        yield from parse_part(quoted(name), part, handler)


class _Book(Handler):
    """The sheets of a workbook: title, state and the id of the relation to their part."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet" and len(self.sheets) < MOST_SHEETS:
            related = next((value for given, value in attributes.items() if given.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), related))


MOST_SHEETS = 1_000


class _Relations(Handler):
    """Which part a relation of the workbook leads to, and of which kind it is."""

    def __init__(self) -> None:
        self.parts: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        if name == "Relationship" and len(self.parts) < MOST_SHEETS:
            if attribute(attributes, "TargetMode") == "External":
                raise _linked()
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "")
            part = target[1:] if target.startswith("/") else posixpath.normpath("xl/" + target)
            self.parts[attributes.get("Id", "")] = (kind, part)

    def of_kind(self, kind: str) -> list[str]:
        """The parts of a kind."""
        return [part for found, part in self.parts.values() if found == kind]


def _linked() -> SourceRefused:
    return SourceRefused("XLSX_EXTERNAL", "The workbook is linked to another one; save it with values only.")


def _chosen(book: _Book, relations: _Relations, wanted: str | None, warn: Warn) -> tuple[str, str]:
    """Title and part of the sheet that is read."""
    sheets = [(title, state, relations.parts.get(related, ("", ""))) for title, state, related in book.sheets]
    tables = [(title, state, part) for title, state, (kind, part) in sheets if kind == "worksheet"]
    for title, state, _ in tables:
        if state != "visible" and title != wanted:
            warn(0, "XLSX_HIDDEN_SHEET", f"The hidden sheet {quoted(title)} is not read.")
    if wanted is not None:
        for title, _, part in tables:
            if title == wanted:
                return title, part
        titles = ", ".join(quoted(title) for title, _, _ in tables[:20])
        raise SourceRefused("XLSX_SHEETS", f"There is no sheet {quoted(wanted)}; there are: {titles}.")
    visible = [(title, part) for title, state, part in tables if state == "visible"]
    if len(visible) != 1:
        titles = ", ".join(quoted(title) for title, _ in visible[:20])
        remedy = "keep one of them, or name it with sheet: in a mapping"
        raise SourceRefused("XLSX_SHEETS", f"The workbook has {len(visible)} visible sheets ({titles}); {remedy}.")
    return visible[0]


def _rows(package: Package, entries: dict[str, zipfile.ZipInfo], sheet: Sheet, part: str) -> Iterator[SheetRow]:
    for _ in _pieces(package, entries, part, sheet):
        yield from sheet.rows
        sheet.rows.clear()


def _table(rows: Iterator[SheetRow], skip_rows: int) -> Table:
    first = next((row for row in rows if row.number > skip_rows), SheetRow(0))
    header = [shown(cell) for cell in first.cells]
    while header and not header[-1]:
        header.pop()
    if not header or first.number != skip_rows + 1:
        raise SourceRefused("EMPTY_FILE", "The sheet has no header row.")
    return Table(tuple(header), _below(rows, first.number, len(header)))


def _below(rows: Iterator[SheetRow], last: int, width: int) -> Iterator[TableRow | Refused | Ignored]:
    for row in rows:
        if row.number > last + 1:
            yield Ignored(last + 1, "BLANK_LINE", f"Empty rows, up to row {row.number - 1}.")
        last = row.number
        if not row.cells:
            yield Ignored(row.number, "BLANK_LINE", "An empty row carries no record.")
        elif row.too_long:
            yield Refused(row.number, "FIELD_TOO_LONG", "The row holds more than 2,097,152 characters.")
        elif len(row.cells) > width:
            whole = TableRow(row.number, tuple(row.cells))
            message = f"The row has cells beyond the {width} columns that the header names."
            yield Refused(row.number, "CSV_COLUMNS", message, whole.raw[:2_000])
        else:
            yield TableRow(row.number, (*row.cells, *[""] * (width - len(row.cells))))
