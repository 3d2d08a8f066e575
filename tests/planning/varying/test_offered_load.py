"""The load that time leaves behind."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from pactline.planning.varying.offered_load import offered_load, sinusoidal_load


def test_the_load_follows_the_rate_late_and_flat() -> None:
    rates = np.array([0.0, 60.0, 60.0, 0.0]) / 3_600
    short, long = (offered_load(rates, 900, aht) for aht in (60, 3_600))
    assert short[1] == pytest.approx(1.0, rel=0.1)
    assert long[1] < 0.15 * 60
    assert long[3] > long[1]  # contacts that began earlier are still there


def test_it_solves_the_equation_of_the_load() -> None:
    rates, aht, length = np.array([0.02, 0.05, 0.01, 0.0]), np.array([300.0, 600.0, 900.0, 400.0]), 900.0

    def slope(t: float, state: np.ndarray) -> list[float]:
        i = min(int(t // length), 3)
        return [rates[i] - state[0] / aht[i], state[0]]

    begin, means = 7.0, []
    for i in range(4):
        found = solve_ivp(slope, (i * length, (i + 1) * length - 1e-9), [begin, 0.0], rtol=1e-11, atol=1e-12)
        begin = found.y[0, -1]
        means.append(found.y[1, -1] / length)
    np.testing.assert_allclose(offered_load(rates, length, aht, start=7.0), means, rtol=1e-8)


def test_fine_slices_of_a_wave_come_to_its_closed_form() -> None:
    slices = np.arange(0, 10 * 2 * np.pi, 0.01)
    loads = offered_load(100 + 20 * np.sin(slices + 0.005), 0.01, 1.5)
    exact = sinusoidal_load(100, 20, 1, 1.5, slices + 0.005)
    np.testing.assert_allclose(loads[3_000:], exact[3_000:], rtol=1e-5)


def test_a_constant_rate_comes_to_rate_times_handling_time_and_stays() -> None:
    assert offered_load([0.1] * 3, 900, 300, start=30.0).tolist() == pytest.approx([30.0] * 3)
    assert offered_load([0.1] * 50, 900, 300)[-1] == pytest.approx(30.0)


def test_closed_hours_let_the_load_run_down() -> None:
    through = offered_load([0.1, 0.0, 0.1], 900, 600)
    gap = offered_load([0.1, 0.1], 900, 600, gaps_s=[0, 900])
    assert gap[1] == pytest.approx(through[2], rel=1e-12)


def test_unusable_numbers_are_refused() -> None:
    for arguments in (([-1.0], 900, 300), ([1.0], 0, 300), ([1.0], 900, 0), ([np.inf], 900, 300), ([[1.0]], 900, 300)):
        with pytest.raises(ValueError, match="must be"):
            offered_load(*arguments)
    with pytest.raises(ValueError, match="not below 0"):
        offered_load([1.0], 900, 300, start=-1)
