"""The plain record format as a workbook: one visible sheet with the header in its first row, values and no formulas.

Ids, names and instants are text cells, durations, counts and scores are number cells. A day number of the spreadsheet
has no offset, so it is no instant; an id kept as a number has lost its zeros and, beyond 15 digits, its end. See
docs/reference/plain-format.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

from pactline.importers.fault import Fault
from pactline.importers.files.cells import BadCell, Content, Truth
from pactline.importers.files.lines import excerpt
from pactline.importers.files.rows import TableRow
from pactline.importers.files.workbook import open_workbook
from pactline.importers.plain.header import checked_header
from pactline.importers.plain.tables import known, reader_of
from pactline.importers.reading import Item, Read, Reading, Refused, Source
from pactline.records.columns import Kind
from pactline.records.tables import TABLES, Table
from pactline.values.exact import plain

FILLS = tuple(TABLES)
TRIED = "our own format"

_PROGRESS = 10_000
_MOST_DECIMALS = 20
_EITHER = "source_rev"  # a whole number or an instant

Cell: TypeAlias = Callable[[Content, str], str]
"""Makes the text of the plain format of what a cell holds; also given the column's name. Raises Fault."""


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each row below the header as one item, in order. Raises SourceRefused."""

    def warn(line: int, code: str, message: str) -> None:
        reading.warnings.append((line, code, message))

    with open_workbook(source, None, 0, warn) as opened:
        names = opened.header
        table = checked_header(names, 1, reading)
        cells = [(name, _cell_of(table, name)) for name in names]
        record_of = reader_of(table, names, reading.zone, reading.latest_us).read
        for count, row in enumerate(opened.rows, 1):
            if count % _PROGRESS == 0:
                reading.progress(count)
            if not isinstance(row, TableRow):
                yield row
                continue
            try:
                yield Read(row.line, record_of(_texts(row.cells, cells)), table)
            except Fault as fault:
                yield Refused(row.line, fault.code, fault.message, excerpt(row.raw))


def _texts(contents: Sequence[Content], cells: Sequence[tuple[str, Cell]]) -> list[str]:
    return [cell(content, name) for content, (name, cell) in zip(contents, cells, strict=True)]


def _cell_of(table: Table, name: str) -> Cell:
    if name not in known(table):
        return _not_read
    column = table.by_plain_name.get(name)
    if column is None:
        return _text
    if name == _EITHER:
        return _either
    if column.kind in (Kind.DURATION, Kind.WHOLE, Kind.POINTS):
        return _number
    return _instant if column.kind is Kind.INSTANT else _text


def _not_read(content: Content, name: str) -> str:
    return ""


def _text(content: Content, name: str) -> str:
    if isinstance(content, BadCell):
        raise Fault(content.code, f"{name}: {content.message}.")
    if isinstance(content, Fraction):
        raise Fault("XLSX_TYPE", f"{name} is a number cell; make it text: a number has lost its zeros or last digits.")
    if isinstance(content, Truth):
        raise Fault("XLSX_TYPE", f"{name} is the truth value {content}; make it text.")
    return content


def _instant(content: Content, name: str) -> str:
    if isinstance(content, Fraction):
        remedy = "write it as text, like 2026-03-02T09:00:00+01:00"
        raise Fault("TS_NO_OFFSET", f"{name} is a day number of the spreadsheet, which has no offset; {remedy}.")
    return _text(content, name)


def _number(content: Content, name: str) -> str:
    if isinstance(content, Fraction):
        return plain(content, most=_MOST_DECIMALS)
    if isinstance(content, str) and content and not isinstance(content, Truth):
        raise Fault("XLSX_TYPE", f"{name} is a text cell; make it a number.")
    return _text(content, name)


def _either(content: Content, name: str) -> str:
    return plain(content, most=_MOST_DECIMALS) if isinstance(content, Fraction) else _text(content, name)
