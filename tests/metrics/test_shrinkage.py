"""Shrinkage: the share of paid time in which agents were not there for contacts."""

from __future__ import annotations

from fractions import Fraction

from tests.metrics.agents import figure, of, states


def test_breaks_and_other_paid_work_shrink_the_day() -> None:
    day = of(states("09:00 talking 09:20 available 09:40 break 09:50 other_paid 10:20"))
    assert figure(day, "shrinkage", paid="with_breaks").value == Fraction(100 * 40, 80)
    assert figure(day, "shrinkage", paid="without_breaks").value == Fraction(100 * 30, 70)


def test_shrinkage_and_what_was_there_for_contacts_are_the_whole() -> None:
    day = of(states("09:00 alerting 09:01 wrapping 09:11 break 09:16 other_paid 09:20"))
    gone = figure(day, "shrinkage", paid="with_breaks").value
    there = figure(day, "utilisation", productive="for_contacts", paid="with_breaks").value
    assert gone is not None
    assert there is not None
    assert gone + there == 100
