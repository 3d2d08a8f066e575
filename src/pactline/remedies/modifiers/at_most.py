"""At most: what one window costs is cut to a limit."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pactline.remedies.amounts import SumOrShare, amount_of
from pactline.remedies.miss import Miss, Working

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
