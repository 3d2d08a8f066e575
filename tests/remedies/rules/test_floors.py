"""Floors: credits below a sum are waived, or raised to it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.remedies.rules.days import day, left, line, terms

from pactline.remedies.rules.floors import floors
from pactline.remedies.rules.lines import Settling
from pactline.values.period import Period

WAIVED = {"each": "month", "under": "100.00", "then": "waived"}
RAISED = {**WAIVED, "then": "raised"}


def floored(settling: Settling, **floor: Any) -> Settling:
    """The day after one floor."""
    return floors(settling, terms("floors", small=floor))


@pytest.mark.parametrize(("owed", "paid"), [("99.99", "0.00"), ("100.00", "100.00"), ("100.01", "100.01")])
def test_below_the_floor_nothing_is_paid_and_at_it_all_is(owed: str, paid: str) -> None:
    assert left(floored(day(line("a", owed)), **WAIVED)) == {"a": paid}


def test_the_credits_of_the_period_count_together() -> None:
    assert left(floored(day(line("a", "60.00"), line("b", "40.00")), **WAIVED)) == {"a": "60.00", "b": "40.00"}
    waived = floored(day(line("a", "60.00"), line("b", "39.99")), **WAIVED)
    assert left(waived) == {"a": "0.00", "b": "0.00"}
    assert waived.lines[0].steps == ("floor small: 99.99 in 2025-06 is under 100.00: waived",)


@pytest.mark.parametrize(("owed", "more"), [("99.99", "0.01"), ("0.01", "99.99")])
def test_what_is_owed_is_raised_to_the_floor_by_a_line_of_its_own(owed: str, more: str) -> None:
    assert left(floored(day(line("a", owed)), **RAISED)) == {"a": owed, "floors/small": more}


def test_nothing_stays_nothing() -> None:
    assert floored(day(), **RAISED).lines == ()
    assert left(floored(day(line("a", "0.00"), line("b", "50.00", kind="bonus")), **RAISED)) == {
        "a": "0.00",
        "b": "50.00",
    }


def test_it_acts_only_when_its_period_is_over() -> None:
    week = day(line("a", "20.00", "2025-06-02/2025-06-09"), on="2025-06-09")
    assert floored(week, **WAIVED) == week


def test_a_credit_that_was_earned_back_is_not_taken_back_a_second_time() -> None:
    """20.00 was credited, half of it earned back a week later: 10.00 still stands and goes with the last week's."""
    earlier = (
        line("a", "20.00", "2025-06-02/2025-06-09"),
        line("a", "10.00", "2025-06-09/2025-06-16", kind="return"),
    )
    waived = floored(day(line("a", "30.00", "2025-06-23/2025-06-30"), earlier=earlier), **WAIVED)
    assert [(each.kind.value, f"{each.left:f}") for each in waived.lines] == [("credit", "0.00"), ("return", "10.00")]
    assert waived.lines[0].steps == ("floor small: 40.00 in 2025-06 is under 100.00: waived",)


def test_what_earlier_days_have_credited_is_taken_back_with_the_rest() -> None:
    earlier = (line("a", "20.00", "2025-06-02/2025-06-09"), line("a", "20.00", "2025-06-09/2025-06-16"))
    waived = floored(day(line("a", "59.99", "2025-06-23/2025-06-30"), earlier=earlier), **WAIVED)
    assert [(each.kind.value, f"{each.left:f}") for each in waived.lines] == [
        ("credit", "0.00"), ("return", "20.00"), ("return", "20.00"),
    ]  # fmt: skip
    enough = day(line("a", "60.00", "2025-06-23/2025-06-30"), earlier=earlier)
    assert floored(enough, **WAIVED) == enough


def test_it_acts_where_no_window_ends_on_the_last_day() -> None:
    earlier = (line("a", "20.00", "2025-06-02/2025-06-09"),)
    assert [each.kind.value for each in floored(day(earlier=earlier), **WAIVED).lines] == ["return"]
    assert left(floored(day(earlier=earlier), **RAISED)) == {"floors/small": "80.00"}


def test_what_is_taken_back_once_is_not_taken_back_again() -> None:
    earlier = (
        line("a", "20.00", "2025-06-02/2025-06-09"),
        line("a", "20.00", "2025-06-02/2025-06-09", "return", on="2025-06-30"),
    )
    assert floored(day(earlier=earlier), **WAIVED).lines == ()


def test_a_period_that_the_term_cuts_ends_with_the_term() -> None:
    term = Period.parse("2025-01-01/2025-06-20")
    last = line("a", "20.00", "2025-06-01/2025-06-20")
    assert left(floored(day(last, on="2025-06-20", term=term), **WAIVED)) == {"a": "0.00"}


def test_other_periods_do_not_count() -> None:
    earlier = (line("a", "90.00", "2025-05"),)
    assert left(floored(day(line("a", "20.00"), earlier=earlier), **WAIVED)) == {"a": "0.00"}
    quarter = {**WAIVED, "each": "quarter"}
    assert left(floored(day(line("a", "20.00"), earlier=earlier), **quarter)) == {"a": "20.00"}


def test_a_floor_of_an_unknown_charge_is_pending() -> None:
    share = {**WAIVED, "under": {"percent": "1 %", "of": "bill"}}
    waiting = floored(day(line("a", "20.00"), bill="unknown"), **share)
    assert left(waiting) == {"a": "20.00"}
    assert waiting.pending == ("floors small: bill of 2025-06 is not known yet",)
