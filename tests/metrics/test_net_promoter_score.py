"""Net promoter score: promoters less detractors among all answers, in points from -100 to 100."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from tests.customers import figure
from tests.figures import visit

from pactline.agreement.model import Agreement
from pactline.agreement.reading import AgreementProblems
from pactline.records.record_set import from_rows
from pactline.statement.evaluating import evaluate

NPS = (
    "nps: {service: support, metric: net_promoter_score, each: month, target: at least -10, remedy: {per_point: 10.00}}"
)


def answers(*scores: int) -> list[dict[str, object]]:
    return [visit(number=n, csat=score, csat_scale="0-10") for n, score in enumerate(scores, 1)]


def test_nine_and_ten_promote_up_to_six_detract_and_the_rest_is_in_the_denominator_alone() -> None:
    found = figure(answers(10, 9, 8, 7, 6, 0), "net_promoter_score")
    assert (found.value, found.of) == (0, (0, 6))
    assert figure(answers(10, 9, 8), "net_promoter_score").value == Fraction(200, 3)
    assert figure(answers(6, 7, 7), "net_promoter_score").value == Fraction(-100, 3)


def test_the_ends_are_a_hundred_points_away_from_nothing() -> None:
    assert figure(answers(9, 10), "net_promoter_score").value == 100
    assert figure(answers(0, 6), "net_promoter_score").value == -100


def test_scores_of_another_scale_are_left_out() -> None:
    found = figure([*answers(10), visit(number=9, csat=5, csat_scale="1-5")], "net_promoter_score")
    assert (found.value, found.unknown) == (100, 1)


def test_a_target_below_nothing_can_be_promised_and_missed(agreed: Callable[..., Agreement]) -> None:
    (window,) = evaluate(agreed(NPS), from_rows(answers(0, 3, 10, 8)), "2025-06")["nps"].windows
    assert (window.value, window.verdict.value) == (-25, "missed")
    assert window.credit is not None
    assert window.credit.steps[0] == "-10 - -25 = 15 points"
    (kept,) = evaluate(agreed(NPS), from_rows(answers(*[9] * 9, *[0] * 11)), "2025-06")["nps"].windows
    assert (kept.value, kept.verdict.value) == (-10, "met")


@pytest.mark.parametrize("target", ["at least 101", "at least -100", "at least 40 %"])
def test_a_target_that_no_score_can_meet_or_miss_is_refused(agreed: Callable[..., Agreement], target: str) -> None:
    with pytest.raises(AgreementProblems):
        agreed(NPS.replace("at least -10", target))
