"""Amount per point."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from pydantic import TypeAdapter

from pactline.remedies import Miss, remedies
from pactline.values.terms import DatedMoney

terms = TypeAdapter(DatedMoney).validate_python


@pytest.mark.parametrize(
    ("figure", "target", "amount", "owed"),
    [
        ("78.5", "at least 80 %", "1000.00", "1500"),
        ("79.9999", "at least 80 %", "1000.00", "0.1"),
        ("47", "at most 30 s", "500.00", "8500"),  # the printed example of contracts.md C7
        ("5.2", "at most 5 %", "10000.00", "2000"),
    ],
)
def test_distance_times_amount(miss: Callable[..., Miss], figure: str, target: str, amount: str, owed: str) -> None:
    assert remedies()["per_point"].work(miss(figure, target), terms(amount)).amount == Fraction(owed)


def test_a_bonus_per_point_counts_the_distance_on_the_good_side(miss: Callable[..., Miss]) -> None:
    working = remedies()["per_point"].work(miss("12", "at most 15 s", better=True), terms("500.00"))
    assert working.amount == 1500
    assert working.steps == ("15 - 12 = 3 seconds", "3 x 500.00 = 1,500.00")


def test_a_figure_without_a_decimal_stays_exact_in_the_amount(miss: Callable[..., Miss]) -> None:
    working = remedies()["per_point"].work(miss("235/3"), terms("1000.00"))
    assert working.amount == Fraction(5000, 3)
    assert "(5/3)" in working.steps[0]
