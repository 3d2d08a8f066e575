"""The single values of a mapping file: text in, typed value out, and a schema for editors."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, WithJsonSchema

from pactline.importers.files.clocks import check_pattern
from pactline.records.columns import FLAGS
from pactline.values.duration import Duration
from pactline.values.terms import text_term
from pactline.values.zone import zone


def _word(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return text


def _pattern(text: str) -> str:
    check_pattern(text)
    return text


def _code(text: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{0,39}", text):
        raise ValueError(f"{text!r} is not a code")
    return text


def _flag(text: str) -> str:
    if text not in FLAGS:
        raise ValueError(f"{text!r} is not a flag")
    return text


def _number(text: str) -> Fraction:
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,9})?", text):
        raise ValueError(f"{text!r} is not a number")
    return Fraction(text)


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)


def _yes(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"{text!r} is neither true nor false")
    return text == "true"


Word: TypeAlias = Annotated[
    str, text_term(_word, "MAP_TEXT", "write a word or a sentence"), WithJsonSchema({"type": ["string", "number"]})
]
Text: TypeAlias = Annotated[
    str, text_term(str, "MAP_TEXT", "write a text"), WithJsonSchema({"type": ["string", "number", "boolean"]})
]
Pattern: TypeAlias = Annotated[
    str,
    text_term(
        _pattern, "MAP_TIME_PATTERN", "write iso, excel, epoch_s, epoch_ms, or a pattern such as %d.%m.%Y %H:%M:%S"
    ),
    WithJsonSchema({"type": "string"}),
]
Code: TypeAlias = Annotated[
    str,
    text_term(_code, "MAP_CODE", "write capitals, digits and _, such as PHANTOM"),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z][A-Z0-9_]{0,39}$"}),
]
Flag: TypeAlias = Annotated[
    str,
    text_term(_flag, "MAP_FLAG", f"write one of {', '.join(FLAGS)}"),
    WithJsonSchema({"type": "string", "enum": list(FLAGS)}),
]
Zone: TypeAlias = Annotated[
    ZoneInfo,
    text_term(zone, "MAP_ZONE", "write an IANA name such as Europe/Berlin or UTC"),
    WithJsonSchema({"type": "string", "examples": ["Europe/Berlin"]}),
]
Number: TypeAlias = Annotated[
    Fraction,
    text_term(_number, "MAP_NUMBER", "write a number such as 0 or 2.5"),
    WithJsonSchema({"type": ["number", "string"]}),
]
Whole: TypeAlias = Annotated[
    int,
    text_term(_whole, "MAP_NUMBER", "write a whole number such as 2"),
    WithJsonSchema({"type": ["integer", "string"]}),
]
Yes: TypeAlias = Annotated[
    bool, text_term(_yes, "MAP_YES", "write true or false"), WithJsonSchema({"type": ["boolean", "string"]})
]


Length: TypeAlias = Annotated[
    Duration,
    text_term(Duration.parse, "MAP_DURATION", "write a length with its unit, such as 2 s or 0 s"),
    WithJsonSchema({"type": ["string", "number"], "examples": ["2 s"]}),
]


class Shape(BaseModel):
    """Closed: an unknown key stops."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True)
