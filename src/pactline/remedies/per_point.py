"""Amount per point: a sum for each whole unit the figure is away from the bound, parts in proportion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from pactline.remedies.amounts import farthest, sum_on
from pactline.remedies.miss import Miss, Working, number
from pactline.values.target import Target
from pactline.values.terms import DatedMoney


def per_point(miss: Miss, terms: DatedMoney) -> Working:
    """Distance times amount, exactly: 1.5 points short at 1000.00 a point is 1500.00.

    A point is a percentage point for a share, a second for a duration, a contact for a count.
    Source: credits per second beyond a limit (``contracts.md`` C7) and per point of shortfall (C2).
    """
    due = terms.on(miss.day)
    owed = miss.distance * Fraction(due)
    return Working(owed, (miss.distance_text, f"{number(miss.distance)} x {miss.money(due)} = {miss.money(owed)}"))


def most(terms: DatedMoney, target: Target, charge: Callable[[str], Fraction], day: date) -> Fraction | None:
    """The amount for the worst figure that there can be; None for a duration or a count without a worst one."""
    worst = farthest(target)
    return None if worst is None else worst * sum_on(terms, day)
