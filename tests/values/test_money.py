"""Amounts as people read them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from pactline.values.money import money_text


@pytest.mark.parametrize(
    ("amount", "digits", "text"),
    [
        (Decimal("120000"), 2, "120,000.00"),
        (Decimal("1000.5000"), 2, "1,000.50"),
        (Fraction(-1500), 2, "-1,500.00"),
        (Fraction(90000), 0, "90,000"),
        (Fraction(0), 2, "0.00"),
    ],
)
def test_an_amount_is_grouped_and_has_the_decimals_of_its_currency(amount, digits, text):
    assert money_text(amount, digits) == text


@pytest.mark.parametrize(
    ("amount", "digits", "text"),
    [
        (Fraction("65.625"), 2, "65.625"),
        (Fraction("2.5"), 0, "2.5"),
        (Fraction(10000, 7), 2, "1,428.5714... (10000/7)"),
        (Fraction("0.00001"), 2, "0.0000... (1/100000)"),
    ],
)
def test_an_amount_that_is_still_to_be_rounded_keeps_what_is_behind_the_coin(amount, digits, text):
    assert money_text(amount, digits) == text
