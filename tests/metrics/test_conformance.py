"""Conformance: the time agents were there for contacts against the time they were scheduled for contacts."""

from __future__ import annotations

from fractions import Fraction

from tests.metrics.agents import figure, of, states

PLAN = states("09:00 available 10:00 break 10:10", plan="scheduled")


def test_it_is_about_how_much_and_not_about_when_and_can_exceed_a_hundred() -> None:
    assert figure(of(PLAN, states("11:00 talking 12:00")), "conformance").value == 100
    assert figure(of(PLAN, states("09:00 talking 10:06")), "conformance").value == 110
    assert figure(of(PLAN, states("09:00 available 09:40 break 10:00")), "conformance").value == Fraction(200, 3)


def test_without_a_schedule_there_is_no_figure() -> None:
    assert figure(of(states("09:00 talking 10:00")), "conformance").value is None
