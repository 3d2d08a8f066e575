"""One row of a fact file: each cell read strictly, each fault told with its place, the next cell read all the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from pactline.importers.facts.columns import FactFile, Kind
from pactline.importers.facts.told import Told
from pactline.importers.fault import Fault, quoted
from pactline.importers.plain.values import Instants, text_of, whole
from pactline.values.period import Period

T = TypeVar("T")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"(-?)[0-9]{1,15}(\.[0-9]{1,4})?")
_MINUTES = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})")
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?")
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)

_instants = Instants(None, None)
_name, _words = text_of(128), text_of(1_024)


class FactRow:
    """The cells of a row by the names of their columns."""

    __slots__ = ("_cells", "_file", "_places", "_raw", "_told", "line", "sound")

    def __init__(
        self, line: int, cells: Sequence[str], places: Mapping[str, int], raw: str, file: FactFile, told: Told
    ) -> None:
        self.line = line
        self.sound = True
        """False as soon as a fault has been told."""
        self._cells, self._places, self._raw, self._file, self._told = cells, places, raw, file, told

    def name(self, column: str) -> str:
        """A name: composed (NFC), outer blanks trimmed; "" if it cannot be read."""
        return self._read(column, _name) or ""

    def text(self, column: str) -> str:
        """Words of one line; "" if there are none."""
        return self._read(column, _words) or ""

    def day(self, column: str) -> date | None:
        """A day."""
        return self._read(column, day)

    def instant(self, column: str) -> int | None:
        """An instant in microseconds since 1970 UTC."""
        return self._read(column, instant)

    def whole(self, column: str) -> int | None:
        """A whole number, zero or more."""
        return self._read(column, whole)

    def number(self, column: str) -> Decimal | None:
        """An amount or a quantity, zero or more."""
        return self._read(column, number)

    def read(self, column: str, reader: Callable[[str, str], T]) -> T | None:
        """What ``reader`` makes of the cell; it raises Fault."""
        return self._read(column, reader)

    def period(self) -> Period | None:
        """The days of ``first`` and ``last``, both included."""
        first, last = self.day("first"), self.day("last")
        if first is None or last is None:
            return None
        if last < first:
            self.fault("FACT_ORDER", "last", f"the last day {last} lies before the first, {first}")
            return None
        return _period(first, last)

    def span(self) -> tuple[int, int] | None:
        """The instants of ``start`` and ``end``."""
        start, end = self.instant("start"), self.instant("end")
        if start is None or end is None:
            return None
        if end <= start:
            self.fault("FACT_ORDER", "end", "the end does not lie after the start")
            return None
        return start, end

    def holds(self, column: str) -> bool:
        """Whether anything is written there."""
        at = self._places.get(column)
        return at is not None and self._cells[at] != ""

    def fault(self, code: str, column: str | None, message: str, remedy: str | None = None) -> None:
        """Something is wrong, in that column or in the row as a whole."""
        self.sound = False
        self._told.problem(self.line, self._place(column), code, message, remedy, self._raw)

    def demand(self) -> None:
        """Tell of every cell that must hold a value and does not."""
        for column in self._file.columns:
            blank = column.kind is Kind.NAME and self.holds(column.name) and not self._cell(column.name).strip()
            if column.filled and (blank or not self.holds(column.name)):
                message = f"`{column.name}` is empty: {column.meaning}"
                self.fault("FACT_EMPTY", column.name, message, column.kind.how)

    def _read(self, column: str, reader: Callable[[str, str], T]) -> T | None:
        if not self.holds(column):
            return None
        try:
            return reader(self._cell(column), column)
        except Fault as fault:
            unseen = fault.code in ("CTRL_CHAR", "TEXT_UNSAFE")
            remedy = None if unseen else self._file.column(column).kind.how
            self.fault(fault.code, column, fault.message, remedy)
            return None

    def _cell(self, column: str) -> str:
        return self._cells[self._places[column]]

    def _place(self, column: str | None) -> int:
        """Where a cell begins in its line, from 1; 0 where quotes hide it."""
        at = self._places.get(column) if column else None
        if at is None or '"' in self._raw:
            return 0
        return 1 + sum(len(cell) + 1 for cell in self._cells[:at])


@lru_cache(maxsize=16_384)
def day(text: str, column: str) -> date:
    """A day of the years 2000 to 2099. Raises Fault."""
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        found = date.fromisoformat(text)
    except ValueError:
        raise Fault("FACT_DAY", f"{column} {quoted(text)} is not a day written YYYY-MM-DD") from None
    if not EARLIEST <= found <= LATEST:
        raise Fault("FACT_DAY", f"{column} {quoted(text)} lies outside the years 2000 to 2099")
    return found


def instant(text: str, column: str) -> int:
    """An instant with its offset, with or without seconds. Raises Fault."""
    if _LOCAL.fullmatch(text):
        raise Fault("TS_NO_OFFSET", f"{column} {quoted(text)} does not say its offset from UTC")
    short = _MINUTES.fullmatch(text)
    return _instants(f"{short[1]}:00{short[2]}" if short else text, column)


@lru_cache(maxsize=16_384)
def number(text: str, column: str) -> Decimal:
    """A plain number, zero or more, with at most four decimals. Raises Fault."""
    found = _NUMBER.fullmatch(text)
    if not found:
        raise Fault("NUM_FORMAT", f"{column} {quoted(text)} is not a plain number with at most four decimals")
    if found[1]:
        raise Fault("NUM_NEGATIVE", f"{column} {quoted(text)} is negative")
    return Decimal(text)


@lru_cache(maxsize=16_384)
def _period(first: date, last: date) -> Period:
    return Period(first, last + timedelta(days=1))
