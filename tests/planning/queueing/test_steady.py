"""The long-run behaviour of a queue: what other packages get wrong, the corners, and what must always hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactline.planning.queueing.patience_law import (
    BalkThenExponential,
    Deterministic,
    Exponential,
    Gamma,
    PiecewiseHazard,
)
from pactline.planning.queueing.steady import Definition, Steady, steady

INF = np.inf


# What other packages get wrong


@pytest.mark.parametrize(("agents", "level"), [(500, 0.9799), (800, 0.984), (1_000, 0.986)])
def test_a_long_limit_in_a_large_queue_does_not_underflow(agents: int, level: float) -> None:
    # 0.9765, 0.558 and 0.559 where a sum starts at exp(-rate * limit)
    found = steady(agents / 300, 300, agents, 180)
    assert float(found.served_within(300)) == pytest.approx(level, abs=5e-4)
    assert float(found.served_within(300)) == pytest.approx(1 - float(found.p_abandon), abs=1e-9)


def test_fewer_agents_than_erlangs_can_be_enough() -> None:
    # a search that starts at the load answers 1,000
    found = steady(1_000 / 300, 300, np.array([975, 976, 1_000]), 180)
    kept = (found.served_within(20) >= 0.8) & (found.p_abandon <= 0.03)
    assert kept.tolist() == [False, True, True]


def test_the_average_speed_of_answer_is_over_the_answered_only() -> None:
    found = steady(10 / 300, 300, 9, 180)
    assert float(found.mean_wait_s) == pytest.approx(180 * float(found.p_abandon), rel=1e-12)
    by_parts = np.trapezoid(1 - found.p_abandon - found.served_within(np.linspace(0, 4_000, 40_001)), dx=0.1)
    assert float(found.asa_s * (1 - found.p_abandon)) == pytest.approx(by_parts, rel=1e-6)
    naive = float(found.mean_wait_s / (1 - found.p_abandon))  # mean wait of all over the answered share
    assert abs(float(found.asa_s) - naive) > 5
    assert abs(float(found.asa_s) - float(found.mean_wait_s)) > 1


def test_the_waits_of_the_answered_and_the_abandoned_add_up_to_those_of_all() -> None:
    for law in (180.0, Gamma(2.0, 180.0), Deterministic(100.0), BalkThenExponential(0.2, 90.0)):
        found = steady(22 / 300, 300, 20, law)
        grid = np.linspace(0, 3_000, 6_001)
        of_abandoned = np.trapezoid(found.p_abandon - found.abandoned_within(grid), dx=0.5)
        both = float(found.asa_s * (1 - found.p_abandon)) + of_abandoned
        assert both == pytest.approx(float(found.mean_wait_s), rel=1e-3)


def test_whole_number_loads_are_like_any_other() -> None:
    loads = np.arange(1.0, 101.0)
    for patience in (None, 180.0):
        at = steady(loads / 300, 300, loads + 1, patience)
        beside = steady((loads + 1e-9) / 300, 300, loads + 1, patience)
        np.testing.assert_allclose(at.served_within(20), beside.served_within(20), atol=1e-7)


def test_a_small_queue_is_not_given_one_agent_too_many() -> None:
    # 0.1 Erlang: one agent serves 90 % at once; a search that starts at ceil(load) + 1 never sees it
    found = steady(0.1 / 300, 300, np.array([1.0, 2.0]))
    assert found.p_wait.tolist() == pytest.approx([0.1, 0.1**2 / (2 - 0.1) / (1 + 0.1 + 0.1**2 / (2 - 0.1))])
    assert bool(found.served_within(20)[0] >= 0.8)


def test_fractional_agents_lie_between_whole_ones() -> None:
    found = steady(100 / 300, 300, np.linspace(90, 110, 201), 180)
    for figure in (found.p_wait, found.p_abandon, found.mean_wait_s, found.asa_s, -found.served_within(20)):
        assert (np.diff(figure) < 0).all()


def test_more_agents_never_hurt_over_all_ways_of_computing() -> None:
    n = np.concatenate([np.arange(0.0, 3_000.0, 7.3), [1e4, 1e5, 1e6]])
    found = steady(1_000 / 300, 300, n, 180)
    assert (np.diff(found.p_abandon) <= 1e-15).all()
    assert (np.diff(found.served_within(20)) >= -1e-15).all()
    assert (np.diff(found.served_within(300)) >= -1e-14).all()


# What an agreement may choose


def test_the_four_definitions_and_the_general_form_agree() -> None:
    found = steady(100 / 300, 300, np.array([90.0, 100.0, 110.0]), 180)
    general = found.service_level_general
    pairs = [
        (Definition.SL_OFFERED, general(20)),
        (Definition.SL_ANSWERED, general(20, ignored_up_to_s=INF)),
        (Definition.SL_EXCL_SHORT, general(20, ignored_up_to_s=20)),
        (Definition.SL_WAIT, general(20, met_up_to_s=20)),
    ]
    for definition, other in pairs:
        np.testing.assert_allclose(found.service_level(20, definition), other, rtol=1e-14)


def test_short_abandons_may_have_another_limit_than_the_wait() -> None:
    found = steady(100 / 300, 300, 95, 180)
    served, short = float(found.served_within(20)), float(found.abandoned_within(5))
    assert 0 < short < float(found.abandoned_within(20))
    assert float(found.service_level_general(20, ignored_up_to_s=5)) == pytest.approx(served / (1 - short))
    assert float(found.service_level_general(20, met_up_to_s=5)) == pytest.approx(served + short)
    both = float(found.service_level_general(20, ignored_up_to_s=5, met_up_to_s=20))
    assert both == pytest.approx((served + float(found.abandoned_within(20)) - short) / (1 - short))


@settings(max_examples=int(os.environ.get("PACTLINE_EXAMPLES", "60")), deadline=None)
@given(
    load=st.floats(0.0, 500.0),
    agents=st.floats(0.0, 600.0),
    patience=st.sampled_from(
        [None, 1.0, 180.0, 1e9, INF, PiecewiseHazard(0.1, (0.0, 30.0), (0.01, 0.001)), Gamma(0.7, 100.0),
         BalkThenExponential(1.0, 60.0), BalkThenExponential(0.3, INF), Deterministic(45.0)]
    ),
)  # fmt: skip
def test_every_figure_of_every_queue_is_a_share_and_grows_with_the_limit(load, agents, patience) -> None:
    found = steady(load / 300, 300, agents, patience)
    limits = np.array([0.0, 1.0, 20.0, 300.0, 1e5, INF])
    served, abandoned = found.served_within(limits), found.abandoned_within(limits)
    for shares in (served, abandoned, served + abandoned, found.p_wait, found.p_abandon, found.occupancy):
        assert ((shares >= -1e-12) & (shares <= 1 + 1e-12)).all()
    assert (np.diff(served) >= -1e-12).all()
    assert (np.diff(abandoned) >= -1e-12).all()
    assert float(served[0]) <= 1 - float(found.p_wait) + 1e-12
    if load and agents and not np.isinf(found.mean_wait_s):
        assert float(served[-1]) == pytest.approx(1 - float(found.p_abandon), abs=1e-10)
        assert float(abandoned[-1]) == pytest.approx(float(found.p_abandon), abs=1e-10)


# Corners


def _figures(found: Steady, t_s: float = 20.0) -> list[float]:
    shares = (found.p_wait, found.p_abandon, found.mean_wait_s, found.asa_s, found.mean_queue, found.occupancy)
    return [float(v) for v in (*shares, found.served_within(t_s), found.abandoned_within(t_s))]


LAWS = [None, 180.0, PiecewiseHazard(0.0, (0.0, 10.0), (0.01, 0.02)), Gamma(2.0, 100.0)]


@pytest.mark.parametrize("patience", LAWS)
@pytest.mark.parametrize("agents", [0, 0.5, 10])
def test_where_no_contacts_come_every_promise_is_kept(patience: object, agents: float) -> None:
    assert _figures(steady(0, 300, agents, patience)) == [0, 0, 0, 0, 0, 0, 1, 0]


def test_without_patience_agents_that_are_not_more_than_the_load_serve_nobody_in_time() -> None:
    for agents in (100, 99.5, 1):
        found = steady(100 / 300, 300, agents)
        assert _figures(found)[:3] == [1, 0, INF]
        assert [float(v) for v in (found.asa_s, found.mean_queue, found.occupancy)] == [INF, INF, 1]
        assert [float(found.served_within(t)) for t in (0, 20, 1e9)] == [0, 0, 0]
    assert float(steady(100 / 300, 300, 100 + 1e-9).p_wait) == pytest.approx(1, abs=1e-8)


def test_without_agents_everybody_waits_and_nobody_is_served() -> None:
    p_wait, p_abandon, wait, asa, queue, busy, served, abandoned = _figures(steady(0.1, 300, 0, 180))
    assert (p_wait, p_abandon, wait, busy, served) == (1, 1, 180, 0, 0)
    assert np.isnan(asa)
    assert queue == pytest.approx(18)
    assert abandoned == pytest.approx(1 - np.exp(-20 / 180))
    assert _figures(steady(0.1, 300, 0))[:3] == [1, 0, INF]
    law = PiecewiseHazard(0.1, (0.0, 10.0), (0.0, 0.01))
    found = steady(0.1, 300, 0, law)
    assert _figures(found)[:3] == pytest.approx([1, 1, 0.9 * (10 + 100)])
    assert float(found.abandoned_within(5)) == pytest.approx(0.1)
    assert float(found.abandoned_within(110)) == pytest.approx(1 - 0.9 * np.exp(-1))


def test_tiny_loads_and_few_agents() -> None:
    found = steady(1e-12, 300, np.array([1e-9, 1.0, 1e6]), 180)
    assert found.p_wait.tolist() == pytest.approx([1, 3e-10, 0], rel=1e-6)
    assert np.isfinite(found.asa_s).all()


def test_huge_limits_and_endless_patience() -> None:
    found = steady(100 / 300, 300, 105, np.array([180.0, 1e12, INF]))
    without = steady(100 / 300, 300, 105)
    np.testing.assert_allclose(found.p_wait[1:], float(without.p_wait), rtol=1e-6)
    np.testing.assert_allclose(found.served_within(20)[1:], float(without.served_within(20)), rtol=1e-6)
    np.testing.assert_allclose(found.served_within(1e12), 1 - found.p_abandon, atol=1e-12)
    assert found.mean_wait_s[2] == pytest.approx(float(without.mean_wait_s))


def test_patience_that_ends_at_once_is_a_queue_without_places() -> None:
    from pactline.planning.queueing.erlang import blocking

    found = steady(10 / 300, 300, 12, BalkThenExponential(1.0, 60.0))
    assert float(found.p_abandon) == pytest.approx(float(blocking(12, 10)), rel=1e-12)
    assert float(found.abandoned_within(0)) == pytest.approx(float(blocking(12, 10)), rel=1e-12)
    assert float(found.mean_wait_s) == 0


def test_a_share_that_never_hangs_up_can_make_a_queue_that_never_settles() -> None:
    law = PiecewiseHazard(0.0, (0.0, 60.0), (0.01, 0.0))
    never = float(law.survival(INF))
    assert never == pytest.approx(np.exp(-0.6))
    settles = steady(100 / 300, 300, 100 * never + 0.5, law)
    assert 0 < float(settles.served_within(3_600)) < 1
    found = steady(100 / 300, 300, 100 * never - 0.5, law)
    assert _figures(found)[:3] == [1, pytest.approx(1 - never), INF]
    assert float(found.served_within(1e6)) == 0
    assert float(found.abandoned_within(20)) == pytest.approx(1 - np.exp(-0.2))


def test_arrays_broadcast_and_limits_too() -> None:
    rates, agents = np.array([0.1, 0.2, 0.3]), np.array([[30.0], [60.0]])
    for patience in (None, 180.0, np.array([60.0, 180.0, INF]), Gamma(2.0, 100.0)):
        found = steady(rates, 300, agents, patience)
        assert found.p_wait.shape == (2, 3)
        assert found.asa_s.shape == (2, 3)
        limits = np.array([0.0, 20.0, 300.0])[:, None, None]
        served = found.served_within(limits)
        assert served.shape == (3, 2, 3)
        np.testing.assert_allclose(served[1], found.served_within(20))
        alone = steady(0.2, 300, 60, patience if not isinstance(patience, np.ndarray) else 180.0)
        assert float(alone.abandoned_within(20)) == pytest.approx(float(found.abandoned_within(20)[1, 1]))
        assert found.waits_longer(20).shape == (2, 3)


@pytest.mark.parametrize(
    "arguments",
    [(-1, 300, 1), (0.1, 0, 1), (0.1, 300, -1), (np.nan, 300, 1), (0.1, 300, INF), (0.1, 300, 1, 0), (0.1, 300, 1, -5),
     (0.1, 300, 1, np.nan)],
)  # fmt: skip
def test_unusable_numbers_are_refused(arguments: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="must be"):
        steady(*arguments)


def test_a_wait_below_0_is_refused() -> None:
    with pytest.raises(ValueError, match="below 0 s"):
        steady(0.1, 300, 40).served_within(-1)


def test_an_exponential_law_is_the_same_as_its_mean() -> None:
    for law in (Exponential(180.0), BalkThenExponential(0.0, 180.0), PiecewiseHazard(0.0, (0.0,), (1 / 180,))):
        assert _figures(steady(0.3, 300, 88, law)) == pytest.approx(_figures(steady(0.3, 300, 88, 180.0)), rel=1e-12)


def test_the_package_is_imported_without_numpy() -> None:
    code = "import sys, json, pactline; print(json.dumps([m in sys.modules for m in ('numpy', 'scipy')]))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == [False, False]
