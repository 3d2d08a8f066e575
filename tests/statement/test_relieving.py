"""Relief over records and over figures measured elsewhere: with and without, and what is said of every claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from tests.handed_over import facts, over, promise

from pactline.agreement.model import Agreement
from pactline.records.facts import Facts, ReliefClaim, ReportedFigure
from pactline.records.record_set import RecordSet
from pactline.statement.evaluating import evaluate
from pactline.statement.model import Verdict, Window
from pactline.values.period import Period
from pactline.values.zone import to_us

Agreed, Table = Callable[..., Agreement], Callable[..., RecordSet]
PROMPT = """
prompt: {service: support, metric: service_level, within: 20 s, abandons: count_all, each: month,
         target: at least 80 %, remedy: {per_point: 10.00}}
"""
RELIEF = """
relief:
  causes: {storm: {effect: cut_out}, staffing: {effect: client_fault}}
  not_causes: {promotion: promotions are foreseen}
  claim_within: 10 days
"""
SIX = """
    2025-06-02T09:00:00  answered   1
    2025-06-02T10:00:00  answered   2
    2025-06-03T10:59:59  answered   60
    2025-06-03T11:00:00  answered   61   queue=sales
    2025-06-03T11:59:59  answered   62
    2025-06-03T12:00:00  answered   63
"""


def us(text: str) -> int:
    """An instant of the clock in Berlin."""
    return to_us(datetime.fromisoformat(text + "+02:00"))


def claim(**more: Any) -> ReliefClaim:
    """An accepted claim for a storm from 11:00 to 12:00 on 3 June 2025, claimed on the 13th."""
    usual = ReliefClaim(
        "R-1", "storm", us("2025-06-03T11:00:00"), us("2025-06-03T12:00:00"), None, date(2025, 6, 13), "accepted",
        evidence="gale log",
    )  # fmt: skip
    return replace(usual, **more)


def judged(agreed: Agreed, records: RecordSet, *claims: ReliefClaim) -> Window:
    """June under these claims."""
    (window,) = evaluate(agreed(PROMPT, RELIEF), records, "2025-06", facts=Facts(relief=claims))["prompt"].windows
    return window


def test_contacts_of_the_time_leave_the_figure_and_both_figures_are_kept(agreed: Agreed, records: Table) -> None:
    window = judged(agreed, records(SIX), claim())
    assert window.counts_without is not None
    assert (window.counts.counted, window.counts_without.counted) == (4, 6)  # from 11:00 on, and not at 12:00
    assert (window.value, window.value_without) == (50, Fraction(100, 3))
    assert str(window.relief[0]) == "relief R-1, storm (gale log): cut out: storm"


def test_only_some_contacts_of_the_time_may_be_meant(agreed: Agreed, records: Table) -> None:
    window = judged(agreed, records(SIX), claim(volume={"queues": ("sales",)}))
    assert window.counts.counted == 5


def test_whole_days_are_days_of_the_agreements_zone(agreed: Agreed, records: Table) -> None:
    days = claim(start_us=None, end_us=None, days=Period.parse("2025-06-03"))
    window = judged(agreed, records(SIX), days)
    assert (window.counts.counted, window.verdict, window.verdict_without) == (2, Verdict.MET, Verdict.MISSED)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"claimed": date(2025, 6, 14)}, "claimed on 2025-06-14, later than 2025-06-13"),
        ({"decision": "refused"}, "the claim was refused"),
        ({"decision": "open"}, "the claim is not decided yet"),
        ({"cause": "promotion"}, "promotion does not excuse: promotions are foreseen"),
        ({"cause": "strike"}, "strike is not among the causes that excuse"),
    ],
)
def test_a_claim_without_effect_changes_nothing_and_says_why(
    agreed: Agreed, records: Table, more: dict[str, Any], why: str
) -> None:
    window = judged(agreed, records(SIX), claim(**more))
    assert (window.counts.counted, window.counts_without) == (6, None)
    assert window.relief[0].granted.why == why


@pytest.mark.parametrize(
    ("more", "touched"),
    [
        ({"commitments": ("prompt",)}, True),
        ({"commitments": ("other",)}, False),
        ({"start_us": us("2025-05-31T00:00:00"), "end_us": us("2025-06-01T00:00:00")}, False),
        ({"start_us": us("2025-05-31T00:00:00"), "end_us": us("2025-06-01T00:00:00") + 1}, True),
        ({"start_us": us("2025-06-30T23:59:59"), "end_us": us("2025-07-02T00:00:00")}, True),
        ({"start_us": us("2025-07-01T00:00:00"), "end_us": us("2025-07-02T00:00:00")}, False),
    ],
)
def test_a_claim_touches_the_windows_of_its_time_and_commitments(
    agreed: Agreed, records: Table, more: dict[str, Any], *, touched: bool
) -> None:
    assert bool(judged(agreed, records(SIX), claim(claimed=date(2025, 6, 1), **more)).relief) is touched


def test_two_claims_for_one_time_take_its_contacts_out_once(agreed: Agreed, records: Table) -> None:
    assert judged(agreed, records(SIX), claim(), claim(id="R-2")).counts.counted == 4


def test_who_set_the_staffing_owns_the_miss(agreed: Agreed, records: Table) -> None:
    window = judged(agreed, records(SIX), claim(cause="staffing"))
    assert (window.verdict, window.verdict_without, window.credit) == (Verdict.EXCUSED, Verdict.MISSED, None)
    assert window.counts.counted == 6  # nothing leaves the figure


def test_every_window_of_a_rolling_promise_leaves_the_time_out(agreed: Agreed, records: Table) -> None:
    rolling = PROMPT.replace("each: month", "each: rolling 2 months, before_full: shorter, over_months: pooled")
    contract = agreed(rolling, RELIEF)
    told = Facts(relief=(claim(),))
    year = evaluate(contract, records(SIX), "2025", facts=told)["prompt"].windows
    counted = {str(w.settles): w.counts.counted for w in year}
    assert (counted["2025-05"], counted["2025-06"], counted["2025-07"], counted["2025-08"]) == (0, 4, 4, 0)
    july = evaluate(contract, records(SIX), "2025-07", facts=told)["prompt"].windows
    assert july[0].counts == next(w for w in year if str(w.settles) == "2025-07").counts


def elsewhere(agreed: Agreed, reported: tuple[int, int], cut: tuple[int, int]) -> Window:
    """June as reported, counted and good, from which a claim takes contacts out."""
    figure = ReportedFigure("prompt", Period.parse("2025-06"), counted=reported[0], good=reported[1])
    taken = {"counted": cut[0], "good": cut[1]}
    told = Facts(figures=(figure,), relief=(claim(figures={"prompt": taken}),))
    (window,) = evaluate(agreed(promise("prompt", target="at least 70 %"), RELIEF), None, "2025-06", facts=told)[
        "prompt"
    ].windows
    return window


def test_a_claim_takes_its_own_counts_out_of_a_reported_figure(agreed: Agreed) -> None:
    """contracts.md C16: 6,750 of 10,000 less 150 of 900 are 6,600 of 9,100, 72.53 %."""
    window = elsewhere(agreed, (10_000, 6_750), (900, 150))
    assert (window.counts.counted, window.counts.good) == (9_100, 6_600)
    assert (window.verdict, window.verdict_without) == (Verdict.MET, Verdict.MISSED)


@pytest.mark.parametrize("cut", [(101, 0), (20, 71), (90, 10)])
def test_a_claim_for_more_contacts_than_there_are_takes_nothing_out(agreed: Agreed, cut: tuple[int, int]) -> None:
    """Of 100 contacts 70 were good: the last claim would leave 10, of which 60 were good."""
    window = elsewhere(agreed, (100, 70), cut)
    assert (window.counts.counted, window.counts_without) == (100, None)
    assert "relief takes out more contacts than were reported: the figure stays as it is" in window.notes


@pytest.mark.parametrize(("cut", "left"), [((30, 0), (70, 70)), ((100, 70), (0, 0)), ((70, 70), (30, 0))])
def test_a_claim_may_take_out_all_that_there_was(agreed: Agreed, cut: tuple[int, int], left: tuple[int, int]) -> None:
    window = elsewhere(agreed, (100, 70), cut)
    assert (window.counts.counted, window.counts.good) == left


def test_a_figure_without_counts_cannot_be_cut(agreed: Agreed) -> None:
    told = replace(
        facts(over(("prompt 2025-06", "65"))), relief=(claim(figures={"prompt": {"counted": 5, "good": 1}}),)
    )
    contract = agreed(promise("prompt", target="at least 70 %"), RELIEF)
    (window,) = evaluate(contract, None, "2025-06", facts=told)["prompt"].windows
    assert window.value == 65
    assert window.notes[-1].startswith("relief takes contacts out, but the figure was reported without its counts")
