"""Points into a scheme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from pactline.remedies import Miss, remedies

C1 = [
    {"from": "98.0 %", "to": "98.9 %", "points": "1"},
    {"from": "97.0 %", "to": "97.9 %", "points": "2"},
    {"from": "96.0 %", "to": "96.9 %", "points": "3"},
    {"below": "96.0 %", "points": "4"},
]


def _terms(**given: Any) -> Any:
    return remedies()["points"].terms.model_validate({"into": "service-points", **given})


@pytest.mark.parametrize(
    ("figure", "brought"),
    [("98.9", 1), ("98", 1), ("97.9", 2), ("97", 2), ("96.9", 3), ("96.5", 3), ("96", 3), ("95.9", 4), ("0", 4)],
)
def test_the_row_says_how_many_points(miss: Callable[..., Miss], figure: str, brought: int) -> None:
    """The printed bands of contracts.md C1, with its printed example 96.5 %."""
    working = remedies()["points"].work(miss(figure, "at least 99 %"), _terms(table=C1))
    assert working.points == brought
    assert working.amount == 0


def test_the_working_names_the_row_and_the_scheme(miss: Callable[..., Miss]) -> None:
    work = remedies()["points"].work
    assert work(miss("98.5", "at least 99 %"), _terms(table=C1)).steps == (
        "98.5 % is in the band from 98 % to 98.9 %: 1 point into service-points",
    )
    assert work(miss("70"), _terms(each_miss="2.5")).steps == ("2.5 points into service-points",)


def test_points_for_each_miss_need_no_figure_and_a_table_does() -> None:
    remedy = remedies()["points"]
    assert not remedy.needs(_terms(each_miss="5"))
    assert remedy.needs(_terms(table=C1))


@pytest.mark.parametrize("given", [{}, {"each_miss": "5", "table": C1}, {"each_miss": "-1"}, {"table": []}])
def test_it_is_one_number_or_one_table(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _terms(**given)
