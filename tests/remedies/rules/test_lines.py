"""Money lines: cut in whole coins, taken back, added up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.remedies.rules.days import line

from pactline.remedies.rules.lines import Kind, Line, shared_out, standing, taken_back, total
from pactline.values.period import Period

CENTS = st.integers(0, 100_000)


@given(st.lists(CENTS, min_size=1, max_size=8), st.integers(0, 100), st.sampled_from((0, 2, 3)))
def test_what_is_shared_out_adds_up_to_the_coin_and_no_line_grows(cents: list[int], share: int, digits: int) -> None:
    lines = [line(f"c{n}", f"{Decimal(each).scaleb(-digits):f}") for n, each in enumerate(cents)]
    target = Decimal(sum(cents) * share // 100).scaleb(-digits)
    cut = shared_out(lines, target, digits, "cut")
    assert total(cut) == target
    for before, after in zip(lines, cut, strict=True):
        assert 0 <= after.left <= before.left
        assert (after.steps == ("cut",)) is (after.left != before.left)
    in_order = sorted(zip(cents, (each.left for each in cut), strict=True))
    assert [left for _, left in in_order] == sorted(left for _, left in in_order)  # a larger line keeps no less


def test_a_currency_without_small_coins_is_cut_in_whole_ones() -> None:
    cut = shared_out([line("a", "100"), line("b", "100"), line("c", "101")], Decimal(100), 0, "cut")
    assert [each.left for each in cut] == [33, 33, 34]  # 33.22, 33.22 and 33.55


def test_a_cut_says_why_and_keeps_the_amount() -> None:
    cut = line("a", "80.00").cut_to(Decimal("20.00"), "because")
    assert (cut.amount, cut.left, cut.steps) == (Decimal("80.00"), Decimal("20.00"), ("because",))


def test_what_was_taken_back_does_not_stand_and_the_rest_does() -> None:
    week = line("a", "70.00", "2025-06-02/2025-06-09")
    back = taken_back(week, date(2025, 7, 1), "critical failure")
    assert (back.kind, back.settles, back.left, back.window) == (Kind.RETURN, date(2025, 7, 1), week.left, week.window)
    other = line("b", "20.00", "2025-06-02/2025-06-09")
    assert [(each.source, each.left) for each in standing([week, other, back])] == [("a", 0), ("b", Decimal("20.00"))]


def test_a_credit_that_was_earned_back_is_returned_for_another_window_and_stands() -> None:
    may, june = line("a", "70.00", "2025-05"), line("a", "35.00", "2025-06", "return")
    assert standing([may, june]) == [may]


@pytest.mark.parametrize("kind", ["bonus", "due", "return"])
def test_only_credits_can_stand(kind: str) -> None:
    lines: list[Line] = [line("a", "70.00", kind=kind)]
    assert standing(lines) == []


def test_an_hour_is_a_window_of_its_own() -> None:
    hours = [line("a", "5.00", f"2025-06-02T{hour}:00+02:00") for hour in ("09", "10")]
    back = taken_back(hours[0], date(2025, 7, 1), "gone")
    assert [each.left for each in standing([*hours, back])] == [0, 5]
    assert isinstance(hours[0].window, Period)
