"""Quality score: the mean score of evaluated contacts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.customers import figure
from tests.figures import visit

from pactline.statement.counting.choices_in_words import ChoiceRefused

DRAWN = "five contacts of each agent and month, drawn by lot"


def test_the_mean_is_over_evaluated_contacts_alone_and_in_points() -> None:
    rows = [visit(number=1, quality_points=9_250), visit(number=2, quality_points=8_001), visit(number=3)]
    found = figure(rows, "quality_score", selected=DRAWN)
    assert (found.value, found.counted, found.of) == (Fraction(17_251, 200), 2, (17_251, 2))


def test_a_score_of_nothing_is_a_score() -> None:
    rows = [visit(number=1, quality_points=0), visit(number=2, quality_points=10_000)]
    assert figure(rows, "quality_score", selected=DRAWN).value == 50


def test_how_the_contacts_are_chosen_has_to_be_said() -> None:
    with pytest.raises(ChoiceRefused, match="selected"):
        figure([visit(quality_points=100)], "quality_score")
