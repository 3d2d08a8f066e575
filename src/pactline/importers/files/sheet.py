"""The cells of a workbook's sheet as they stand in its XML: row by row, numbers exact, formulas never worked out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from pactline.importers.fault import LONGEST_FIELD, MOST_COLUMNS, quoted
from pactline.importers.files.cells import BadCell, Content, Truth
from pactline.importers.files.lines import LONGEST_LINE
from pactline.importers.files.shared_strings import InlineText, SharedStrings
from pactline.importers.files.xml_parts import Attributes, Handler
from pactline.importers.reading import SourceRefused

MOST_ROWS = 1_000_000
_LAST_COLUMN = 16_383  # XFD
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how XML that cannot hold a character holds it (ST_Xstring)
_TOO_LONG = BadCell("FIELD_TOO_LONG", f"the cell is longer than {LONGEST_FIELD:,} characters")


@dataclass
class SheetRow:
    """One row: its number, and its cells up to one more than a table may have columns."""

    number: int
    cells: list[Content] = field(default_factory=list)
    size: int = 0  # characters; those beyond the limit of a line are not kept

    @property
    def too_long(self) -> bool:
        """Whether it holds more than a line may."""
        return self.size > LONGEST_LINE


class Sheet(Handler):
    """Reads the part of a sheet; ``rows`` gathers those that ended and is emptied by whoever reads on."""

    def __init__(self, name: str, strings: SharedStrings | None) -> None:
        self._name, self._strings = name, strings
        self.rows: list[SheetRow] = []
        self._row: SheetRow | None = None
        self._last = 0
        self._column = -1
        self._cell: _Cell | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        if self._cell is not None:
            self._cell.start(name, attributes)
        elif name == "c" and self._row is not None:
            self._place(attributes.get("r"), self._row)
            self._cell = _Cell(attributes.get("t", "n"))
        elif name == "row":
            self._begin(attributes.get("r"))

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "c" and self._cell is not None and self._row is not None:
            self._enter(self._cell.content(self._strings), self._row)
            self._cell = None
        elif self._cell is not None:
            self._cell.end(name)
        elif name == "row" and self._row is not None:
            self.rows.append(self._row)
            self._row = None

    def text(self, text: str) -> None:
        """Characters, in pieces."""
        if self._cell is not None:
            self._cell.text(text)

    def _begin(self, given: str | None) -> None:
        number = self._last + 1 if given is None else int(given) if given.isdecimal() and len(given) < 8 else 0
        if number <= self._last or self._row is not None:
            raise self._broken(f"its rows are not in order after row {self._last}")
        if number > MOST_ROWS:
            raise SourceRefused("XLSX_TOO_LONG", f"The sheet has more than {MOST_ROWS:,} rows; split it.", number)
        self._row, self._last, self._column = SheetRow(number), number, -1

    def _place(self, given: str | None, row: SheetRow) -> None:
        column = self._column + 1
        if given is not None:
            found = _PLACE.fullmatch(given)
            if found is None or int(found[2]) != row.number or _number_of(found[1]) < column:
                raise self._broken(f"the cell {quoted(given)} stands out of place in row {row.number}")
            column = _number_of(found[1])
        if column > _LAST_COLUMN:
            raise self._broken(f"row {row.number} has more cells than a sheet has columns")
        self._column = column

    def _enter(self, content: Content, row: SheetRow) -> None:
        if content == "" or self._column > MOST_COLUMNS:
            return
        row.size += len(content) if isinstance(content, str) else 1
        row.cells += [""] * (self._column - len(row.cells))
        row.cells.append("" if row.too_long else content)

    def _broken(self, why: str) -> SourceRefused:
        return SourceRefused("XLSX_XML", f"The sheet {quoted(self._name)} is broken: {why}. Save the workbook again.")


class _Cell:
    """One cell while it is read."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._formula = self._in_value = False
        self._value = ""
        self._inline = InlineText()

    def start(self, name: str, attributes: Attributes) -> None:
        self._formula = self._formula or name == "f"
        self._in_value = name == "v"
        self._inline.start(name, attributes)

    def end(self, name: str) -> None:
        self._in_value = False
        self._inline.end(name)

    def text(self, text: str) -> None:
        if self._in_value and len(self._value) <= LONGEST_FIELD:
            self._value += text
        else:
            self._inline.text(text)

    def content(self, strings: SharedStrings | None) -> Content:
        """What the cell holds, exactly; a date is the day number it is stored as."""
        if self._formula:
            return BadCell("XLSX_FORMULA", "the cell holds a formula; save the workbook with values only")
        value = self._value
        if self._kind == "inlineStr":
            return _text(self._inline.whole())
        if not value:
            return ""
        if self._kind == "s":
            return _shared(value, strings)
        if self._kind == "b":
            return Truth("TRUE" if value == "1" else "FALSE")
        if self._kind == "e":
            return BadCell("XLSX_ERROR_CELL", f"the cell holds the error {quoted(value)}")
        return _text(value) if self._kind in ("str", "d") else number(value)


def _text(text: str) -> Content:
    if len(text) > LONGEST_FIELD:
        return _TOO_LONG
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _shared(value: str, strings: SharedStrings | None) -> Content:
    try:
        if strings is not None and value.isdecimal() and len(value) < 10:
            return _text(strings[int(value)])
    except IndexError:
        pass
    return BadCell("XLSX_TYPE", f"the cell refers to a shared text {quoted(value)} that is not there")


def number(text: str) -> Content:
    """A number's cell, as the shortest decimal that names the same binary number: 4.0999999999999996 is 4.1.

    A spreadsheet computes with binary numbers and writes all their digits; what a person sees is the short form.
    """
    if not _NUMBER.fullmatch(text):
        return BadCell("NUM_FORMAT", f"the cell holds {quoted(text)}, which is no number")
    shortest = repr(float(text))  # no figure is computed with it: it only finds the digits that were meant
    if shortest in ("inf", "-inf"):
        return BadCell("NUM_RANGE", "the cell holds a number out of all reason")
    return Fraction(text) if text.isdecimal() else Fraction(shortest)


def _number_of(letters: str) -> int:
    """Column A is 0."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1
