"""Amounts that several shapes and modifiers speak of: a sum or a share of a charge, parts of a unit, counts."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, WithJsonSchema

from pactline.records.choices.contacts import Choice
from pactline.remedies.miss import Miss
from pactline.values.dated import Dated
from pactline.values.exact import exact_decimal, plain
from pactline.values.target import Target
from pactline.values.terms import ChargeName, DatedMoney, Percent, text_term


class Parts(Choice):
    """What becomes of a part of a unit, where an amount is paid for each."""

    EXACT = "exact", "a part is paid in proportion"
    BEGUN = "begun", "a part counts as a whole one"
    WHOLE = "whole", "a part counts as nothing"

    def of(self, number: Fraction) -> Fraction:
        """The units that are paid for."""
        return {
            Parts.EXACT: number,
            Parts.BEGUN: Fraction(math.ceil(number)),
            Parts.WHOLE: Fraction(math.floor(number)),
        }[self]


class ShareOf(BaseModel):
    """A share of a charge."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    percent: Percent = Field(description="the share")
    of: ChargeName = Field(description="the charge")


def _kind(value: Any) -> str:
    shared = isinstance(value, ShareOf) or (isinstance(value, Mapping) and bool({"percent", "of"} & set(value)))
    return "share" if shared else "sum"


SumOrShare = Annotated[
    Annotated[ShareOf, Tag("share")] | Annotated[DatedMoney, Tag("sum")],
    Discriminator(_kind),
]
"""``5000.00`` (or sums with the days from which they hold), or ``{percent: 5 %, of: fee}``."""


def amount_of(terms: ShareOf | Dated[Decimal], miss: Miss) -> tuple[Fraction, str]:
    """The amount for the window of a miss, and how it comes about."""
    if isinstance(terms, ShareOf):
        charge = miss.charge(terms.of)
        due = charge * terms.percent / 100
        return due, f"{plain(terms.percent)} % of {terms.of} {miss.money(charge)} = {miss.money(due)}"
    fixed = Fraction(terms.on(miss.day))
    return fixed, miss.money(fixed)


def most_of(terms: ShareOf | Dated[Decimal], charge: Callable[[str], Fraction], day: date) -> Fraction:
    """The same amount before there is a miss: the most that it can come to for a window that begins on a day."""
    return charge(terms.of) * terms.percent / 100 if isinstance(terms, ShareOf) else sum_on(terms, day)


def sum_on(amount: Dated[Decimal], day: date) -> Fraction:
    """A dated sum on a day; before the first one, which reading refuses elsewhere, the first."""
    try:
        return Fraction(amount.on(day))
    except LookupError:
        return Fraction(amount.values[0])


def points_text(count: Fraction) -> str:
    """``1 point``, ``0.5 points``."""
    return f"{plain(count)} {'point' if count == 1 else 'points'}"


def farthest(target: Target) -> Fraction | None:
    """How far a figure can miss a target; None if there is no limit."""
    if target.higher_is_better:
        return target.distance(Fraction(0))
    return target.distance(Fraction(100)) if target.unit == "percent" else None


def _parse_one_or_more(text: str) -> int:
    if not re.fullmatch(r"0*[1-9][0-9]{0,8}", text.strip()):
        raise ValueError(f"{text!r} is not a whole number of at least 1")
    return int(text)


def _parse_number(text: str) -> Fraction:
    number = exact_decimal(text.strip())
    if number < 0:
        raise ValueError(f"{text!r} is negative")
    return number


def _schema(description: str, pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": ["string", "number"], "description": description, "pattern": pattern, "examples": [example]}
    )


OneOrMore = Annotated[
    int,
    text_term(_parse_one_or_more, "AGR_NUMBER", "write a whole number such as 3"),
    _schema("a whole number, 1 or more", r"^0*[1-9][0-9]{0,8}$", "3"),
]
Number = Annotated[
    Fraction,
    text_term(_parse_number, "AGR_NUMBER", "write a number such as 2 or 0.5"),
    _schema("a number that is not negative", r"^[0-9]+(\.[0-9]+)?$", "2"),
]
