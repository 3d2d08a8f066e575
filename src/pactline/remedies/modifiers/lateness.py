"""Lateness: a table of days late multiplies what a miss costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, model_validator

from pactline.remedies.amounts import Number, points_text
from pactline.remedies.miss import Miss, Working, number
from pactline.values.exact import how_many
from pactline.values.terms import fault, text_term

STAGE: Literal["amount"] = "amount"
PLACE = 3
FOR_BONUS = False


def _parse_days(text: str) -> int:
    found = re.fullmatch(r"([0-9]{1,5})(?:\s+days?)?", text.strip())
    if not found:
        raise ValueError(f"{text!r} is not a number of days")
    return int(found[1])


Days = Annotated[
    int,
    text_term(_parse_days, "AGR_BAND_EDGE", "write whole days, such as 5"),
    WithJsonSchema(
        {
            "type": ["string", "number"],
            "description": "a number of whole days",
            "pattern": r"^[0-9]{1,5}(\s+days?)?$",
            "examples": ["5"],
        }
    ),
]


class LateRow(BaseModel):
    """One row: so many days late, and the multiple. An edge that is absent is open."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    from_: Days | None = Field(default=None, alias="from", description="from so many days, themselves included")
    above: Days | None = Field(default=None, description="from so many days, themselves excluded")
    to: Days | None = Field(default=None, description="up to so many days, themselves included")
    below: Days | None = Field(default=None, description="up to so many days, themselves excluded")
    times: Number = Field(description="what the amount is multiplied with")

    @property
    def edges(self) -> list[int]:
        """The edges that are written."""
        return [edge for edge in (self.from_, self.above, self.to, self.below) if edge is not None]

    def holds(self, days: int) -> bool:
        """Whether so many days late fall into this row."""
        return (
            (self.from_ is None or days >= self.from_)
            and (self.above is None or days > self.above)
            and (self.to is None or days <= self.to)
            and (self.below is None or days < self.below)
        )


class Lateness(BaseModel):
    """A table in which every number of days from 1 on stands in exactly one row."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    table: tuple[LateRow, ...] = Field(min_length=1, max_length=100, description="the rows, by days late")

    @model_validator(mode="after")
    def _every_day_once(self) -> Lateness:
        looked_at = sorted(
            {max(1, edge + step) for row in self.table for edge in row.edges for step in (-1, 0, 1)} | {1}
        )
        for days in looked_at:
            rows = [row for row in self.table if row.holds(days)]
            late = f"{how_many(days, 'day')} late"
            if not rows:
                raise fault("AGR_BAND_GAP", f"{late}: no row", "let each row begin where the next one ends")
            if len(rows) > 1:
                remedy = "let one of the rows end before or begin after the common edge"
                raise fault("AGR_BAND_OVERLAP", f"{late} falls into {len(rows)} rows", remedy)
        for sooner, later in pairwise(looked_at):
            if self.times(later) < self.times(sooner):
                message = f"{how_many(later, 'day')} late costs less than {how_many(sooner, 'day')} late"
                raise fault("AGR_BAND_NOT_MONOTONE", message, "let the multiple grow, or stay, with the days")
        return self

    def times(self, days: int) -> Fraction:
        """The multiple for so many days; 1 for what is not late and stands in no row."""
        return next((row.times for row in self.table if row.holds(days)), Fraction(1))


def lateness(miss: Miss, terms: Lateness, working: Working) -> Working:
    """Amount and points, times the multiple for the days by which the thing was late.

    Source: lateness multipliers beside the repeat multiplier, as ``contracts.md`` C1 lists the two.
    """
    multiple = terms.times(miss.days_late)
    if multiple == 1:
        return working
    amount = working.amount * multiple
    points = None if working.points is None else working.points * multiple
    result = miss.money(amount) if points is None else points_text(points)
    step = f"{how_many(miss.days_late, 'day')} late: x {number(multiple)} = {result}"
    return replace(working, amount=amount, points=points, steps=(*working.steps, step))


def most(terms: Lateness, amount: Fraction | None, charge: Callable[[str], Fraction], day: date) -> Fraction | None:
    """The highest multiple."""
    return None if amount is None else amount * max(Fraction(1), *(row.times for row in terms.table))
