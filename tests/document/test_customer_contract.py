"""A contract of promises about customers: every metric of this kind in words, with a worked example in scores."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.document.drafting import words
from tests.figures import START_US, visit

from pactline.agreement.model import Agreement
from pactline.document.rendering import document_of
from pactline.document.sample import sample_statement
from pactline.records.record_set import from_rows
from pactline.statement.evaluating import evaluate
from pactline.statement.shown.html import render_html

REPEATS = (
    "repeat_within: 7 calendar days, distance: end_to_start, starts: answered, same: customer, "
    "across: queues_and_channels, withheld: exclude, outbound: ignore"
)
COMMITMENTS = f"""
once: {{service: support, metric: first_contact_resolution_no_repeat, {REPEATS}, each: month, target: at least 70 %,
       remedy: {{per_point: 100.00}}}}
chains: {{service: support, metric: first_contact_resolution_chains, {REPEATS}, chain: anchor, each: month,
         target: at least 70 %}}
flagged: {{service: support, metric: first_contact_resolution_flag, each: month, target: at least 70 %}}
said: {{service: support, metric: first_contact_resolution_survey, each: month, target: at least 70 %}}
liked: {{service: support, metric: csat_top_box, scale: 1-5, good_scores: 4-5, each: month, target: at least 80 %}}
score: {{service: support, metric: csat_mean, scale: 1-5, each: month, target: at least 4.2,
        remedy: {{per_point: 500.00}}}}
effort: {{service: support, metric: customer_effort_score, scale: 1-7, better: lower, each: month, target: at most 3}}
promoters: {{service: support, metric: net_promoter_score, each: month, target: at least -10,
            remedy: {{bands: {{of: monthly-fee,
                             table: [{{from: -30, below: -10, credit: 1 %}}, {{below: -30, credit: 2 %}}]}}}}}}
asked: {{service: support, metric: survey_response_rate, over: surveyed, each: month, target: at least 20 %}}
quality: {{service: support, metric: quality_score, selected: "five contacts of each agent, drawn by lot", each: month,
          target: at least 85}}
lines: {{service: support, metric: blockage, reasons: "FULL, BUSY", each: month, target: at most 2 %}}
menu: {{service: support, metric: self_service_containment, each: month, target: at least 30 %}}
wrap: {{service: support, metric: after_contact_cap_breach, limit: 60 s, each: month, target: at most 10 %}}
hops: {{service: support, metric: hops, each: month, target: at most 1.3}}
rung: {{service: support, metric: requeue_rate, each: month, target: at most 5 %}}
back: {{service: support, metric: callback_kept, promised: within, within: 2 h, kept_by: connection, not_reached: kept,
       attempts: 3, each: month, target: at least 90 %}}
"""


@pytest.fixture
def contract(agreed: Callable[..., Agreement]) -> Agreement:
    """The agreement."""
    return agreed(COMMITMENTS)


def test_every_promise_stands_in_the_contract_in_words(contract: Agreement) -> None:
    said = " ".join(words(section) for section in document_of(contract).sections)
    for part in (
        "at least 4.2",
        "at least -10",
        "within 7 calendar days",
        "The time runs from the end of the earlier contact to the start of the later one.",
        "answers of 4-5",
        "chosen like this: five contacts of each agent, drawn by lot.",
        "reason FULL or BUSY",
        "not reached in any of the agreed attempts counts as kept",
    ):
        assert part in said, part
    assert "{" not in said


def test_the_worked_example_misses_scores_by_a_quarter_of_a_point(contract: Agreement) -> None:
    statement = sample_statement(contract)
    assert statement is not None
    (missed,) = [window for window in statement["score"].windows if window.value is not None]
    assert str(missed.verdict) == "missed"
    assert missed.credit is not None
    assert missed.credit.steps == ("4.2 - 3.95 = 0.25 points", "0.25 x 500.00 = 125.00")
    (missed,) = [window for window in statement["promoters"].windows if window.value is not None]
    assert (str(missed.value), str(missed.verdict)) == ("-41/4", "missed")


def test_a_statement_of_all_of_them_is_a_page(contract: Agreement) -> None:
    rows = [
        visit(number=1, csat=5, resolved="yes", resolved_said="yes", quality_points=9_000, wrap=30, customer="a",
              legs_offered=1, surveyed="yes"),
        visit(number=2, csat=2, csat_scale="0-10", resolved="no", wrap=90, customer="b", legs_offered=2,
              offered_us=START_US + 10**9),
        visit("callback", number=3, customer="c", self_service="passed_on"),
        visit("refused", None, number=4, reason="FULL"),
    ]  # fmt: skip
    statement = evaluate(contract, from_rows(rows), "2025-06")
    page = render_html(statement)
    assert "-100.00" in page  # the one answer on the scale of promoters is a 2
    assert "5 points over 1 answer" in page
    assert "provisional" in page
    figures = {result.id: result.value for result in statement}
    assert (figures["score"], figures["promoters"], figures["quality"], figures["hops"]) == (5, -100, 90, 1)
