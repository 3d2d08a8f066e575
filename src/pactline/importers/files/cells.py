"""The cells of a table and what may stand in them: words, exact numbers, lengths of time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from pactline.importers.fault import Fault, quoted
from pactline.values.exact import plain

NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?")
_CLOCK = re.compile(r"(-?)(?:([0-9]{1,4}):)?([0-9]{1,2}):([0-9]{2}(?:\.[0-9]{1,6})?)")
MOST_DIGITS = 15  # a spreadsheet's number has lost what stood beyond


@dataclass(frozen=True)
class BadCell:
    """A cell whose content is not its own: a formula or an error value. Whoever needs the cell refuses the row."""

    code: str
    message: str


class Truth(str):
    """TRUE or FALSE in a workbook's cell that holds a truth value and no text."""

    __slots__ = ()


Content: TypeAlias = str | Fraction | BadCell
"""Text, the exact number of a workbook's cell, or what cannot be used. An empty cell is the empty text."""


def shown(cell: Content) -> str:
    """A cell as text, numbers as plain decimals."""
    if isinstance(cell, BadCell):
        return "?"
    return cell if isinstance(cell, str) else plain(cell, most=20)


def number_in(cell: Content, column: str, decimal: str = "point") -> Fraction:
    """The exact number in a cell. Raises Fault."""
    if isinstance(cell, Fraction):
        return cell
    number = _number(usable(cell, column).strip(), decimal)
    if number is None:
        raise Fault("NUM_FORMAT", f"{column}: {quoted(shown(cell))} is not a number.")
    return number


@lru_cache(maxsize=16_384)
def _number(text: str, decimal: str) -> Fraction | None:
    if decimal == "comma":
        text = text.replace(".", "?").replace(",", ".")
    return Fraction(text) if NUMBER.fullmatch(text) else None


def usable(cell: Content, column: str) -> str:
    """The cell as text. Raises Fault for a formula or an error value."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, BadCell):
        raise Fault(cell.code, f"{column}: {cell.message}.")
    return shown(cell)


def word_in(cell: Content, column: str, *, numbers: bool) -> str:
    """The word in a cell; a workbook's number only where the mapping lets it stand for a word. Raises Fault."""
    text = usable(cell, column)
    if isinstance(cell, Fraction):
        if not numbers:
            remedy = "if leading zeros do not matter, say cell: number in the mapping"
            raise Fault("XLSX_TYPE", f"{column}: the number {text} stands where a word belongs; {remedy}.")
        if len(text.lstrip("-").replace(".", "")) > MOST_DIGITS:
            raise Fault("XLSX_TYPE", f"{column}: a spreadsheet number of more than 15 digits has lost its last ones.")
    return text.strip()


def clock_length(text: str, column: str, *, hours: bool) -> Fraction:
    """Seconds of a length written h:mm:ss (or m:ss). Raises Fault."""
    found = _CLOCK.fullmatch(text.strip())
    if not found or (found[2] is not None) != hours or Fraction(found[4]) >= 60 or (hours and int(found[3]) >= 60):
        raise Fault("NUM_FORMAT", f"{column}: {quoted(text)} is not a length written {'h:mm:ss' if hours else 'm:ss'}.")
    seconds = int(found[2] or 0) * 3600 + int(found[3]) * 60 + Fraction(found[4])
    return -seconds if found[1] else seconds
