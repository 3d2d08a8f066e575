"""The plain record format as JSON Lines: one object a line, text as strings, durations and scores as numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pactline.importers.fault import LONGEST_FIELD, Fault, quoted
from pactline.importers.files.lines import excerpt, numbered_lines
from pactline.importers.files.opening import past_the_mark, utf8
from pactline.importers.plain.fields import FILLED, KNOWN, NUMBERS, WAITED, PlainRow
from pactline.importers.reading import Ignored, Item, Read, Reading, Refused, Source

MOST_KEYS = 256
MOST_DEPTH = 32
_PROGRESS = 10_000
_BRACKET_OR_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')


class _Number(str):
    """A number as it is written, so that no binary float ever stands for it."""


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each line of the file as one item, in order. Raises SourceRefused."""
    record_of = PlainRow(KNOWN, reading.zone, reading.latest_us).read
    unknown: set[str] = set()
    with source.open() as file:
        for number, line, whole in numbered_lines(past_the_mark(file)):
            if number % _PROGRESS == 0:
                reading.progress(number)
            try:
                if not whole:
                    raise Fault("FIELD_TOO_LONG", f"The line is longer than {len(line):,} bytes.")
                text = utf8(line, number)
                if not text.strip(" \t\r\n"):
                    yield Ignored(number, "BLANK_LINE", "A blank line carries no record.")
                    continue
                found = _object(text)
                unknown.update(found.keys() - _KNOWN)
                yield Read(number, record_of(_cells(found)))
            except Fault as fault:
                yield Refused(
                    number, fault.code, fault.message, excerpt(line.decode("utf-8", "backslashreplace").strip())
                )
    if unknown:
        names = ", ".join(quoted(name) for name in sorted(unknown)[:20])
        reading.warnings.append((1, "HDR_UNKNOWN_COLUMN", f"Ignored unknown keys: {names}."))


def _object(text: str) -> dict[str, Any]:
    if text.count("[") + text.count("{") > MOST_DEPTH and _depth(text) > MOST_DEPTH:
        raise Fault("JSON_DEPTH", f"The line is nested deeper than {MOST_DEPTH}.")
    try:
        found = json.loads(
            text,
            object_pairs_hook=_pairs,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        raise Fault("JSON_SYNTAX", f"No JSON object: {error.msg} at column {error.colno}.") from None
    if not isinstance(found, dict):
        raise Fault("JSON_TYPE", "The line is not a JSON object.")
    return found


def _depth(text: str) -> int:
    depth = deepest = 0
    for token in _BRACKET_OR_STRING.finditer(text):
        if token[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token[0] in "]}":
            depth -= 1
    return deepest


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MOST_KEYS:
        raise Fault("JSON_TOO_WIDE", f"An object has {len(pairs):,} keys; at most {MOST_KEYS}.")
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Fault("JSON_DUP_KEY", f"The key {quoted(twice)} stands twice in one object.")
    return found


def _no_constant(word: str) -> Any:
    raise Fault("JSON_NONFINITE", f"{word} is no number.")


def _cells(found: dict[str, Any]) -> list[str]:
    """The values in the order of KNOWN, as text; null and absent are empty. Raises Fault."""
    cells = []
    for name in KNOWN:
        value = found.get(name)
        if value is None:
            cells.append("")
            continue
        if not isinstance(value, str) or (name not in _EITHER and isinstance(value, _Number) != (name in NUMBERS)):
            raise Fault("JSON_TYPE", f"{name} must be a {'number' if name in NUMBERS else 'string'}.")
        if len(value) > LONGEST_FIELD and name not in NUMBERS:
            raise Fault("FIELD_TOO_LONG", f"{name} has {len(value):,} characters; at most {LONGEST_FIELD:,}.")
        cells.append(value)
    missing = [name for name in FILLED if found.get(name) is None]
    if found.get("wait_s") is None and found.get("outcome") in WAITED:
        missing.append("wait_s")
    if missing:
        raise Fault("FIELD_MISSING", f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing or null.")
    return cells


_KNOWN = frozenset(KNOWN)
_EITHER = {"source_rev"}
