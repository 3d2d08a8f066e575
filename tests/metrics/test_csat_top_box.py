"""CSAT top box: the share of answers to a survey that are in its good boxes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.customers import figure
from tests.figures import visit

from pactline.statement.counting.choices_in_words import ChoiceRefused


def answers(*scores: int, scale: str | None = "1-5") -> list[dict[str, object]]:
    return [visit(number=n, csat=score, csat_scale=scale) for n, score in enumerate(scores, 1)]


@pytest.mark.parametrize(
    ("good", "share"), [("4-5", Fraction(250, 4)), ("5", Fraction(300, 8)), ("1-3", Fraction(300, 8))]
)
def test_the_agreement_says_which_boxes_are_good(good: str, share: Fraction) -> None:
    found = figure(answers(1, 2, 3, 4, 4, 5, 5, 5), "csat_top_box", scale="1-5", good_scores=good)
    assert (found.value, found.counted) == (share, 8)


def test_a_contact_without_an_answer_is_on_neither_side() -> None:
    found = figure([*answers(5, 3), visit(number=9)], "csat_top_box", scale="1-5", good_scores="4-5")
    assert (found.of, found.unknown) == ((1, 2), 0)


def test_answers_of_another_scale_are_left_out_and_told() -> None:
    rows = [*answers(5, 3), *[{**row, "contact_id": f"x{n}"} for n, row in enumerate(answers(9, 10, 5, scale="0-10"))]]
    found = figure(rows, "csat_top_box", scale="1-5", good_scores="4-5")
    assert (found.of, found.unknown) == ((1, 2), 3)
    assert figure(rows, "csat_top_box", scale="0-10", good_scores="9-10").of == (2, 3)


def test_a_score_whose_scale_is_not_named_is_on_one_to_five() -> None:
    found = figure(answers(5, 4, scale=None), "csat_top_box", scale="1-5", good_scores="5")
    assert (found.of, found.unknown) == ((1, 2), 0)
    assert figure(answers(5, scale=None), "csat_top_box", scale="0-10", good_scores="5").unknown == 1


def test_a_yes_is_the_good_box_of_a_survey_of_yes_and_no() -> None:
    found = figure(answers(1, 0, 1, 1, scale="0-1"), "csat_top_box", scale="0-1", good_scores="1")
    assert found.value == 75


def test_without_answers_there_is_no_figure() -> None:
    assert figure([visit()], "csat_top_box", scale="1-5", good_scores="4-5").value is None


@pytest.mark.parametrize(
    ("scale", "good", "said"),
    [
        ("1-5", "5-6", "not on the scale"),
        ("1-5", "0-4", "not on the scale"),
        ("1-5", "1-5", "every score"),
        ("5", "5", "single score"),
        ("5-1", "5", "begins above"),
        ("1-5", "top two", "range of scores"),
    ],
)
def test_scores_that_make_no_sense_are_refused(scale: str, good: str, said: str) -> None:
    with pytest.raises(ChoiceRefused, match=said):
        figure(answers(5), "csat_top_box", scale=scale, good_scores=good)
