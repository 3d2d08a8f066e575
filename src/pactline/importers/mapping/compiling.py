"""From the readings of a mapping to functions of a row: each cell to a word, a length or an instant, or a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from pactline.importers.fault import MOST_MS, Fault, quoted
from pactline.importers.files.cells import Content, clock_length, number_in, shown, usable, word_in
from pactline.importers.mapping.here import Here, Reader
from pactline.importers.mapping.kinds import literal_length, value_columns
from pactline.importers.mapping.readings import (
    Between,
    Bounds,
    Cells,
    ClockAfter,
    Constant,
    DayAndClock,
    DurationReading,
    EndOf,
    FirstOf,
    InstantReading,
    Later,
    Named,
    Reading,
    StartOf,
    Sum,
    Test,
    TextReading,
    When,
)
from pactline.importers.mapping.targets import WORDED
from pactline.importers.mapping.times import Times
from pactline.records.columns import Kind
from pactline.values.duration import Duration

_UNITS_MS = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000, "day": 86_400_000}

Tester: TypeAlias = Callable[[Here], bool]


class Compiler:
    """Makes functions of a row from the readings of a mapping, for one header."""

    def __init__(self, header: Iterable[str], zone: ZoneInfo | None, decimal: str) -> None:
        self.index = {name: position for position, name in enumerate(header)}
        self.decimal = decimal
        self._times = Times(self.index, zone)
        self.coarse: set[str] = set()  # columns whose lengths are rounded by the source

    def when(self, tests: When) -> Tester:
        """Whether all tests hold."""
        parts = [self._test(column, test) for column, test in tests.items()]
        return lambda here: all(part(here) for part in parts)

    def _test(self, column: str, test: Test) -> Tester:
        at = self.index[column]
        if isinstance(test, Bounds):
            return self._bounds(column, at, test)
        words = frozenset([test] if isinstance(test, str) else test)
        return lambda here: usable(here.cells[at], column).strip() in words

    def _bounds(self, column: str, at: int, test: Bounds) -> Tester:
        unwanted = frozenset(test.not_ or ())
        numeric = any(bound is not None for bound in (test.above, test.at_least, test.below, test.at_most))

        def holds(here: Here) -> bool:
            text = usable(here.cells[at], column).strip()
            if text in unwanted or (test.blank is not None and test.blank != (text == "")):
                return False
            if not numeric:
                return True
            return text != "" and _inside(number_in(here.cells[at], column, self.decimal), test)

        return holds

    def field(self, reading: Reading, kind: Kind) -> Reader:
        """A field of a record. A bare word is a constant where the field is a word, and a name where it is a time."""
        if isinstance(reading, str) and kind in WORDED:
            return lambda here: reading
        if isinstance(reading, Constant):
            constant = Duration.parse(reading.is_).ms if kind is Kind.DURATION else reading.is_
            return lambda here: constant
        if kind in (Kind.WHOLE, Kind.POINTS) and isinstance(reading, TextReading):
            reading = reading.model_copy(update={"cell": "number"})
        return self.value(reading)

    def value(self, reading: Reading) -> Reader:
        """A value: word, length or instant."""
        match reading:
            case str():
                return lambda here: here.value(reading)
            case Named():
                return lambda here: here.value(reading.value)
            case FirstOf():
                return lambda here: next((v for n in reading.first_of if (v := here.value(n)) is not None), None)
            case Sum():
                return _total(reading.sum)
            case Between():
                return _between(*reading.between)
            case Later():
                return _later(reading)
            case EndOf():
                return self._times.end_of(reading)
            case Cells():
                return self._guarded(reading)
        raise AssertionError(f"no reader for {reading!r}")

    def _guarded(self, reading: Cells) -> Reader:
        """The reading of a cell, or nothing where the mapping says that nothing is known."""
        read = self._cell_reader(reading)
        places = [(self.index[column], column) for column in value_columns(reading)]
        unknown = frozenset(reading.unknown)
        not_here = self.when(reading.unknown_when) if reading.unknown_when else None

        def guarded(here: Here) -> Any:
            if not_here is not None and not_here(here):
                return None
            for at, column in places:
                text = usable(here.cells[at], column).strip()
                if text == "" and reading.blank == "refuse":
                    raise Fault("FIELD_MISSING", f"{column} is empty, and the mapping needs it.")
                if text == "" or text in unknown:
                    return None
            return read(here)

        return guarded

    def _cell_reader(self, reading: Cells) -> Reader:
        match reading:
            case TextReading():
                return self._text(reading)
            case DurationReading():
                return self._duration(reading)
            case InstantReading() | DayAndClock() | ClockAfter() | StartOf():
                return self._times.reader(reading)
        raise AssertionError(f"no reader for {reading!r}")

    def _text(self, reading: TextReading) -> Reader:
        places = [(self.index[column], column) for column in value_columns(reading)]
        words, otherwise = reading.words, reading.otherwise
        numbers = words is not None or reading.cell == "number"

        def text(here: Here) -> str:
            found = reading.join.join(word_in(here.cells[at], column, numbers=numbers) for at, column in places)
            if words is None:
                return found
            word = words.get(found, otherwise)
            if word is None:
                raise Fault("MAP_NO_WORD", f"{places[0][1]}: {quoted(found)} is not among the words of the mapping.")
            return word

        return text

    def _duration(self, reading: DurationReading) -> Reader:
        column, at = reading.column, self.index[reading.column]
        if reading.precision == "whole":
            self.coarse.add(column)

        def duration(here: Here) -> int | None:
            exact = length_ms(here.cells[at], column, reading.unit, self.decimal)
            if exact < 0:
                if reading.negative == "unknown":
                    here.flags.add("clock_disagrees")
                    return None
                raise Fault(
                    "NUM_NEGATIVE", f"{column}: {quoted(shown(here.cells[at]))} is negative; a length cannot be."
                )
            ms = round(exact)
            if ms > MOST_MS:
                raise Fault("NUM_RANGE", f"{column}: {quoted(shown(here.cells[at]))} is more than 31 days.")
            return None if reading.precision == "whole" else ms

        return duration


def length_ms(cell: Content, column: str, unit: str, decimal: str) -> Fraction:
    """The length in a cell, in exact milliseconds. Raises Fault."""
    if unit in _UNITS_MS:
        return number_in(cell, column, decimal) * _UNITS_MS[unit]
    return clock_length(usable(cell, column), column, hours=unit == "hh:mm:ss") * 1000


def _inside(number: Fraction, test: Bounds) -> bool:
    return (
        (test.above is None or number > test.above)
        and (test.at_least is None or number >= test.at_least)
        and (test.below is None or number < test.below)
        and (test.at_most is None or number <= test.at_most)
    )


def _total(names: Iterable[str]) -> Reader:
    """The sum of lengths, each by its name or as it stands; None while one of them is not known."""
    fixed = 0
    named = []
    for name in names:
        length = literal_length(name)
        if length is None:
            named.append(name)
        else:
            fixed += length

    def total(here: Here) -> int | None:
        parts = [here.value(name) for name in named]
        return None if None in parts else fixed + sum(parts)

    return total


def _between(first: str, second: str) -> Reader:
    def length(here: Here) -> int | None:
        start, end = here.value(first), here.value(second)
        if start is None or end is None:
            return None
        if end < start:
            raise Fault("TIME_ORDER", f"{second} lies before {first}.")
        return round(Fraction(end - start, 1000))

    return length


def _later(reading: Later) -> Reader:
    added, taken_off = _total(reading.plus), _total(reading.minus)

    def read(here: Here) -> int | None:
        start, plus, minus = here.value(reading.from_), added(here), taken_off(here)
        if start is None or plus is None or minus is None:
            return None
        us: int = start + (plus - minus) * 1000
        return us

    return read
