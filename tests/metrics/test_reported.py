"""A reported figure: what the agreement says of it, and how several reports become one."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from pactline.agreement.model import Agreement
from pactline.records.facts import Facts, ReportedFigure
from pactline.statement.evaluating import evaluate
from pactline.values.period import Period

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
def test_several_reports_of_one_window_become_one_as_agreed(
    agreed: Callable[..., Agreement], combine: str, value: str
) -> None:
    statement = evaluate(agreed(LATE.format(combine=f", combine: {combine}")), None, "2025-Q1", facts=MONTHS)
    assert statement["late"].value == Fraction(value)
    assert statement["late"].choices["combine"] == combine


def test_without_an_agreed_way_counts_are_pooled_and_bare_values_are_no_figure(
    agreed: Callable[..., Agreement],
) -> None:
    statement = evaluate(agreed(LATE.format(combine="")), None, "2025-Q1", facts=MONTHS)
    assert statement["late"].value is None
