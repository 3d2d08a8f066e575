"""The reference page of mapping files: every key, reading, test, field and code, from the code."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Iterable, Mapping

from pydantic.fields import FieldInfo

from pactline.importers.mapping.codes import FILES, MAPPING_FAULTS, ROWS, TOLD
from pactline.importers.mapping.file import mapping_names, read_mapping
from pactline.importers.mapping.model import (
    Added,
    AgentStateMapping,
    AttemptMapping,
    Case,
    Check,
    Clocks,
    Counts,
    Group,
    IntervalCounts,
    IntervalGroup,
    IntervalMapping,
    Key,
    Layout,
    RecordMapping,
    Reported,
    ReportMapping,
    Sums,
    TicketEventMapping,
)
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
    StartOf,
    Sum,
    TextReading,
)
from pactline.importers.mapping.targets import TARGETS, Target
from pactline.importers.mapping.terms import Shape

_HEAD = """\
# Keys of a mapping file

<!-- Generated from the code by tools/generate.py. -->

A mapping file tells Pactline how to read a table it does not know: CSV, TSV or XLSX. How to write one, step by step:
[Map any spreadsheet](../how-to/map-any-spreadsheet.md). It is YAML in which every value is read as text; unknown keys
stop, and every fault is shown at once with its line.
"""
_TIMES = """\
## Time patterns

`iso` (`2026-03-02T09:00:00+01:00`, also with a blank for `T`, without offset or without seconds), `epoch_s`,
`epoch_ms`, `excel` (a day number or a fraction of a day), or a pattern of these parts; anything else in it stands for
itself:

| Part | Meaning |
| --- | --- |
| `%Y` `%y` | year of four digits; of two (70-99 are 19.., 00-69 are 20..) |
| `%m` `%b` `%d` | month as a number or as Jan, Feb, ...; day; one or two digits |
| `%a` | day of the week as three letters; not compared with the date |
| `%H` | hour, 0 to 23 |
| `%I` `%p` | hour, 1 to 12, with AM or PM |
| `%M` `%S` `%f` | minute, second, decimals of the second |
| `%z` | `Z`, `+01:00`, `+0100` or `+01` |

A part of one or two digits needs two where another part follows at once, as in `%H%M%S`. A local time that occurs twice
is taken the first time and the row flagged `zone_ambiguous`; one that the clock skipped is refused.
"""
_READINGS: tuple[tuple[str, type[Shape]], ...] = (
    ("A word", TextReading),
    ("A length of time", DurationReading),
    ("An instant in one column", InstantReading),
    ("An instant in two columns", DayAndClock),
    ("A clock that follows another mark", ClockAfter),
    ("The beginning of a day or month", StartOf),
    ("The end of a day or month", EndOf),
    ("An instant worked out", Later),
    ("A length between two instants", Between),
    ("A sum of lengths", Sum),
    ("The first that is known", FirstOf),
    ("A value by name", Named),
    ("A constant", Constant),
)


def mapping_keys() -> str:
    """The whole page."""
    parts = [_HEAD, "## Mappings that ship with Pactline\n", _shipped(), "## Kinds of mappings\n", _kinds()]
    parts += ["## A mapping of records\n", _keys(RecordMapping)]
    parts += [f"### `{name}`\n\n{_keys(shape)}" for name, shape in _INSIDE]
    for shape in _OTHERS:
        parts += [f"## A mapping of {_kind_of(shape).replace('_', ' ')}\n", _sentence(shape) + "\n", _keys(shape)]
    parts += [f"### {title}\n\n{_keys(shape)}" for title, shape in _INTERVALS]
    parts += [f"## Fields of {_called(target)}\n\n{_fields(target)}" for target in TARGETS.values()]
    parts += ["## Readings\n", _READING_RULES]
    parts += [f"### {title}\n\n{_sentence(shape)}\n\n{_keys(shape, leave=Cells)}" for title, shape in _READINGS]
    parts += [f"### Of all readings of cells\n\n{_keys(Cells)}", _TIMES, f"## Tests\n\n{_TESTS}\n\n{_keys(Bounds)}"]
    parts += ["## A mapping of a report\n", _keys(ReportMapping)]
    parts += [f"### {title}\n\n{_keys(shape)}" for title, shape in _REPORT]
    parts += ["## Codes\n"] + [f"### {title}\n\n{_codes(codes)}" for title, codes in _CODES]
    return "\n".join(parts)


_ORDER = ("mapping", "kind", "title", "source", "zone", "key", "clocks", "values", "always", "tags", "checks", "groups")
"""The keys of a mapping in the order in which one writes them; others follow as they are defined."""
_OTHERS = (AgentStateMapping, AttemptMapping, TicketEventMapping, IntervalMapping)
_INTERVALS = (
    ("Each of its `groups`", IntervalGroup),
    ("Its `counts`", IntervalCounts),
    ("Its `sums`", Sums),
    ("Each of the `sums`", Added),
)
_INSIDE = (("source", Layout), ("key", Key), ("clocks", Clocks), ("checks", Check), ("rows", Case))
_REPORT = (("Each of `groups`", Group), ("`counts`", Counts), ("Each of `reported`", Reported))
_CODES = (
    ("The mapping file is refused", MAPPING_FAULTS),
    ("A row is refused", ROWS),
    ("A whole file is refused", FILES),
    ("Told", TOLD),
)
_READING_RULES = """\
What stands after the name of a field, a value or a tag. A bare word is a constant where the field is a word
(`channel: voice`) and the name of a value or field where it is a time (`offered: q_start`).
"""
_TESTS = "After a column in `when` or `unknown_when` stands a word, a list of words, or a mapping of these:"


def _keys(shape: type[Shape], leave: type[Shape] | None = None) -> str:
    left = set(leave.model_fields) if leave and issubclass(shape, leave) else set()
    rows = []
    names = sorted(shape.model_fields, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))
    for name in names if "mapping" in names else shape.model_fields:
        field = shape.model_fields[name]
        if name not in left:
            need = "required" if field.is_required() else ""
            rows.append((f"`{field.alias or name}`", _written(field), need, field.description or ""))
    return _table(("Key", "Value", "", "Meaning"), rows)


def _written(field: FieldInfo) -> str:
    words = [
        word
        for part in (field.annotation, *typing.get_args(field.annotation))
        if typing.get_origin(part) is typing.Literal
        for word in typing.get_args(part)
    ]
    if words:
        return ", ".join(f"`{word}`" for word in words)
    origins = {typing.get_origin(part) for part in (field.annotation, *typing.get_args(field.annotation))}
    return "mapping" if dict in origins else "list" if tuple in origins else ""


def _kinds() -> str:
    rows = [(f"`{t.kind}`", t.meaning, f"`{t.key}`" if t.key else "its fields") for t in TARGETS.values()]
    rows.append(("`report`", "a row holds counts and figures made of them, for `infer`; nothing becomes a record", ""))
    return _table(("Kind", "A row", "Told apart by"), rows)


def _kind_of(shape: type[Shape]) -> str:
    (kind,) = typing.get_args(shape.model_fields["kind"].annotation)
    return str(kind)


def _called(target: Target) -> str:
    return "a record" if target.kind == "records" else f"a row of {target.kind}"


def _fields(target: Target) -> str:
    rows = (
        (f"`{name}`", str(kind), ", ".join(words), "required" if name in target.needed else "")
        for name, (_, kind, words) in target.fields.items()
    )
    return _table(("Field", "Kind", "Words", ""), rows)


def _shipped() -> str:
    rows = ((f"`{name}`", str(read_mapping(name).kind), read_mapping(name).title or "") for name in mapping_names())
    return _table(("Name", "Kind", "Source"), rows)


def _sentence(shape: type[Shape]) -> str:
    return " ".join((inspect.getdoc(shape) or "").split())


def _codes(codes: Mapping[str, str]) -> str:
    return _table(("Code", "Meaning"), ((f"`{code}`", meaning) for code, meaning in sorted(codes.items())))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)
