"""Days late multiply what a miss costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from pactline.remedies import Miss, Working
from pactline.remedies.modifiers import modifiers

TABLE = [
    {"above": "0", "to": "5", "times": "1"},
    {"above": "5", "to": "10 days", "times": "2"},
    {"above": "10", "times": "3.5"},
]


def _terms(table: list[dict[str, str]]) -> Any:
    return modifiers()["lateness"].terms.model_validate({"table": table})


@pytest.mark.parametrize(("days", "owed"), [(0, 100), (1, 100), (5, 100), (6, 200), (10, 200), (11, 350), (4000, 350)])
def test_the_row_of_the_days_multiplies_the_amount(miss: Callable[..., Miss], days: int, owed: int) -> None:
    late = replace(miss("70"), days_late=days)
    working = modifiers()["lateness"].work(late, _terms(TABLE), Working(Fraction(100), ("flat",)))
    assert working.amount == owed


def test_points_are_multiplied_as_well_and_the_working_says_so(miss: Callable[..., Miss]) -> None:
    late = replace(miss("70"), days_late=6)
    work = modifiers()["lateness"].work
    assert work(late, _terms(TABLE), Working(Fraction(100), ("flat",))).steps == ("flat", "6 days late: x 2 = 200.00")
    in_points = work(late, _terms(TABLE), Working(Fraction(0), (), points=Fraction(2)))
    assert (in_points.points, in_points.steps) == (4, ("6 days late: x 2 = 4 points",))


@pytest.mark.parametrize(
    ("table", "code", "says"),
    [
        (
            [{"above": "0", "to": "5", "times": "1"}, {"above": "6", "times": "2"}],
            "AGR_BAND_GAP",
            "6 days late: no row",
        ),
        ([{"above": "1", "times": "2"}], "AGR_BAND_GAP", "1 day late: no row"),
        ([{"to": "9", "times": "2"}], "AGR_BAND_GAP", "10 days late: no row"),
        ([{"to": "5", "times": "1"}, {"from": "5", "times": "2"}], "AGR_BAND_OVERLAP", "5 days late falls into 2 rows"),
        ([{"to": "5", "times": "2"}, {"above": "5", "times": "1"}], "AGR_BAND_NOT_MONOTONE", "6 days late costs less"),
        ([{"to": "soon", "times": "2"}], "AGR_BAND_EDGE", "soon"),
        ([], "too_short", ""),
    ],
)
def test_a_table_with_holes_or_overlaps_is_refused(table: list[dict[str, str]], code: str, says: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        _terms(table)
    error = wrong.value.errors()[0]
    assert error["type"] == code
    assert says in error["msg"]


def test_a_table_without_holes_may_have_one_row_or_whole_edges() -> None:
    assert _terms([{"times": "2"}]).times(1) == 2
    assert _terms([{"below": "6", "times": "1"}, {"from": "6", "times": "2"}]).times(6) == 2


def test_the_most_is_the_highest_multiple() -> None:
    most = modifiers()["lateness"].most
    assert most(_terms(TABLE), Fraction(100), Fraction, date.min) == 350
    assert most(_terms([{"times": "0.5"}]), Fraction(100), Fraction, date.min) == 100  # in time it is paid in full
    assert most(_terms(TABLE), None, Fraction, date.min) is None
