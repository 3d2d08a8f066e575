"""A limit for one window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from pactline.remedies import Miss, Working
from pactline.remedies.modifiers import modifiers


def _terms(given: Any) -> Any:
    adapter: TypeAdapter[Any] = TypeAdapter(modifiers()["at_most"].terms)
    return adapter.validate_python(given)


def _work(miss: Miss, given: Any, amount: str) -> Working:
    found: Working = modifiers()["at_most"].work(miss, _terms(given), Working(Fraction(amount), ("shape",)))
    return found


SHARE = {"percent": "20 %", "of": "monthly-fee"}


@pytest.mark.parametrize(("amount", "left"), [("24000.01", 24_000), ("24000", 24_000), ("23999", 23_999), ("0", 0)])
def test_what_is_higher_is_cut_to_the_limit(miss: Callable[..., Miss], amount: str, left: int) -> None:
    assert _work(miss("70"), "24000.00", amount).amount == left
    assert _work(miss("70"), SHARE, amount).amount == left


def test_the_working_says_so_only_where_it_cut(miss: Callable[..., Miss]) -> None:
    assert _work(miss("70"), "24000.00", "30000").steps == ("shape", "at most 24,000.00")
    assert _work(miss("70"), SHARE, "30000").steps[-1] == "at most 20 % of monthly-fee 120,000.00 = 24,000.00"
    assert _work(miss("70"), SHARE, "24000").steps == ("shape",)


def test_the_limit_is_the_one_in_force_on_the_first_day(miss: Callable[..., Miss]) -> None:
    assert _work(miss("70"), {"from 2025-01-01": "10.00", "from 2025-06-01": "20.00"}, "100").amount == 20


@pytest.mark.parametrize("wrong", ["20 %", "-5.00", {"percent": "20 %"}, {"of": "fee"}, {"percent": "20", "of": "fee"}])
def test_a_limit_that_is_none_is_refused(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        _terms(wrong)


def test_it_limits_even_what_had_no_limit() -> None:
    most = modifiers()["at_most"].most
    assert most(_terms("50.00"), None, Fraction, date.min) == 50
    assert most(_terms("50.00"), Fraction(40), Fraction, date.min) == 40
