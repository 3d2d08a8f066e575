"""Difference: the points between target and figure are the percentage of a charge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.amounts import farthest
from pactline.remedies.miss import Miss, Working, number
from pactline.values.target import Target, Unit
from pactline.values.terms import ChargeName

UNITS = (Unit.PERCENT,)


class Difference(BaseModel):
    """The charge that the percentage is taken of."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: ChargeName = Field(description="the charge the percentage is taken of")


def difference(miss: Miss, terms: Difference) -> Working:
    """Target minus figure, in points, as a percentage of the charge: 98 promised and 75 reached is 23 %.

    Source: ``contracts.md`` C2.
    """
    charge = miss.charge(terms.of)
    owed = charge * miss.distance / 100
    percentage = f"{number(miss.distance)} %"
    return Working(
        owed,
        (miss.distance_text, f"{percentage} of {terms.of}: {percentage} x {miss.money(charge)} = {miss.money(owed)}"),
    )


def most(terms: Difference, target: Target, charge: Callable[[str], Fraction], day: date) -> Fraction | None:
    """The percentage for the worst figure that there can be."""
    worst = farthest(target)
    return None if worst is None else charge(terms.of) * worst / 100
