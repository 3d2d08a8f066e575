"""Amount per contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from pactline.remedies import Miss, Working, remedies


def _terms(amount: str, parts: str = "exact", **more: str) -> Any:
    return remedies()["per_contact"].terms.model_validate(
        {"amount": amount, "parts": parts, "beyond": "target", **more}
    )


def _work(miss: Miss, terms: Any) -> Working:
    return remedies()["per_contact"].work(miss, terms)


def _share(miss: Miss, good: int, counted: int) -> Miss:
    return replace(miss, figure=Fraction(100 * good, counted), good=good, counted=counted)


def test_each_call_beyond_the_share_costs_the_amount(miss: Callable[..., Miss]) -> None:
    """The worked quarter of contracts.md C7: 3,420 of 60,000 calls waited over 90 s, and 5 % may."""
    working = _work(_share(miss("0", "at most 5 %"), 3420, 60_000), _terms("5.00"))
    assert working.amount == 2100
    assert working.steps == ("5 % of 60,000 = 3000", "3420 - 3000 = 420 contacts", "420 x 5.00 = 2,100.00")


def test_by_the_summary_table_every_such_call_is_paid_for(miss: Callable[..., Miss]) -> None:
    """The other reading of contracts.md C7: 15,000.00 more."""
    working = _work(_share(miss("0", "at most 5 %"), 3420, 60_000), _terms("5.00", beyond="nothing"))
    assert working.amount == 17_100


def test_misdirected_calls_are_all_paid_for_once_there_are_too_many(miss: Callable[..., Miss]) -> None:
    """contracts.md C10: 260 of 8,000 is 3.25 %, and 3 % is too many."""
    working = _work(_share(miss("0", "less than 3 %"), 260, 8000), _terms("10.00", beyond="nothing"))
    assert working.amount == 2600
    assert working.steps == ("260 contacts of 8,000", "260 x 10.00 = 2,600.00")


def test_a_count_is_paid_for_beyond_its_target_or_whole(miss: Callable[..., Miss]) -> None:
    assert _work(miss("260", "at most 240"), _terms("10.00")).amount == 200
    assert _work(miss("260", "at most 240"), _terms("10.00", beyond="nothing")).amount == 2600
    assert _work(miss("87", "at most 0"), _terms("50.00")).amount == 4350  # the printed example of C7


def test_of_a_share_that_should_be_high_the_missing_ones_are_paid_for(miss: Callable[..., Miss]) -> None:
    level = _share(miss("0"), 785, 1000)
    assert _work(level, _terms("2.00")).amount == 30
    assert _work(level, _terms("2.00", beyond="nothing")).amount == 430


@pytest.mark.parametrize(("parts", "owed"), [("exact", "2.5"), ("begun", "5"), ("whole", "0")])
def test_what_a_part_of_a_contact_costs_is_said(miss: Callable[..., Miss], parts: str, owed: str) -> None:
    """5 % of 1,010 is 50.5, and 51 is half a contact more."""
    working = _work(_share(miss("0", "at most 5 %"), 51, 1010), _terms("5.00", parts))
    assert working.amount == Fraction(owed)
    assert any(parts in step for step in working.steps) is (parts != "exact")


def test_nothing_chooses_for_the_parties_what_a_part_costs() -> None:
    with pytest.raises(ValidationError, match="parts"):
        remedies()["per_contact"].terms.model_validate({"amount": "5.00"})


def test_a_figure_that_only_rounding_makes_a_miss_has_no_contact_beyond(miss: Callable[..., Miss]) -> None:
    """4.96 % rounds to 5.0 %, which is not less than 5 %."""
    rounded = replace(miss("5", "less than 5 %"), good=496, counted=10_000)
    working = _work(rounded, _terms("5.00"))
    assert working.amount == 0
    assert "no contact beyond the target" in working.steps


@pytest.mark.parametrize(("beyond", "owed"), [("target", 40), ("nothing", 1880)])
def test_a_bonus_counts_the_contacts_on_the_good_side(miss: Callable[..., Miss], beyond: str, owed: int) -> None:
    level = _share(miss("0", "at least 90 %", better=True), 940, 1000)
    assert _work(level, _terms("1.00" if beyond == "target" else "2.00", beyond=beyond)).amount == owed
    abandoned = _share(miss("0", "at most 3 %", better=True), 20, 1000)
    assert _work(abandoned, _terms("1.00")).amount == 10


def test_a_reported_share_stands_for_its_contacts(miss: Callable[..., Miss]) -> None:
    reported = replace(miss("5.7", "at most 5 %"), counted=60_000)
    assert _work(reported, _terms("5.00")).amount == 2100
    with pytest.raises(AssertionError, match="no contacts"):
        _work(miss("5.7", "at most 5 %"), _terms("5.00"))
