"""Flat amount: the same sum for every window that is missed."""

from __future__ import annotations

from fractions import Fraction

from pactline.remedies.miss import Miss, Working
from pactline.values.terms import DatedMoney

NEEDS_FIGURE = False  # due as well for a window that the agreement calls missed without one (``no_data: missed``)


def flat(miss: Miss, amount: DatedMoney) -> Working:
    """The agreed amount, however far the figure is from the bound.

    Source: contracts that pay a fixed sum per missed level and month (``contracts.md`` C9).
    """
    due = amount.on(miss.window.first)
    return Working(Fraction(due), (f"flat amount {miss.money(due)}",))
