"""What paid time costs, slot by slot, with the surcharges for nights, Sundays and holidays.

The model counts in ten-thousandths of the currency, so that solvers see whole numbers.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pactline.planning.shifts.demand import Slots
from pactline.planning.shifts.rules import Rules, ShiftKind
from pactline.values.exact import RoundingMode, round_fraction
from pactline.values.zone import from_us

UNITS = 10_000  # of the solver in one unit of the currency


def surcharges(rules: Rules, slots: Slots, count: int) -> list[Fraction]:
    """What each slot costs against an hour without surcharge: 1, or 1 and the highest surcharge that holds."""
    costs = rules.costs
    found = []
    for slot in range(count):
        local = from_us(slots.us(slot), slots.zone)
        percent = Fraction(0)
        if costs.night.holds(60 * local.hour + local.minute):
            percent = max(percent, costs.night.surcharge)
        if local.weekday() == 6:
            percent = max(percent, costs.sunday)
        if any(days.first <= local.date() < days.end for days in costs.holidays.days):
            percent = max(percent, costs.holidays.surcharge)
        found.append(1 + percent / 100)
    return found


def units_per_slot(rules: Rules, kind: ShiftKind, slots: Slots, factors: list[Fraction]) -> NDArray[np.int64]:
    """The cost of one paid slot of an agent of this kind, in units of the solver, for each slot."""
    hourly = Fraction(kind.per_hour if kind.per_hour is not None else rules.costs.per_hour)
    base = hourly * UNITS * Fraction(slots.grain_us, 3_600_000_000)
    return np.array([round(base * factor) for factor in factors], dtype=np.int64)


def money(units: float | Fraction) -> Decimal:
    """Units of the solver as an amount, rounded to cents once."""
    return round_fraction(Fraction(units) / UNITS, 2, RoundingMode.HALF_UP)
