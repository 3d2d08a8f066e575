"""Misses counted within months or windows."""

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
TRANCHES = [{"from": "3", "credit": "1000.00"}, {"from": "5", "credit": {"percent": "2 %", "of": "monthly-fee"}}]


def _terms(**given: Any) -> Any:
    usual = {"within": "12 months", "tranches": TRANCHES, "again": "each_window"}
    return remedies()["rolling_count"].terms.model_validate({**usual, **given})


def _work(miss: Miss, terms: Any) -> Working:
    return remedies()["rolling_count"].work(miss, terms)


def _missed(past: Pasts, *months: str) -> tuple[Past, ...]:
    return past(*(f"{month} missed 70" for month in months))


@pytest.mark.parametrize(("earlier", "owed"), [(1, 0), (2, 1000), (3, 1000), (4, 2400)])
def test_the_tranche_that_the_count_reaches_pays(
    miss: Callable[..., Miss], past: Pasts, earlier: int, owed: int
) -> None:
    months = ("2025-01", "2025-02", "2025-03", "2025-04")
    assert _work(replace(miss("70"), past=_missed(past, *months[:earlier])), _terms()).amount == owed


def test_a_window_is_counted_as_long_as_it_ends_within_the_months(miss: Callable[..., Miss], past: Pasts) -> None:
    """Twelve months up to the end of June 2025 begin with July 2024."""
    in_time = replace(miss("70"), past=_missed(past, "2024-07", "2025-05"))
    too_old = replace(miss("70"), past=_missed(past, "2024-06", "2025-05"))
    assert _work(in_time, _terms()).amount == 1000
    assert _work(too_old, _terms()).amount == 0
    assert _work(too_old, _terms()).steps == ("2 windows missed within 12 months; 3 are needed",)


def test_windows_are_counted_with_those_that_were_not_missed(miss: Callable[..., Miss], past: Pasts) -> None:
    earlier = past("2025-02 missed 70", "2025-03 missed 70", "2025-04 met 90", "2025-05 no_data")
    assert _work(replace(miss("70"), past=earlier), _terms(within="5 windows")).amount == 1000
    assert _work(replace(miss("70"), past=earlier), _terms(within="4 windows")).amount == 0


def test_only_the_miss_that_reaches_a_tranche_pays_where_it_is_agreed(miss: Callable[..., Miss], past: Pasts) -> None:
    terms = _terms(again="on_reaching")
    months = ("2025-01", "2025-02", "2025-03", "2025-04", "2025-05")
    paid = [_work(replace(miss("70"), past=_missed(past, *months[:n])), terms).amount for n in range(6)]
    assert paid == [0, 0, 1000, 0, 2400, 0]


def test_a_count_that_stays_where_it_was_reaches_nothing_anew(miss: Callable[..., Miss], past: Pasts) -> None:
    """June 2024 leaves the twelve months as June 2025 enters them; after a drop the tranche is reached again."""
    stays = past("2024-06 missed 70", "2025-03 missed 70", "2025-04 missed 70", "2025-05 met 90")
    drops = past("2024-05 missed 70", "2025-03 missed 70", "2025-04 missed 70", "2025-05 met 90")
    terms = _terms(again="on_reaching")
    assert _work(replace(miss("70"), past=stays), terms).amount == 0
    assert _work(replace(miss("70"), past=drops), terms).amount == 1000


def test_the_dearest_tranche_is_the_most() -> None:
    remedy, target = remedies()["rolling_count"], Target.parse("at least 80 %")
    assert remedy.most(_terms(), target, lambda _: Fraction(120_000), date(2025, 6, 1)) == 2400
    assert remedy.most(_terms(), target, lambda _: Fraction(12_000), date(2025, 6, 1)) == 1000


@pytest.mark.parametrize(
    "wrong",
    [
        {"tranches": []},
        {"tranches": [TRANCHES[1], TRANCHES[0]]},
        {"tranches": [TRANCHES[0], TRANCHES[0]]},
        {"within": "12 moons"},
        {"within": "0 months"},
        {"again": "sometimes"},
    ],
)
def test_terms_that_cannot_be_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _terms(**wrong)
