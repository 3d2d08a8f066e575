"""Units of the solver as money: exact until they are rounded, once and half up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from pactline.planning.shifts.costs import UNITS, money


@pytest.mark.parametrize(
    ("units", "amount"),
    [(50, "0.01"), (49, "0.00"), (Fraction(99, 2), "0.00"), (150, "0.02"), (12_345_650, "1234.57"), (0, "0.00")],
)
def test_half_a_cent_goes_up_and_less_does_not(units: int | Fraction, amount: str) -> None:
    assert str(money(units)) == amount


def test_what_is_a_part_of_a_unit_is_not_rounded_before_the_cent() -> None:
    assert money(Fraction(1, 200) * UNITS - Fraction(1, 1000)) == Decimal("0.00")
