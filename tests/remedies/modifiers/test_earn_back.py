"""A credit that is returned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from pactline.remedies import Past, Working
from pactline.remedies.modifiers import modifiers
from pactline.values.money import money_text

Pasts = Callable[..., tuple[Past, ...]]


def _terms(**given: str) -> Any:
    usual = {"windows": "3", "share": "100 %", "excused": "break"}
    return modifiers()["earn_back"].terms.model_validate({**usual, **given})


def _work(row: tuple[Past, ...], terms: Any) -> Working:
    found: Working = modifiers()["earn_back"].work(row[:-1], row[-1], terms, lambda amount: money_text(amount, 2))
    return found


def test_it_is_returned_once_in_the_last_of_the_good_windows(past: Pasts) -> None:
    months = ("2025-01 missed 70", "2025-02 met 81", "2025-03 met 80", "2025-04 met 90", "2025-05 met 90")
    row = past(*months, credit="1200.00")
    assert [_work(row[:n], _terms()).amount for n in range(1, 6)] == [0, 0, 0, 1200, 0]


def test_the_working_names_the_window_whose_credit_it_is(past: Pasts) -> None:
    row = past("2025-01 missed 70", "2025-02 met 81", "2025-03 met 80", "2025-04 met 90", credit="1200.00")
    working = _work(row, _terms(share="50 %"))
    assert working.amount == 600
    assert working.is_bonus
    assert working.steps == (
        "2025-01 was credited 1,200.00; 2025-02 to 2025-04 kept the promise",
        "50 % x 1,200.00 = 600.00 is returned",
    )


@pytest.mark.parametrize(("figure", "returned"), [("84.99", 0), ("85", 1200)])
def test_a_higher_mark_may_have_to_be_reached(past: Pasts, figure: str, returned: int) -> None:
    row = past("2025-01 missed 70", "2025-02 met 90", "2025-03 met 90", f"2025-04 met {figure}", credit="1200.00")
    assert _work(row, _terms(at="at least 85 %")).amount == returned


def test_a_miss_in_between_ends_it(past: Pasts) -> None:
    months = ("2025-01 missed 70", "2025-02 met 81", "2025-03 missed 79", "2025-04 met 90", "2025-05 met 90")
    row = past(*months, "2025-06 met 90", credit="1200.00")
    assert [_work(row[:n], _terms()).amount for n in range(1, 7)] == [0, 0, 0, 0, 0, 1200]
    assert _work(row, _terms()).steps[0].startswith("2025-03 was credited")


@pytest.mark.parametrize("verdict", ["excused", "suspended", "no_data", "report_only"])
def test_a_window_that_was_not_judged_ends_it_or_is_passed_over(past: Pasts, verdict: str) -> None:
    months = ("2025-01 missed 70", "2025-02 met 81", f"2025-03 {verdict}", "2025-04 met 90", "2025-05 met 90")
    row = past(*months, credit="1200.00")
    assert _work(row, _terms()).amount == 0
    assert _work(row[:4], _terms(excused="skip")).amount == 0
    assert _work(row, _terms(excused="skip")).amount == 1200
    assert _work(row[:3], _terms(windows="1", excused="skip")).amount == 0  # February returned it already


def test_a_miss_without_a_credit_returns_nothing(past: Pasts) -> None:
    row = past("2025-01 missed 70", "2025-02 met 81", credit="0")
    assert _work(row, _terms(windows="1")).amount == 0


@pytest.mark.parametrize("wrong", [{"windows": "0"}, {"share": "50"}, {"at": "85 %"}, {"excused": "no"}])
def test_terms_that_cannot_be_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        _terms(**wrong)
