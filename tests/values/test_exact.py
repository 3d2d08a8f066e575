"""Exact numbers: one rounding, in the named mode, and no other way in than plain decimal text."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactline.values.exact import RoundingMode, ShareRounding, exact_decimal, plain, round_fraction


@pytest.mark.parametrize(
    ("value", "mode", "expected"),
    [
        ("2.345", RoundingMode.HALF_UP, "2.35"),
        ("2.345", RoundingMode.HALF_EVEN, "2.34"),
        ("2.355", RoundingMode.HALF_EVEN, "2.36"),
        ("2.349999", RoundingMode.HALF_UP, "2.35"),
        ("2.344999", RoundingMode.HALF_UP, "2.34"),
        ("2.349", RoundingMode.DOWN, "2.34"),
        ("2.341", RoundingMode.UP, "2.35"),
        ("2.340", RoundingMode.UP, "2.34"),
        ("-2.345", RoundingMode.HALF_UP, "-2.35"),
        ("-2.349", RoundingMode.DOWN, "-2.34"),
    ],
)
def test_a_fraction_is_rounded_once_in_the_named_mode(value: str, mode: RoundingMode, expected: str) -> None:
    assert round_fraction(Fraction(value), 2, mode) == Decimal(expected)


@given(st.fractions(), st.integers(0, 6), st.sampled_from(RoundingMode))
def test_rounding_never_moves_a_figure_by_a_whole_step(value: Fraction, decimals: int, mode: RoundingMode) -> None:
    assert abs(Fraction(round_fraction(value, decimals, mode)) - value) < Fraction(1, 10**decimals)


@given(st.fractions(), st.integers(0, 6))
def test_half_even_and_half_up_differ_only_on_a_half(value: Fraction, decimals: int) -> None:
    up = round_fraction(value, decimals, RoundingMode.HALF_UP)
    even = round_fraction(value, decimals, RoundingMode.HALF_EVEN)
    if up != even:
        assert (abs(value) * 10**decimals * 2).denominator == 1


@pytest.mark.parametrize("text", ["", "1e3", "+1", "1,000.00", "٣", "NaN", "inf", "1.", ".5", " 1", "0x10", "1_000"])
def test_only_plain_decimal_text_is_a_number(text: str) -> None:
    with pytest.raises(ValueError, match="plain decimal"):
        exact_decimal(text)


def test_a_figure_without_a_short_decimal_is_shown_as_a_fraction() -> None:
    assert plain(Fraction("98.950")) == "98.95"
    assert plain(Fraction(1, 3)) == "1/3"
    assert plain(Fraction(-7)) == "-7"


def test_rounding_before_comparison_is_a_term_and_exact_is_its_absence() -> None:
    just_missed = Fraction("79.996")
    assert ShareRounding().apply(just_missed) == just_missed
    assert ShareRounding(2).apply(just_missed) == 80
    assert ShareRounding(2, RoundingMode.DOWN).apply(just_missed) == Fraction("79.99")
