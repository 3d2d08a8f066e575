"""Talk time: the mean conversation of answered contacts, hold left out."""

from __future__ import annotations

from fractions import Fraction

from tests.figures import evaluate, visit


def test_it_is_the_exact_mean_over_answered_contacts() -> None:
    rows = [visit(talk=200, hold=50, number=1), visit(talk=0, number=2), visit(talk=1, number=3)]
    found = evaluate(rows, "talk_time")
    assert (found.counted, found.value) == (3, Fraction(67))


def test_talk_of_a_contact_that_was_not_answered_does_not_count() -> None:
    assert evaluate([visit(talk=10), visit("failed", talk=99, number=2)], "talk_time").value == 10


def test_an_unknown_talk_time_is_on_neither_side() -> None:
    found = evaluate([visit(talk=10), visit(talk=None, number=2)], "talk_time")
    assert (found.counted, found.value) == (1, 10)
