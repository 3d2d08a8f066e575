"""Hold time: the mean time customers spent on hold."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.figures import evaluate, visit

ROWS = [
    visit(hold=60, number=1),
    visit(hold=0, number=2),
    visit(hold=None, number=3),
    visit(hold=0.001, number=4),
    visit("abandoned", hold=500, number=5),
]


@pytest.mark.parametrize(
    ("over", "unrecorded", "counted"),
    [("answered", "as_zero", 4), ("answered", "leave_out", 3), ("held", "as_zero", 2), ("held", "leave_out", 2)],
)
def test_the_same_hold_is_divided_by_what_the_agreement_says(over: str, unrecorded: str, counted: int) -> None:
    found = evaluate(ROWS, "hold_time", over=over, unrecorded=unrecorded)
    assert (found.counted, found.value) == (counted, Fraction("60.001") / counted)


def test_nobody_held_is_no_data_over_held_and_nought_over_answered() -> None:
    rows = [visit(hold=0)]
    assert evaluate(rows, "hold_time", over="held", unrecorded="as_zero").value is None
    assert evaluate(rows, "hold_time", over="answered", unrecorded="as_zero").value == 0
