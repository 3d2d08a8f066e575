"""Better windows make up for later misses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from pactline.remedies import Miss, Past, remedies
from pactline.remedies.modifiers import modifiers
from pactline.values.terms import DatedMoney

Pasts = Callable[..., tuple[Past, ...]]
TARGET = "at least 95 %"


def _terms(**given: str) -> Any:
    return modifiers()["bank"].terms.model_validate(
        {"per": "exact", "keep": "3 months", "use": "oldest_first", **given}
    )


def _left(miss: Miss, terms: Any) -> Fraction:
    """The points that are left of a miss, 0 if none are."""
    found = modifiers()["bank"].work(miss, terms)[0]
    return Fraction(0) if found is None else found.distance


def _row(miss: Callable[..., Miss], past: Pasts, figures: dict[str, str]) -> Miss:
    """The last of these windows as a miss, with those before it as its past."""
    *before, (window, figure) = figures.items()
    verdicts = [f"{w} {'met' if Fraction(f) >= 95 else 'missed'} {f}" for w, f in before]
    return replace(miss(figure, TARGET, window=window), past=past(*verdicts, target=TARGET))


YEAR = {"2025-01": "98", "2025-02": "95", "2025-03": "94", "2025-04": "93", "2025-05": "94"}
VARIANT = {**YEAR, "2025-04": "95"}


@pytest.mark.parametrize(
    ("figures", "until", "left"),
    [(YEAR, "2025-03", 0), (YEAR, "2025-04", 0), (YEAR, "2025-05", 1), (VARIANT, "2025-05", 1)],
)
def test_the_worked_months_of_the_hospital(
    miss: Callable[..., Miss], past: Pasts, figures: dict[str, str], until: str, left: int
) -> None:
    """contracts.md C19: January banks 3 points, good to April; the variant has 2 of them expired in May."""
    shown = {month: figure for month, figure in figures.items() if month <= until}
    assert _left(_row(miss, past, shown), _terms()) == left


def test_what_is_left_goes_on_to_the_shape(miss: Callable[..., Miss], past: Pasts) -> None:
    given = _row(miss, past, {"2025-01": "96", "2025-02": "92.5"})
    left, steps = modifiers()["bank"].work(given, _terms())
    assert steps == ("95 - 92.5 = 2.5 points", "from the bank 1 of 2025-01: 2.5 - 1 = 1.5 points left")
    amount = TypeAdapter(DatedMoney).validate_python("1000.00")
    assert remedies()["per_point"].work(left, amount).amount == 1500


def test_the_working_says_where_the_points_come_from(miss: Callable[..., Miss], past: Pasts) -> None:
    left, steps = modifiers()["bank"].work(
        _row(miss, past, {"2025-02": "96", "2025-03": "97", "2025-04": "93"}), _terms()
    )
    assert left is None
    assert steps == (
        "95 - 93 = 2 points",
        "from the bank 1 of 2025-02, 1 of 2025-03: 2 - 2 = 0 points left",
        "the bank makes up for all of it",
    )
    assert modifiers()["bank"].work(_row(miss, past, {"2025-03": "93"}), _terms())[1] == ("nothing is banked",)


def test_the_working_says_what_expired_in_the_bank(miss: Callable[..., Miss], past: Pasts) -> None:
    """contracts.md C19, the variant: in May the 2 points that January still has are too old, in April they are not."""
    figures = {"2025-01": "98", "2025-02": "95", "2025-03": "94", "2025-04": "95", "2025-05": "94"}
    assert modifiers()["bank"].work(_row(miss, past, figures), _terms())[1] == (
        "nothing in the bank can be used: 2 of 2025-01 expired",
    )
    in_april = {**{month: figure for month, figure in figures.items() if month < "2025-04"}, "2025-04": "94"}
    assert modifiers()["bank"].work(_row(miss, past, in_april), _terms())[0] is None


def test_the_newest_points_can_be_used_first(miss: Callable[..., Miss], past: Pasts) -> None:
    """With the newest first, the points of February are gone in March and those of January expired in May."""
    figures = {"2025-01": "96", "2025-02": "96", "2025-03": "94", "2025-04": "95", "2025-05": "94"}
    assert _left(_row(miss, past, figures), _terms()) == 0
    assert _left(_row(miss, past, figures), _terms(use="newest_first")) == 1


def test_parts_of_a_point_are_banked_or_not(miss: Callable[..., Miss], past: Pasts) -> None:
    figures = {"2025-01": "96.75", "2025-02": "93"}
    assert _left(_row(miss, past, figures), _terms()) == Fraction("0.25")
    assert _left(_row(miss, past, figures), _terms(per="whole")) == 1


@pytest.mark.parametrize(("keep", "left"), [("2 windows", 1), ("3 windows", 0), ("3", 0), ("2 months", 1)])
def test_points_expire_after_windows_or_months(miss: Callable[..., Miss], past: Pasts, keep: str, left: int) -> None:
    figures = {"2025-01": "96", "2025-02": "95", "2025-03": "95", "2025-04": "94"}
    assert _left(_row(miss, past, figures), _terms(keep=keep)) == left


def test_of_a_figure_that_should_be_small_the_lower_ones_are_banked(miss: Callable[..., Miss], past: Pasts) -> None:
    earlier = past("2025-05 met 22", target="at most 30 s")
    left, _ = modifiers()["bank"].work(replace(miss("41", "at most 30 s"), past=earlier), _terms())
    assert left.figure == 33


@pytest.mark.parametrize("verdict", ["excused", "suspended", "report_only"])
def test_a_window_that_was_not_judged_banks_nothing(miss: Callable[..., Miss], past: Pasts, verdict: str) -> None:
    earlier = past(f"2025-05 {verdict} 99", target=TARGET)
    assert _left(replace(miss("94", TARGET), past=earlier), _terms()) == 1


def test_a_bonus_leaves_the_bank_alone(miss: Callable[..., Miss], past: Pasts) -> None:
    given = replace(miss("97", TARGET, better=True), past=past("2025-05 met 99", target=TARGET))
    assert modifiers()["bank"].work(given, _terms()) == (given, ())


@pytest.mark.parametrize("missing", ["per", "keep", "use"])
def test_nothing_chooses_for_the_parties(missing: str) -> None:
    given = {"per": "exact", "keep": "3 months", "use": "oldest_first"}
    del given[missing]
    with pytest.raises(ValidationError, match=missing):
        modifiers()["bank"].terms.model_validate(given)
