"""The product against the second implementation (``reference``), and the two routes of that against one another."""

from __future__ import annotations

import os
from itertools import product

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planning.queueing import reference

from pactline.planning.queueing.erlang import blocking
from pactline.planning.queueing.patience_law import (
    Deterministic,
    Gamma,
    Hyperexponential,
    Lognormal,
    PatienceLaw,
    PiecewiseHazard,
    Uniform,
)
from pactline.planning.queueing.steady import Definition, steady

AHT_S = 300.0
LOADS = (0.5, 0.8, 0.95, 1.0, 1.05, 1.3)
PATIENCE_S = (60.0, 180.0, 600.0)
LIMITS_S = (10.0, 60.0, 300.0)
WHOLE_GRID = bool(os.environ.get("PACTLINE_EXAMPLES"))


def _ours(rate: float, n: float, patience: float | PatienceLaw, t_s: float) -> dict[str, float]:
    found = steady(rate, AHT_S, n, patience)
    figures = {
        "p_wait": found.p_wait,
        "p_ab": found.p_abandon,
        "ew": found.mean_wait_s,
        "eq": found.mean_queue,
        "occ": found.occupancy,
        "p_ab_short": found.abandoned_within(t_s),
        "asa": found.asa_s,
        **{definition.value: found.service_level(t_s, definition) for definition in Definition},
    }
    return {name: float(value) for name, value in figures.items()}


def _worst(ours: dict[str, float], theirs: dict[str, object], which: object) -> None:
    for name, value in theirs.items():
        wanted = float(value)  # type: ignore[arg-type]
        assert abs(ours[name] - wanted) <= 1e-9 * max(1.0, abs(wanted)), (name, which, ours[name], wanted)


def _grid() -> list[tuple[int, float, float, float]]:
    """Agents, load per agent, patience, limit: all of it up to 1,000 agents, beyond that what a short run allows."""
    small = list(product((1, 2, 5, 10, 100, 1_000), LOADS, PATIENCE_S, LIMITS_S))
    large = list(product((10_000, 100_000, 1_000_000), LOADS, PATIENCE_S, LIMITS_S))
    return small + (large if WHOLE_GRID else large[:54:5] + large[54:108:9] + large[108::13])


@pytest.mark.parametrize("agents", [1, 2, 5, 10, 100, 1_000, 10_000, 100_000, 1_000_000])
def test_erlang_a_is_exact_from_one_agent_to_a_million(agents: int) -> None:
    cases = [case for case in _grid() if case[0] == agents]
    assert len(cases) >= 4
    for n, load, patience, t_s in cases:
        rate = n * load / AHT_S
        _worst(
            _ours(rate, n, patience, t_s), reference.erlang_a(rate, AHT_S, n, patience, t_s), (n, load, patience, t_s)
        )


@pytest.mark.parametrize("n", [0.25, 0.5, 1.5, 9.75, 15.5, 16.5, 99.9, 1_234.56])
def test_fractional_agents_are_exact_too(n: float) -> None:
    for load in (0.3, 0.9, 1.4):
        rate = n * load / AHT_S
        _worst(_ours(rate, n, 180.0, 20.0), reference.erlang_a(rate, AHT_S, n, 180.0, 20.0), (n, load))


@settings(max_examples=int(os.environ.get("PACTLINE_EXAMPLES", "60")), deadline=None)
@given(
    agents=st.floats(0.05, 3_000.0),
    load=st.floats(0.001, 3.0),
    patience=st.floats(0.5, 20_000.0),
    t_s=st.floats(0.0, 3_600.0),
)
def test_any_queue_is_exact(agents: float, load: float, patience: float, t_s: float) -> None:
    rate = agents * load / AHT_S
    _worst(_ours(rate, agents, patience, t_s), reference.erlang_a(rate, AHT_S, agents, patience, t_s), None)


@pytest.mark.parametrize(("n", "load"), [(1, 0.5), (3, 1.2), (20, 0.95), (20, 1.5), (200, 1.02)])
def test_the_two_routes_of_the_reference_agree_and_with_ours(n: int, load: float) -> None:
    rate = n * load / AHT_S
    for t_s in (0.0, 20.0, 300.0):
        states, integrals = (f(rate, AHT_S, n, 180, t_s) for f in (reference.by_states, reference.erlang_a))
        assert abs(states["flow_balance"]) < mp.mpf(10) ** -25
        for name in ("p_wait", "p_ab", "ew", "sl_offered", "sl_answered"):
            assert abs(states[name] - integrals[name]) < mp.mpf(10) ** -25, name
        ours = _ours(rate, n, 180.0, t_s)
        assert ours["asa"] == pytest.approx(float(states["asa"]), rel=1e-11)


@pytest.mark.parametrize("z", [-30.0, -6.0, -4.01, -3.99, -1.0, 0.0, 1.0, 3.99, 4.01, 6.0, 30.0])
@pytest.mark.parametrize("agents", [0.5, 1, 15.9, 16.1, 199, 201, 10_000, 1_000_000])
def test_erlang_b_keeps_its_relative_precision_where_the_ways_of_computing_meet(agents: float, z: float) -> None:
    root = (z + np.sqrt(z * z + 4 * agents)) / 2
    load = root * root  # z standard deviations above the agents
    wanted = float(reference.erlang_b(agents, load))
    assert float(blocking(agents, load)) == pytest.approx(wanted, rel=2e-12, abs=1e-290)


def test_erlang_b_by_recursion() -> None:
    for n, a in ((1, 0.2), (5, 5), (50, 70), (300, 250), (2_000, 200), (2_000, 2_100)):
        assert float(blocking(n, a)) == pytest.approx(float(reference.erlang_b_by_recursion(n, mp.mpf(a))), rel=1e-12)


@pytest.mark.parametrize("n", [1, 8, 110, 1_015, 20_000, 1_000_000])
@pytest.mark.parametrize("load", [0.2, 0.9, 0.999])
def test_erlang_c_is_exact(n: int, load: float) -> None:
    rate = n * load / AHT_S
    wanted = reference.erlang_c(rate, AHT_S, n, 20)
    found = steady(rate, AHT_S, n)
    got = {
        "p_wait": found.p_wait,
        "asa": found.asa_s,
        "sl": found.served_within(20),
        "occ": found.occupancy,
        "eq": found.mean_queue,
    }
    for name, value in wanted.items():
        assert float(got[name]) == pytest.approx(float(value), rel=1e-9, abs=1e-12), name


LAWS: dict[str, tuple[PatienceLaw, object, list[float]]] = {
    "gamma": (Gamma(3.0, 150.0), lambda u: mp.exp(-u / 50) * (1 + u / 50 + u * u / 5_000), [20, 100, 300, 900]),
    "lognormal": (
        Lognormal(120.0, 1.0),
        lambda u: mp.erfc(mp.log(u / 120) / mp.sqrt(2)) / 2 if u > 0 else mp.mpf(1),
        [0.5, 20, 100, 300, 1_500],
    ),
    "hyperexponential": (
        Hyperexponential(0.3, 20.0, 250.0),
        lambda u: 0.3 * mp.exp(-u / 20) + 0.7 * mp.exp(-u / 250),
        [20, 100, 300, 1_500],
    ),
    "uniform": (Uniform(240.0), lambda u: 1 - u / 240 if u < 240 else mp.mpf(0), [20, 120, 240, 500, 1_000]),
    "deterministic": (Deterministic(90.0), lambda u: mp.mpf(1) if u < 90 else mp.mpf(0), [20, 60, 90, 200, 600]),
    "pieces": (
        PiecewiseHazard(0.05, (0.0, 10.0, 60.0), (0.02, 0.001, 0.008)),
        lambda u: (
            mp.mpf("0.95") * mp.exp(-(0.02 * min(u, 10) + 0.001 * min(max(u - 10, 0), 50) + 0.008 * max(u - 60, 0)))
        ),
        [10, 30, 60, 200, 600, 2_000],
    ),
}


@pytest.mark.parametrize("name", sorted(LAWS))
@pytest.mark.parametrize(("n", "load"), [(40, 1.15)] + [(12, 0.9), (3, 1.6)] * WHOLE_GRID)
def test_any_law_of_patience_is_exact(name: str, n: int, load: float) -> None:
    law, survival, points = LAWS[name]
    rate = n * load / AHT_S
    ours = _ours(rate, n, law, 20.0)
    wanted = reference.by_sums(rate, AHT_S, n, survival, 20, points)
    _worst(ours, wanted, name)


def test_the_sums_for_any_law_agree_with_the_closed_form_up_to_a_million_agents() -> None:
    n = np.array([1.0, 10.5, 100.0, 1_000.0, 20_000.0, 1_000_000.0])
    for load in (0.3, 0.9, 1.0, 1.1, 2.5):
        # two equal pieces but for a hair take the way of the sums
        law = PiecewiseHazard(0.1, (0.0, 50.0), (1 / 180, 1 / 180 * (1 + 1e-15)))
        assert len(set(law.hazards_per_s)) == 2
        rate = n * load / AHT_S
        sums, closed = steady(rate, AHT_S, n, law), steady(rate, AHT_S, n, PiecewiseHazard(0.1, (0.0,), (1 / 180,)))
        for limit in (0.0, 5.0, 20.0, 50.0, 300.0, np.inf):
            np.testing.assert_allclose(sums.served_within(limit), closed.served_within(limit), atol=1e-12)
            np.testing.assert_allclose(sums.abandoned_within(limit), closed.abandoned_within(limit), atol=1e-12)
        for figure in ("p_wait", "p_abandon", "mean_wait_s", "mean_queue", "occupancy", "asa_s"):
            np.testing.assert_allclose(getattr(sums, figure), getattr(closed, figure), rtol=1e-9, atol=1e-12)
