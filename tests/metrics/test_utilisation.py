"""Utilisation: the share of paid time that was used."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.metrics.agents import figure, of, states

DAY = of(states("09:00 talking 09:20 available 09:30 break 09:40 other_paid 10:00"))


@pytest.mark.parametrize(
    ("productive", "paid", "used", "base"),
    [
        ("logged_in", "with_breaks", 60, 60),
        ("logged_in", "without_breaks", 50, 50),
        ("for_contacts", "with_breaks", 30, 60),
        ("handling", "with_breaks", 20, 60),
        ("handling", "without_breaks", 20, 50),
    ],
)
def test_both_sides_are_what_the_agreement_says(productive: str, paid: str, used: int, base: int) -> None:
    assert figure(DAY, "utilisation", productive=productive, paid=paid).value == Fraction(100 * used, base)
