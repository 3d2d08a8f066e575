"""What a mapping must keep beyond the shape of its keys: names that exist, kinds that fit, fields that are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from pactline.importers.mapping.kinds import Names, Path, columns_of, names_in, used_by
from pactline.importers.mapping.model import (
    AnyRowMapping,
    Check,
    Counts,
    IntervalMapping,
    RecordMapping,
    ReportMapping,
    tags_of,
)
from pactline.importers.mapping.readings import Constant, FirstOf, Named, Reading, TextReading
from pactline.importers.mapping.targets import TARGETS, WORDED, Target
from pactline.records.columns import Kind
from pactline.values.duration import Duration

Fault: TypeAlias = tuple[Path, str, str, str]
"""Place in the file, code, what is wrong, how to put it right."""


def faults_of(mapping: AnyRowMapping | ReportMapping) -> Iterator[Fault]:
    """Everything wrong with a mapping whose shape is right, each fault once."""
    yield from dict.fromkeys(_faults(mapping))


def _faults(mapping: AnyRowMapping | ReportMapping) -> Iterator[Fault]:
    yield from _header_faults(mapping)
    if isinstance(mapping, ReportMapping):
        yield from _report_faults(mapping)
        return
    target = TARGETS[mapping.kind]
    yield from _name_faults(target, mapping)
    yield from _field_faults(target, mapping.always, {name: ("always", name) for name in mapping.always})
    used: set[str] = set()
    for path, record, places in _records(mapping):
        yield from _field_faults(target, record, places)
        names = _names(target, mapping, record)
        used |= _used(mapping, names)
        yield from _case_faults(target, mapping, path, places, names)
    for name in mapping.values:
        if name not in used:
            yield ("values", name), "MAP_UNUSED", f"the value `{name}` is used nowhere", "use it, or remove it"
    for number, check in enumerate(_checks(mapping)):
        yield from _unknown_in_check(("checks", number), check, used)
    if isinstance(mapping, IntervalMapping):
        for group, part in mapping.groups.items():
            yield from _length_faults(group, part.counts)


def _name_faults(target: Target, mapping: AnyRowMapping) -> Iterator[Fault]:
    for name, reading in mapping.values.items():
        if name in target.fields:
            yield ("values", name), "MAP_NAME", f"`{name}` is the name of a field", "give the value another name"
        if isinstance(reading, str | Constant):
            yield ("values", name), "MAP_NAME", f"the value `{name}` reads nothing", "write the word where it is used"
    for name in tags_of(mapping):
        if ";" in name or "=" in name:
            yield ("tags", name), "MAP_NAME", f"{name!r} cannot be the name of a tag", "leave out ; and ="


def _records(mapping: AnyRowMapping) -> Iterator[tuple[Path, Mapping[str, Reading], Mapping[str, Path]]]:
    """Each kind of record that the cases make: where it stands, its own fields, and where each of them stands."""
    for index, case in enumerate(mapping.rows):
        if case.record is None:
            continue
        path: Path = ("rows", index, "record")
        places: dict[str, Path] = {name: (*path, name) for name in case.record}
        if not isinstance(mapping, IntervalMapping):
            yield path, case.record, places
            continue
        for name, group in mapping.groups.items():
            own: dict[str, Path] = {field: ("groups", name, "record", field) for field in group.record}
            yield path, {**case.record, **group.record}, {**places, **own}


def _checks(mapping: AnyRowMapping) -> tuple[Check, ...]:
    return mapping.checks if isinstance(mapping, RecordMapping) else ()


def _names(target: Target, mapping: AnyRowMapping, record: Mapping[str, Reading]) -> Names:
    fields = {name: reading for name, reading in {**mapping.always, **record}.items() if name in target.fields}
    return Names(target, fields, mapping.values)


def _used(mapping: AnyRowMapping, names: Names) -> set[str]:
    """The values and fields that a case makes use of."""
    tags = [used for reading in tags_of(mapping).values() for used in used_by(reading, worded=True)]
    checked = [name for check in _checks(mapping) for name in (check.from_, check.to, check.takes)]
    return names.reached([*names.fields, *tags, *checked])


def _field_faults(target: Target, fields: Mapping[str, Reading], places: Mapping[str, Path]) -> Iterator[Fault]:
    for name, reading in fields.items():
        place = places[name]
        if name not in target.fields:
            known = ", ".join(target.fields)
            yield place, "MAP_FIELD", f"`{name}` is not a field of {target.table.name}", f"write one of {known}"
            continue
        _, kind, words = target.fields[name]
        if words:
            for word in _words_of(reading):
                if word not in words:
                    remedy = f"write one of {', '.join(words)}"
                    yield place, "MAP_WORD", f"{word!r} is not a word of `{name}`", remedy
        if kind is Kind.DURATION and isinstance(reading, Constant):
            try:
                Duration.parse(reading.is_)
            except ValueError as wrong:
                yield place, "MAP_DURATION", str(wrong), "write a length such as 0 s"


def _words_of(reading: Reading) -> list[str]:
    """The words a reading is sure to yield some day."""
    match reading:
        case str():
            return [reading]
        case Constant():
            return [reading.is_]
        case TextReading():
            return [*(reading.words or {}).values(), *([] if reading.otherwise is None else [reading.otherwise])]
        case _:
            return []


def _case_faults(
    target: Target, mapping: AnyRowMapping, path: Path, places: Mapping[str, Path], names: Names
) -> Iterator[Fault]:
    for name in target.needed:
        if name not in names.fields:
            yield path, "MAP_FIELD_MISSING", _missing(target, name), f"add {name}: to this record or to always"
    for name in sorted(_used(mapping, names)):
        where = places.get(name, ("always" if name in names.fields else "values", name))
        field = target.fields[name][1] if name in names.fields else None
        yield from _reference_faults(where, name, names.known[name], field, names)
        if name in names.reached(names.uses(name)):
            yield where, "MAP_CIRCLE", f"`{name}` is worked out from itself", "read one of them from a column"
    for name, reading in tags_of(mapping).items():
        yield from _reference_faults(("tags", name), name, reading, Kind.TEXT, names)
    for number, check in enumerate(_checks(mapping)):
        for name, kind in ((check.from_, Kind.INSTANT), (check.to, Kind.INSTANT), (check.takes, Kind.DURATION)):
            if names.kind(name) not in (kind, None):
                yield ("checks", number), "MAP_NAME", f"`{name}` is not of kind {kind}", "use another value"


def _missing(target: Target, name: str) -> str:
    if target.kind != "records":
        return f"every row of {target.table.name} needs `{name}`"
    if name != "offered":
        return f"every contact needs `{name}`"
    return "every contact needs the instant it was offered; a source without a day and a time of day cannot be measured"


def _reference_faults(path: Path, name: str, reading: Reading, field: Kind | None, names: Names) -> Iterator[Fault]:
    """Names that are not there or of another kind, and a reading of another kind than its ``field``."""
    worded = field in WORDED
    if isinstance(reading, FirstOf | Named) or (isinstance(reading, str) and not worded):
        used = used_by(reading, worded=worded)
        kind = field or names.kind(used[0])
        wanted = [(each, kind) for each in used]
    else:
        wanted = [*names_in(reading)]
        if field is not None and not isinstance(reading, str):
            yield from _kind_fault(path, name, field, reading, names)
    for each, needed in wanted:
        if each not in names.known:
            message = f"`{name}` uses `{each}`, which is not defined for this row"
            yield path, "MAP_NAME", message, "define it under values, or as a field of the record"
        elif needed is not None and names.kind(each) not in (needed, None):
            message = f"`{name}` needs a value of kind {needed}, and `{each}` is {names.kind(each)}"
            yield path, "MAP_NAME", message, "use another value"


def _kind_fault(path: Path, name: str, field: Kind, reading: Reading, names: Names) -> Iterator[Fault]:
    given = names.kind_of(reading)
    constant = isinstance(reading, Constant) and field is Kind.DURATION
    if given is None or given is field or constant:
        return
    if (field is Kind.WHOLE and given in (Kind.TEXT, Kind.INSTANT)) or (field, given) == (Kind.POINTS, Kind.TEXT):
        return
    remedy = {
        Kind.DURATION: "say its unit, such as unit: s",
        Kind.INSTANT: "say how it is written: format: ..., or date: and clock:",
    }.get(field, "read it as a text: column: ...")
    yield path, "MAP_FIELD_KIND", f"`{name}` is of kind {field}, and this reading yields {given}", remedy


def _unknown_in_check(path: Path, check: Check, used: set[str]) -> Iterator[Fault]:
    for name in (check.from_, check.to):
        if name not in used:
            yield (
                path,
                "MAP_NAME",
                f"`{name}` is not defined for any row",
                "compare two instants by the names they have under values or in a record",
            )
    if check.takes not in used:
        try:
            Duration.parse(check.takes)
        except ValueError:
            message = f"`{check.takes}` is neither a value nor a length of time"
            yield path, "MAP_NAME", message, "write the name of a length, or 0 s"


def _header_faults(mapping: AnyRowMapping | ReportMapping) -> Iterator[Fault]:
    header = mapping.source.header
    if header is None:
        return
    for path, column in columns_of(mapping):
        if column not in header:
            message = f"the column {column!r} is not in the declared header"
            yield path, "MAP_COLUMN", message, "write it as in the header"


def _report_faults(mapping: ReportMapping) -> Iterator[Fault]:
    for group, part in mapping.groups.items():
        yield from _length_faults(group, part.counts)
        columns = [reported.column for reported in part.reported]
        for column in {name for name in columns if columns.count(name) > 1}:
            yield ("groups", group, "reported"), "MAP_REPORTED", f"{column!r} is reported twice", "keep one of the two"


def _length_faults(group: str, counts: Counts) -> Iterator[Fault]:
    for key in ("answered_within", "abandoned_within"):
        for text in getattr(counts, key):
            try:
                Duration.parse(text)
            except ValueError as wrong:
                place: Path = ("groups", group, "counts", key, text)
                yield place, "MAP_DURATION", str(wrong), "write a length such as 20 s"
