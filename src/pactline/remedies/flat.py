"""Flat amount: the same sum for every window that is missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from pactline.remedies.amounts import sum_on
from pactline.remedies.miss import Miss, Working
from pactline.values.target import Target
from pactline.values.terms import DatedMoney

NEEDS_FIGURE = False  # due as well for a window that the agreement calls missed without one (``no_data: missed``)


def flat(miss: Miss, terms: DatedMoney) -> Working:
    """The agreed amount, however far the figure is from the bound.

    Source: contracts that pay a fixed sum per missed level and month (``contracts.md`` C9).
    """
    due = terms.on(miss.day)
    return Working(Fraction(due), (f"flat amount {miss.money(due)}",))


def most(terms: DatedMoney, target: Target, charge: Callable[[str], Fraction], day: date) -> Fraction:
    """The amount itself."""
    return sum_on(terms, day)
