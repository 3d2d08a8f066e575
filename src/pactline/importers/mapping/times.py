"""From the readings of instants to functions of a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from pactline.importers.fault import Fault, quoted
from pactline.importers.files.cells import BadCell, Content, number_in, shown, usable
from pactline.importers.files.clocks import LocalTime, following, instant, read_time
from pactline.importers.mapping.here import Here, Reader
from pactline.importers.mapping.readings import (
    ClockAfter,
    DayAndClock,
    EndOf,
    InstantReading,
    StartOf,
    month_pattern,
)
from pactline.values.zone import edge_us, from_us

InstantOfCells: TypeAlias = InstantReading | DayAndClock | ClockAfter | StartOf
_MIDNIGHT = time(0)
_MOST_DAYS = 40_000


class Times:
    """Makes functions of a row that yield microseconds since 1970-01-01 UTC, for one header and one zone."""

    def __init__(self, index: Mapping[str, int], zone: ZoneInfo | None) -> None:
        self._index, self._zone = index, zone

    def reader(self, reading: InstantOfCells) -> Reader:
        """The function of a reading."""
        match reading:
            case InstantReading():
                return self._instant(reading)
            case DayAndClock():
                return self._day_and_clock(reading)
            case ClockAfter():
                return self._clock_after(reading)
            case StartOf():
                return self._start_of(reading)

    def end_of(self, reading: EndOf) -> Reader:
        """The first instant of the local day or month after that of another instant."""

        def end(here: Here) -> int | None:
            us = here.value(reading.of)
            if us is None:
                return None
            day = from_us(us, self._where()).date()
            return self._midnight(_month_after(day) if reading.end_of == "month" else day + timedelta(days=1))

        return end

    def _instant(self, reading: InstantReading) -> Reader:
        column, at = reading.column, self._index[reading.column]
        return lambda here: _Placed(column, here).instant(lambda: self._whole_time(here.cells[at], reading.format))

    def _whole_time(self, cell: Content, pattern: str) -> tuple[int, bool]:
        found = _read(cell, pattern)
        if found.day is None or found.clock_us is None:
            raise Fault("TS_FORMAT", f"{quoted(shown(cell))}, read as {pattern}, is no day with a clock time.")
        return instant(found.day, found.clock_us, found.offset, self._zone)

    def _day_and_clock(self, reading: DayAndClock) -> Reader:
        day_at, clock_at = self._index[reading.date], self._index[reading.clock]

        def both(here: Here) -> tuple[int, bool]:
            day_cell, clock_cell = here.cells[day_at], here.cells[clock_at]
            day = _day(day_cell, reading.date_format)
            clock = _read(clock_cell, reading.clock_format)
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
            if earlier is None:
                return None

            def found() -> tuple[int, bool]:
                clock = _read(cell, reading.clock_format).clock_us
                if clock is None:
                    raise _no_clock_time(cell, reading.clock_format)
                return following(clock, earlier, self._zone)

            return _Placed(reading.clock, here).instant(found)

        return read

    def _start_of(self, reading: StartOf) -> Reader:
        column, at = reading.column, self._index[reading.column]
        first = None if reading.day_1 is None else date.fromisoformat(reading.day_1)

        def start(here: Here) -> tuple[int, bool]:
            cell = here.cells[at]
            if first is not None:
                day = first + timedelta(days=_day_number(cell, column) - 1)
            elif reading.start_of == "month":
                day = self._month(cell, reading.format or "")
            else:
                day = _day(cell, reading.format or "")
            return self._midnight(day), False

        return lambda here: _Placed(column, here).instant(lambda: start(here))

    def _month(self, cell: Content, pattern: str) -> date:
        whole = month_pattern(pattern)
        named = f"{usable(cell, '').strip()} 1" if whole != pattern else cell
        try:
            return _day(named, whole).replace(day=1)
        except Fault:
            raise Fault("TS_FORMAT", f"{quoted(shown(cell))}, read as {pattern}, is no month.") from None

    def _midnight(self, day: date) -> int:
        return edge_us(day, _MIDNIGHT, self._where())

    def _where(self) -> ZoneInfo:
        if self._zone is None:
            raise Fault("TS_NO_OFFSET", "days and months are local; declare a zone: in the mapping, or with --zone")
        return self._zone


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


def _read(cell: Content, pattern: str) -> LocalTime:
    assert not isinstance(cell, BadCell)
    return read_time(cell, pattern)


def _day(cell: Content, pattern: str) -> date:
    day = _read(cell, pattern).day
    if day is None:
        raise Fault("TS_FORMAT", f"{quoted(shown(cell))}, read as {pattern}, is no day.")
    return day


def _day_number(cell: Content, column: str) -> int:
    number = number_in(cell, column)
    if number.denominator != 1 or not 1 <= number <= _MOST_DAYS:
        raise Fault("TS_RANGE", f"{quoted(shown(cell))} is no number of a day from 1 to {_MOST_DAYS:,}.")
    return int(number)


def _month_after(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _no_clock_time(cell: Content, pattern: str) -> Fault:
    return Fault("TS_FORMAT", f"{quoted(shown(cell))}, read as {pattern}, is no clock time.")
