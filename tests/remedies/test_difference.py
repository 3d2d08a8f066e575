"""Difference between target and figure, as a percentage of a charge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from pactline.remedies import Miss, remedies
from pactline.values.target import Target, Unit

TERMS = remedies()["difference"].terms.model_validate({"of": "call-off"})


@pytest.mark.parametrize(
    ("figure", "target", "owed"),
    [
        ("75", "at least 98 %", "11500"),  # the printed example of contracts.md C2: 23 %
        ("95.5", "at least 98 %", "1250"),
        ("91.25", "at least 95 %", "1875"),
        ("97.99", "at least 98 %", "5"),
        ("5.2", "at most 5 %", "100"),
        ("98", "more than 98 %", "0"),
    ],
)
def test_points_are_the_percentage(miss: Callable[..., Miss], figure: str, target: str, owed: str) -> None:
    assert remedies()["difference"].work(miss(figure, target), TERMS).amount == Fraction(owed)


def test_the_working_shows_difference_and_charge(miss: Callable[..., Miss]) -> None:
    steps = remedies()["difference"].work(miss("75", "at least 98 %"), TERMS).steps
    assert steps == ("98 - 75 = 23 points", "23 % of call-off: 23 % x 50,000.00 = 11,500.00")


def test_the_worst_share_costs_the_whole_distance_of_the_charge() -> None:
    remedy = remedies()["difference"]
    assert remedy.units == (Unit.PERCENT,)
    for target, most in (("at least 98 %", 49_000), ("at most 5 %", 47_500)):
        assert remedy.most(TERMS, Target.parse(target), lambda _: Fraction(50_000), date(2025, 6, 1)) == most
