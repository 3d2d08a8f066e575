"""An amount for so many misses in a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from pactline.remedies import Miss, Past, Working, remedies
from pactline.values.target import Target

Pasts = Callable[..., tuple[Past, ...]]
MISSED = ("2025-01 missed", "2025-02 missed", "2025-03 missed", "2025-04 missed", "2025-05 missed")


def _terms(**given: Any) -> Any:
    usual = {"length": "3", "amount": "5000.00", "again": "each_window", "excused": "break"}
    return remedies()["streak"].terms.model_validate({**usual, **given})


def _work(miss: Miss, terms: Any) -> Working:
    return remedies()["streak"].work(miss, terms)


def test_the_last_window_of_a_full_row_pays(miss: Callable[..., Miss], past: Pasts) -> None:
    two = replace(miss("70"), past=past("2025-04 met 85", "2025-05 missed 70"))
    assert _work(two, _terms()).amount == 0
    assert _work(two, _terms()).steps == ("2 missed in a row: 2025-05, 2025-06; 3 are needed",)
    three = replace(miss("70"), past=past("2025-03 met 85", "2025-04 missed 70", "2025-05 missed 70"))
    assert _work(three, _terms()).amount == 5000
    assert _work(three, _terms()).steps == ("3 missed in a row: 2025-04, 2025-05, 2025-06", "5,000.00")


@pytest.mark.parametrize(
    ("again", "paid"),
    [
        ("each_window", [0, 0, 5000, 5000, 5000, 5000]),
        ("once", [0, 0, 5000, 0, 0, 0]),
        ("every_length", [0, 0, 5000, 0, 0, 5000]),
    ],
)
def test_what_a_row_costs_that_goes_on(miss: Callable[..., Miss], past: Pasts, again: str, paid: list[int]) -> None:
    found = [_work(replace(miss("70"), past=past(*MISSED[:n])), _terms(again=again)).amount for n in range(6)]
    assert found == paid


@pytest.mark.parametrize("verdict", ["excused", "suspended", "no_data", "report_only"])
def test_a_window_that_was_not_judged_breaks_the_row_or_is_passed_over(
    miss: Callable[..., Miss], past: Pasts, verdict: str
) -> None:
    earlier = past("2025-03 missed 70", "2025-04 missed 70", f"2025-05 {verdict}")
    assert _work(replace(miss("70"), past=earlier), _terms(excused="break")).amount == 0
    assert _work(replace(miss("70"), past=earlier), _terms(excused="skip")).amount == 5000


def test_a_window_that_was_met_always_breaks_it(miss: Callable[..., Miss], past: Pasts) -> None:
    earlier = past("2025-03 missed 70", "2025-04 missed 70", "2025-05 met 85")
    assert _work(replace(miss("70"), past=earlier), _terms(excused="skip")).amount == 0


def test_the_amount_may_be_a_share_of_a_charge(miss: Callable[..., Miss]) -> None:
    terms = _terms(length="1", amount={"percent": "5 %", "of": "monthly-fee"})
    working = _work(miss("70"), terms)
    assert working.amount == 6000
    assert working.steps[-1] == "5 % of monthly-fee 120,000.00 = 6,000.00"
    assert remedies()["streak"].most(terms, Target.parse("at least 80 %"), lambda _: Fraction(100), date.min) == 5


@pytest.mark.parametrize("missing", ["again", "excused"])
def test_nothing_chooses_for_the_parties(missing: str) -> None:
    given = {"length": "3", "amount": "5000.00", "again": "once", "excused": "skip"}
    del given[missing]
    with pytest.raises(ValidationError, match=missing):
        remedies()["streak"].terms.model_validate(given)


def test_a_row_has_at_least_one_window() -> None:
    with pytest.raises(ValidationError):
        _terms(length="0")
