"""A floor for one window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter

from pactline.remedies import Miss, Working
from pactline.remedies.modifiers import modifiers


def _terms(given: Any) -> Any:
    adapter: TypeAdapter[Any] = TypeAdapter(modifiers()["at_least"].terms)
    return adapter.validate_python(given)


def _work(miss: Miss, given: Any, amount: str) -> Working:
    found: Working = modifiers()["at_least"].work(miss, _terms(given), Working(Fraction(amount), ("shape",)))
    return found


@pytest.mark.parametrize(("amount", "raised"), [("0.01", 250), ("249.99", 250), ("250", 250), ("251", 251), ("0", 0)])
def test_what_is_lower_is_raised_and_nothing_stays_nothing(miss: Callable[..., Miss], amount: str, raised: int) -> None:
    assert _work(miss("70"), "250.00", amount).amount == raised


def test_the_working_says_so_only_where_it_raised(miss: Callable[..., Miss]) -> None:
    share = {"percent": "1 %", "of": "monthly-fee"}
    assert _work(miss("70"), share, "100").steps == ("shape", "at least 1 % of monthly-fee 120,000.00 = 1,200.00")
    assert _work(miss("70"), share, "1200").steps == ("shape",)


def test_the_most_is_never_under_the_floor() -> None:
    most = modifiers()["at_least"].most
    assert most(_terms("50.00"), Fraction(40), Fraction, date.min) == 50
    assert most(_terms("50.00"), Fraction(0), Fraction, date.min) == 0
    assert most(_terms("50.00"), None, Fraction, date.min) is None
