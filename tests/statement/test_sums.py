"""The two sums that a ratio is made of, for people and for programs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
from tests.figures import START_US, visit

from pactline.agreement.model import Agreement
from pactline.agreement.reading import AgreementProblems
from pactline.document.statement_parts import commitment_parts
from pactline.metrics import metrics
from pactline.records.record_set import RecordSet, from_rows
from pactline.statement.counting.counts import Counts
from pactline.statement.counting.sums import sums_json, sums_said
from pactline.statement.evaluating import evaluate
from pactline.statement.model import Statement
from pactline.statement.shown.html import render_html
from pactline.statement.shown.json_schema import statement_schema
from pactline.values.target import Unit

DAY_US = 86_400_000_000
CSAT = """
csat: {service: support, metric: csat_mean, scale: 1-5, each: month, target: at least 4.2, remedy: {flat: 100.00}}
answered: {service: support, metric: answer_rate, short_abandons: count, each: month, target: at least 80 %}
"""


def scored(*scores: int) -> RecordSet:
    """A score a day from 9 June 2025 on."""
    return from_rows(visit(number=n, csat=score, offered_us=START_US + n * DAY_US) for n, score in enumerate(scores))


@pytest.fixture
def statement(agreed: Callable[..., Agreement]) -> Statement:
    """A statement with a mean score and a share."""
    return evaluate(agreed(CSAT), scored(5, 4, 3, 4), "2025-06")


def leaves(node: Any) -> list[str]:
    """Every text of some blocks to be set."""
    if isinstance(node, dict):
        return [text for value in node.values() for text in leaves(value)]
    return [text for value in node for text in leaves(value)] if isinstance(node, list) else [str(node)]


def test_a_statement_says_what_a_score_is_made_of(statement: Statement) -> None:
    assert "16 points over 4 answers" in str(statement)
    assert "4.00" in str(statement)
    assert "at least 4.2" in str(statement)
    assert "4 counted, 16 points over 4 answers: 4.00" in statement.explain("csat")
    assert "16 points over 4 answers" in render_html(statement)
    assert "16 points over 4 answers" in " ".join(leaves(list(commitment_parts(statement, statement["csat"]))))


def test_programs_are_told_part_and_whole_of_a_ratio_and_of_nothing_else(statement: Statement) -> None:
    content = statement.to_json()
    jsonschema.validate(content, statement_schema())
    csat, answered = content["commitments"]
    assert (csat["part"], csat["whole"], csat["unit"]) == (16, 4, "score")
    assert csat["value"] == {"fraction": "4/1", "decimal": "4.000", "as_compared": "4"}
    assert [(day["part"], day["whole"]) for day in csat["days"]] == [(5, 1), (4, 1), (3, 1), (4, 1)]
    (window,) = csat["windows"]
    assert (window["part"], window["whole"]) == (16, 4)
    assert not {"part", "whole"} & {*answered, *answered["windows"][0], *answered["days"][0]}


def test_several_windows_of_a_ratio_add_up_to_one_figure(agreed: Callable[..., Agreement]) -> None:
    result = evaluate(agreed(CSAT.replace("each: month", "each: week", 1)), scored(5, 5, 5, 5, 5, 5, 5, 2), "2025-06")[
        "csat"
    ]
    assert [window.value for window in result.windows if window.value is not None] == [5, 2]
    assert result.value == Fraction(37, 8)


def test_sums_of_time_are_told_as_time() -> None:
    counts = Counts(3, part=7_200_000_000, whole=10_800_500_000)
    assert sums_said(metrics()["occupancy"], counts) == "2 h busy over 3 h 0.5 s of time"
    assert sums_json(counts) == {"part": 7_200_000_000, "whole": 10_800_500_000}


def test_what_adds_up_nothing_has_no_sums() -> None:
    assert sums_said(metrics()["csat_mean"], Counts()) == ""
    assert sums_said(metrics()["answer_rate"], Counts(4, 3)) == ""
    assert sums_json(Counts(4, 3)) == {}


def test_no_sum_for_each_contact_is_owed_of_what_is_no_share_of_contacts(agreed: Callable[..., Agreement]) -> None:
    paid = "remedy: {per_contact: {amount: 5.00, parts: exact, beyond: target}}"
    text = f"legs: {{service: support, metric: requeue_rate, each: month, target: at most 5 %, {paid}}}"
    with pytest.raises(AgreementProblems, match="not good contacts over all counted ones"):
        agreed(text)


@pytest.mark.parametrize("name", sorted(name for name, metric in metrics().items() if metric.is_ratio))
def test_every_ratio_is_a_share_of_something_or_a_score(name: str) -> None:
    assert metrics()[name].unit in (Unit.PERCENT, Unit.SCORE)
