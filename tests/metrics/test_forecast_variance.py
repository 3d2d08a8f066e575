"""Forecast variance: how far more or less came than was forecast."""

from __future__ import annotations

from fractions import Fraction

from tests.metrics.test_forecast_accuracy import Agreed, Table, forecast, judged


def test_it_is_about_all_rows_together_and_has_a_sign(agreed: Agreed, records: Table) -> None:
    assert judged(agreed, records, forecast(d2=2, d3=2), "forecast_variance", "at most 10 %").value == 0
    assert judged(agreed, records, forecast(d2=2, d3=1), "forecast_variance", "at most 10 %").value == Fraction(100, 3)
    assert judged(agreed, records, forecast(d2=3, d3=5), "forecast_variance", "at most 10 %").value == -50


def test_nothing_came_is_all_of_the_forecast_missing(agreed: Agreed, records: Table) -> None:
    assert judged(agreed, records, forecast(d9=5), "forecast_variance", "at most 10 %").value == -100
