"""Promises that hold up to a forecast: which contacts lie above it, in each of the agreed readings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction

import pytest

from pactline.agreement.model import Agreement
from pactline.records.facts import Facts, ForecastVolume, ReportedFigure
from pactline.records.record_set import RecordSet
from pactline.statement.evaluating import evaluate
from pactline.statement.model import Verdict
from pactline.values.period import Period
from pactline.values.zone import to_us

Agreed, Table = Callable[..., Agreement], Callable[..., RecordSet]

PROMPT = """
prompt: {service: support, metric: service_level, within: 20 s, abandons: count_all, each: month,
         target: at least 80 %}
"""
SEVEN = """
    2025-06-02T09:00:00  answered   1
    2025-06-02T09:10:00  answered   30
    2025-06-02T09:20:00  answered   2
    2025-06-02T10:00:00  answered   3
    2025-06-02T10:10:00  answered   4
    2025-06-02T10:20:00  answered   40
    2025-06-02T10:30:00  answered   50
"""
OF_THE_MONTH = Facts(forecasts=(ForecastVolume("support", None, None, Period.parse("2025-06"), 5),))


def beyond(agreed: Agreed, how: str, threshold: str = "100 %", commitments: str = PROMPT) -> Agreement:
    """The promise with a limit on its volume."""
    return agreed(commitments, volume=f"{{above: {{commitments: prompt, threshold: {threshold}, beyond: {how}}}}}")


def hour(first: str, volume: int) -> ForecastVolume:
    """The forecast of an hour of 2 June, in Berlin."""
    start = to_us(datetime.fromisoformat(f"2025-06-02T{first}:00:00+02:00"))
    return ForecastVolume("support", start, start + 3_600_000_000, None, volume)


def test_the_first_to_arrive_count_up_to_the_threshold(agreed: Agreed, records: Table) -> None:
    (window,) = evaluate(beyond(agreed, "first_to_arrive"), records(SEVEN), "2025-06", facts=OF_THE_MONTH)[
        "prompt"
    ].windows
    assert (window.counts.counted, window.counts.good, window.verdict) == (5, 4, Verdict.MET)
    assert window.value_without == Fraction(400, 7)
    assert window.verdict_without is Verdict.MISSED
    assert "volume above: 7 contacts, 5 forecast, threshold 5: the first 5 to arrive count" in window.notes


@pytest.mark.parametrize(("threshold", "counted"), [("119 %", 5), ("120 %", 6), ("140 %", 7), ("200 %", 7)])
def test_a_part_of_a_contact_does_not_count(agreed: Agreed, records: Table, threshold: str, counted: int) -> None:
    contract = beyond(agreed, "first_to_arrive", threshold)
    assert evaluate(contract, records(SEVEN), "2025-06", facts=OF_THE_MONTH)["prompt"].counts.counted == counted


def test_interval_by_interval_each_has_a_threshold_of_its_own(agreed: Agreed, records: Table) -> None:
    facts = Facts(forecasts=(hour("09", 2), hour("10", 3)))
    (window,) = evaluate(beyond(agreed, "interval_by_interval"), records(SEVEN), "2025-06", facts=facts)[
        "prompt"
    ].windows
    assert (window.counts.counted, window.counts.good) == (5, 3)  # 2 of 3 before ten, 3 of 4 after
    assert "volume above: in 2 intervals contacts above the threshold do not count" in window.notes


@pytest.mark.parametrize(("threshold", "verdict"), [("100 %", Verdict.SUSPENDED), ("140 %", Verdict.MISSED)])
def test_a_void_period_is_not_judged_at_all(agreed: Agreed, records: Table, threshold: str, verdict: Verdict) -> None:
    statement = evaluate(beyond(agreed, "void_period", threshold), records(SEVEN), "2025-06", facts=OF_THE_MONTH)
    assert statement["prompt"].verdict is verdict
    assert statement["prompt"].counts.counted == 7


def test_without_a_forecast_nothing_lies_above_it(agreed: Agreed, records: Table) -> None:
    (window,) = evaluate(beyond(agreed, "first_to_arrive"), records(SEVEN), "2025-06")["prompt"].windows
    assert window.counts.counted == 7
    assert "volume above: nothing was forecast for 2025-06, so no contact lies above" in window.notes


def test_a_report_does_not_say_which_came_first(agreed: Agreed) -> None:
    reported = PROMPT.replace("each: month", "each: month, measured: figures")
    facts = Facts(
        figures=(ReportedFigure("prompt", Period.parse("2025-06"), counted=7, good=4),),
        forecasts=OF_THE_MONTH.forecasts,
    )
    (window,) = evaluate(beyond(agreed, "first_to_arrive", commitments=reported), None, "2025-06", facts=facts)[
        "prompt"
    ].windows
    assert (window.counts.counted, window.counts.good) == (7, 4)
    said = "volume above: 7 contacts, 5 forecast, threshold 5: a report does not say which came first"
    assert any(note.startswith(said) for note in window.notes)


def test_windows_that_overlap_have_each_their_own_first_to_arrive(agreed: Agreed, records: Table) -> None:
    """A contact that is late in one window of two months may be among the first of the next, in whatever statement."""
    rolling = PROMPT.replace("each: month", "each: rolling 2 months, over_months: pooled, before_full: shorter")
    contract = beyond(agreed, "first_to_arrive", commitments=rolling)
    table = "".join(
        f"2025-{month:02}-{day:02}T09:00:00 answered {60 if day > 7 else 1}\n"
        for month in (1, 2, 3)
        for day in range(1, 11)
    )
    forecasts = tuple(ForecastVolume("support", None, None, Period.parse(f"2025-{month:02}"), 8) for month in (1, 2, 3))
    told, told_records = Facts(forecasts=forecasts), records(table)
    quarter = evaluate(contract, told_records, "2025-Q1", facts=told)["prompt"].windows
    assert [(window.counts.counted, window.counts.good) for window in quarter] == [(8, 7), (16, 13), (16, 13)]
    months = [evaluate(contract, told_records, f"2025-{m:02}", facts=told)["prompt"].windows[0] for m in (1, 2, 3)]
    assert months == list(quarter)
