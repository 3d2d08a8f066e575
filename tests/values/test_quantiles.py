"""Quantiles and tails of the normal and the t distribution, in decimals."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest

from pactline.values.quantiles import MOST_FREEDOM, normal_beyond, normal_within, root, t_beyond, t_within

P95, P90, P99 = Fraction(95, 100), Fraction(90, 100), Fraction(99, 100)


@pytest.mark.parametrize(
    ("share", "printed"),
    [(P90, "1.64485362695147271486"), (P95, "1.95996398454005423552"), (P99, "2.57582930354890076098")],
)
def test_the_normal_quantiles_are_the_published_ones(share: Fraction, printed: str) -> None:
    assert f"{normal_within(share):.20f}" == printed


@pytest.mark.parametrize(
    ("freedom", "printed"),  # of any table of Student's t, two-sided 95 %
    [(1, "12.706"), (2, "4.303"), (3, "3.182"), (4, "2.776"), (5, "2.571"), (10, "2.228"), (29, "2.045"), (30, "2.042"),
     (60, "2.000"), (120, "1.980"), (1000, "1.962")],
)  # fmt: skip
def test_the_t_quantiles_are_those_of_the_tables(freedom: int, printed: str) -> None:
    assert f"{t_within(P95, freedom):.3f}" == printed


def test_the_quantiles_of_one_and_two_degrees_of_freedom_have_closed_forms() -> None:
    assert float(t_within(P95, 1)) == pytest.approx(math.tan(math.pi * 0.475), rel=1e-14)
    assert float(t_within(P95, 2)) == pytest.approx(0.95 * math.sqrt(2 / (1 - 0.95**2)), rel=1e-14)


@pytest.mark.parametrize("z", ["0", "0.1", "1", "1.96", "3", "6"])
def test_the_tail_of_the_normal_distribution_is_the_complementary_error_function(z: str) -> None:
    assert float(normal_beyond(Decimal(z))) == pytest.approx(math.erfc(float(z) / math.sqrt(2)), rel=1e-13)
    assert normal_beyond(-Decimal(z)) == normal_beyond(Decimal(z))


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 20, 999, 1000])
def test_tail_and_quantile_of_t_are_each_others_reverse(freedom: int) -> None:
    assert abs(t_beyond(t_within(P95, freedom), freedom) - Decimal("0.05")) < Decimal("1e-28")


def test_more_freedom_than_the_most_is_taken_as_the_most() -> None:
    assert t_within(P95, MOST_FREEDOM + 1) == t_within(P95, MOST_FREEDOM) > normal_within(P95)
    assert t_within(P95, MOST_FREEDOM) < normal_within(P95) * Decimal("1.0015")


def test_nothing_lies_beyond_where_nothing_is_left() -> None:
    assert normal_beyond(Decimal(40)) == 0
    assert t_beyond(Decimal(0), 5) == 1


def test_a_root_is_exact_where_it_can_be() -> None:
    assert root(Fraction(9, 4)) == Decimal("1.5")
    assert str(root(Fraction(2)))[:20] == "1.414213562373095048"
