"""Bands to percent of a charge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from pactline.remedies import Miss, remedies

TABLE = [
    {"from": "75 %", "below": "80 %", "credit": "2 %"},
    {"from": "70 %", "below": "75 %", "credit": "4 %"},
    {"below": "70 %", "credit": "8.5 %"},
]


def _terms(table: list[dict[str, str]]) -> Any:
    return remedies()["bands"].terms.model_validate({"of": "monthly-fee", "table": table})


@pytest.mark.parametrize(
    ("figure", "owed"),
    [("79.999999", 2400), ("75", 2400), ("74.999999", 4800), ("70", 4800), ("69.999999", 10200), ("0", 10200)],
)
def test_the_edge_belongs_to_the_row_that_includes_it(miss: Callable[..., Miss], figure: str, owed: int) -> None:
    assert remedies()["bands"].work(miss(figure), _terms(TABLE)).amount == owed


def test_the_working_names_the_row_and_the_charge(miss: Callable[..., Miss]) -> None:
    steps = remedies()["bands"].work(miss("72.5"), _terms(TABLE)).steps
    assert steps == ("72.5 % is in the band from 70 % below 75 %: 4 % of monthly-fee", "4 % x 120,000.00 = 4,800.00")


def test_rows_for_a_figure_that_should_be_small_use_above_and_to(miss: Callable[..., Miss]) -> None:
    table = [{"above": "3 %", "to": "5 %", "credit": "1 %"}, {"above": "5 %", "credit": "2 %"}]
    work = remedies()["bands"].work
    assert work(miss("5", "at most 3 %"), _terms(table)).amount == 1200
    assert work(miss("5.01", "at most 3 %"), _terms(table)).amount == 2400


@pytest.mark.parametrize("row", [{"credit": "2"}, {"from": "75", "credit": "-2 %"}, {"form": "75 %", "credit": "2 %"}])
def test_a_row_that_is_not_one_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        _terms([row])


def test_a_figure_that_two_rows_hold_is_our_own_fault_by_then(miss: Callable[..., Miss]) -> None:
    twice = [{"below": "80 %", "credit": "2 %"}, {"below": "75 %", "credit": "4 %"}]
    with pytest.raises(AssertionError, match="2 bands hold"):
        remedies()["bands"].work(miss("70"), _terms(twice))
