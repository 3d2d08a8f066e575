"""Customer effort score: the mean answer to the question how much effort it took."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from tests.customers import figure
from tests.figures import visit

from pactline.agreement.model import Agreement
from pactline.agreement.reading import AgreementProblems

EFFORT = """
effort: {service: support, metric: customer_effort_score, scale: 1-7, better: lower, each: month, target: at most 3}
"""


def test_the_mean_is_of_its_scale_alone() -> None:
    rows = [visit(number=n, csat=score, csat_scale="1-7") for n, score in enumerate((7, 2, 2), 1)]
    found = figure([*rows, visit(number=9, csat=5)], "customer_effort_score", scale="1-7", better="higher")
    assert (found.value, found.unknown) == (Fraction(11, 3), 1)


def test_the_wording_says_which_side_is_better(agreed: Callable[..., Agreement]) -> None:
    assert agreed(EFFORT).commitments[0].higher_is_better is False
    assert agreed(EFFORT.replace("lower", "higher").replace("at most", "at least")).commitments[0].higher_is_better
    with pytest.raises(AgreementProblems, match="AGR_TARGET_SIDE"):
        agreed(EFFORT.replace("lower", "higher"))
