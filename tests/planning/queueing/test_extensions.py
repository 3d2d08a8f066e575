"""Redials, uncertain rates, the square-root rule and the cheapest number of agents."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from pactline.planning.queueing import square_root
from pactline.planning.queueing.cost_optimum import Prices, cheapest_agents, cost_per_hour
from pactline.planning.queueing.patience_law import Gamma
from pactline.planning.queueing.redials import with_redials
from pactline.planning.queueing.steady import steady
from pactline.planning.queueing.uncertain_rate import steady_with_uncertain_rate

# Redials


def test_who_calls_again_is_served_or_lost_in_the_end() -> None:
    found = with_redials(np.array([0.01, 0.0333, 0.08]), 300, 11, 180, 0.5)
    served = found.rate_per_s * (1 - found.steady.p_abandon)
    np.testing.assert_allclose(served / np.array([0.01, 0.0333, 0.08]) + found.lost, 1, rtol=1e-12)
    assert (found.attempts > 1).all()


def test_without_redials_nothing_changes() -> None:
    found = with_redials(0.04, 300, 11, 180, 0)
    assert float(found.rate_per_s) == pytest.approx(0.04, rel=1e-12)
    assert float(found.lost) == pytest.approx(float(steady(0.04, 300, 11, 180).p_abandon))
    assert float(with_redials(0, 300, 11, 180, 0.5).attempts) == 1


def test_any_law_and_arrays_of_patience() -> None:
    law = with_redials(0.04, 300, 11, Gamma(2.0, 180.0), 0.6)
    assert float(law.rate_per_s) == pytest.approx(0.04 / (1 - 0.6 * float(law.steady.p_abandon)), rel=1e-12)
    many = with_redials(0.04, 300, 11, np.array([60.0, 180.0]), np.array([[0.2], [0.6]]))
    assert many.rate_per_s.shape == (2, 2)


@pytest.mark.parametrize("share", [-0.1, 1.0, np.nan])
def test_a_share_of_redials_must_be_below_1(share: float) -> None:
    with pytest.raises(ValueError, match="from 0 to below 1"):
        with_redials(0.04, 300, 11, 180, share)


# Uncertain rates


@pytest.mark.parametrize("cv", [0.05, 0.2, 0.6, 1.5])
def test_contacts_see_busy_days_more_often(cv: float) -> None:
    rate, n = 0.3, 100
    found = steady_with_uncertain_rate(rate, cv, 300, n, 180)
    law = stats.gamma(1 / cv**2, scale=rate * cv**2)

    def over(figure) -> float:
        points = [float(law.ppf(q)) for q in (0.001, 0.1, 0.5, 0.9, 0.999, 1 - 1e-9)]
        return sum(quad(lambda r: law.pdf(r) * figure(r), a, b, limit=200)[0] for a, b in pairwise([0.0, *points]))

    contacts = over(lambda r: r)
    abandoned = over(lambda r: r * float(steady(r, 300, n, 180).p_abandon))
    assert float(found.p_abandon) == pytest.approx(abandoned / contacts, abs=2e-6)
    in_time = over(lambda r: r * float(steady(r, 300, n, 180).served_within(20)))
    assert float(found.served_within(20)) == pytest.approx(in_time / contacts, abs=2e-6)
    if cv < 1:
        busy = over(lambda r: float(steady(r, 300, n, 180).occupancy))
        assert float(found.occupancy) == pytest.approx(busy, rel=1e-5)
        queue = over(lambda r: float(steady(r, 300, n, 180).mean_queue))
        assert float(found.mean_queue) == pytest.approx(queue, rel=1e-4)
    assert float(found.p_abandon) > float(steady(rate, 300, n, 180).p_abandon)


def test_a_rate_that_is_known_is_the_usual_queue() -> None:
    rates = np.array([0.0, 0.1, 0.3])
    for patience in (180.0, None, Gamma(2.0, 100.0)):
        known = steady(rates, 300, 101, patience)
        found = steady_with_uncertain_rate(rates, 0.0, 300, 101, patience)
        for figure in ("p_wait", "p_abandon", "mean_wait_s", "mean_queue", "occupancy", "asa_s"):
            np.testing.assert_allclose(getattr(found, figure), getattr(known, figure), rtol=1e-6, atol=1e-12)
        np.testing.assert_allclose(found.served_within(20), known.served_within(20), rtol=1e-8)
        np.testing.assert_allclose(found.abandoned_within(20), known.abandoned_within(20), atol=1e-9)


def test_without_patience_some_rates_never_settle() -> None:
    found = steady_with_uncertain_rate(0.3, 0.3, 300, 105)
    assert 0 < float(found.served_within(20)) < 1
    assert float(found.mean_wait_s) == np.inf


@pytest.mark.parametrize("cv", [-0.1, np.inf, np.nan])
def test_a_coefficient_of_variation_must_be_usable(cv: float) -> None:
    with pytest.raises(ValueError, match="coefficient of variation"):
        steady_with_uncertain_rate(0.3, cv, 300, 105)


# The square-root rule


@pytest.mark.parametrize("beta", [-1.0, 0.0, 0.5, 2.0])
def test_large_queues_tend_to_the_square_root_rule(beta: float) -> None:
    for g in (0.25, 1.0, 4.0):
        apart = []
        for n in (1e4, 1e6):
            found = steady(n - beta * np.sqrt(n), 1.0, n, 1 / g)
            limit = square_root.p_wait_with_patience(beta, g)
            hang_ups = square_root.abandonment_times_root(beta, g)
            apart.append(abs(float(found.p_wait) - limit) + abs(float(found.p_abandon) * np.sqrt(n) - hang_ups))
        assert apart[1] < 0.2 * apart[0] + 1e-9


def test_without_patience_the_rule_is_that_of_halfin_and_whitt() -> None:
    n, beta = 1e6, np.array([0.2, 1.0])
    found = steady(n - beta * 1e3, 1.0, n)
    np.testing.assert_allclose(square_root.p_wait_without_patience(beta), found.p_wait, rtol=2e-3)
    assert square_root.p_wait_without_patience([-1.0, 0.0]).tolist() == [1, 1]
    assert np.isfinite(square_root.p_wait_with_patience([-300.0, 300.0], 0.1)).all()
    assert float(square_root.beta_of(110, 100)) == 1


# What costs least


def test_the_cheapest_number_of_agents_is_the_cheapest_of_all() -> None:
    loads = np.array([0.02, 0.5, 3.0, 10.0, 100.0, 1_000.0])
    for prices in (Prices(30, 6), Prices(30, 4, 60), Prices(30, 0.5), Prices(1, 50, 200)):
        best = cheapest_agents(loads / 300, 300, 180, prices)
        every = cost_per_hour(loads / 300, 300, np.arange(0.0, 1_300.0)[:, None], 180, prices)
        np.testing.assert_array_equal(best, np.argmin(every, axis=0))
    assert cheapest_agents(10 / 300, 300, 180, Prices(1_000, 0.01)) == 0


@pytest.mark.parametrize("prices", [(0, 1), (1, -1), (1, 1, -1), (float("nan"), 1)])
def test_prices_must_make_sense(prices: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="must cost"):
        Prices(*prices)
