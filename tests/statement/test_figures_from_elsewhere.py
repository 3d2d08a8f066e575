"""Statements over figures that somebody else measured: nothing is said of records that nobody looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction

import pytest

from pactline.agreement.model import Agreement
from pactline.records.facts import Event, Facts, ReportedFigure
from pactline.records.record_set import RecordSet
from pactline.statement.evaluating import evaluate
from pactline.values.period import Period
from pactline.values.zone import to_us

Agreed, Table = Callable[..., Agreement], Callable[..., RecordSet]

UPTIME = """
uptime: {service: support, metric: reported, unit: percent, better: higher, means: share of minutes, each: month,
         measured: figures, target: at least 99 %}
"""
PROMPT = """
prompt: {service: support, metric: service_level, within: 20 s, abandons: count_all, each: month,
         target: at least 80 %}
"""
MARCH = Facts(figures=(ReportedFigure("uptime", Period.parse("2025-03"), value=Fraction(98)),))


def test_a_statement_without_figures_from_records_says_nothing_of_records(agreed: Agreed) -> None:
    text = str(evaluate(agreed(UPTIME), None, "2025-03", facts=MARCH))
    assert "98.00 %" in text
    assert "The records hold nothing" not in text
    assert "no records" in text  # at the foot, where their digest would stand


def test_a_statement_with_a_figure_from_records_says_that_they_hold_nothing(agreed: Agreed, records: Table) -> None:
    statement = evaluate(agreed(UPTIME + PROMPT), records("2025-06-02T09:00:00 answered 1"), "2025-03", facts=MARCH)
    assert "The records hold nothing in this period." in str(statement)


TWO_SIDED = """
prompt: {service: support, metric: reported, unit: percent, better: higher, means: share in time, each: month,
         measured: figures, target: at least 80 %, remedy: {two_sided: {worse_by: 2 points, better_by: 2 points,
         per: 0.1 points, amount: 10.00, steps: whole}}}
"""


@pytest.mark.parametrize(
    ("figure", "credit", "bonus", "said"),
    [
        ("77.9", "10.00", "0.00", False),
        ("78", "0.00", "0.00", True),
        ("82", "0.00", "0.00", True),
        ("82.1", "0.00", "10.00", False),
    ],
)
def test_a_figure_in_the_neutral_zone_says_so(
    agreed: Agreed, figure: str, credit: str, bonus: str, *, said: bool
) -> None:
    facts = Facts(figures=(ReportedFigure("prompt", Period.parse("2025-03"), value=Fraction(figure)),))
    statement = evaluate(agreed(TWO_SIDED), None, "2025-03", facts=facts)
    (window,) = statement["prompt"].windows
    assert (str(statement.credits), str(statement.bonuses)) == (credit, bonus)
    assert (f"{figure} % is in the neutral zone, 78 % to 82 %" in window.notes) is said


MEAN_WAIT = """
wait: {service: support, metric: average_speed_of_answer, each: month, measured: figures, target: at most 60 s}
"""


def test_an_average_reported_without_its_waits_has_no_figure_of_several_months(agreed: Agreed) -> None:
    """Twelve averages make no average: how long all waited together is not known."""
    months = [Period.parse("2025-02"), Period.parse("2025-03")]
    reported = [ReportedFigure("wait", month, counted=100, value=Fraction(63)) for month in months]
    known = [ReportedFigure("wait", month, tally={"answered": 100, "wait_ms": 6_300_000}) for month in months]
    for rows, together in ((reported, None), ([reported[0], known[1]], None), (known, Fraction(63))):
        result = evaluate(agreed(MEAN_WAIT), None, "2025-02-01/2025-04-01", facts=Facts(figures=tuple(rows)))["wait"]
        assert [window.value for window in result.windows] == [63, 63]
        assert result.value == together


CLOSED = """
closed: {service: support, metric: reported, unit: seconds, better: lower, means: time closed, each: month,
         measured: events, target: at most 60 s}
"""


def _outage(first: str, last: str) -> Event:
    start, end = (to_us(datetime.fromisoformat(instant)) for instant in (first, last))
    return Event("closed", start, end)


def test_only_the_events_of_a_window_are_counted_in_it(agreed: Agreed) -> None:
    """An outage of April leaves the statement of March as it was, byte for byte."""
    over_midnight = _outage("2025-03-31T23:59:30+02:00", "2025-04-01T00:02:00+02:00")
    later = _outage("2025-04-20T10:00:00+02:00", "2025-04-20T11:00:00+02:00")
    march, april = (
        evaluate(agreed(CLOSED), None, month, facts=Facts(events=(over_midnight, later)))["closed"].windows[0]
        for month in ("2025-03", "2025-04")
    )
    assert (march.counts.counted, march.value) == (1, 30)
    assert (april.counts.counted, april.value) == (2, 3720)
    before, after = (
        evaluate(agreed(CLOSED), None, "2025-03", facts=Facts(events=events))
        for events in ((over_midnight,), (over_midnight, later))
    )
    assert before.to_json() == after.to_json()


BUSY = """
busy: {service: support, metric: reported, unit: percent, better: lower, means: busy attempts, each: day,
       measured: figures, target: at most 3 %, remedy: {flat: 100.00}}
"""


@pytest.mark.parametrize(("days", "quiet"), [(12, False), (13, True)])
def test_a_cap_of_every_day_is_told_where_it_cuts_and_counted_where_it_does_not(
    agreed: Agreed, days: int, *, quiet: bool
) -> None:
    """With up to twelve periods each has its line."""
    figures = (
        ReportedFigure("busy", Period.parse(f"2025-03-{day:02d}"), value=Fraction(5 if day == 4 else 1))
        for day in range(1, days + 1)
    )
    contract = agreed(BUSY, caps="{daily: {on: all, each: day, at_most: 60.00}}")
    text = str(evaluate(contract, None, f"2025-03-01/2025-03-{days + 1:02d}", facts=Facts(figures=tuple(figures))))
    assert "Cap daily for 2025-03-04: fixed sum 60.00; credits 100.00 cut by 40.00" in text
    assert (f"Cap daily: within it in {days - 1} more periods" in text) is quiet
    assert ("Cap daily for 2025-03-05" in text) is not quiet
