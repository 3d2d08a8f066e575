"""RFC 4180 records with the physical line each begins on. A wrong quote costs one line, never the rest of the file."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from pactline.importers.fault import LONGEST_FIELD, Fault
from pactline.importers.files.lines import numbered_lines
from pactline.importers.files.opening import utf8

_MOST_CELLS = 1_000  # no header is as wide; what a longer row holds beyond is not taken apart


class CsvRecords:
    """The records of a file: line, cells (None: a blank line, a Fault: a broken one), and the text as it stood."""

    def __init__(self, file: BinaryIO) -> None:
        self._lines = numbered_lines(file)
        self._again: deque[tuple[int, str] | tuple[int, Fault]] = deque()
        self.no_final_newline = 0
        """The number of the last line if it has no line end, else 0; known when all records are read."""

    def __iter__(self) -> Iterator[tuple[int, list[str] | Fault | None, str]]:
        while (line := self._next()) is not None:
            number, text = line
            if isinstance(text, Fault):
                yield number, text, ""
                continue
            body = text.rstrip("\n")
            if body[-1:] == "\r":
                body = body[:-1]
            if not body:
                yield number, None, text
            elif '"' not in body:
                cells = body.split(",") if len(body) <= LONGEST_FIELD else _apart(body)
                yield number, cells, body
            else:
                yield number, *self._quoted(body, text)

    def _next(self) -> tuple[int, str] | tuple[int, Fault] | None:
        if self._again:
            return self._again.popleft()
        for number, line, whole in self._lines:
            if not whole:
                return number, Fault("FIELD_TOO_LONG", f"The line is longer than {len(line):,} bytes.")
            if line[-1:] != b"\n":
                self.no_final_newline = number
            return number, utf8(line, number)
        return None

    def _quoted(self, body: str, text: str) -> tuple[list[str] | Fault, str]:
        """The cells of a record with quotes, which may go on over the next lines."""
        after: list[tuple[int, str] | tuple[int, Fault]] = []
        whole, size, quotes = [text], len(text), text.count('"')
        try:
            cells = cells_of(body)
            while cells is None:
                following = self._next() if size <= LONGEST_FIELD else None
                if following is None:
                    raise unclosed()
                after.append(following)
                line = following[1]
                if isinstance(line, Fault):
                    raise unclosed()
                whole.append(line)
                size += len(line)
                quotes += line.count('"')
                if (
                    '"' in line and quotes % 2 == 0
                ):  # of an odd number one is open; nothing is looked at again and again
                    cells = cells_of("".join(whole).rstrip("\n").removesuffix("\r"))
        except Fault as fault:
            self._again.extendleft(reversed(after))
            return fault.with_traceback(None), body  # its frames hold the text several times
        return _short(cells), "".join(whole)


def cells_of(text: str, separator: str = ",") -> list[str] | None:
    """The cells of a record without its line end; None when a quote is still open. Raises Fault."""
    cells: list[str] = []
    at = 0
    while True:
        if len(cells) > _MOST_CELLS:
            raise Fault("CSV_COLUMNS", f"The row has more than {_MOST_CELLS:,} fields.")
        if text[at : at + 1] == '"':
            end = _closing(text, at + 1)
            if end < 0:
                return None
            cells.append(text[at + 1 : end].replace('""', '"'))
            after = text[end + 1 : end + 2]
            if after not in ("", separator):
                raise Fault(
                    "CSV_QUOTE", f"Field {len(cells)} goes on after its closing quote; double a quote inside quotes."
                )
            if not after:
                return cells
            at = end + 2
        else:
            end = text.find(separator, at)
            cell = text[at:] if end < 0 else text[at:end]
            cells.append(cell)
            if '"' in cell:
                raise Fault(
                    "CSV_QUOTE", f"Field {len(cells)} holds a quote but does not begin with one; put it in quotes."
                )
            if end < 0:
                return cells
            at = end + 1


def unclosed() -> Fault:
    """The fault of a record whose quote is open when the file, or what may be read of it, ends."""
    return Fault("CSV_QUOTE", "A quote is opened and not closed; close it, or double a quote inside quotes.")


def _closing(text: str, at: int) -> int:
    """Where the quoted field that begins at ``at`` ends; -1 if it does not."""
    while (end := text.find('"', at)) >= 0 and text[end + 1 : end + 2] == '"':
        at = end + 2
    return end


def _apart(body: str) -> list[str] | Fault:
    cells = body.split(",", _MOST_CELLS)
    return cells if len(cells) > _MOST_CELLS else _short(cells)


def _short(cells: list[str]) -> list[str] | Fault:
    for number, cell in enumerate(cells, 1):
        if len(cell) > LONGEST_FIELD:
            return Fault("FIELD_TOO_LONG", f"Field {number} has {len(cell):,} characters; at most {LONGEST_FIELD:,}.")
    return cells
