"""Steps of money on both sides of a neutral zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from pactline.remedies import Miss, remedies
from pactline.values.target import Target

C15 = {"worse_by": "2 points", "better_by": "2 points", "per": "0.1 points", "amount": "10000.00", "steps": "exact"}
C7 = {"worse_by": "0 s", "better_by": "15 s", "per": "1 s", "amount": "500.00", "steps": "exact"}


def _terms(given: dict[str, str], **more: str) -> Any:
    return remedies()["two_sided"].terms.model_validate({**given, **more})


@pytest.mark.parametrize(
    ("figure", "owed", "is_bonus"),
    [
        ("83.4", 140_000, True),
        ("82.1", 10_000, True),
        ("82.0", 0, False),
        ("80", 0, False),
        ("78.0", 0, False),
        ("77.9", 10_000, False),
        ("76.5", 150_000, False),
    ],
)
def test_equal_steps_both_ways_around_a_neutral_zone(
    miss: Callable[..., Miss], figure: str, owed: int, is_bonus: bool
) -> None:
    """contracts.md C15."""
    working = remedies()["two_sided"].work(miss(figure), _terms(C15))
    assert working.amount == owed
    assert working.is_bonus is is_bonus


@pytest.mark.parametrize(
    ("figure", "owed", "is_bonus"),
    [
        ("12", 1500, True),
        ("14", 500, True),
        ("15", 0, False),
        ("22", 0, False),
        ("30", 0, False),
        ("41", 5500, False),
        ("47", 8500, False),
    ],
)
def test_a_zone_on_one_side_only(miss: Callable[..., Miss], figure: str, owed: int, is_bonus: bool) -> None:
    """contracts.md C7, with its printed examples 47 s and 14 s: below 15 s earns, above 30 s costs."""
    working = remedies()["two_sided"].work(miss(figure, "at most 30 s"), _terms(C7))
    assert working.amount == owed
    assert working.is_bonus is is_bonus


def test_the_working_shows_zone_steps_and_amount(miss: Callable[..., Miss]) -> None:
    work = remedies()["two_sided"].work
    assert work(miss("83.4"), _terms(C15)).steps == (
        "83.4 - 82 = 1.4 points better than the neutral zone, 78 % to 82 %",
        "1.4 / 0.1 = 14 steps",
        "14 x 10,000.00 = 140,000.00",
    )
    assert work(miss("79"), _terms(C15)).steps == ("79 % is in the neutral zone, 78 % to 82 %",)
    assert work(miss("12", "at most 30 s"), _terms(C7)).steps[0] == (
        "15 - 12 = 3 seconds better than the neutral zone, 15 s to 30 s"
    )


@pytest.mark.parametrize(("steps", "owed"), [("exact", 145_000), ("begun", 150_000), ("whole", 140_000)])
def test_what_a_part_of_a_step_pays_is_said(miss: Callable[..., Miss], steps: str, owed: int) -> None:
    assert remedies()["two_sided"].work(miss("83.45"), _terms(C15, steps=steps)).amount == owed


def test_the_most_limits_both_ways(miss: Callable[..., Miss]) -> None:
    work = remedies()["two_sided"].work
    limited = _terms(C15, most="140000.00")
    assert work(miss("83.4"), limited).amount == work(miss("83.5"), limited).amount == 140_000
    assert work(miss("60"), limited).amount == 140_000
    assert work(miss("60"), limited).steps[-1] == "at most 140,000.00"


@pytest.mark.parametrize(
    "wrong",
    [{"per": "0 points"}, {"per": "1 s"}, {"worse_by": "-1 points"}, {"worse_by": "much"}, {"steps": "some"}],
)
def test_distances_that_make_no_sense_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        _terms(C15, **wrong)


def test_what_it_can_cost_at_most() -> None:
    remedy, day = remedies()["two_sided"], date(2025, 6, 1)
    assert remedy.both_sides
    share, wait = Target.parse("at least 80 %"), Target.parse("at most 30 s")
    assert remedy.most(_terms(C15), share, Fraction, day) == 7_800_000
    assert remedy.most(_terms(C15, most="2000000.00"), share, Fraction, day) == 2_000_000
    assert remedy.most(_terms(C7), wait, Fraction, day) is None
    assert remedy.most(_terms(C7, most="9000.00"), wait, Fraction, day) == 9000
