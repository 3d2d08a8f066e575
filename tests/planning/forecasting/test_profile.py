"""How a day spreads over its intervals."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from tests.planning.forecasting.made import MONDAY, SHAPE, changed, history

from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.coverage import look_over
from pactline.planning.forecasting.profile import learn, smoothed


def test_every_weekday_adds_up_to_one_and_is_the_shape_that_came() -> None:
    given = history(56)
    found = learn(given, look_over(given, Almanac()), Almanac())
    assert found.weekday.sum(axis=1) == pytest.approx([1, 1, 1, 1, 1, 0, 0])
    assert found.weekday[2] == pytest.approx(SHAPE, abs=1e-4)


def test_a_thin_weekday_is_drawn_to_its_like_and_less_so_the_more_days_it_has() -> None:
    given = history(63)
    volume = given.volume.copy()
    fridays = np.arange(4, 63, 7)
    late = np.roll(SHAPE, 1) * (SHAPE > 0)
    volume[fridays] = 420 * late / late.sum()
    few, many = volume.copy(), changed(given, volume)
    few[fridays[:-1]] = 0
    thin = changed(given, few)
    seen = [learn(each, look_over(each, Almanac(hours=None)), Almanac()).weekday[4] for each in (many,)]
    far = np.abs(seen[0] - late / late.sum()).sum()
    assert far < 0.5 * np.abs(SHAPE - late / late.sum()).sum()
    assert thin.volume[fridays[:-1]].sum() == 0


def test_a_special_day_has_the_profile_of_past_days_of_its_kind() -> None:
    given = history(56)
    volume = given.volume.copy()
    for row in (14, 28):
        volume[row, 13:] = 0  # shut at one
    days = {MONDAY + timedelta(days=n): "Half day" for n in (14, 28, 63)}
    almanac = Almanac(holidays=days)
    odd = changed(given, volume)
    found = learn(odd, look_over(odd, almanac), almanac)
    half = found.of(MONDAY + timedelta(days=63), almanac)
    assert half[13:].sum() < 0.25
    assert found.of(date(2025, 3, 11), almanac)[13:].sum() > 0.3


def test_odd_days_teach_no_profile() -> None:
    given = history(28)
    volume = given.volume.copy()
    volume[21] = np.where(np.arange(24) == 9, 5000.0, 0.0)
    strange = changed(given, volume)
    coverage = look_over(strange, Almanac())
    day = MONDAY + timedelta(days=21)
    assert learn(strange, coverage, Almanac(), {day}).weekday[0][9] < 0.15


def test_smoothing_keeps_what_is_flat_and_halves_what_is_a_spike() -> None:
    assert smoothed(np.ones(10), 1.0, np.ones(10)) == pytest.approx(np.ones(10))
    spike = np.zeros(11)
    spike[5] = 1
    assert smoothed(spike, 1.0, np.ones(11))[5] == pytest.approx(0.4, abs=0.01)
    assert smoothed(spike, 0.1, np.ones(11)) is spike
