"""Several reported figures in one window: how they become one, and what is said where nothing makes them one."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from pactline.agreement.model import Agreement
from pactline.records.facts import Facts, ReportedFigure
from pactline.statement.evaluating import evaluate
from pactline.values.period import Period

Agreed = Callable[..., Agreement]

LATE = """
late: {{service: support, metric: reported, unit: count, better: lower, means: late deliveries, measured: figures,
       each: quarter, target: at most 3{combine}}}
"""
MONTHS = Facts(
    figures=tuple(
        ReportedFigure("late", Period.parse(f"2025-0{month}"), value=Fraction(value))
        for month, value in ((1, 3), (2, 0), (3, 1))
    )
)


@pytest.mark.parametrize(("combine", "value"), [("sum", "4"), ("mean", "4/3"), ("last", "1")])
def test_they_become_one_as_agreed(agreed: Agreed, combine: str, value: str) -> None:
    statement = evaluate(agreed(LATE.format(combine=f", combine: {combine}")), None, "2025-Q1", facts=MONTHS)
    assert statement["late"].value == Fraction(value)
    assert statement["late"].choices["combine"] == combine


def test_without_an_agreed_way_they_are_no_figure_and_the_statement_says_so(agreed: Agreed) -> None:
    statement = evaluate(agreed(LATE.format(combine="")), None, "2025-Q1", facts=MONTHS)
    (window,) = statement["late"].windows
    assert window.value is None
    assert window.notes[0].startswith("3 figures are reported without counts to pool")


def test_one_report_of_the_whole_window_needs_no_way(agreed: Agreed) -> None:
    whole = Facts(figures=(ReportedFigure("late", Period.parse("2025-Q1"), value=Fraction(4)),))
    (window,) = evaluate(agreed(LATE.format(combine="")), None, "2025-Q1", facts=whole)["late"].windows
    assert window.value == Fraction(4)
    assert window.notes == ()
