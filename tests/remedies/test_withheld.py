"""The whole charge of the window, withheld."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from pactline.remedies import Miss, remedies
from pactline.values.target import Target

TERMS = remedies()["withheld"].terms.model_validate({"of": "relay-minutes"})


def test_a_missed_day_is_not_paid(miss: Callable[..., Miss]) -> None:
    """The second day of contracts.md C13: 254 of 300, and 1,200 minutes at 1.50."""
    working = remedies()["withheld"].work(miss("254/3", "at least 85 %", window="2025-06-02"), TERMS)
    assert working.amount == 1800
    assert working.steps == ("the whole of relay-minutes for 2025-06-02 is withheld: 1,800.00",)


def test_it_costs_the_charge_at_most_and_needs_no_figure() -> None:
    remedy = remedies()["withheld"]
    assert not remedy.needs(TERMS)
    assert remedy.most(TERMS, Target.parse("at least 85 %"), lambda _: Fraction(1800), date(2025, 6, 2)) == 1800
