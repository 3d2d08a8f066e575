"""What the readings of a mapping need and yield: columns, names of other values, kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from pactline.importers.mapping.model import RecordMapping, ReportMapping
from pactline.importers.mapping.readings import (
    Between,
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
    TextReading,
)
from pactline.importers.mapping.terms import Shape
from pactline.records.columns import COLUMNS, Kind

Path: TypeAlias = tuple[str | int, ...]
"""Where something stands in a mapping file: keys and positions."""

FIELDS: Mapping[str, tuple[str, Kind, tuple[str, ...]]] = {
    column.name.removesuffix("_us").removesuffix("_ms"): (column.name, column.kind, column.words)
    for column in COLUMNS
    if column.name not in ("contact_id", "tags", "flags")
}
"""The fields a mapping may fill: its name there, the stored column, its kind and closed list of words."""

NEEDED = ("channel", "queue", "direction", "offered", "outcome")


def names_in(reading: Reading) -> tuple[tuple[str, Kind], ...]:
    """The values a reading uses by name, each with the kind it must have."""
    match reading:
        case ClockAfter():
            return ((reading.after, Kind.INSTANT),)
        case Later():
            return ((reading.from_, Kind.INSTANT), *((name, Kind.DURATION) for name in (*reading.plus, *reading.minus)))
        case Between():
            return tuple((name, Kind.INSTANT) for name in reading.between)
        case Sum():
            return tuple((name, Kind.DURATION) for name in reading.sum)
        case _:
            return ()


def value_columns(reading: Reading | Shape) -> tuple[str, ...]:
    """The columns whose cells make the value."""
    match reading:
        case TextReading():
            return reading.columns or ((reading.column,) if reading.column else ())
        case DurationReading() | InstantReading():
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

    def __init__(self, fields: Mapping[str, Reading], values: Mapping[str, Reading]) -> None:
        self.fields = fields
        self.known: Mapping[str, Reading] = {**values, **fields}

    def kind(self, name: str, within: tuple[str, ...] = ()) -> Kind | None:
        """The kind of the value; None where that cannot be told (a name that is not there, a circle)."""
        if name in self.fields and name in FIELDS:
            return FIELDS[name][1]
        return None if name in within or name not in self.known else self.kind_of(self.known[name], (*within, name))

    def kind_of(self, reading: Reading, within: tuple[str, ...] = ()) -> Kind | None:
        """The kind of what a reading yields."""
        match reading:
            case TextReading() | Constant():
                return Kind.TEXT
            case DurationReading() | Between() | Sum():
                return Kind.DURATION
            case InstantReading() | DayAndClock() | ClockAfter() | Later():
                return Kind.INSTANT
            case FirstOf():
                return self.kind(reading.first_of[0], within)
            case Named():
                return self.kind(reading.value, within)
            case _:
                return self.kind(str(reading), within)

    def uses(self, name: str) -> tuple[str, ...]:
        """The names that a value depends on."""
        worded = name in self.fields and name in FIELDS and FIELDS[name][1] in (Kind.TEXT, Kind.WHOLE)
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


def columns_of(mapping: RecordMapping | ReportMapping) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every column a mapping names, with the place where it does."""
    if isinstance(mapping, ReportMapping):
        for name in mapping.label:
            yield ("label",), name
        for group, part in mapping.groups.items():
            counts = part.counts.model_dump(exclude_none=True)
            for key, columns in counts.items():
                lists = columns.values() if isinstance(columns, dict) else [columns]
                yield from ((("groups", group, "counts", key), name) for listed in lists for name in listed)
            yield from ((("groups", group, "reported", i, "column"), r.column) for i, r in enumerate(part.reported))
        return
    yield from ((("key", "columns"), name) for name in mapping.key.columns or ())
    for part_name in ("values", "always", "tags"):
        for name, reading in getattr(mapping, part_name).items():
            yield from (((part_name, name), column) for column in columns_in(reading))
    for index, case in enumerate(mapping.rows):
        yield from ((("rows", index, "when"), column) for column in case.when)
        for name, reading in (case.record or {}).items():
            yield from ((("rows", index, "record", name), column) for column in columns_in(reading))


def readings_of(mapping: RecordMapping) -> Iterator[Reading]:
    """Every reading of a mapping."""
    yield from (*mapping.values.values(), *mapping.always.values(), *mapping.tags.values())
    for case in mapping.rows:
        yield from (case.record or {}).values()


def has_local_times(reading: Reading) -> bool:
    """Whether the reading's times can have no offset of their own, so that a zone must be declared."""
    match reading:
        case InstantReading():
            return "%z" not in reading.format and reading.format not in ("iso", "epoch_s", "epoch_ms")
        case DayAndClock() | ClockAfter():
            return "%z" not in reading.clock_format
        case _:
            return False
