"""Average speed of answer: the mean wait of the contacts that were answered."""

from __future__ import annotations

from fractions import Fraction

from tests.figures import evaluate, visit, visits

from pactline.records.choices.contacts import Clock


def test_it_is_the_exact_mean_of_the_waits_of_answered_contacts() -> None:
    found = evaluate(visits((2, "answered", 3), (1, "answered", 5)), "average_speed_of_answer")
    assert (found.counted, found.value) == (3, Fraction(11, 3))


def test_those_who_gave_up_never_enter_it() -> None:
    rows = visits((1, "answered", 3), (1, "abandoned", 900), (1, "callback", 70), (1, "flowed_out", 80))
    assert evaluate(rows, "average_speed_of_answer").value == 3


def test_an_unknown_wait_is_on_neither_side() -> None:
    found = evaluate(visits((1, "answered", 4), (1, "answered", None)), "average_speed_of_answer")
    assert (found.counted, found.value) == (1, 4)


def test_the_clock_may_start_at_the_menu_or_at_the_ring() -> None:
    rows = [visit(wait=15, menu=6, ring=4)]
    values = [evaluate(rows, "average_speed_of_answer", clock).value for clock in Clock]
    assert values == [15, 21, 4]


def test_nobody_answered_is_no_data() -> None:
    assert evaluate(visits((2, "abandoned", 4)), "average_speed_of_answer").value is None
