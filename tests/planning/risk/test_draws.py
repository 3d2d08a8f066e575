"""Days that come out fuller or emptier, and contacts in whole numbers."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from pactline.planning.risk.day_factors import day_factors
from pactline.planning.risk.draws import draw_ways, expected_ways
from pactline.planning.risk.responses import Response

DAYS = [date(2025, 4, 1) + timedelta(days=number) for number in range(20)]


def test_day_factors_have_the_mean_the_spread_and_the_memory_that_are_asked_for() -> None:
    (found,) = day_factors(np.random.default_rng(1), 4000, [DAYS], [0.1], [0.5])
    assert found.mean() == pytest.approx(1, abs=0.003)
    assert found.std() == pytest.approx(0.1, abs=0.003)
    logs = np.log(found)
    lag = np.corrcoef(logs[:, :-1].ravel(), logs[:, 1:].ravel())[0, 1]
    assert lag == pytest.approx(0.5, abs=0.02)


def test_an_exact_forecast_has_no_factors() -> None:
    (found,) = day_factors(np.random.default_rng(1), 10, [DAYS], [0.0], [0.5])
    assert np.all(found == 1)


def test_errors_of_queues_are_as_alike_as_is_said() -> None:
    one, other = day_factors(np.random.default_rng(1), 3000, [DAYS, DAYS], [0.1, 0.1], [0.0, 0.0], alike=0.7)
    assert np.corrcoef(one.ravel(), other.ravel())[0, 1] == pytest.approx(0.7, abs=0.02)


def _response(noise: float) -> Response:
    loads = np.linspace(-0.4, 0.4, 21)
    share = np.stack([0.8 - 0.5 * loads, 0.2 + 0.5 * loads], axis=1)
    contacts = 400 * np.exp(loads)[:, None] * share
    return Response(
        CubicSpline(loads, contacts[:, None, :], axis=0),
        CubicSpline(loads, np.full((21, 1), noise), axis=0),
        np.array([400.0]),
    )


@pytest.mark.parametrize("noise", [1.0, 12.0])
def test_contacts_have_the_expected_shares_and_scatter_with_the_noise(noise: float) -> None:
    ways = draw_ways(np.random.default_rng(2), _response(noise), np.ones((6000, 1)))[:, 0, :]
    total, late = ways.sum(axis=1), ways[:, 1]
    assert total.mean() == pytest.approx(400, abs=1)
    assert late.sum() / total.sum() == pytest.approx(0.2, abs=0.003)
    away = late - 0.2 * total
    assert away.var() / (400 * 0.2 * 0.8) == pytest.approx(noise, rel=0.08)


def test_a_fuller_day_has_more_contacts_and_more_of_them_late() -> None:
    ways = draw_ways(np.random.default_rng(2), _response(1.0), np.full((2000, 1), 1.2))[:, 0, :]
    assert ways.sum(axis=1).mean() == pytest.approx(480, abs=2)
    assert ways[:, 1].sum() / ways.sum() == pytest.approx(0.2 + 0.5 * np.log(1.2), abs=0.003)


def test_a_day_beyond_every_load_that_was_looked_at_keeps_the_last_shares() -> None:
    ways = draw_ways(np.random.default_rng(2), _response(1.0), np.full((500, 1), 3.0))[:, 0, :]
    assert ways.sum(axis=1).mean() == pytest.approx(1200, rel=0.01)


def test_a_month_as_forecast_is_whole_and_loses_nobody() -> None:
    found = expected_ways(_response(1.0))
    assert found.tolist() == [[320, 80]]
