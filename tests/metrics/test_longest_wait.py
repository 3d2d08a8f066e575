"""Longest wait: the greatest wait of a period."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.figures import evaluate, visits

ROWS = visits((2, "answered", 61), (1, "abandoned", 540), (1, "flowed_out", 600.001), (1, "answered", None))


@pytest.mark.parametrize(
    ("whose", "seconds"), [("answered", Fraction(61)), ("abandoned", Fraction(540)), ("all", Fraction("600.001"))]
)
def test_it_depends_on_whose_waits_are_meant(whose: str, seconds: Fraction) -> None:
    assert evaluate(ROWS, "longest_wait", whose=whose).value == seconds


def test_the_wait_of_a_call_still_open_is_not_over_and_not_in_it() -> None:
    assert evaluate(visits((1, "answered", 61), (1, "open", 9999)), "longest_wait", whose="all").value == 61


def test_only_unknown_waits_are_no_data() -> None:
    assert evaluate(visits((2, "answered", None)), "longest_wait", whose="all").value is None
