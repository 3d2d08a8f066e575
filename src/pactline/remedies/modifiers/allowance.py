"""Allowance: the first misses of a calendar month, quarter or year cost nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pactline.records.choices.contacts import Choice
from pactline.remedies.amounts import OneOrMore
from pactline.remedies.miss import Miss, Working
from pactline.remedies.runs import ordinal
from pactline.values.period import Each, Period, next_window, window_start

STAGE: Literal["amount"] = "amount"
PLACE = 1
FOR_BONUS = False


class Renewed(Choice):
    """When the allowance is new again."""

    MONTH = "month", "every calendar month"
    QUARTER = "quarter", "every calendar quarter"
    YEAR = "year", "every calendar year"


class Allowance(BaseModel):
    """How many misses are free, and when they are free again."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    misses: OneOrMore = Field(description="so many misses are free")
    each: Renewed = Field(description="the calendar window in which so many are free")


def allowance(miss: Miss, terms: Allowance, working: Working) -> Working:
    """Nothing for the first misses of the calendar window, the amount for every later one.

    A window belongs to the month, quarter or year in which it ends. A free miss stays a miss: it counts for a row of
    misses and for a right. Source: free allowances as ``contracts.md`` lists them among the shapes.
    """
    tile = _tile(miss.window, terms)
    place = 1 + sum(old.verdict == "missed" and _tile(old.window, terms) == tile for old in miss.past)
    free = f"{terms.misses} {'miss' if terms.misses == 1 else 'misses'} free in each {terms.each}"
    if place > terms.misses:
        return replace(working, steps=(*working.steps, f"{ordinal(place)} miss in {tile}, {free}"))
    points = None if working.points is None else Fraction(0)
    step = f"{ordinal(place)} miss in {tile}, {free}: nothing is due"
    return replace(working, amount=Fraction(0), points=points, steps=(*working.steps, step))


def _tile(window: Period, terms: Allowance) -> Period:
    """The calendar window in which a window ends."""
    each = Each(terms.each.value)
    first = window_start(window.end - timedelta(days=1), each)
    return Period(first, next_window(first, each))
