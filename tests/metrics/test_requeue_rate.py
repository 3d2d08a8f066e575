"""Requeue rate: the share of offers to agents that nobody took."""

from __future__ import annotations

from fractions import Fraction

from tests.customers import figure
from tests.figures import visit


def test_every_leg_but_the_one_that_answered_was_offered_in_vain() -> None:
    rows = [
        visit(number=1, legs_offered=3),
        visit(number=2, legs_offered=1),
        visit("abandoned", number=3, legs_offered=2),
    ]
    found = figure(rows, "requeue_rate")
    assert (found.value, found.of) == (Fraction(400, 6), (4, 6))


def test_who_left_before_any_agent_was_rung_adds_nothing() -> None:
    rows = [visit(number=1, legs_offered=1), visit("abandoned", number=2, legs_offered=0)]
    assert figure(rows, "requeue_rate").of == (0, 1)


def test_an_answered_contact_was_rung_at_least_once() -> None:
    assert figure([visit(legs_offered=0)], "requeue_rate").of == (0, 1)


def test_legs_that_nobody_counted_are_unknown() -> None:
    rows = [visit(number=1, legs_offered=2), visit(number=2), visit("refused", None, number=3)]
    found = figure(rows, "requeue_rate")
    assert (found.of, found.unknown) == ((1, 2), 1)


def test_who_was_answered_in_two_queues_was_answered_by_two_legs_at_whatever_level() -> None:
    rows = [visit(legs_offered=2, transfer_out="queue"), visit(visit=2, legs_offered=1, transfer_in="queue")]
    for level in ("queue_visit", "contact"):
        assert figure(rows, "requeue_rate", level=level).of == (1, 3)
