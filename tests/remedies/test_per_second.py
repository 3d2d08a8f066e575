"""Amount per second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from pydantic import TypeAdapter

from pactline.remedies import Miss, remedies
from pactline.values.target import Target, Unit
from pactline.values.terms import DatedMoney

terms = TypeAdapter(DatedMoney).validate_python


@pytest.mark.parametrize(
    ("figure", "owed"),
    [("47", "8500"), ("41", "5500"), ("33", "1500"), ("31", "500"), ("30.5", "250"), ("30.001", "0.5")],
)
def test_each_second_over_the_limit_costs_the_amount(miss: Callable[..., Miss], figure: str, owed: str) -> None:
    """47 s is the printed example of contracts.md C7."""
    assert remedies()["per_second"].work(miss(figure, "at most 30 s"), terms("500.00")).amount == Fraction(owed)


@pytest.mark.parametrize(("figure", "owed"), [("14", 500), ("12", 1500)])
def test_a_bonus_counts_the_seconds_under_the_mark(miss: Callable[..., Miss], figure: str, owed: int) -> None:
    """14 s is the printed example of contracts.md C7 (text of 2013)."""
    working = remedies()["per_second"].work(miss(figure, "less than 15 s", better=True), terms("500.00"))
    assert working.amount == owed


def test_the_amount_of_the_next_year_holds_from_its_first_day(miss: Callable[..., Miss]) -> None:
    dated = terms({"from 2021-01-01": "500.00", "from 2022-01-01": "520.50"})
    work = remedies()["per_second"].work
    assert work(miss("33", "at most 30 s", window="2022-01"), dated).amount == Fraction("1561.50")
    assert work(miss("33", "at most 30 s", window="2021-12"), dated).amount == 1500


def test_it_is_for_seconds_only_and_has_no_most() -> None:
    remedy = remedies()["per_second"]
    assert remedy.units == (Unit.SECONDS,)
    assert remedy.most(terms("500.00"), Target.parse("at most 30 s"), lambda _: Fraction(0), date(2025, 6, 1)) is None
