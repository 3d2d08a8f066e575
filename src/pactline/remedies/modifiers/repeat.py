"""Repeat: a miss after a miss costs a multiple."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pactline.remedies.amounts import Number, points_text
from pactline.remedies.miss import Miss, Working, number
from pactline.remedies.runs import Excused, missed_before, ordinal
from pactline.values.terms import fault

STAGE: Literal["amount"] = "amount"
PLACE = 2
FOR_BONUS = False


def _as_list(value: object) -> object:
    return ["1", value] if isinstance(value, str) else value


Times = Annotated[tuple[Number, ...], Field(min_length=1), BeforeValidator(_as_list)]


class Repeat(BaseModel):
    """By how much the misses of a row are multiplied."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    times: Times = Field(
        description="the multiple for the second and every later miss of a row; or a list, for the first, second and "
        "so on, the last for all later ones"
    )
    counts: Literal["consecutive"] = Field(default="consecutive", description="misses in a row are counted")
    excused: Excused = Field(description="what a window that was not judged does to the row")
    growing: Literal["no", "yes"] = Field(
        default="no", description="yes: the multiple is multiplied again with every further miss: x 2, x 4, x 8"
    )

    @model_validator(mode="after")
    def _one_way(self) -> Repeat:
        if self.growing == "yes" and (len(self.times) != 2 or self.times[0] != 1):
            message = "a list of multiples already says how they grow"
            raise fault("AGR_CONTRADICTION", message, "write one multiple beside growing: yes, such as times: 2")
        return self

    def multiple(self, place: int) -> Fraction:
        """The multiple of the miss that is so far into its row; 1 is the first."""
        if self.growing == "yes":
            return self.times[1] ** (place - 1)
        return self.times[min(place, len(self.times)) - 1]


def repeat(miss: Miss, terms: Repeat, working: Working) -> Working:
    """Amount and points of this window's own severity, times the multiple for its place in the row of misses.

    96.5 % brings 3 points; 98.5 % in the next period 1 x 2 = 2; 96.5 % in the one after it 3 x 2 = 6.
    Source: ``contracts.md`` C1.
    """
    place = len(missed_before(miss.past, terms.excused)) + 1
    multiple = terms.multiple(place)
    if multiple == 1:
        return working
    amount = working.amount * multiple
    points = None if working.points is None else working.points * multiple
    result = miss.money(amount) if points is None else points_text(points)
    step = f"{ordinal(place)} miss in a row: x {number(multiple)} = {result}"
    return replace(working, amount=amount, points=points, steps=(*working.steps, step))


def most(terms: Repeat, amount: Fraction | None, charge: Callable[[str], Fraction], day: date) -> Fraction | None:
    """The highest multiple; without limit where it grows with every miss."""
    if not amount:
        return amount
    return None if terms.growing == "yes" and terms.times[1] > 1 else amount * max(terms.times)
