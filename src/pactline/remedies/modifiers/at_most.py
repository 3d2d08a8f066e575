"""At most: what one window costs is cut to a limit."""

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
PLACE = 5


def at_most(miss: Miss, terms: SumOrShare, working: Working) -> Working:
    """The amount, or the limit where the amount is higher.

    Source: limits of one credit, of which ``contracts.md`` C33 (no more than 20 % on any one standard) is one.
    """
    limit, how = amount_of(terms, miss)
    if working.amount <= limit:
        return working
    return replace(working, amount=limit, steps=(*working.steps, f"at most {how}"))


def most(
    terms: ShareOf | Dated[Decimal], amount: Fraction | None, charge: Callable[[str], Fraction], day: date
) -> Fraction | None:
    """The limit, where the amount can be higher."""
    limit = most_of(terms, charge, day)
    return limit if amount is None else min(amount, limit)
