"""Prediction intervals hold what they say, for certain and for uncertain rates."""

from __future__ import annotations

import numpy as np
import pytest

from pactline.planning.forecasting.spread import bounds, cv_of_log_sd


@pytest.mark.parametrize("mean", [5.0, 40.0, 1500.0])
@pytest.mark.parametrize("cv", [0.0, 0.05, 0.3])
def test_eight_of_ten_lie_between(mean: float, cv: float) -> None:
    chance = np.random.default_rng(5)
    rates = np.full(20_000, mean) if cv == 0 else mean * chance.gamma(1 / cv**2, cv**2, 20_000)
    came = chance.poisson(rates)
    low, high = bounds(np.array([mean]), cv)
    inside = ((came >= low[0]) & (came <= high[0])).mean()
    assert 0.79 < inside < (0.93 if mean < 10 else 0.87)


def test_no_contact_expected_is_none_and_shares_can_be_chosen() -> None:
    low, high = bounds(np.array([0.0, 100.0]), 0.1)
    assert (low[0], high[0]) == (0, 0)
    wide = bounds(np.array([100.0]), 0.1, 0.95)
    assert wide[0][0] < low[1]
    assert wide[1][0] > high[1]


def test_a_small_spread_of_logarithms_is_the_variation_itself() -> None:
    assert float(cv_of_log_sd(0.05)) == pytest.approx(0.05, rel=2e-3)
    assert float(cv_of_log_sd(1.0)) > 1.3
