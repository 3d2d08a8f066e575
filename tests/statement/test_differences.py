"""Whether two figures differ by more than chance would make them."""

from __future__ import annotations

import math
import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactline.statement.comparison.differences import Good, Summed, difference_of, holm
from pactline.values.quantiles import t_within

P95 = Fraction(95, 100)


def summed(*values: int, scale: int = 1) -> Summed:
    """Values whose mean is the figure."""
    squares, total = sum(value * value for value in values), sum(values)
    return Summed(len(values), total, len(values), squares, total, len(values), Fraction(scale))


def rounded(interval: tuple[Decimal, Decimal] | None, digits: int = 4) -> tuple[str, str]:
    assert interval is not None
    return f"{interval[0]:.{digits}f}", f"{interval[1]:.{digits}f}"


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),  # the worked cases of Newcombe 1998, table II, method 10
    [
        (Good(56, 70), Good(48, 80), "0.0524", "0.3339"),
        (Good(9, 10), Good(3, 10), "0.1705", "0.8090"),
        (Good(6, 7), Good(2, 7), "0.0582", "0.8062"),
        (Good(5, 56), Good(0, 29), "-0.0381", "0.1926"),
        (Good(0, 10), Good(0, 20), "-0.1611", "0.2775"),
        (Good(0, 10), Good(0, 10), "-0.2775", "0.2775"),
        (Good(10, 10), Good(0, 20), "0.6791", "1.0000"),
        (Good(10, 10), Good(0, 10), "0.6075", "1.0000"),
    ],
)
def test_the_difference_of_two_shares_has_newcombes_interval(one: Good, other: Good, low: str, high: str) -> None:
    found = difference_of(one, other, P95).interval
    assert found is not None
    assert rounded((found[0] / 100, found[1] / 100)) == (low, high)


def test_one_share_has_wilsons_interval() -> None:
    assert rounded(Good(81, 263).interval(P95), 2) == ("25.53", "36.62")  # 81/263, as Newcombe printed it: .2553, .3662
    assert rounded(Good(0, 20).interval(P95), 2) == ("0.00", "16.11")
    assert rounded(Good(1, 29).interval(P95), 2) == ("0.61", "17.18")


def test_the_tail_of_two_shares_is_that_of_the_pooled_test() -> None:
    found = difference_of(Good(56, 70), Good(48, 80), P95)
    pooled = 104 / 150
    z = (56 / 70 - 48 / 80) / math.sqrt(pooled * (1 - pooled) * (1 / 70 + 1 / 80))
    assert found.beyond is not None
    assert float(found.beyond) == pytest.approx(math.erfc(z / math.sqrt(2)), rel=1e-12)
    assert found.value == 20


def test_shares_that_are_all_alike_show_nothing() -> None:
    assert difference_of(Good(10, 10), Good(20, 20), P95).beyond == 1
    assert difference_of(Good(0, 10), Good(0, 20), P95).value == 0


def test_the_difference_of_two_means_has_welchs_interval() -> None:
    one, other = (19, 22, 24, 27, 20, 21, 26), (25, 31, 33, 29, 40, 28)
    found = difference_of(summed(*one), summed(*other), P95)
    v, w = statistics.variance(one) / len(one), statistics.variance(other) / len(other)
    freedom = (v + w) ** 2 / (v**2 / (len(one) - 1) + w**2 / (len(other) - 1))
    reach = float(t_within(P95, math.floor(freedom))) * math.sqrt(v + w)
    middle = statistics.mean(one) - statistics.mean(other)
    assert found.interval is not None
    assert [float(edge) for edge in found.interval] == pytest.approx([middle - reach, middle + reach], rel=1e-12)
    assert found.beyond is not None
    assert Decimal("0.005") < found.beyond < Decimal("0.02")


def test_a_mean_has_the_interval_of_students_t() -> None:
    values = (4, 5, 5, 3, 4, 5)
    reach = float(t_within(P95, 5)) * statistics.stdev(values) / math.sqrt(6)
    interval = summed(*values).interval(P95)
    assert interval is not None
    assert float(interval[1] - interval[0]) == pytest.approx(2 * reach, rel=1e-12)


def test_the_spread_of_a_ratio_of_sums_is_that_of_its_rows_around_it() -> None:
    rows = [(3, 10), (5, 12), (2, 9), (8, 20)]
    part, whole = sum(p for p, _ in rows), sum(w for _, w in rows)
    found = Summed(4, part, whole, sum(p * p for p, _ in rows), sum(p * w for p, w in rows),
                   sum(w * w for _, w in rows), Fraction(100))  # fmt: skip
    ratio = part / whole
    spread = 100**2 * sum((p - ratio * w) ** 2 for p, w in rows) / 3 * 4 / whole**2
    assert float(found.spread) == pytest.approx(spread, rel=1e-12)


def test_a_single_row_has_no_spread_and_equal_rows_have_none() -> None:
    assert summed(5).interval(P95) is None
    assert difference_of(summed(5), summed(4, 3), P95).interval is None
    same = difference_of(summed(5, 5), summed(4, 4), P95)
    assert (same.value, same.interval, same.beyond) == (1, (Decimal(1), Decimal(1)), 0)
    assert difference_of(summed(5, 5), summed(5, 5), P95).beyond == 1


def test_small_samples_are_said_to_be_small_on_both_sides_of_the_edge() -> None:
    assert (Good(5, 10).caution, Good(4, 40).caution) == ("", "fewer than 5 on one side")
    assert (Good(5, 9).caution, summed(*range(30)).caution) == ("fewer than 5 on one side", "")
    assert summed(*range(29)).caution == "fewer than 30 of them"


def test_holm_multiplies_the_smallest_tail_by_all_and_never_lets_a_greater_one_pass_below() -> None:
    tails = [Decimal(text) for text in ("0.04", "0.01", "0.03", "0.5")]
    assert [str(tail) for tail in holm(tails)] == ["0.09", "0.04", "0.09", "0.5"]
    assert holm([Decimal("0.02")]) == [Decimal("0.02")]
    assert holm([Decimal("0.6"), Decimal("0.7")]) == [1, 1]
    assert holm([]) == []


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.integers(1, 60))
def test_an_interval_holds_its_difference_and_turns_with_it(g: int, more_g: int, h: int, more_h: int) -> None:
    one, other = Good(g, g + more_g), Good(h, h + more_h)
    there, back = difference_of(one, other, P95), difference_of(other, one, P95)
    assert there.interval is not None
    assert back.interval is not None
    low, high = there.interval
    assert low <= Decimal(there.value.numerator) / there.value.denominator <= high
    assert abs(back.interval[0] + high) < Decimal("1e-40")
    assert there.beyond == back.beyond
