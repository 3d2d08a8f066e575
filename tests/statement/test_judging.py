"""From a figure to a verdict, and what keeps a window from having one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from tests.handed_over import facts, over, promise

from pactline.agreement.model import Agreement
from pactline.records.facts import Facts, ReliefClaim, ReportedFigure
from pactline.statement.evaluating import evaluate
from pactline.statement.model import Verdict, Window
from pactline.values.period import Period

Agreed = Callable[..., Agreement]
CALENDAR = 'calendars: {office: {mon-fri: "09:00-17:00"}}\n'
JUNE = "2025-06"


def judged(contract: Agreement, told: Facts = Facts(), period: str = JUNE) -> Window:  # noqa: B008
    """The one window of the promise in a period."""
    (window,) = evaluate(contract, None, period, facts=told)["prompt"].windows
    return window


@pytest.mark.parametrize(("figure", "verdict"), [("80", "met"), ("79.999999", "missed"), ("80.000001", "met")])
def test_the_target_itself_keeps_the_promise(agreed: Agreed, figure: str, verdict: str) -> None:
    assert judged(agreed(promise("prompt")), facts(over(("prompt 2025-06", figure)))).verdict == verdict


@pytest.mark.parametrize(("figure", "verdict"), [("79.95", "met"), ("79.94", "missed")])
def test_a_figure_is_compared_as_it_is_rounded(agreed: Agreed, figure: str, verdict: str) -> None:
    contract = agreed(promise("prompt", "rounding: 1 decimal half_up, remedy: {per_point: 10.00}"))
    window = judged(contract, facts(over(("prompt 2025-06", figure))))
    assert window.verdict == verdict
    assert window.credit is None or str(window.credit.rounded) == "1.00"  # of 79.9, not of 79.94


@pytest.mark.parametrize(
    ("no_data", "verdict"), [("excluded", Verdict.NO_DATA), ("met", Verdict.MET), ("missed", Verdict.MISSED)]
)
def test_a_window_without_a_figure_is_what_was_agreed(agreed: Agreed, no_data: str, verdict: Verdict) -> None:
    window = judged(agreed(promise("prompt", f"no_data: {no_data}, remedy: {{flat: 10.00}}")))
    assert window.verdict is verdict
    assert (window.credit is not None) is (verdict is Verdict.MISSED)  # a flat sum needs no figure


def test_a_distance_is_not_paid_where_there_is_none(agreed: Agreed) -> None:
    window = judged(agreed(promise("prompt", "no_data: missed, remedy: {per_point: 10.00}")))
    assert (window.verdict, window.credit) == (Verdict.MISSED, None)
    assert window.notes[-1] == "missed by rule, not by its figure: per_point has no distance to work with"


REPORT = "report: {due: 10 business days, late: LATE, calendar: office}"


def reported(on: str | None, value: int = 90) -> Facts:
    """June's figure, reported on a day."""
    day = date.fromisoformat(on) if on else None
    return Facts(figures=(ReportedFigure("prompt", Period.parse(JUNE), value=value, reported=day),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("on", "verdict", "note"),
    [
        ("2025-07-14", Verdict.MET, ""),
        ("2025-07-15", Verdict.MISSED, "reported on 2025-07-15, 1 day after 2025-07-14"),
        (None, Verdict.MET, ""),
    ],
)
def test_a_late_report_counts_as_missed_where_that_is_agreed(
    agreed: Agreed, on: str | None, verdict: Verdict, note: str
) -> None:
    """The tenth business day after Monday 30 June 2025 is Monday 14 July."""
    contract = agreed(promise("prompt", REPORT.replace("LATE", "missed") + ", remedy: {flat: 10.00}"), CALENDAR)
    window = judged(contract, reported(on))
    assert window.verdict is verdict
    assert note in "; ".join(window.notes)
    accepted = agreed(promise("prompt", REPORT.replace("LATE", "accepted")), CALENDAR)
    assert judged(accepted, reported(on)).verdict is Verdict.MET


def test_what_is_never_reported_counts_as_missed_as_well(agreed: Agreed) -> None:
    contract = agreed(promise("prompt", REPORT.replace("LATE", "missed")), CALENDAR)
    window = judged(contract)
    assert window.verdict is Verdict.MISSED
    assert "never reported: counts as missed" in window.notes[0]


@pytest.mark.parametrize(("until", "verdict"), [("2025-06-01", "missed"), ("2025-06-02", "report_only")])
def test_windows_that_begin_before_the_day_are_only_reported(agreed: Agreed, until: str, verdict: str) -> None:
    contract = agreed(promise("prompt", f"report_only_until: {until}, remedy: {{flat: 10.00}}"))
    window = judged(contract, facts(over(("prompt 2025-06", "70"))))
    assert window.verdict == verdict
    assert (window.credit is None) is (verdict == "report_only")


@pytest.mark.parametrize(("part", "credit"), [("whole", "300.00"), ("prorated", "160.00"), ("not_judged", None)])
def test_a_month_that_the_term_cuts(agreed: Agreed, part: str, credit: str | None) -> None:
    """16 of 30 days: 300 x 16/30."""
    contract = agreed(
        promise("prompt", f"part_windows: {part}, remedy: {{flat: 300.00}}"), term="2025-06-15/2026-01-01"
    )
    window = judged(contract, facts(over(("prompt 2025-06-15/2025-07-01", "70"))))
    assert (window.credit and str(window.credit.rounded)) == credit
    assert window.verdict is (Verdict.REPORT_ONLY if credit is None else Verdict.MISSED)


@pytest.mark.parametrize(("before_full", "verdict"), [("shorter", "missed"), ("not_judged", "report_only")])
def test_a_rolling_window_that_the_term_is_too_young_for(agreed: Agreed, before_full: str, verdict: str) -> None:
    more = f"before_full: {before_full}, over_months: mean_of_parts"
    contract = agreed(promise("prompt", more, each="rolling 3 months"), term="2025-05-01/2026-05-01")
    months = facts(over(("prompt 2025-05", "70"), ("prompt 2025-06", "80"), ("prompt 2025-07", "81")))
    assert judged(contract, months).verdict == verdict
    full = judged(contract, months, "2025-07")
    assert (full.verdict, full.value) == (Verdict.MISSED, 77)


STORM = "relief: {causes: {storm: {effect: EFFECT}}}\n"


def claimed(told: Facts, **more: object) -> Facts:
    """With an accepted claim for the storm of 3 June."""
    claim = ReliefClaim("R-1", "storm", None, None, Period.parse("2025-06-03"), date(2025, 6, 5), "accepted")
    return replace(told, relief=(replace(claim, **more),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("effect", "said"),
    [("excuse_window", "missed, and excused (R-1)"), ("client_fault", "missed, and put down to the client (R-1)")],
)
def test_an_accepted_claim_excuses_a_miss_and_says_so(agreed: Agreed, effect: str, said: str) -> None:
    contract = agreed(promise("prompt", "remedy: {flat: 10.00}"), STORM.replace("EFFECT", effect))
    window = judged(contract, claimed(facts(over(("prompt 2025-06", "70")))))
    assert (window.verdict, window.verdict_without, window.credit) == (Verdict.EXCUSED, Verdict.MISSED, None)
    assert said in window.notes
    kept = judged(contract, claimed(facts(over(("prompt 2025-06", "90")))))
    assert (kept.verdict, kept.verdict_without) == (Verdict.MET, None)


def test_a_suspended_window_is_suspended_with_and_without_relief(agreed: Agreed) -> None:
    tail = STORM.replace("EFFECT", "cut_out") + "suspensions: {x: {when: {missed: other}, commitments: prompt}}\n"
    contract = agreed(promise("prompt") + promise("other"), tail)
    figure = ReportedFigure("prompt", Period.parse(JUNE), counted=100, good=70)
    told = claimed(
        Facts(figures=(figure, *over(("other 2025-06", "1")))), figures={"prompt": {"counted": 20, "good": 2}}
    )
    window = judged(contract, told)
    assert (window.value, window.value_without) == (85, 70)
    assert (window.verdict, window.verdict_without) == (Verdict.SUSPENDED, None)
