"""Forecast accuracy: how much of what came had been forecast, interval by interval."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from pactline.agreement.model import Agreement
from pactline.records.facts import Facts, ForecastVolume
from pactline.records.record_set import RecordSet
from pactline.statement.counting.choices_in_words import ChoiceRefused, choose
from pactline.statement.evaluating import evaluate
from pactline.statement.measuring import measure
from pactline.values.period import Period

Agreed, Table = Callable[..., Agreement], Callable[..., RecordSet]
CALLS = """
    2025-06-02T09:00 answered 5
    2025-06-02T09:10 abandoned 5
    2025-06-02T09:30 answered 5
    2025-06-03T10:00 answered 5
    2025-06-03T10:05 refused -
"""


def forecast(**volumes: int) -> Facts:
    """Days of June by number, such as ``d2=3``, each with the contacts forecast."""
    days = [(f"2025-06-{int(name[1:]):02d}", volume) for name, volume in volumes.items()]
    return Facts(forecasts=tuple(ForecastVolume("support", None, None, Period.parse(day), many) for day, many in days))


def judged(agreed: Agreed, records: Table, facts: Facts, metric: str, target: str) -> Any:
    agreement = agreed(f"{metric}: {{service: support, metric: {metric}, each: month, target: {target}}}")
    (result,) = evaluate(agreement, records(CALLS), Period.parse("2025-06"), facts=facts)
    return result.windows[0]


def test_misses_on_either_side_add_up_and_do_not_make_good_one_another(agreed: Agreed, records: Table) -> None:
    window = judged(agreed, records, forecast(d2=2, d3=2), "forecast_accuracy", "at least 50 %")
    assert window.value == Fraction(100 * (4 - 2), 4), "3 came for 2, and 1 for 2"
    assert window.verdict == "met"
    exact = judged(agreed, records, forecast(d2=3, d3=1), "forecast_accuracy", "at least 100 %")
    assert (exact.value, exact.verdict) == (100, "met")


def test_more_misses_than_contacts_are_below_nought(agreed: Agreed, records: Table) -> None:
    assert judged(agreed, records, forecast(d2=10, d3=1), "forecast_accuracy", "at least 50 %").value == Fraction(
        -300, 4
    )


def test_only_forecasts_that_lie_wholly_in_the_window_are_looked_at(agreed: Agreed, records: Table) -> None:
    facts = Facts(
        forecasts=(
            ForecastVolume("support", None, None, Period.parse("2025-06-02"), 3),
            ForecastVolume("support", None, None, Period.parse("2025-05-31/2025-06-02"), 50),
            ForecastVolume("other", None, None, Period.parse("2025-06-03"), 50),
        )
    )
    assert judged(agreed, records, facts, "forecast_accuracy", "at least 50 %").value == 100


def test_no_forecast_is_no_data_and_nothing_that_came_has_no_accuracy(agreed: Agreed, records: Table) -> None:
    assert judged(agreed, records, Facts(), "forecast_accuracy", "at least 50 %").verdict == "no_data"
    assert judged(agreed, records, forecast(d9=5), "forecast_accuracy", "at least 50 %").value is None


def test_outside_a_contract_folder_nobody_knows_the_forecast(records: Table) -> None:
    with pytest.raises(ChoiceRefused, match="contract folder"):
        measure(records(CALLS), choose("forecast_accuracy", {}))
