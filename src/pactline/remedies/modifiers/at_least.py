"""At least: what one window costs is raised to a floor, where it costs anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pactline.remedies.amounts import ShareOf, SumOrShare, amount_of, most_of
from pactline.remedies.miss import Miss, Working
from pactline.values.dated import Dated

STAGE: Literal["amount"] = "amount"
PLACE = 4


def at_least(miss: Miss, terms: SumOrShare, working: Working) -> Working:
    """The amount, or the floor where the amount is lower; nothing stays nothing.

    Source: floors, as ``contracts.md`` lists them beside the caps.
    """
    floor, how = amount_of(terms, miss)
    if not 0 < working.amount < floor:
        return working
    return replace(working, amount=floor, steps=(*working.steps, f"at least {how}"))


def most(
    terms: ShareOf | Dated[Decimal], amount: Fraction | None, charge: Callable[[str], Fraction], day: date
) -> Fraction | None:
    """The floor, where the amount is lower and not nothing."""
    return max(amount, most_of(terms, charge, day)) if amount else amount
