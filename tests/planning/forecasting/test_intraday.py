"""The rest of a day: closed form, what is odd, and the range that holds what it says."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from tests.planning.forecasting.made import BERLIN, MONDAY, changed, history

from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.forecasting import forecast
from pactline.planning.forecasting.intraday import update
from pactline.planning.forecasting.rest_of_day import rest_of_day
from pactline.values.period import Period

NEXT = MONDAY + timedelta(days=84)


def test_without_contacts_expected_nothing_is_learnt() -> None:
    found = update(0, 0, 1000, 0.1, 0.0)
    assert found.factor == pytest.approx(1, abs=1e-9)
    assert found.rest == pytest.approx(1000)
    assert 0.1 < found.sd < 0.14  # one day in fifty is odd


def test_the_factor_lies_between_the_forecast_and_what_came_by_their_weights() -> None:
    found = update(550, 500, 500, 0.05, 0.0)  # a Gamma of 400 against 500 contacts
    assert found.factor == pytest.approx((400 + 550) / (400 + 500), abs=0.005)
    assert found.day == pytest.approx(550 + 500 * found.factor)


def test_a_share_of_the_day_that_varies_by_itself_is_trusted_less() -> None:
    sure, unsure = update(560, 500, 500, 0.05, 0.0), update(560, 500, 500, 0.05, 0.1)
    assert 1 < unsure.factor < sure.factor
    assert unsure.rest_high - unsure.rest_low > sure.rest_high - sure.rest_low


def test_a_day_that_is_quite_unlike_the_past_is_followed() -> None:
    assert update(900, 500, 500, 0.03, 0.0).factor == pytest.approx(1.8, abs=0.05)
    assert update(515, 500, 500, 0.03, 0.0).factor == pytest.approx(1.01, abs=0.01)


@pytest.mark.parametrize("cv", [0.05, 0.15])
def test_eight_of_ten_rests_lie_in_the_range(cv: float) -> None:
    chance, inside = np.random.default_rng(12), 0
    for _ in range(1000):
        factor = chance.gamma(1 / cv**2, cv**2)
        found = update(float(chance.poisson(400 * factor)), 400, 600, cv, 0.0)
        inside += found.rest_low <= chance.poisson(600 * factor) <= found.rest_high
    assert 0.77 < inside / 1000 < 0.9


def test_the_rest_of_a_day_begins_with_the_last_full_interval_and_follows_what_came() -> None:
    given = history(85, seed=13, cv=0.08)
    volume = given.volume.copy()
    volume[84] = np.round(1.25 * history(85).volume[84])
    now = changed(given, volume)
    made = forecast(now, Period(NEXT, NEXT + timedelta(days=1)), Almanac())
    rest = rest_of_day(made, now, datetime(2025, 3, 31, 12, 40, tzinfo=BERLIN))
    assert rest.at.hour == 12
    assert rest.at.minute == 0
    assert len(rest.expected.starts_us) == 6
    assert 1.08 < rest.updated.factor < 1.4
    assert rest.expected.offered.sum() == pytest.approx(rest.updated.rest)
    assert rest.updated.expected_so_far + rest.updated.expected_rest == pytest.approx(made.days[0].offered)
    assert rest.test is not None
    assert rest.test.wape < rest.test.before


def test_what_cannot_be_said_is_refused_in_words() -> None:
    given = history(85)
    made = forecast(given, Period(NEXT, NEXT + timedelta(days=1)), Almanac())
    with pytest.raises(ValueError, match="hold nothing of 2025-03-31"):
        rest_of_day(made, given.before(NEXT), datetime(2025, 3, 31, 12, tzinfo=BERLIN))
    with pytest.raises(ValueError, match="has closed by 20:00"):
        rest_of_day(made, given, datetime(2025, 3, 31, 20, tzinfo=BERLIN))
