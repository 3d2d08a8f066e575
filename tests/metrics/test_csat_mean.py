"""CSAT mean: the mean score of a survey."""

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
from pactline.values.target import Unit

CSAT = """
csat: {service: support, metric: csat_mean, scale: 1-5, each: month, target: at least 4.2, remedy: {per_point: 100.00}}
"""


def answers(*scores: int, scale: str = "1-5") -> list[dict[str, object]]:
    return [visit(number=n, csat=score, csat_scale=scale) for n, score in enumerate(scores, 1)]


def test_the_mean_is_exact() -> None:
    found = figure(answers(5, 4, 4), "csat_mean", scale="1-5")
    assert (found.value, found.of) == (Fraction(13, 3), (13, 3))


def test_scores_of_different_scales_are_never_mixed() -> None:
    rows = [*answers(5, 4), *[{**row, "contact_id": "x"} for row in answers(10, scale="0-10")]]
    assert (figure(rows, "csat_mean", scale="1-5").value, figure(rows, "csat_mean", scale="1-5").unknown) == (
        Fraction(9, 2),
        1,
    )
    assert figure(rows, "csat_mean", scale="0-10").value == 10


def test_without_answers_there_is_no_mean() -> None:
    assert figure([visit()], "csat_mean", scale="1-5").value is None


def test_a_bare_number_is_a_target_of_a_score(agreed: Callable[..., Agreement]) -> None:
    (commitment,) = agreed(CSAT).commitments
    assert (commitment.unit, commitment.target.values[0].unit) == (Unit.SCORE, Unit.SCORE)
    (window,) = evaluate(agreed(CSAT), from_rows(answers(5, 3, 4)), "2025-06")["csat"].windows
    assert (window.value, window.verdict.value) == (4, "missed")
    assert window.credit is not None
    assert window.credit.steps == ("4.2 - 4 = 0.2 points", "0.2 x 100.00 = 20.00")
    (kept,) = evaluate(agreed(CSAT), from_rows(answers(5, 4, 4, 4, 4)), "2025-06")["csat"].windows
    assert (kept.value, kept.verdict.value) == (Fraction(21, 5), "met")


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("at least 84 %", "AGR_TARGET_UNIT"),
        ("at least 30 s", "AGR_TARGET_UNIT"),
        ("at most 4.2", "AGR_TARGET_SIDE"),
        ("at least 5.1", "AGR_TARGET_RANGE"),
        ("more than 5", "AGR_TARGET_RANGE"),
        ("at least 1", "AGR_TARGET_RANGE"),
        ("at least -1", "AGR_TARGET_RANGE"),
    ],
)
def test_a_target_that_no_mean_can_meet_or_miss_is_refused(
    agreed: Callable[..., Agreement], target: str, code: str
) -> None:
    with pytest.raises(AgreementProblems) as refused:
        agreed(CSAT.replace("at least 4.2", target))
    assert [problem.code for problem in refused.value.problems] == [code]


@pytest.mark.parametrize("target", ["at least 5", "more than 1", "at least 1.01"])
def test_a_target_at_the_edge_that_can_be_met_and_missed_is_taken(
    agreed: Callable[..., Agreement], target: str
) -> None:
    assert agreed(CSAT.replace("at least 4.2", target)).commitments
