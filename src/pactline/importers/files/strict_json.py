"""JSON as RFC 8259 has it, read strictly: no comments, no trailing commas, no key twice, no number that is none.

Numbers stay as they are written, so that no binary float ever stands for one. A text that is not JSON is refused with
the place; nothing is mended.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, TypeAlias

from pactline.importers.fault import LONGEST_FIELD, Fault, quoted

MOST_KEYS = 4_096  # a call record of a switch has some hundreds
MOST_DEPTH = 32
MOST_VALUES = 100_000
"""Values of one record, those inside its objects and lists together."""

BLANK = " \t\r\n"
_MOST_DIGITS = 40
_WHOLE = re.compile(r"(-?[0-9]+)(?:\.0+)?")  # tools that fill gaps write every whole number as 14.0
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_BLANK_BETWEEN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:)")
_OFFSET = re.compile(r"([+-][0-9]{2})([0-9]{2})$")
# A string that does not end goes on to the end of the text; nothing is looked at twice, so that no text takes longer
# than another of its length. Group 1 is the closing quote, if there is one.
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+("|\\?\Z)'
BRACKETS = re.compile(_STRING + r"|[{}\[\]]", re.DOTALL)
TOKENS = re.compile(_STRING + r'|[{}\[\]]|[^"{}\[\]]+', re.DOTALL)
_STRUCTURE = re.compile(_STRING + r"|[{}\[\],]", re.DOTALL)


class Number(str):
    """A number as it is written."""

    __slots__ = ()


Json: TypeAlias = Any
"""dict, list, str, Number, True, False or None."""


def parse(text: str) -> Json:
    """The value a text holds. Raises Fault with a code that begins with ``JSON_``."""
    nested = text.count("[") + text.count("{")
    if nested > MOST_DEPTH or nested + text.count(",") > MOST_VALUES:
        _check_extent(text)
    try:
        return json.loads(
            text, object_pairs_hook=_pairs, parse_int=_number, parse_float=_number, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        message = f"No JSON: {error.msg.removesuffix(' at')} at {place}."
    raise Fault("JSON_SYNTAX", message)  # outside of the clause: the error holds the whole text


def _check_extent(text: str) -> None:
    """Raise Fault for a text that is nested too deep or holds too many values; what is inside strings is text."""
    depth = values = 0
    for token in _STRUCTURE.finditer(text):
        mark = token[0]
        if mark in ("[", "{"):
            depth += 1
            if depth > MOST_DEPTH:
                raise Fault("JSON_DEPTH", f"The record is nested deeper than {MOST_DEPTH}.")
        elif mark in ("]", "}"):
            depth -= 1
        values += mark in ("[", "{", ",")
    if values > MOST_VALUES:
        raise Fault("JSON_TOO_WIDE", f"The record holds more than {MOST_VALUES:,} values.")


def open_brackets(text: str) -> int:
    """How many more brackets are opened than closed, those inside strings left out."""
    return sum(1 if token[0] in "{[" else -1 if token[0] in "}]" else 0 for token in BRACKETS.finditer(text))


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MOST_KEYS:
        raise Fault("JSON_TOO_WIDE", f"An object has {len(pairs):,} keys; at most {MOST_KEYS}.")
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Fault("JSON_DUP_KEY", f"The key {quoted(twice)} stands twice in one object.")
    return found


def _number(text: str) -> Number:
    return Number(text)


def _no_constant(word: str) -> Any:
    raise Fault("JSON_NONFINITE", f"{word} is no number.")


# -- what a record must hold, for readers of vendors' exports


def text_in(value: Json, name: str) -> str | None:
    """A string, trimmed; None for null, absent or blank. Raises Fault."""
    if value is None:
        return None
    if not isinstance(value, str) or isinstance(value, Number):
        raise Fault("JSON_TYPE", f"{name} must be a string.")
    if len(value) > LONGEST_FIELD:
        raise Fault("FIELD_TOO_LONG", f"{name} has {len(value):,} characters; at most {LONGEST_FIELD:,}.")
    return value.strip() or None


def word_in(value: Json, name: str) -> str | None:
    """A string, or a number as it is written (ids come as either); None for null, absent or blank. Raises Fault.

    The number ``7.0`` is ``7``, so that an id stays one, however a tool wrote it.
    """
    if not isinstance(value, Number):
        return text_in(value, name)
    whole = _WHOLE.fullmatch(value)
    return whole[1] if whole else str(value)


def instant_in(value: Json, name: str) -> str | None:
    """An instant's text as ISO 8601 writes it; None for null, absent or blank. Raises Fault.

    Warehouses and languages write ``2026-03-02 09:00:00 UTC`` or ``+0000`` for the same.
    """
    text = text_in(value, name)
    if text is None:
        return None
    return _BLANK_BETWEEN.sub(r"\1T\2", _OFFSET.sub(r"\1:\2", text.replace(" UTC", "Z")))


def whole_in(value: Json, name: str) -> int | None:
    """A whole number, as a number or in a string, ``14.0`` too; None for null or absent. Raises Fault."""
    if value is None or value == "":
        return None
    found = _WHOLE.fullmatch(value) if isinstance(value, str) and len(value) <= _MOST_DIGITS else None
    if found is None:
        raise Fault("NUM_FORMAT", f"{name} {quoted(str(value))} is not a whole number.")
    return int(found[1])


def decimal_in(value: Json, name: str) -> Decimal | None:
    """An exact number, exponents included, or one in a string; None for null or absent. Raises Fault."""
    if value is None or value == "":
        return None
    is_number = isinstance(value, Number) or (isinstance(value, str) and _DECIMAL.fullmatch(value))
    if not is_number or len(value) > _MOST_DIGITS:
        raise Fault("NUM_FORMAT", f"{name} {quoted(str(value))} is not a number.")
    found = Decimal(value)
    if found.adjusted() > _MOST_DIGITS or found.adjusted() < -_MOST_DIGITS:
        raise Fault("NUM_RANGE", f"{name} {quoted(str(value))} is out of all reason.")
    return found


def object_in(value: Json, name: str) -> dict[str, Any]:
    """An object; an empty one for null or absent. Raises Fault."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Fault("JSON_TYPE", f"{name} must be an object.")
    return value


def list_in(value: Json, name: str) -> list[Any]:
    """A list; an empty one for null or absent. Raises Fault."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise Fault("JSON_TYPE", f"{name} must be a list.")
    return value
