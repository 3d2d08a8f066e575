"""Amount per second: a sum for each second the figure is away from a limit in seconds, parts in proportion."""

from __future__ import annotations

from fractions import Fraction

from pactline.remedies.miss import Miss, Working, number
from pactline.values.target import Unit
from pactline.values.terms import DatedMoney

UNITS = (Unit.SECONDS,)


def per_second(miss: Miss, terms: DatedMoney) -> Working:
    """Seconds beyond the limit times amount, exactly: 47 s against 30 s at 500.00 a second is 8500.00.

    There is no most: a wait has no upper limit. Source: ``contracts.md`` C7.
    """
    due = terms.on(miss.day)
    owed = miss.distance * Fraction(due)
    return Working(owed, (miss.distance_text, f"{number(miss.distance)} x {miss.money(due)} = {miss.money(owed)}"))
