"""Handling times to expect."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.planning.forecasting.made import MONDAY, OPEN, history

from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.coverage import look_over
from pactline.planning.forecasting.handle_time import back_test, learn
from pactline.planning.forecasting.history import History


def with_times(seconds: np.ndarray) -> History:  # type: ignore[type-arg]
    given = history(84, level=lambda _: 2000.0)
    return replace(given, handled_s=given.handled * seconds)


def test_a_time_that_is_always_the_same_is_expected_and_its_back_test_has_no_error() -> None:
    given = history(84)
    coverage = look_over(given, Almanac())
    found = learn(given, coverage)
    assert found is not None
    assert found.by[0][OPEN] == pytest.approx(240)
    test = back_test(given, coverage, [MONDAY + timedelta(days=60)], 14)
    assert test is not None
    assert (test.days, test.wape, test.naive) == (10, pytest.approx(0), pytest.approx(0))


def test_the_level_follows_the_newer_days_and_evenings_may_take_longer() -> None:
    level = np.where(np.arange(84) < 42, 200.0, 260.0)[:, None]
    evening = np.where(np.arange(24) >= 15, 1.2, 1.0)[None]
    given = with_times(level * evening)
    found = learn(given, look_over(given, Almanac()))
    assert found is not None
    assert 245 < found.level_s / (given.handled * evening).sum() * given.handled.sum() < 262
    assert 1.1 < found.by[0][16] / found.by[0][10] < 1.21


def test_a_weekday_of_its_own_is_learnt_as_far_as_it_has_contacts() -> None:
    week = np.where(np.arange(84) % 7 == 0, 300.0, 240.0)[:, None] * np.ones((1, 24))
    found = learn(with_times(week), look_over(with_times(week), Almanac()))
    assert found is not None
    ratio = found.by[0][10] / found.by[1][10]
    assert 1.12 < ratio < 1.25
    few = replace(with_times(week), handled=with_times(week).handled / 500, handled_s=with_times(week).handled_s / 500)
    drawn = learn(few, look_over(few, Almanac()))
    assert drawn is not None
    assert 1.0 < drawn.by[0][10] / drawn.by[1][10] < 1.05


def test_nothing_known_is_none_and_days_to_come_have_rows() -> None:
    given = history(28)
    silent = replace(given, handled=given.handled * 0, handled_s=given.handled_s * 0)
    assert learn(silent, look_over(silent, Almanac())) is None
    assert back_test(silent, look_over(silent, Almanac()), [MONDAY + timedelta(days=14)], 7) is None
    found = learn(given, look_over(given, Almanac()))
    assert found is not None
    assert found.on([MONDAY, MONDAY]).shape == (2, 24)
