"""Intervals from days drawn again: how often they hold the truth, and that an odd day widens them."""

from __future__ import annotations

import numpy as np
import pytest

from pactline.planning.patience.banding import band_edges, banded
from pactline.planning.patience.exposure import Exposure, exposure_of
from pactline.planning.patience.resampling import Resampled, resampled
from pactline.planning.patience.survival import survival_of


def drawn(exposure: Exposure, draws: int = 400) -> Resampled:
    found = resampled(banded(exposure, band_edges(exposure)), draws)
    assert found is not None
    return found


def made(rng: np.random.Generator, spread: float = 0.0, days: int = 20, a_day: int = 300) -> Exposure:
    """Exponential patience of mean 100 s, offered waits of mean 40 s; ``spread`` makes days differ."""
    mean = 100 * np.exp(spread * rng.standard_normal(days))
    number = np.repeat(np.arange(days), a_day)
    patience, offered = rng.exponential(mean[number]), rng.exponential(40, len(number))
    return exposure_of(np.minimum(patience, offered), patience < offered, number)


def test_about_95_of_100_intervals_hold_the_truth() -> None:
    rng, times = np.random.default_rng(6), np.array([10.0, 30.0, 60.0])
    held, rates, runs = np.zeros(3), 0, 300
    for _ in range(runs):
        exposure = made(rng)
        again = drawn(exposure, 200)
        low, high = again.band(survival_of(exposure), times)
        held += (low <= np.exp(-times / 100)) & (np.exp(-times / 100) <= high)
        rate = again.interval(again.rate_per_s)
        rates += rate[0] <= 0.01 <= rate[1]
    assert 0.91 < (held / runs).mean() < 0.97
    assert 0.91 < rates / runs < 0.97


def test_days_that_differ_make_wider_intervals_than_contacts_drawn_one_by_one_would() -> None:
    rng = np.random.default_rng(9)

    def width(exposure: Exposure) -> float:
        low, high = drawn(exposure).band(survival_of(exposure), [40.0])
        return float(high[0] - low[0])

    assert width(made(rng, spread=0.5)) > 2 * width(made(rng))


def test_fewer_than_five_days_give_no_interval_and_the_same_seed_the_same_one() -> None:
    rng = np.random.default_rng(2)
    few = made(rng, days=4)
    assert resampled(banded(few, band_edges(few))) is None
    exposure = made(rng)
    assert drawn(exposure).steps.tolist() == drawn(exposure).steps.tolist()


def test_the_band_holds_the_estimate_itself() -> None:
    exposure = made(np.random.default_rng(3))
    survival, times = survival_of(exposure), np.arange(1, 120.0)
    low, high = drawn(exposure).band(survival, times)
    assert ((low <= survival.at(times)) & (survival.at(times) <= high)).all()
    assert high[-1] == pytest.approx(survival.at(119.0), abs=0.1)
