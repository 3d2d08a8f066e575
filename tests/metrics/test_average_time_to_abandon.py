"""Average time to abandon: the mean wait of the contacts whose customer gave up."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.figures import evaluate, visits

ROWS = visits(
    (9, "answered", 1), (1, "abandoned", 5), (1, "abandoned", 6), (1, "abandoned", 50), (1, "abandoned", None)
)


def test_only_those_who_gave_up_are_in_it() -> None:
    found = evaluate(ROWS, "average_time_to_abandon", short_abandons="count")
    assert (found.counted, found.value) == (3, Fraction(61, 3))


@pytest.mark.parametrize(("limit", "value"), [("5 s", 28), ("under 5 s", Fraction(61, 3)), ("6 s", 50)])
def test_short_abandons_may_be_left_out(limit: str, value: Fraction) -> None:
    assert evaluate(ROWS, "average_time_to_abandon", short_abandons="ignore", short_abandon=limit).value == value


def test_nobody_gave_up_is_no_data() -> None:
    assert evaluate(visits((2, "answered", 4)), "average_time_to_abandon", short_abandons="count").value is None
