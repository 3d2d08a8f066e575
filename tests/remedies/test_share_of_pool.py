"""Share of a pool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from pactline.remedies import Miss, remedies


def _pool(at_risk: int, share: int) -> Callable[[str, str], tuple[Fraction, Fraction]]:
    pools = {("month-pool", "calls"): (Fraction(at_risk), Fraction(share))}
    return lambda pool, category: pools[pool, category]


@pytest.mark.parametrize(
    ("at_risk", "share", "weight", "owed"),
    [
        (10_000, 50, "40 %", 2000),  # the printed example of contracts.md C3
        (64_000, 80, "75 %", 38_400),
        (64_000, 70, "80 %", 35_840),
        (64_000, 80, "0 %", 0),
    ],
)
def test_category_share_times_weight_times_the_money_at_risk(
    miss: Callable[..., Miss], at_risk: int, share: int, weight: str, owed: int
) -> None:
    remedy = remedies()["share_of_pool"]
    terms = remedy.terms.model_validate({"pool": "month-pool", "category": "calls", "weight": weight})
    assert remedy.work(replace(miss("70"), pool=_pool(at_risk, share)), terms).amount == owed


def test_the_working_shows_the_three_numbers(miss: Callable[..., Miss]) -> None:
    remedy = remedies()["share_of_pool"]
    terms = remedy.terms.model_validate({"pool": "month-pool", "category": "calls", "weight": "40 %"})
    assert remedy.work(replace(miss("70"), pool=_pool(10_000, 50)), terms).steps == (
        "calls has 50 % of month-pool, and this promise 40 % of it",
        "50 % x 40 % x 10,000.00 = 2,000.00",
    )
    with pytest.raises(AssertionError, match="without pools"):
        remedy.work(miss("70"), terms)
