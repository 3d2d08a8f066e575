"""Rows of a workbook (XLSX): one sheet, exact numbers, and nothing that runs, links or unpacks without end."""

from __future__ import annotations

import io
import posixpath
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any
from xml.parsers import expat

from pactline.importers.fault import LONGEST_FIELD, MOST_COLUMNS
from pactline.importers.files.cells import BadCell, Content, shown
from pactline.importers.files.tables import Table, TableRow, Warn
from pactline.importers.mapping.model import Layout
from pactline.importers.reading import Ignored, Refused, Source, SourceRefused

MOST_BYTES = 100 * 1024 * 1024
MOST_RATIO = 100
MOST_ENTRIES = 1_000
MOST_ROWS = 1_000_000
_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day number has no zone


@contextmanager
def open_workbook(source: Source, layout: Layout, warn: Warn) -> Iterator[Table]:
    """The table on the one visible sheet, or on the declared one. Raises SourceRefused."""
    raw = _bytes(source)
    _check_package(raw)
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
        except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile) as wrong:
            raise SourceRefused("XLSX_PARTS", f"the workbook lacks a part or has a broken one: {wrong}") from None
    try:
        if book.epoch.year == 1904:
            raise SourceRefused("XLSX_EPOCH", "the workbook counts days from 1904; save it with the 1900 date system")
        sheet = _sheet(book, layout, warn)
        sheet.reset_dimensions()  # what the sheet claims of its size is not believed
        rows = enumerate(sheet.iter_rows(), start=1)
        for _ in range(layout.skip_lines):
            next(rows, None)
        _, first = next(rows, (0, ()))
        header = [shown(_content(cell)) for cell in first]
        while header and not header[-1]:
            header.pop()
        if not header:
            raise SourceRefused("EMPTY_FILE", "the sheet has no header row")
        yield Table(tuple(header), _rows(rows, len(header)))
    finally:
        book.close()


def _bytes(source: Source) -> bytes:
    with source.open() as file:
        raw: bytes = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise SourceRefused("ZIP_BOMB", "the workbook is larger than 100 MiB")
    return raw


def _check_package(raw: bytes) -> None:
    """Refuse what no honest workbook has, before anything of it is unpacked into objects."""
    if raw.startswith(_OLE):
        raise SourceRefused("XLSX_ENCRYPTED", "the workbook is protected by a password or of the old .xls kind")
    if not raw.startswith(b"PK"):
        raise SourceRefused("XLSX_NOT_ZIP", "the file is not a workbook; is it a CSV with the wrong ending?")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            entries = package.infolist()
            _check_entries(entries, len(raw))
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    _check_xml(package, entry)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as wrong:
        raise SourceRefused("ZIP_DAMAGED", f"the package is damaged or cut: {wrong}") from None


def _check_entries(entries: list[zipfile.ZipInfo], packed: int) -> None:
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if len(names) > MOST_ENTRIES or unpacked > MOST_BYTES or (unpacked > 1 << 20 and unpacked > MOST_RATIO * packed):
        raise SourceRefused("ZIP_BOMB", f"the package unpacks to {unpacked:,} bytes in {len(names)} entries")
    for name in names:
        if name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in posixpath.normpath(name).split("/"):
            raise SourceRefused("ZIP_PATH", f"the package holds an entry outside itself: {name[:80]!r}")
    if len({name.lower() for name in names}) < len(names):
        raise SourceRefused("ZIP_DUPLICATE_ENTRY", "the package holds two entries of one name")
    if "xl/workbook.xml" not in names:
        raise SourceRefused("XLSX_PARTS", "the package is no workbook: xl/workbook.xml is missing")
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise SourceRefused("XLSX_EXTERNAL", "the workbook is linked to another one; save it with values only")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SourceRefused("XLSX_MACRO", "the workbook holds macros; save it as .xlsx without them")


def _check_xml(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    parser = expat.ParserCreate()

    def doctype(*_: Any) -> None:
        raise SourceRefused("XLSX_DTD", f"{entry.filename} holds a DOCTYPE; no honest workbook does")

    parser.StartDoctypeDeclHandler = doctype
    try:
        with package.open(entry) as part:
            while chunk := part.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except expat.ExpatError as wrong:
        raise SourceRefused("XLSX_XML", f"{entry.filename} is broken: {wrong}") from None


def _sheet(book: Any, layout: Layout, warn: Warn) -> Any:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible" and sheet.title != layout.sheet:
            warn(0, "XLSX_HIDDEN_SHEET", f"the hidden sheet {sheet.title!r} is not read")
    if layout.sheet is not None:
        for sheet in book.worksheets:
            if sheet.title == layout.sheet:
                return sheet
        titles = ", ".join(sheet.title for sheet in book.worksheets)
        raise SourceRefused("XLSX_SHEETS", f"there is no sheet {layout.sheet!r}; there are: {titles}")
    if len(visible) != 1:
        titles = ", ".join(sheet.title for sheet in visible)
        raise SourceRefused("XLSX_SHEETS", f"the workbook has {len(visible)} visible sheets ({titles}); declare sheet:")
    return visible[0]


def _rows(rows: Iterator[tuple[int, Any]], width: int) -> Iterator[TableRow | Refused | Ignored]:
    for line, given in rows:
        if line > MOST_ROWS:
            raise SourceRefused("XLSX_TOO_LONG", f"the sheet has more than {MOST_ROWS:,} rows", line)
        cells = [_content(cell) for cell in given[:MOST_COLUMNS]]
        while len(cells) > width and cells[-1] == "":
            cells.pop()
        if all(cell == "" for cell in cells):
            yield Ignored(line, "BLANK_LINE", "an empty row")
        elif len(cells) > width:
            row = TableRow(line, tuple(cells))
            yield Refused(line, "CSV_COLUMNS", f"the row has {len(cells)} cells, the header {width}", row.raw)
        else:
            yield TableRow(line, (*cells, *[""] * (width - len(cells))))


def _content(cell: Any) -> Content:
    """What a cell holds, exactly: dates and times as the day number they are stored as."""
    value = cell.value
    if cell.data_type == "f":
        return BadCell("XLSX_FORMULA", "the cell holds a formula; save the workbook with values only")
    if cell.data_type == "e":
        return BadCell("XLSX_ERROR_CELL", f"the cell holds the error {value}")
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return Fraction(value)
        case float():
            return Fraction(repr(value))
        case datetime():
            return Fraction((value - _DAY_0) // timedelta(microseconds=1), 86_400_000_000)
        case date():
            return Fraction((value - _DAY_0.date()).days)
        case time():
            seconds = (value.hour * 60 + value.minute) * 60 + value.second
            return Fraction(seconds * 1_000_000 + value.microsecond, 86_400_000_000)
        case timedelta():
            return Fraction(value // timedelta(microseconds=1), 86_400_000_000)
    text = str(value)
    if len(text) > LONGEST_FIELD:
        return BadCell("FIELD_TOO_LONG", f"the cell is longer than {LONGEST_FIELD:,} characters")
    return text
