"""Figures that are not counted from records: reports, several reports as one, tallies, and events in opening hours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from tests.handed_over import promise

from pactline.agreement.model import Agreement
from pactline.records.facts import Event, Facts, ReliefClaim, ReportedFigure
from pactline.statement.evaluating import evaluate
from pactline.statement.model import Window
from pactline.values.period import Period
from pactline.values.zone import to_us, zone

Agreed = Callable[..., Agreement]


def figure(window: str, **more: Any) -> ReportedFigure:
    """A report of the promise."""
    return ReportedFigure("prompt", Period.parse(window), **more)


def judged(contract: Agreement, period: str, *told: ReportedFigure) -> Window:
    """The one window that ends with a period."""
    return evaluate(contract, None, period, facts=Facts(figures=told))["prompt"].windows[-1]


def test_counts_make_the_figure_exactly(agreed: Agreed) -> None:
    window = judged(agreed(promise("prompt")), "2025-06", figure("2025-06", counted=3, good=1))
    assert (window.value, window.counts.counted, window.counts.good) == (Fraction(100, 3), 3, 1)


def test_a_report_for_exactly_the_window_wins_over_its_parts(agreed: Agreed) -> None:
    contract = agreed(promise("prompt", each="quarter"))
    months = [figure(f"2025-{month:02}", value=Fraction(month)) for month in (4, 5, 6)]
    assert judged(contract, "2025-Q2", *months).value == 5
    assert judged(contract, "2025-Q2", *months, figure("2025-Q2", value=Fraction(70))).value == 70


@pytest.mark.parametrize(("combine", "value"), [("mean", 55), ("sum", 110), ("last", 80), ("pooled", "760/11")])
def test_several_reports_become_one_figure_as_agreed(agreed: Agreed, combine: str, value: Any) -> None:
    """30 % of 20 and 80 % of 80, with 10 more of which 6 were good in no other month."""
    contract = agreed(promise("prompt", each="quarter").replace("combine: mean", f"combine: {combine}"))
    told = [
        figure("2025-05", counted=90, good=72, value=Fraction(80)),
        figure("2025-04", counted=20, good=6, value=Fraction(30)),
    ]
    window = judged(contract, "2025-Q2", *told)
    expected = Fraction(100 * 78, 110) if combine == "pooled" else Fraction(value)
    assert window.value == expected
    assert window.notes == ("the reports leave 30 days of 2025-Q2 out",)


def test_values_without_counts_cannot_be_pooled(agreed: Agreed) -> None:
    contract = agreed(promise("prompt", each="quarter").replace("combine: mean", "combine: pooled"))
    assert (
        judged(contract, "2025-Q2", figure("2025-04", value=Fraction(30)), figure("2025-05", value=Fraction(80))).value
        is None
    )


def test_the_order_of_the_reports_does_not_matter(agreed: Agreed) -> None:
    contract = agreed(promise("prompt", each="quarter").replace("combine: mean", "combine: last"))
    told = [
        figure("2025-04", value=Fraction(30)),
        figure("2025-05", value=Fraction(80)),
        figure("2025-06", value=Fraction(7)),
    ]
    assert judged(contract, "2025-Q2", *told) == judged(contract, "2025-Q2", *reversed(told))


def test_a_report_that_reaches_over_the_window_is_not_one_of_it(agreed: Agreed) -> None:
    window = judged(agreed(promise("prompt")), "2025-06", figure("2025-Q2", value=Fraction(90)))
    assert window.value is None


TALLY = {"offered": 100, "answered": 90, "answered_in_time": 80, "abandoned": 10, "abandoned_in_time": 6}


@pytest.mark.parametrize(
    ("abandons", "value"), [("count_all", "80"), ("ignore_all", "800/9"), ("count_as_met_within_T", "86")]
)
def test_a_tally_is_read_as_the_metric_says(agreed: Agreed, abandons: str, value: str) -> None:
    """contracts.md C13: one tally, several figures."""
    text = f"""
    prompt: {{service: support, metric: service_level, within: 45 s, abandons: {abandons}, measured: figures,
             each: month, target: at least 80 %}}
    """
    assert judged(agreed(text), "2025-06", figure("2025-06", tally=TALLY)).value == Fraction(value)


def us(text: str, where: str = "Europe/Berlin") -> int:
    """An instant of a local clock."""
    return to_us(datetime.fromisoformat(text).replace(tzinfo=zone(where)))


def outage(start: str, end: str) -> Event:
    """An outage between two local times."""
    return Event("outage", us(start), us(end))


OUTAGE = """
outage: {service: SERVICE, metric: reported, unit: seconds, better: lower, means: time without service,
         measured: events, each: EACH, target: at most 1 h}
"""
HOURS = 'calendars: {office: {mon-fri: "08:00-18:00", closed: [2025-06-09]}}\n'


def lasted(
    agreed: Agreed, period: str, *events: Event, hours: str = "always", each: str = "month", **more: Any
) -> Window:
    """The outages of a window."""
    contract = agreed(
        OUTAGE.replace("EACH", each).replace("SERVICE", "desk"),
        HOURS + more.get("tail", ""),
        services=f"{{desk: {{hours: {hours}}}}}",
    )
    told = replace(Facts(events=events), relief=more.get("relief", ()))
    return evaluate(contract, None, period, facts=told)["outage"].windows[-1]


def test_events_are_added_up_inside_the_window_only(agreed: Agreed) -> None:
    over_midnight = outage("2025-06-30T23:30:00", "2025-07-01T02:00:00")
    assert lasted(agreed, "2025-06", over_midnight).value == 1800
    assert lasted(agreed, "2025-07", over_midnight).value == 7200


def test_events_that_overlap_are_not_counted_twice_and_only_those_of_the_window_are_counted(agreed: Agreed) -> None:
    window = lasted(
        agreed, "2025-06", outage("2025-06-03T10:00:00", "2025-06-03T11:00:00"),
        outage("2025-06-03T10:30:00", "2025-06-03T11:30:00"), outage("2025-07-03T10:30:00", "2025-07-03T11:30:00"),
    )  # fmt: skip
    assert (window.value, window.counts.counted) == (5400, 2)
    assert window.notes[-1] == "at most 3600 s was passed after 2025-06-03 11:00:00+02:00"


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2025-06-06T17:00:00", "2025-06-10T09:00:00", 7200),  # Friday to Tuesday, Monday is closed
        ("2025-06-03T07:00:00", "2025-06-03T08:00:00", 0),
        ("2025-06-03T07:59:59", "2025-06-03T08:00:01", 1),
        ("2025-06-03T17:59:59", "2025-06-03T19:00:00", 1),
    ],
)
def test_only_the_hours_of_the_service_count(agreed: Agreed, start: str, end: str, seconds: int) -> None:
    assert lasted(agreed, "2025-06", outage(start, end), hours="office").value == seconds


@pytest.mark.parametrize(("night", "hours"), [("2025-03-30", 4), ("2025-10-26", 6), ("2025-06-15", 5)])
def test_an_outage_over_a_change_of_the_clock_lasts_as_long_as_it_did(agreed: Agreed, night: str, hours: int) -> None:
    window = lasted(agreed, night, outage(f"{night}T00:00:00", f"{night}T05:00:00"), each="day")
    assert window.value == 3600 * hours


def test_each_hour_has_its_own_part_of_an_outage_also_in_opening_hours(agreed: Agreed) -> None:
    contract = agreed(
        OUTAGE.replace("EACH", "hour").replace("SERVICE", "desk"), HOURS, services="{desk: {hours: office}}"
    )
    told = Facts(events=(outage("2025-06-03T09:30:00", "2025-06-03T10:15:00"),))
    windows = evaluate(contract, None, "2025-06-03", facts=told)["outage"].windows
    lasted_by_hour = {str(w.period)[11:13]: w.value for w in windows if w.value}
    assert lasted_by_hour == {"09": 1800, "10": 900}


@pytest.mark.parametrize(
    ("first", "last", "seconds"), [("10:00", "11:00", 3600), ("09:00", "10:30", 5400), ("12:00", "13:00", 7200)]
)
def test_an_accepted_claim_takes_its_time_out_of_an_outage(agreed: Agreed, first: str, last: str, seconds: int) -> None:
    claim = ReliefClaim(
        "R-1", "storm", us(f"2025-06-03T{first}:00"), us(f"2025-06-03T{last}:00"), None, date(2025, 6, 5), "accepted"
    )
    window = lasted(
        agreed, "2025-06", outage("2025-06-03T10:00:00", "2025-06-03T12:00:00"),
        tail="relief: {causes: {storm: {effect: cut_out}}}\n", relief=(claim,),
    )  # fmt: skip
    assert window.value == seconds
    assert window.value_without == (None if seconds == 7200 else 7200)
