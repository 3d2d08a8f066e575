"""A miss after a miss costs a multiple."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from pactline.remedies import Miss, Past, Working, remedies
from pactline.remedies.modifiers import modifiers

Pasts = Callable[..., tuple[Past, ...]]
C1 = {
    "into": "service-points",
    "table": [
        {"from": "98.0 %", "to": "98.9 %", "points": "1"},
        {"from": "97.0 %", "to": "97.9 %", "points": "2"},
        {"from": "96.0 %", "to": "96.9 %", "points": "3"},
        {"below": "96.0 %", "points": "4"},
    ],
}
THREE = ("2025-03 missed", "2025-04 missed", "2025-05 missed")


def _terms(**given: Any) -> Any:
    return modifiers()["repeat"].terms.model_validate({"times": "2", "excused": "break", **given})


def _repeat(miss: Miss, terms: Any, working: Working | None = None) -> Working:
    found: Working = modifiers()["repeat"].work(miss, terms, working or Working(Fraction(4800), ("bands",)))
    return found


def _points(miss: Callable[..., Miss], past: Pasts, figures: list[str]) -> list[Fraction | None]:
    """The points of consecutive months with these figures, 99 promised."""
    found: list[Fraction | None] = []
    earlier: list[str] = []
    for month, figure in enumerate(figures, start=1):
        window = f"2025-{month:02d}"
        verdict = "met" if Fraction(figure) >= 99 else "missed"
        if verdict == "missed":
            given = replace(miss(figure, "at least 99 %", window=window), past=past(*earlier, target="at least 99 %"))
            shape = remedies()["points"]
            found.append(_repeat(given, _terms(), shape.work(given, shape.terms.model_validate(C1))).points)
        else:
            found.append(None)
        earlier.append(f"{window} {verdict} {figure}")
    return found


def test_the_printed_example_of_repeated_failures(miss: Callable[..., Miss], past: Pasts) -> None:
    """contracts.md C1: 3 points, then 1 x 2, then 3 x 2."""
    assert _points(miss, past, ["96.5", "98.5", "96.5"]) == [3, 2, 6]


def test_the_worked_seven_months(miss: Callable[..., Miss], past: Pasts) -> None:
    """contracts.md C1, figures rounded half-up to one decimal; a month that was met ends the row."""
    figures = ["98.5", "97.4", "99.2", "95.0", "96.9", "98.9", "99.0"]
    assert _points(miss, past, figures) == [1, 4, None, 4, 6, 2, None]


def test_the_working_says_which_miss_it_is(miss: Callable[..., Miss], past: Pasts) -> None:
    first = _repeat(miss("70"), _terms())
    assert first.amount == 4800
    assert first.steps == ("bands",)
    second = _repeat(replace(miss("70"), past=past("2025-05 missed 70")), _terms())
    assert second.amount == 9600
    assert second.steps == ("bands", "second miss in a row: x 2 = 9,600.00")
    given = Working(Fraction(0), (), points=Fraction(1))
    in_points = _repeat(replace(miss("70"), past=past("2025-05 missed 70")), _terms(), given)
    assert in_points.steps == ("second miss in a row: x 2 = 2 points",)


@pytest.mark.parametrize(
    ("given", "multiples"),
    [
        ({"times": "2"}, [1, 2, 2, 2]),
        ({"times": "1.5"}, [1, Fraction(3, 2), Fraction(3, 2), Fraction(3, 2)]),
        ({"times": ["1", "2", "3"]}, [1, 2, 3, 3]),
        ({"times": ["2", "3"]}, [2, 3, 3, 3]),
        ({"times": "2", "growing": "yes"}, [1, 2, 4, 8]),
        ({"times": "2", "growing": "no", "counts": "consecutive"}, [1, 2, 2, 2]),
    ],
)
def test_the_multiple_grows_as_agreed(
    miss: Callable[..., Miss], past: Pasts, given: dict[str, Any], multiples: list[Fraction]
) -> None:
    amounts = [_repeat(replace(miss("70"), past=past(*THREE[3 - n :])), _terms(**given)).amount for n in range(4)]
    assert amounts == [4800 * multiple for multiple in multiples]


@pytest.mark.parametrize("verdict", ["excused", "suspended", "no_data", "report_only"])
def test_a_window_that_was_not_judged_breaks_the_row_or_is_passed_over(
    miss: Callable[..., Miss], past: Pasts, verdict: str
) -> None:
    earlier = past("2025-04 missed 70", f"2025-05 {verdict}")
    assert _repeat(replace(miss("70"), past=earlier), _terms(excused="break")).amount == 4800
    assert _repeat(replace(miss("70"), past=earlier), _terms(excused="skip")).amount == 9600


@pytest.mark.parametrize(
    "wrong", [{"times": "-2"}, {"times": []}, {"times": ["1", "2", "3"], "growing": "yes"}, {"excused": "maybe"}]
)
def test_terms_that_cannot_be_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _terms(**wrong)
    with pytest.raises(ValidationError, match="excused"):
        modifiers()["repeat"].terms.model_validate({"times": "2"})


def test_the_most_is_the_highest_multiple() -> None:
    most = modifiers()["repeat"].most
    assert most(_terms(times=["1", "3"]), Fraction(100), Fraction, date.min) == 300
    assert most(_terms(growing="yes"), Fraction(100), Fraction, date.min) is None
    assert most(_terms(growing="yes"), Fraction(0), Fraction, date.min) == 0
    assert most(_terms(), None, Fraction, date.min) is None
