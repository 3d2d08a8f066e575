"""Rights: what a party may do, and until when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.remedies.rules.days import OFFICE, terms, view

from pactline.remedies.rules.rights import Right, rights

END = {"holder": "client", "when": {"missed": "a"}, "what": "end the contract", "open_for": "60 days"}


def opened(on: str, window: str, **more: Any) -> tuple[Right, ...]:
    """The rights that open on a day on which a window was missed."""
    return rights(view(on, a=[f"{window} missed"]), terms("rights", terminate={**END, **more}), OFFICE)


def test_a_right_opens_on_the_day_after_the_window_and_says_until_when() -> None:
    (right,) = opened("2025-07-01", "2025-06", notice="30 days")
    assert (right.id, right.holder, right.what) == ("terminate", "client", "end the contract")
    assert (right.opened, right.lapses, str(right.notice)) == (date(2025, 7, 1), date(2025, 8, 30), "30 days")


def test_without_its_condition_it_stays_closed() -> None:
    assert rights(view("2025-07-01", a=["2025-06 met"]), terms("rights", terminate=END), {}) == ()


@pytest.mark.parametrize(
    ("open_for", "lapses"),
    [("1 day", "2025-02-02"), ("1 month", "2025-03-01"), ("2 months", "2025-04-01"), ("3 business days", "2025-02-05")],
)
def test_how_long_it_stays_open(open_for: str, lapses: str) -> None:
    """1 February 2025 is a Saturday: the third business day after it is the Wednesday."""
    (right,) = opened("2025-02-01", "2025-01", open_for=open_for, calendar="office")
    assert right.lapses == date.fromisoformat(lapses)


@pytest.mark.parametrize("notice", [None, "30 days"])
def test_a_right_comes_back_from_a_statement_as_it_was(notice: str | None) -> None:
    (right,) = opened("2025-07-01", "2025-06", **({"notice": notice} if notice else {}))
    assert Right.from_json(right.to_json()) == right
