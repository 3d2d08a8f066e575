"""Amount per point or fraction of a point: every unit that is begun counts whole."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from pactline.remedies.amounts import farthest, sum_on
from pactline.remedies.miss import Miss, Working
from pactline.values.target import Target
from pactline.values.terms import DatedMoney


def per_point_or_fraction(miss: Miss, terms: DatedMoney) -> Working:
    """The distance rounded up to whole units, times amount: 1.1 points short at 1000.00 is 2000.00.

    Source: "per unit or fraction" of ``contracts.md`` C7.
    """
    due = terms.on(miss.day)
    begun = math.ceil(miss.distance)
    owed = begun * Fraction(due)
    steps = (miss.distance_text, f"{begun} begun {miss.unit_word}", f"{begun} x {miss.money(due)} = {miss.money(owed)}")
    return Working(owed, steps)


def most(terms: DatedMoney, target: Target, charge: Callable[[str], Fraction], day: date) -> Fraction | None:
    """The amount for the worst figure that there can be; None for a duration or a count without a worst one."""
    worst = farthest(target)
    return None if worst is None else math.ceil(worst) * sum_on(terms, day)
