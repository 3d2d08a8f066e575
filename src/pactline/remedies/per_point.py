"""Amount per point: a sum for each whole unit the figure is away from the bound, parts in proportion."""

from __future__ import annotations

from fractions import Fraction

from pactline.remedies.miss import Miss, Working, number
from pactline.values.terms import DatedMoney


def per_point(miss: Miss, amount: DatedMoney) -> Working:
    """Distance times amount, exactly: 1.5 points short at 1000.00 a point is 1500.00.

    A point is a percentage point for a share, a second for a duration, a contact for a count.
    Source: credits per second beyond a limit (``contracts.md`` C7) and per point of shortfall (C2).
    """
    due = amount.on(miss.window.first)
    owed = miss.distance * Fraction(due)
    return Working(owed, (miss.distance_text, f"{number(miss.distance)} x {miss.money(due)} = {miss.money(owed)}"))
