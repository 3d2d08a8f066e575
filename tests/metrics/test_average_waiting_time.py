"""Average waiting time: the mean wait of all contacts that left the queue."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.figures import evaluate, visits


def test_all_who_left_the_queue_are_in_it() -> None:
    rows = visits((1, "answered", 10), (1, "abandoned", 1), (1, "flowed_out", 60), (1, "callback", 30))
    found = evaluate(rows, "average_waiting_time")
    assert (found.counted, found.value) == (4, Fraction(101, 4))


@pytest.mark.parametrize("outcome", ["refused", "failed", "open"])
def test_who_never_left_a_queue_is_not(outcome: str) -> None:
    assert evaluate(visits((1, "answered", 10), (1, outcome, 500)), "average_waiting_time").value == 10


def test_an_unknown_wait_is_on_neither_side() -> None:
    found = evaluate(visits((1, "answered", 4), (3, "abandoned", None)), "average_waiting_time")
    assert (found.counted, found.value) == (1, 4)
