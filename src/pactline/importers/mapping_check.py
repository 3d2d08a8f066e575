"""What a mapping must keep beyond the shape of its keys: names that exist, kinds that fit, fields that are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from pactline.importers.mapping_model import Check, RecordMapping, ReportMapping
from pactline.importers.mapping_readings import (
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
from pactline.importers.mapping_terms import Shape
from pactline.records.columns import COLUMNS, Kind
from pactline.values.duration import Duration

Fault: TypeAlias = tuple[tuple[str | int, ...], str, str, str]
"""Path in the file, code, what is wrong, how to put it right."""

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


def columns_in(reading: Reading | Shape) -> Iterator[str]:
    """The columns a reading needs."""
    match reading:
        case TextReading():
            yield from reading.columns or ((reading.column,) if reading.column else ())
        case DurationReading() | InstantReading():
            yield reading.column
        case DayAndClock():
            yield from (reading.date, reading.clock)
        case ClockAfter():
            yield reading.clock
        case _:
            pass
    if isinstance(reading, Cells):
        yield from reading.unknown_when or ()


def kind_of(reading: Reading, known: Mapping[str, Reading], within: tuple[str, ...] = ()) -> Kind | None:
    """The kind of what a reading yields; None where that cannot be told (a name that is not there, a circle)."""
    match reading:
        case TextReading() | Constant():
            return Kind.TEXT
        case DurationReading() | Between() | Sum():
            return Kind.DURATION
        case InstantReading() | DayAndClock() | ClockAfter() | Later():
            return Kind.INSTANT
        case FirstOf():
            name = reading.first_of[0]
        case Named():
            name = reading.value
        case _:
            name = str(reading)
    if name in within or name not in known:
        return None
    return kind_of(known[name], known, (*within, name))


class _Names:
    """The values that one case of a mapping can use by name."""

    def __init__(self, fields: Mapping[str, Reading], values: Mapping[str, Reading]) -> None:
        self.fields = fields
        self.known: dict[str, Reading] = {**values, **fields}

    def kind(self, name: str) -> Kind | None:
        """The kind of the value, a field's being fixed."""
        if name in self.fields and name in FIELDS:
            return FIELDS[name][1]
        return kind_of(name, self.known) if name in self.known else None

    def uses(self, name: str) -> tuple[str, ...]:
        """The names that a value depends on."""
        reading = self.known[name]
        match reading:
            case FirstOf():
                return reading.first_of
            case Named():
                return (reading.value,)
            case str():
                worded = name in self.fields and FIELDS[name][1] in (Kind.TEXT, Kind.WHOLE)
                return () if worded else (reading,)
            case _:
                return tuple(used for used, _ in names_in(reading))


def faults_of(mapping: RecordMapping | ReportMapping) -> Iterator[Fault]:
    """Everything wrong with a mapping whose shape is right."""
    if isinstance(mapping, ReportMapping):
        yield from _report_faults(mapping)
        return
    yield from _field_faults(("always",), mapping.always)
    for name in mapping.values:
        if name in FIELDS:
            yield ("values", name), "MAP_NAME", f"`{name}` is the name of a field", "give the value another name"
    for name, reading in mapping.values.items():
        if isinstance(reading, str | Constant):
            yield ("values", name), "MAP_NAME", f"the value `{name}` reads nothing", "write the word where it is used"
    for index, case in enumerate(mapping.rows):
        if case.record is not None:
            yield from _field_faults(("rows", index, "record"), case.record)
            yield from _case_faults(mapping, index, case.record)
    yield from _header_faults(mapping)


def _field_faults(path: tuple[str | int, ...], fields: Mapping[str, Reading]) -> Iterator[Fault]:
    for name, reading in fields.items():
        if name not in FIELDS:
            yield (
                (*path, name),
                "MAP_FIELD",
                f"`{name}` is not a field of a record",
                f"write one of {', '.join(FIELDS)}",
            )
            continue
        _, kind, words = FIELDS[name]
        given = reading if isinstance(reading, str) else reading.is_ if isinstance(reading, Constant) else None
        if kind is Kind.TEXT and words and given is not None and given not in words:
            yield (*path, name), "MAP_WORD", f"{given!r} is not a word of `{name}`", f"write one of {', '.join(words)}"
        if isinstance(reading, TextReading) and words:
            ours = [*(reading.words or {}).values(), *([reading.otherwise] if reading.otherwise is not None else [])]
            for word in ours:
                if word not in words:
                    yield (
                        (*path, name),
                        "MAP_WORD",
                        f"{word!r} is not a word of `{name}`",
                        f"write one of {', '.join(words)}",
                    )
        if kind is Kind.DURATION and isinstance(reading, Constant):
            try:
                Duration.parse(reading.is_)
            except ValueError as wrong:
                yield (*path, name), "MAP_DURATION", str(wrong), "write a length such as 0 s"


def _case_faults(mapping: RecordMapping, index: int, record: Mapping[str, Reading]) -> Iterator[Fault]:
    fields = {name: reading for name, reading in {**mapping.always, **record}.items() if name in FIELDS}
    names = _Names(fields, mapping.values)
    place: tuple[str | int, ...] = ("rows", index, "record")
    for name in NEEDED:
        if name not in fields:
            yield place, "MAP_FIELD_MISSING", _missing(name), f"add {name}: to this record or to always"
    every = [((*place, n) if n in record else ("always", n), n, r) for n, r in fields.items()]
    every += [(("values", n), n, r) for n, r in mapping.values.items()]
    for path, name, reading in every:
        yield from _reference_faults(path, name, reading, names)
    for number, check in enumerate(mapping.checks):
        yield from _check_faults(("checks", number), check, names)
    for name, reading in mapping.tags.items():
        if kind_of(reading, names.known) is not Kind.TEXT and not isinstance(reading, str):
            yield ("tags", name), "MAP_TAG", f"the tag `{name}` is not a text", "read it as a text: column: ..."
    yield from _circles(names, every)


def _missing(name: str) -> str:
    if name != "offered":
        return f"every contact needs `{name}`"
    return "every contact needs the instant it was offered; a source without a day and a time of day cannot be measured"


def _reference_faults(path: tuple[str | int, ...], name: str, reading: Reading, names: _Names) -> Iterator[Fault]:
    wanted = list(names_in(reading))
    field = FIELDS[name][1] if name in FIELDS and name in names.fields else None
    if isinstance(reading, FirstOf | Named):
        wanted = [(used, field or names.kind(names.uses(name)[0])) for used in names.uses(name)]  # type: ignore[misc]
    elif isinstance(reading, str) and field in (Kind.INSTANT, Kind.DURATION):
        wanted = [(reading, field)]
    elif field is not None and not isinstance(reading, str):
        yield from _kind_fault(path, name, field, kind_of(reading, names.known), isinstance(reading, Constant))
    for used, kind in wanted:
        if used not in names.known:
            yield (
                path,
                "MAP_NAME",
                f"`{name}` uses `{used}`, which is not defined for this row",
                "define it under values",
            )
        elif kind is not None and names.kind(used) not in (kind, None):
            yield (
                path,
                "MAP_NAME",
                f"`{name}` needs a value of kind {kind}, and `{used}` is {names.kind(used)}",
                "use another value",
            )


def _kind_fault(
    path: tuple[str | int, ...], name: str, field: Kind, given: Kind | None, constant: bool
) -> Iterator[Fault]:
    fits = {
        Kind.WHOLE: (Kind.TEXT, Kind.INSTANT),
        Kind.DURATION: (Kind.DURATION, Kind.TEXT) if constant else (Kind.DURATION,),
    }.get(field, (field,))
    if given is not None and given not in fits:
        remedy = {
            Kind.DURATION: "say its unit: unit: s",
            Kind.INSTANT: "say how it is written: format: ..., or date: and clock:",
        }.get(field, "read it as a text: column: ...")
        yield path, "MAP_FIELD_KIND", f"`{name}` is of kind {field}, and this reading yields {given}", remedy


def _check_faults(path: tuple[str | int, ...], check: Check, names: _Names) -> Iterator[Fault]:
    for name in (check.from_, check.to):
        if name in names.known and names.kind(name) is not Kind.INSTANT:
            yield path, "MAP_NAME", f"`{name}` is not an instant", "compare two instants"
    if check.takes not in names.known:
        try:
            Duration.parse(check.takes)
        except ValueError:
            yield path, "MAP_NAME", f"`{check.takes}` is neither a value nor a length of time", "write a name, or 0 s"


def _circles(names: _Names, every: list[tuple[tuple[str | int, ...], str, Reading]]) -> Iterator[Fault]:
    for path, start, _ in every:
        seen, open_names = set(), [start]
        while open_names:
            for used in names.uses(open_names.pop()):
                if used == start:
                    yield path, "MAP_CIRCLE", f"`{start}` is worked out from itself", "read one of them from a column"
                    open_names.clear()
                    break
                if used in names.known and used not in seen:
                    seen.add(used)
                    open_names.append(used)


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


def _header_faults(mapping: RecordMapping | ReportMapping) -> Iterator[Fault]:
    header = mapping.source.header
    if header is None:
        return
    for path, column in columns_of(mapping):
        if column not in header:
            yield (
                path,
                "MAP_COLUMN",
                f"the column {column!r} is not in the declared header",
                "write it as in the header",
            )


def _report_faults(mapping: ReportMapping) -> Iterator[Fault]:
    yield from _header_faults(mapping)
    for group, part in mapping.groups.items():
        for key in ("answered_within", "abandoned_within"):
            for text in getattr(part.counts, key):
                try:
                    Duration.parse(text)
                except ValueError as wrong:
                    yield (
                        ("groups", group, "counts", key, text),
                        "MAP_DURATION",
                        str(wrong),
                        "write a length such as 20 s",
                    )
        columns = [reported.column for reported in part.reported]
        for column in {name for name in columns if columns.count(name) > 1}:
            yield ("groups", group, "reported"), "MAP_REPORTED", f"{column!r} is reported twice", "keep one of the two"
