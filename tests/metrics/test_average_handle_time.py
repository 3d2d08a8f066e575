"""Average handle time: the mean of talk, hold and wrap together, over answered contacts."""

from __future__ import annotations

from tests.figures import evaluate, visit

FULL = visit(talk=100, hold=20, wrap=30, ring=9, wait=500, number=1)


def test_it_is_talk_and_hold_and_wrap_and_neither_ring_nor_wait() -> None:
    assert evaluate([FULL], "average_handle_time", unrecorded="leave_out").value == 150


def test_unrecorded_hold_or_wrap_is_no_time_or_unknown_as_agreed() -> None:
    rows = [FULL, visit(talk=50, hold=None, wrap=4, number=2), visit(talk=50, hold=4, wrap=None, number=3)]
    nothing = evaluate(rows, "average_handle_time", unrecorded="as_zero")
    unknown = evaluate(rows, "average_handle_time", unrecorded="leave_out")
    assert (nothing.counted, nothing.value) == (3, 86)
    assert (unknown.counted, unknown.value) == (1, 150)


def test_unknown_talk_is_unknown_under_either_reading() -> None:
    rows = [FULL, visit(talk=None, hold=20, wrap=30, number=2)]
    for unrecorded in ("as_zero", "leave_out"):
        found = evaluate(rows, "average_handle_time", unrecorded=unrecorded)
        assert (found.counted, found.value) == (1, 150)


def test_a_call_of_no_seconds_was_answered() -> None:
    rows = [FULL, visit(talk=0, hold=0, wrap=0, number=2)]
    assert evaluate(rows, "average_handle_time", unrecorded="leave_out").value == 75


def test_the_parts_add_up_where_all_are_known() -> None:
    rows = [FULL, visit(talk=7, hold=0, wrap=3, number=2)]
    talk = evaluate(rows, "talk_time").value
    hold = evaluate(rows, "hold_time", over="answered", unrecorded="leave_out").value
    wrap = evaluate(rows, "wrap_time", unrecorded="leave_out").value
    assert talk is not None
    assert hold is not None
    assert wrap is not None
    assert evaluate(rows, "average_handle_time", unrecorded="leave_out").value == talk + hold + wrap
