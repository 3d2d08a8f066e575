"""Queues with a last line."""

from __future__ import annotations

import numpy as np
import pytest

from pactline.planning.queueing.erlang import blocking
from pactline.planning.queueing.finite_lines import with_lines
from pactline.planning.queueing.steady import steady


def _by_states(rate: float, aht: float, n: int, lines: int, mean: float) -> dict[str, float]:
    states = [1.0]
    for j in range(1, lines + 1):
        states.append(states[-1] * rate / (min(j, n) / aht + max(j - n, 0) / mean))
    p = np.array(states) / sum(states)
    j = np.arange(lines + 1)
    queue = (np.maximum(j - n, 0) * p).sum()
    return {
        "p_block": p[-1],
        "p_wait": p[n:-1].sum(),
        "p_abandon": queue / mean / rate,
        "mean_queue": queue,
        "occupancy": (np.minimum(j, n) * p).sum() / n,
        "mean_wait_s": queue / (rate * (1 - p[-1])),
    }


@pytest.mark.parametrize("mean", [60.0, np.inf])
@pytest.mark.parametrize(("n", "lines", "load"), [(1, 1, 0.5), (3, 9, 4.0), (12, 17, 8.4), (20, 60, 25.0)])
def test_it_is_the_states_added_up(n: int, lines: int, load: float, mean: float) -> None:
    found = with_lines(load / 300, 300, n, lines, mean)
    for figure, value in _by_states(load / 300, 300, n, lines, mean).items():
        assert float(getattr(found, figure)) == pytest.approx(value, rel=1e-10, abs=1e-14), figure


def test_without_places_it_is_erlang_b_and_with_many_it_is_erlang_a_or_c() -> None:
    n = np.array([5.0, 20.0, 100.5, 1_000.0])
    rate = 0.97 * n / 300
    np.testing.assert_allclose(with_lines(rate, 300, n, n).p_block, blocking(n, 0.97 * n), rtol=1e-12)
    for patience in (180.0, None):
        many, endless = with_lines(rate, 300, n, n + 2_000, patience), steady(rate, 300, n, patience)
        assert (many.p_block < 1e-12).all()
        for figure in ("p_wait", "p_abandon", "mean_queue", "occupancy", "mean_wait_s"):
            np.testing.assert_allclose(getattr(many, figure), getattr(endless, figure), rtol=1e-9, atol=1e-14)
        np.testing.assert_allclose(many.served_within(20), endless.served_within(20), atol=1e-12)
        np.testing.assert_allclose(many.served_within(300), endless.served_within(300), atol=1e-12)


def test_a_hundred_thousand_agents_and_a_load_above_them() -> None:
    found = with_lines(2e5 / 300, 300, 100_000, 100_500)
    assert float(found.p_block) == pytest.approx(0.5, rel=1e-6)
    assert float(found.occupancy) == pytest.approx(1, rel=1e-9)
    assert float(found.mean_queue) == pytest.approx(499, abs=0.01)


def test_corners() -> None:
    empty = with_lines(0, 300, 5, 8, 60)
    assert [float(v) for v in (empty.p_block, empty.p_wait, empty.p_abandon, empty.mean_queue)] == [0, 0, 0, 0]
    assert float(empty.served_within(0)) == 1
    alone = with_lines(0.01, 300, 0, 4, 60)
    assert float(alone.served_within(1e6)) == pytest.approx(0, abs=1e-12)
    assert float(alone.p_abandon + alone.p_block) == pytest.approx(1)
    assert float(with_lines(0.01, 300, 0, 0).p_block) == pytest.approx(1, rel=1e-14)
    full = with_lines(0.01, 300, 0, 4)
    assert float(full.p_block) == pytest.approx(1)


def test_arrays_broadcast() -> None:
    found = with_lines([0.1, 0.2], 300, [[30.0], [60.0]], 64)
    assert found.p_block.shape == found.served_within(20).shape == (2, 2)
    one = with_lines(0.2, 300, 30, 64)
    assert float(found.p_block[0, 1]) == pytest.approx(float(one.p_block), rel=1e-12)
    assert float(found.served_within(20)[0, 1]) == pytest.approx(float(one.served_within(20)), rel=1e-12)


@pytest.mark.parametrize("arguments", [(0.1, 300, 5, 4), (0.1, 300, 5.5, 7), (-1, 300, 5, 8), (0.1, 300, 5, 8, 0)])
def test_unusable_numbers_are_refused(arguments: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="must"):
        with_lines(*arguments)
