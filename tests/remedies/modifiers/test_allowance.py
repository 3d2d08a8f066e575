"""The first misses cost nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from pactline.remedies import Miss, Past, Working
from pactline.remedies.modifiers import modifiers

Pasts = Callable[..., tuple[Past, ...]]


def _terms(misses: str = "2", each: str = "quarter") -> Any:
    return modifiers()["allowance"].terms.model_validate({"misses": misses, "each": each})


def _work(miss: Miss, terms: Any) -> Working:
    found: Working = modifiers()["allowance"].work(miss, terms, Working(Fraction(5000), ("flat",)))
    return found


@pytest.mark.parametrize(
    ("earlier", "owed"),
    [
        ((), 0),
        (("2025-05 missed",), 0),
        (("2025-04 missed", "2025-05 missed"), 5000),
        (("2025-04 missed", "2025-05 met"), 0),
        (("2025-02 missed", "2025-03 missed", "2025-04 missed"), 0),
        (("2025-04 missed", "2025-05 excused"), 0),
    ],
)
def test_so_many_misses_of_the_calendar_window_are_free(
    miss: Callable[..., Miss], past: Pasts, earlier: tuple[str, ...], owed: int
) -> None:
    assert _work(replace(miss("70"), past=past(*earlier)), _terms()).amount == owed


@pytest.mark.parametrize(("each", "owed"), [("month", 0), ("quarter", 5000), ("year", 5000)])
def test_the_allowance_is_new_when_it_is_agreed(miss: Callable[..., Miss], past: Pasts, each: str, owed: int) -> None:
    given = replace(miss("70", window="2025-06-01"), past=past("2025-05-30 missed", "2025-05-31 missed"))
    assert _work(given, _terms(each=each)).amount == owed


def test_a_week_belongs_to_the_month_in_which_it_ends(miss: Callable[..., Miss], past: Pasts) -> None:
    """26 May to 1 June 2025 is a week of June."""
    given = replace(miss("70", window="2025-W23"), past=past("2025-W22 missed"))
    assert _work(given, _terms("1", "month")).amount == 5000
    given = replace(miss("70", window="2025-W22"), past=past("2025-W21 missed"))
    assert _work(given, _terms("1", "month")).amount == 0


def test_the_working_counts_the_misses(miss: Callable[..., Miss], past: Pasts) -> None:
    assert _work(miss("70"), _terms()).steps == (
        "flat",
        "first miss in 2025-Q2, 2 misses free in each quarter: nothing is due",
    )
    third = replace(miss("70"), past=past("2025-04 missed", "2025-05 missed"))
    assert _work(third, _terms()).steps[-1] == "third miss in 2025-Q2, 2 misses free in each quarter"


def test_points_are_free_as_well(miss: Callable[..., Miss]) -> None:
    given = Working(Fraction(0), (), points=Fraction(3))
    assert modifiers()["allowance"].work(miss("70"), _terms(), given).points == 0


def test_an_allowance_of_nothing_is_refused() -> None:
    with pytest.raises(ValidationError):
        _terms("0")
