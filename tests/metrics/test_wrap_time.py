"""Wrap time: the mean after-contact work of answered contacts."""

from __future__ import annotations

from tests.figures import evaluate, visit

ROWS = [visit(wrap=30, number=1), visit(wrap=None, number=2), visit("abandoned", wrap=500, number=3)]


def test_unrecorded_work_is_no_work_or_unknown_as_agreed() -> None:
    nothing = evaluate(ROWS, "wrap_time", unrecorded="as_zero")
    unknown = evaluate(ROWS, "wrap_time", unrecorded="leave_out")
    assert (nothing.counted, nothing.value) == (2, 15)
    assert (unknown.counted, unknown.value) == (1, 30)


def test_nobody_answered_is_no_data() -> None:
    assert evaluate(ROWS[2:], "wrap_time", unrecorded="as_zero").value is None
