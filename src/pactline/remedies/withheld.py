"""Withheld: the whole charge of the window is not paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.miss import Miss, Working
from pactline.values.target import Target
from pactline.values.terms import ChargeName

NEEDS_FIGURE = False  # a miss costs the same however far it is
FOR_BONUS = False


class Withheld(BaseModel):
    """The charge that is withheld."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: ChargeName = Field(description="the charge that is withheld")


def withheld(miss: Miss, terms: Withheld) -> Working:
    """The charge of the window: 1,200 minutes at 1.50 on a missed day are 1800.00 withheld.

    Source: ``contracts.md`` C13.
    """
    charge = miss.charge(terms.of)
    return Working(charge, (f"the whole of {terms.of} for {miss.window} is withheld: {miss.money(charge)}",))


def most(terms: Withheld, target: Target, charge: Callable[[str], Fraction], day: date) -> Fraction:
    """The whole charge."""
    return charge(terms.of)
