"""At least: what one window costs is raised to a floor, where it costs anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pactline.remedies.amounts import SumOrShare, amount_of
from pactline.remedies.miss import Miss, Working

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
