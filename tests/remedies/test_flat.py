"""Flat amount."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import TypeAdapter

from pactline.remedies import Miss, remedies
from pactline.values.terms import DatedMoney

terms = TypeAdapter(DatedMoney).validate_python


def test_a_miss_costs_the_same_however_far_it_is(miss: Callable[..., Miss]) -> None:
    flat = remedies()["flat"].work
    assert flat(miss("79.99"), terms("5000.00")).amount == flat(miss("12"), terms("5000.00")).amount == 5000


def test_the_amount_is_the_one_in_force_on_the_first_day_of_the_window(miss: Callable[..., Miss]) -> None:
    dated = terms({"from 2025-01-01": "5000.00", "from 2025-06-01": "6000.00", "from 2025-07-01": "7000.00"})
    assert remedies()["flat"].work(miss("70"), dated).amount == 6000
