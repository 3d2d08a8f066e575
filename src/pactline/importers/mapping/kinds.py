"""What the readings of a mapping need and yield: columns, names of other values, kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from pactline.importers.mapping.model import AnyRowMapping, IntervalMapping, ReportMapping, key_of, tags_of
from pactline.importers.mapping.readings import (
    Between,
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
    TextReading,
)
from pactline.importers.mapping.targets import WORDED, Target
from pactline.importers.mapping.terms import Shape
from pactline.records.columns import Kind
from pactline.values.duration import Duration

Path: TypeAlias = tuple[str | int, ...]
"""Where something stands in a mapping file: keys and positions."""


def literal_length(text: str) -> int | None:
    """The milliseconds of a length written with its unit, such as ``15 min``; None for anything else: a name."""
    if not text[:1].isdigit() or text[-1:].isdigit():
        return None
    try:
        return Duration.parse(text).ms
    except ValueError:
        return None


def names_in(reading: Reading) -> tuple[tuple[str, Kind], ...]:
    """The values a reading uses by name, each with the kind it must have."""
    match reading:
        case ClockAfter():
            return ((reading.after, Kind.INSTANT),)
        case Later():
            lengths = (name for name in (*reading.plus, *reading.minus) if literal_length(name) is None)
            return ((reading.from_, Kind.INSTANT), *((name, Kind.DURATION) for name in lengths))
        case EndOf():
            return ((reading.of, Kind.INSTANT),)
        case Between():
            return tuple((name, Kind.INSTANT) for name in reading.between)
        case Sum():
            return tuple((name, Kind.DURATION) for name in reading.sum if literal_length(name) is None)
        case _:
            return ()


def value_columns(reading: Reading | Shape) -> tuple[str, ...]:
    """The columns whose cells make the value."""
    match reading:
        case TextReading():
            return reading.columns or ((reading.column,) if reading.column else ())
        case DurationReading() | InstantReading() | StartOf():
            return (reading.column,)
        case DayAndClock():
            return (reading.date, reading.clock)
        case ClockAfter():
            return (reading.clock,)
        case _:
            return ()


def columns_in(reading: Reading | Shape) -> Iterator[str]:
    """The columns a reading needs: for its value, and to know whether there is one."""
    yield from value_columns(reading)
    if isinstance(reading, Cells):
        yield from reading.unknown_when or ()


class Names:
    """The values that one case of a mapping can use by name: the shared ones and its own fields."""

    def __init__(self, target: Target, fields: Mapping[str, Reading], values: Mapping[str, Reading]) -> None:
        self._target = target
        self.fields = fields
        self.known: Mapping[str, Reading] = {**values, **fields}

    def kind(self, name: str, within: tuple[str, ...] = ()) -> Kind | None:
        """The kind of the value; None where that cannot be told (a name that is not there, a circle)."""
        if name in self.fields and name in self._target.fields:
            return self._target.fields[name][1]
        return None if name in within or name not in self.known else self.kind_of(self.known[name], (*within, name))

    def kind_of(self, reading: Reading, within: tuple[str, ...] = ()) -> Kind | None:
        """The kind of what a reading yields."""
        match reading:
            case TextReading() | Constant():
                return Kind.TEXT
            case DurationReading() | Between() | Sum():
                return Kind.DURATION
            case InstantReading() | DayAndClock() | ClockAfter() | Later() | StartOf() | EndOf():
                return Kind.INSTANT
            case FirstOf():
                return self.kind(reading.first_of[0], within)
            case Named():
                return self.kind(reading.value, within)
            case _:
                return self.kind(str(reading), within)

    def uses(self, name: str) -> tuple[str, ...]:
        """The names that a value depends on."""
        field = self._target.fields.get(name) if name in self.fields else None
        worded = field is not None and field[1] in WORDED
        return used_by(self.known[name], worded=worded)

    def reached(self, start: Iterable[str]) -> set[str]:
        """These names and all they depend on, as far as they are known."""
        seen: set[str] = set()
        waiting = [name for name in start if name in self.known]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting.extend(used for used in self.uses(name) if used in self.known)
        return seen


def used_by(reading: Reading, *, worded: bool) -> tuple[str, ...]:
    """The names a reading uses; where a word belongs (``worded``), a bare word is no name."""
    match reading:
        case FirstOf():
            return reading.first_of
        case Named():
            return (reading.value,)
        case str():
            return () if worded else (reading,)
        case _:
            return tuple(used for used, _ in names_in(reading))


def columns_of(mapping: AnyRowMapping | ReportMapping) -> Iterator[tuple[Path, str]]:
    """Every column a mapping names, with the place where it does."""
    if isinstance(mapping, ReportMapping):
        yield from ((("label",), name) for name in mapping.label)
        for group, part in mapping.groups.items():
            yield from _listed(("groups", group, "counts"), part.counts)
            yield from ((("groups", group, "reported", i, "column"), r.column) for i, r in enumerate(part.reported))
        return
    key = key_of(mapping)
    yield from ((("key", "columns"), name) for name in (key.columns if key else None) or ())
    for part_name, readings in (("values", mapping.values), ("always", mapping.always), ("tags", tags_of(mapping))):
        yield from _of_readings((part_name,), readings)
    for index, case in enumerate(mapping.rows):
        yield from ((("rows", index, "when"), column) for column in case.when)
        yield from _of_readings(("rows", index, "record"), case.record or {})
    if isinstance(mapping, IntervalMapping):
        for name, group_ in mapping.groups.items():
            yield from ((("groups", name, "when"), column) for column in group_.when)
            yield from _of_readings(("groups", name, "record"), group_.record)
            yield from _listed(("groups", name, "counts"), group_.counts)
            for what, added in group_.sums:
                for column in (*added.columns, *added.minus) if added else ():
                    yield ("groups", name, "sums", what), column


def _of_readings(path: Path, readings: Mapping[str, Reading]) -> Iterator[tuple[Path, str]]:
    for name, reading in readings.items():
        yield from (((*path, name), column) for column in columns_in(reading))


def _listed(path: Path, counts: Shape) -> Iterator[tuple[Path, str]]:
    for key, columns in counts.model_dump(exclude_none=True).items():
        lists = columns.values() if isinstance(columns, dict) else [columns]
        yield from (((*path, key), name) for listed in lists for name in listed)


def readings_of(mapping: AnyRowMapping) -> Iterator[Reading]:
    """Every reading of a mapping."""
    yield from (*mapping.values.values(), *mapping.always.values(), *tags_of(mapping).values())
    for case in mapping.rows:
        yield from (case.record or {}).values()
    if isinstance(mapping, IntervalMapping):
        for group in mapping.groups.values():
            yield from group.record.values()


def has_local_times(reading: Reading) -> bool:
    """Whether the reading's times can have no offset of their own, so that a zone must be declared."""
    match reading:
        case InstantReading():
            return "%z" not in reading.format and reading.format not in ("iso", "epoch_s", "epoch_ms")
        case DayAndClock() | ClockAfter():
            return "%z" not in reading.clock_format
        case _:
            return isinstance(reading, StartOf | EndOf)
