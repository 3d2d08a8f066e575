"""The back-test: figures by hand, no look ahead, and errors that come out as they were put in."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from tests.planning.forecasting.made import MONDAY, changed, history, training

from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.backtest import BackTest, DayTested, back_test, origins_of
from pactline.planning.forecasting.coverage import look_over
from pactline.planning.forecasting.level import MixedLevel
from pactline.planning.forecasting.naive import same_weekday
from pactline.planning.forecasting.training import training_of


def one_day(lead: int, actual: float, forecast: float, naive: float, special: bool = False) -> DayTested:
    origin = MONDAY
    return DayTested(origin, origin + timedelta(days=lead), actual, forecast, naive, 0.05, special, 20.0, 30.0)


def test_shares_are_of_what_came_and_better_by_is_of_the_naive_error() -> None:
    found = BackTest(
        (one_day(1, 100, 110, 80), one_day(2, 300, 270, 340), one_day(9, 100, 100, 100, special=True)), 0.0
    )
    near = found.accuracy(lambda lead: lead < 5)
    assert near is not None
    assert (near.days, near.wape, near.naive) == (2, 40 / 400, 60 / 400)
    assert near.bias == pytest.approx(-20 / 400)
    assert (near.interval_wape, near.interval_naive) == (40 / 400, 60 / 400)
    assert near.better_by == pytest.approx(1 / 3)
    assert found.accuracy(special=True).days == 1  # type: ignore[union-attr]
    assert found.accuracy(lambda lead: lead > 20) is None


def run(given, model=None, **more):  # type: ignore[no-untyped-def]
    coverage = look_over(given, Almanac())
    known = training_of(given, coverage, Almanac())
    return back_test(given, coverage, Almanac(), known, model or MixedLevel(), **more)


def test_what_comes_after_an_origin_does_not_change_its_forecast() -> None:
    given = history(84, seed=2, cv=0.05)
    origin = MONDAY + timedelta(days=67)
    volume = given.volume.copy()
    volume[68:] *= 3
    one, other = (run(each, origins=[origin]) for each in (given, changed(given, volume)))
    assert [each.forecast for each in one.tested] == [each.forecast for each in other.tested]
    assert [each.naive for each in one.tested] == [each.naive for each in other.tested]
    assert one.accuracy() != other.accuracy()


def test_origins_are_the_newest_and_fall_on_every_weekday() -> None:
    known = training([100.0] * 200)
    origins = origins_of(known)
    assert len(origins) == 40
    assert origins[-1] == known.dates[-2]
    assert {each.weekday() for each in origins} == set(range(7))
    assert origins_of(training([100.0] * 20)) == []
    assert origins_of(training([100.0] * 40))[0] >= MONDAY + timedelta(days=19)


def test_the_naive_model_has_the_naive_error() -> None:
    found = run(history(84, seed=2, cv=0.05), same_weekday).accuracy()
    assert found is not None
    assert found.wape == pytest.approx(found.naive)


def test_the_variation_that_days_were_given_comes_out_and_eight_of_ten_days_lie_within() -> None:
    given = history(300, level=lambda _: 4000.0, seed=4, cv=0.08)
    found = run(given)
    assert found.day_cv == pytest.approx(0.085, abs=0.015)
    assert abs(found.day_lag1) < 0.25
    right = found.calibration()
    assert 0.7 < right < 1.4
    assert found.cv_interval < 0.02


def test_errors_that_last_for_days_are_seen_as_correlation() -> None:
    chance, state, factors = np.random.default_rng(6), 0.0, []
    for _ in range(300):
        state = 0.8 * state + 0.05 * chance.standard_normal()
        factors.append(float(np.exp(state)))
    given = history(300, level=lambda day: 4000.0 * factors[(day - MONDAY).days], seed=7)
    assert run(given).day_lag1 > 0.4


def test_an_uneven_profile_is_told_from_chance() -> None:
    given = history(84, level=lambda _: 40_000.0, seed=8)
    volume = given.volume * np.exp(0.1 * np.random.default_rng(9).standard_normal(given.volume.shape))
    assert run(changed(given, np.round(volume))).cv_interval == pytest.approx(0.1, abs=0.02)


def test_the_mixed_level_beats_the_naive_one_where_months_and_drift_matter() -> None:
    chance, level, levels = np.random.default_rng(10), 0.0, []
    for n in range(240):
        level = 0.99 * level + 0.02 * chance.standard_normal()
        first = (MONDAY + timedelta(days=n)).day <= 4
        levels.append(4000 * float(np.exp(level)) * (1.15 if first else 1.0))
    given = history(240, level=lambda day: levels[(day - MONDAY).days], seed=11, cv=0.02)
    found = run(given).accuracy()
    assert found is not None
    assert found.better_by > 0.15
