"""From the readings of a mapping to functions of a row: each cell to a word, a length or an instant, or a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from pactline.importers.fault import MOST_MS, Fault, quoted
from pactline.importers.files.cells import BadCell, Content, clock_length, number_in, shown, usable, word_in
from pactline.importers.files.clocks import following, instant, read_time
from pactline.importers.mapping.kinds import value_columns
from pactline.importers.mapping.readings import (
    Between,
    Bounds,
    Cells,
    ClockAfter,
    Constant,
    DayAndClock,
    DurationReading,
    FirstOf,
    InstantReading,
    Later,
    Named,
    Reading,
    Sum,
    Test,
    TextReading,
    When,
)
from pactline.records.columns import Kind
from pactline.values.duration import Duration

_UNITS_MS = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000, "day": 86_400_000}


class Here:
    """One row while it is read: its cells, what has been worked out so far, and the doubts about it."""

    __slots__ = ("cells", "flags", "known", "readers")

    def __init__(self, cells: tuple[Content, ...]) -> None:
        self.cells = cells
        self.known: dict[str, Any] = {}
        self.flags: set[str] = set()
        self.readers: Mapping[str, Reader] = {}

    def value(self, name: str) -> Any:
        """A value or field by name, worked out once; None when it is not known."""
        if name not in self.known:
            self.known[name] = self.readers[name](self)
        return self.known[name]


Reader: TypeAlias = Callable[[Here], Any]
Tester: TypeAlias = Callable[[Here], bool]


class Compiler:
    """Makes functions of a row from the readings of a mapping, for one header."""

    def __init__(self, header: Iterable[str], zone: ZoneInfo | None, decimal: str) -> None:
        self._index = {name: position for position, name in enumerate(header)}
        self._zone, self._decimal = zone, decimal
        self.coarse: set[str] = set()  # columns whose lengths are rounded by the source

    def when(self, tests: When) -> Tester:
        """Whether all tests hold."""
        parts = [self._test(column, test) for column, test in tests.items()]
        return lambda here: all(part(here) for part in parts)

    def _test(self, column: str, test: Test) -> Tester:
        at = self._index[column]
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
            return text != "" and _inside(number_in(here.cells[at], column, self._decimal), test)

        return holds

    def field(self, reading: Reading, kind: Kind) -> Reader:
        """A field of a record. A bare word is a constant where the field is a word, and a name where it is a time."""
        if isinstance(reading, str) and kind in (Kind.TEXT, Kind.WHOLE):
            return lambda here: reading
        if isinstance(reading, Constant):
            constant = Duration.parse(reading.is_).ms if kind is Kind.DURATION else reading.is_
            return lambda here: constant
        if kind is Kind.WHOLE and isinstance(reading, TextReading):
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
                return lambda here: _total(here, reading.sum)
            case Between():
                return _between(*reading.between)
            case Later():
                return _later(reading)
            case Cells():
                return self._guarded(reading)
        raise AssertionError(f"no reader for {reading!r}")

    def _guarded(self, reading: Cells) -> Reader:
        """The reading of a cell, or nothing where the mapping says that nothing is known."""
        read = self._cell_reader(reading)
        places = [(self._index[column], column) for column in value_columns(reading)]
        unknown = frozenset(reading.unknown)
        not_here = self.when(reading.unknown_when) if reading.unknown_when else None

        def guarded(here: Here) -> Any:
            if not_here is not None and not_here(here):
                return None
            for at, column in places:
                text = usable(here.cells[at], column).strip()
                if text == "" and reading.blank == "refuse":
                    raise Fault("FIELD_MISSING", f"{column} is empty.")
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
            case InstantReading():
                return self._instant(reading)
            case DayAndClock():
                return self._day_and_clock(reading)
            case ClockAfter():
                return self._clock_after(reading)
        raise AssertionError(f"no reader for {reading!r}")

    def _text(self, reading: TextReading) -> Reader:
        places = [(self._index[column], column) for column in value_columns(reading)]
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
        column, at = reading.column, self._index[reading.column]
        if reading.precision == "whole":
            self.coarse.add(column)

        def duration(here: Here) -> int | None:
            exact = self._length(here.cells[at], reading)
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

    def _length(self, cell: Content, reading: DurationReading) -> Fraction:
        """The length in exact milliseconds."""
        if reading.unit in _UNITS_MS:
            return number_in(cell, reading.column, self._decimal) * _UNITS_MS[reading.unit]
        return clock_length(usable(cell, reading.column), reading.column, hours=reading.unit == "hh:mm:ss") * 1000

    def _instant(self, reading: InstantReading) -> Reader:
        column, at = reading.column, self._index[reading.column]

        def read(here: Here) -> int:
            with_place = _Placed(column, here)
            return with_place.instant(lambda: self._whole_time(here.cells[at], reading.format))

        return read

    def _whole_time(self, cell: Content, pattern: str) -> tuple[int, bool]:
        assert not isinstance(cell, BadCell)
        time = read_time(cell, pattern)
        if time.day is None or time.clock_us is None:
            raise Fault("TS_FORMAT", f"{quoted(shown(cell))}, read as {pattern}, is no day with a clock time.")
        return instant(time.day, time.clock_us, time.offset, self._zone)

    def _day_and_clock(self, reading: DayAndClock) -> Reader:
        day_at, clock_at = self._index[reading.date], self._index[reading.clock]

        def both(here: Here) -> tuple[int, bool]:
            day_cell, clock_cell = here.cells[day_at], here.cells[clock_at]
            assert not isinstance(day_cell, BadCell)
            assert not isinstance(clock_cell, BadCell)
            day = read_time(day_cell, reading.date_format).day
            clock = read_time(clock_cell, reading.clock_format)
            if day is None:
                raise Fault("TS_FORMAT", f"{quoted(shown(day_cell))}, read as {reading.date_format}, is no day.")
            if clock.clock_us is None:
                raise _no_clock_time(clock_cell, reading.clock_format)
            return instant(day, clock.clock_us, clock.offset, self._zone)

        place = f"{reading.date} and {reading.clock}"
        return lambda here: _Placed(place, here).instant(lambda: both(here))

    def _clock_after(self, reading: ClockAfter) -> Reader:
        at = self._index[reading.clock]

        def read(here: Here) -> int | None:
            earlier = here.value(reading.after)
            cell = here.cells[at]
            assert not isinstance(cell, BadCell)
            if earlier is None:
                return None

            def found() -> tuple[int, bool]:
                clock = read_time(cell, reading.clock_format).clock_us
                if clock is None:
                    raise _no_clock_time(cell, reading.clock_format)
                return following(clock, earlier, self._zone)

            return _Placed(reading.clock, here).instant(found)

        return read


class _Placed:
    """Names the column in the faults of a time, and marks the row when the time occurs twice."""

    def __init__(self, column: str, here: Here) -> None:
        self._column, self._here = column, here

    def instant(self, read: Callable[[], tuple[int, bool]]) -> int:
        try:
            us, twice = read()
        except Fault as fault:
            raise Fault(fault.code, f"{self._column}: {fault.message}") from None
        if twice:
            self._here.flags.add("zone_ambiguous")
        return us


def _no_clock_time(cell: Content, pattern: str) -> Fault:
    return Fault("TS_FORMAT", f"{quoted(shown(cell))}, read as {pattern}, is no clock time.")


def _inside(number: Fraction, test: Bounds) -> bool:
    return (
        (test.above is None or number > test.above)
        and (test.at_least is None or number >= test.at_least)
        and (test.below is None or number < test.below)
        and (test.at_most is None or number <= test.at_most)
    )


def _total(here: Here, names: Iterable[str]) -> int | None:
    parts = [here.value(name) for name in names]
    return None if None in parts else sum(parts)


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
    def read(here: Here) -> int | None:
        start = here.value(reading.from_)
        plus, minus = _total(here, reading.plus), _total(here, reading.minus)
        if start is None or plus is None or minus is None:
            return None
        us: int = start + (plus - minus) * 1000
        return us

    return read
