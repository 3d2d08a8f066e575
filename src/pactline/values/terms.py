"""The types of what is written in an agreement: text in, exact value out, and a schema for editors.

Every scalar of an agreement file reaches these types as text, so nothing is guessed from its looks. A fault carries a
stable code and a remedy; the agreement room adds file, line and column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from pactline.values.business_days import DUE_FORMS, DUE_PATTERN, Due
from pactline.values.cadence import FORMS, PATTERN, Cadence
from pactline.values.dated import Dated
from pactline.values.duration import Duration, Limit
from pactline.values.exact import exact_decimal
from pactline.values.months import parse_months
from pactline.values.target import Target

T = TypeVar("T")
Schema = dict[str, Any]


def fault(code: str, message: str, remedy: str) -> PydanticCustomError:
    """A fault in a term, with its stable code and how to put it right."""
    return PydanticCustomError(code, "{message}", {"message": message, "remedy": remedy})


def text_term(parse: Callable[[str], T], code: str, remedy: str) -> PlainValidator:
    """A validator that reads text with ``parse`` and turns its ValueError into a fault."""

    def read(value: object) -> T:
        if isinstance(value, Mapping | list | tuple):
            raise fault("AGR_SHAPE", "a single value belongs here, not a list or a mapping", remedy)
        try:
            return parse(value if isinstance(value, str) else str(value))
        except ValueError as wrong:
            raise fault(code, str(wrong), remedy) from None

    return PlainValidator(read)


def as_list(value: object) -> object:
    """One text as a list of one, so that a list may be written as its only entry; the word ``all`` stays a word."""
    return [value] if isinstance(value, str) and value != "all" else value


OneAsList = BeforeValidator(as_list)
"""Marks a list that may be written as its only entry."""


def parse_money(text: str) -> Decimal:
    """An amount such as ``5000.00``: decimal point, at most four decimals, no sign, no grouping. Raises ValueError."""
    if not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,4})?", text.strip()):
        raise ValueError(f"{text!r} is not an amount of money")
    return Decimal(text.strip())


def parse_percent(text: str) -> Fraction:
    """A percentage such as ``12 %`` or ``2.5 %``, as 12 or 5/2. Raises ValueError."""
    words = text.strip()
    if not words.endswith("%"):
        raise ValueError(f"{text!r} lacks the sign %")
    amount = exact_decimal(words[:-1].strip())
    if amount < 0:
        raise ValueError(f"{text!r} is negative")
    return amount


def parse_day(text: str) -> date:
    """A day written YYYY-MM-DD. Raises ValueError."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        raise ValueError(f"{text!r} is not a day written YYYY-MM-DD")
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is not a day of the calendar") from None


def _parse_count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text.strip()):
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)


def _described(description: str, pattern: str = "", example: str = "") -> WithJsonSchema:
    schema: Schema = {"type": ["string", "number"], "description": description}
    if pattern:
        schema["pattern"] = pattern
    if example:
        schema["examples"] = [example]
    return WithJsonSchema(schema)


Money = Annotated[
    Decimal,
    text_term(parse_money, "AGR_MONEY", "write the amount with a decimal point and no grouping, such as 5000.00"),
    _described("an amount in the agreement's currency", r"^[0-9]{1,15}(\.[0-9]{1,4})?$", "5000.00"),
]
Percent = Annotated[
    Fraction,
    text_term(parse_percent, "AGR_PERCENT", "write a percentage with its sign, such as 2.5 %"),
    _described("a percentage", r"^[0-9]+(\.[0-9]+)?\s*%$", "2.5 %"),
]
Day = Annotated[
    date,
    text_term(parse_day, "AGR_DATE", "write the day as YYYY-MM-DD, such as 2025-04-01"),
    _described("a day, YYYY-MM-DD", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "2025-04-01"),
]
WholeNumber = Annotated[
    int,
    text_term(_parse_count, "AGR_NUMBER", "write a whole number such as 30"),
    _described("a whole number", r"^[0-9]{1,9}$", "30"),
]


def _parse_words(text: str) -> str:
    if not text.strip():
        raise ValueError("nothing is written here")
    return text.strip()


TextTerm = Annotated[
    str,
    text_term(_parse_words, "AGR_TEXT", "write the words, or leave the key out"),
    WithJsonSchema({"type": ["string", "number", "boolean"], "description": "words"}),
]
MonthsTerm = Annotated[
    int,
    text_term(parse_months, "AGR_MONTHS", "write a number of months or years, such as 12 months"),
    _described("a number of calendar months", r"^[1-9][0-9]{0,2}\s+(months?|years?)$", "12 months"),
]
DurationTerm = Annotated[
    Duration,
    text_term(Duration.parse, "AGR_DURATION", "write a duration with its unit, such as 20 s or 5 min"),
    _described("a length of time", example="20 s"),
]
LimitTerm = Annotated[
    Limit,
    text_term(Limit.parse, "AGR_DURATION", "write a limit such as 20 s (at most) or under 20 s"),
    _described("a limit on a length of time; a bare duration means at most", example="20 s"),
]
TargetTerm = Annotated[
    Target,
    text_term(Target.parse, "AGR_TARGET", "write the promise with its side, such as at least 80 % or at most 30 s"),
    _described("what is promised of the figure", example="at least 80 %"),
]
CadenceTerm = Annotated[
    Cadence,
    text_term(Cadence.parse, "AGR_CADENCE", f"write {FORMS}"),
    WithJsonSchema(
        {
            "type": "string",
            "description": f"the window the promise is judged over: {FORMS}",
            "pattern": PATTERN,
            "examples": FORMS.replace(" or ", ", ").split(", "),
        }
    ),
]
DueTerm = Annotated[
    Due,
    text_term(Due.parse, "AGR_DUE", f"write a number and its unit, such as {DUE_FORMS}"),
    _described("how long after a day something is due", DUE_PATTERN, "15 business days"),
]


class DatedTerm:
    """Marks a term that may change on agreed days: a single value, or a mapping of ``from YYYY-MM-DD`` to values."""

    def __init__(self, item: Any) -> None:
        self.item = item

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """One value becomes a value for always; a mapping is read step by step."""
        item = handler.generate_schema(self.item)
        checked = core_schema.no_info_after_validator_function(_said_from, core_schema.str_schema())
        steps = core_schema.dict_schema(checked, item)

        def always(value: Any) -> Dated[Any]:
            return Dated.always(value)

        def dated(values: dict[str, Any]) -> Dated[Any]:
            if not values:
                raise fault("AGR_SHAPE", "no value is given", "write one value, or from YYYY-MM-DD: value")
            by_day = {_from_day(key): value for key, value in values.items()}
            if len(by_day) < len(values):
                raise fault("AGR_DATE", "two values hold from the same day", "keep one value for each day")
            return Dated(tuple((day, by_day[day]) for day in sorted(by_day)))

        single = core_schema.no_info_after_validator_function(always, item)
        mapping = core_schema.no_info_after_validator_function(dated, steps)
        return core_schema.tagged_union_schema(
            {"dated": mapping, "single": single},
            discriminator=lambda value: "dated" if isinstance(value, Mapping) else "single",
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        """Either the item, or an object whose keys are ``from YYYY-MM-DD``."""
        from pydantic import TypeAdapter

        item = TypeAdapter(self.item).json_schema()
        dated: Schema = {
            "type": "object",
            "patternProperties": {r"^from [0-9]{4}-[0-9]{2}-[0-9]{2}$": item},
            "additionalProperties": False,
            "minProperties": 1,
        }
        stated: Schema = {
            "type": "object",
            "description": "what the contract states in several places, by place",
            "properties": {"stated": {"type": "object"}},
            "required": ["stated"],
            "additionalProperties": False,
        }
        indexed: Schema = {
            "type": "object",
            "description": "an amount that follows one of the indices",
            "properties": {"amount": item, "index": {"type": "string"}},
            "required": ["amount", "index"],
            "additionalProperties": False,
        }
        return {"anyOf": [item, dated, stated, *([indexed] if self.item is Money else [])]}


def _said_from(key: str) -> str:
    _from_day(key)
    return key


def _from_day(key: str) -> date:
    if not key.startswith("from "):
        raise fault("AGR_DATE", f"{key!r} does not say from when", "write from YYYY-MM-DD: value")
    try:
        return parse_day(key[5:])
    except ValueError as wrong:
        raise fault("AGR_DATE", str(wrong), "write from YYYY-MM-DD: value") from None


@dataclass(frozen=True)
class NameOf:
    """Marks a term that names a part of the agreement; reading checks that there is such a part."""

    section: str  # a key at the top of the agreement, such as ``charges``


def name_of(section: str) -> Any:
    """The type of a name that stands below ``section`` of the same agreement."""
    singular = section.removesuffix("s")
    read = text_term(_parse_words, "AGR_TEXT", f"write the name of the {singular}")
    return Annotated[str, read, _described(f"one of the {section}"), NameOf(section)]


DatedMoney = Annotated[Dated[Decimal], DatedTerm(Money)]
DatedTarget = Annotated[Dated[Target], DatedTerm(TargetTerm)]
ChargeName = name_of("charges")
CommitmentName = name_of("commitments")
