"""The judge of a plan: exact on small chains, the long run where nothing changes, and the corners."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.stats import poisson

from pactline.planning.queueing.patience_law import BalkThenExponential, Exponential, Gamma, PiecewiseHazard
from pactline.planning.queueing.steady import Definition, steady
from pactline.planning.varying.judge import Judged, judge
from pactline.planning.varying.offered_load import offered_load


def _by_matrix(rates, agents, aht, mean, stay, length, size, start):
    """Mean laws of the intervals and the law at the end, by dense matrix exponentials of the whole system."""
    law = np.zeros(size)
    law[start] = 1.0
    means = []
    for rate, n in zip(rates, agents, strict=True):
        q = np.zeros((size, size))
        for j in range(size):
            if j + 1 < size:
                q[j, j + 1] = rate if j < n else rate * stay
            if j:
                q[j, j - 1] = min(j, n) / aht + max(j - n, 0) / mean
            q[j, j] = -q[j].sum()
        whole = np.zeros((2 * size, 2 * size))
        whole[:size, :size] = q
        whole[:size, size:] = np.eye(size)
        moved = law @ expm(whole * length)[:size]
        law = moved[:size]
        means.append(moved[size:] / length)
    return means, law


@pytest.mark.parametrize(
    ("patience", "mean", "stay"), [(120.0, 120.0, 1.0), (BalkThenExponential(0.3, 90.0), 90.0, 0.7)]
)
def test_it_is_the_matrix_exponential_of_the_chain(patience: object, mean: float, stay: float) -> None:
    rates, agents = [0.01, 0.05, 0.03, 0.0, 0.02], [4, 9, 13, 2, 0]
    found = judge(rates, agents, 300.0, patience, 600.0, start=6)
    means, end = _by_matrix(rates, agents, 300.0, mean, stay, 600.0, 56, 6)
    np.testing.assert_allclose(found.end, end[: found.end.size], atol=1e-11)
    for i, (rate, n, law) in enumerate(zip(rates, agents, means, strict=True)):
        j = np.arange(56)
        queue = (np.maximum(j - n, 0) * law).sum()
        assert float(found.steady.mean_queue[i]) == pytest.approx(queue, abs=1e-10)
        if rate:
            assert float(found.steady.p_wait[i]) == pytest.approx(law[j >= n].sum(), abs=1e-11)
            flow = queue / mean / rate + law[j >= n].sum() * (1 - stay)
            assert float(found.abandonment[i]) == pytest.approx(flow, abs=1e-10)
        else:
            assert [float(v[i]) for v in (found.steady.p_wait, found.abandonment)] == [0, 0]
            assert float(found.steady.served_within(20)[i]) == 1


@pytest.mark.parametrize(
    ("agents", "patience"),
    [(12, 180.0), (8, 180.0), (12, None), (11, BalkThenExponential(0.2, 100.0)), (12, BalkThenExponential(0.2, np.inf)),
     (12, Exponential(60.0)), (11, PiecewiseHazard(0.1, (0.0,), (0.01,)))],
)  # fmt: skip
def test_where_nothing_changes_it_comes_to_the_long_run(agents: int, patience: object) -> None:
    judged = judge([10 / 300] * 2, agents, 300, patience, 60_000)
    long_run = steady(10 / 300, 300, agents, patience)
    for figure in ("p_wait", "p_abandon", "mean_wait_s", "mean_queue", "occupancy", "asa_s"):
        assert getattr(judged.steady, figure)[1] == pytest.approx(float(getattr(long_run, figure)), rel=1e-6), figure
    for limit in (0.0, 5.0, 20.0, 300.0, np.inf):
        for definition in Definition:
            exact = float(long_run.service_level(limit, definition))
            assert judged.steady.service_level(limit, definition)[1] == pytest.approx(exact, rel=1e-6)
    assert judged.abandonment[1] == pytest.approx(float(long_run.p_abandon), rel=1e-6)


def test_with_patience_as_long_as_handling_the_number_is_poisson_with_the_offered_load() -> None:
    rates = 100 + 20 * np.sin(np.arange(0, 12, 0.1) + 0.05)
    judged = judge(rates, 114, 1.0, 1.0, 0.1)
    load = offered_load([*rates, 0.0], [0.1] * rates.size + [1e-9], 1.0)[-1]
    np.testing.assert_allclose(judged.end, poisson.pmf(np.arange(judged.end.size), load), atol=1e-11)


def test_nobody_is_lost_between_intervals() -> None:
    rates = np.array([0.02, 0.08, 0.05, 0.01])
    judged = judge(rates, [5, 12, 20, 3], 300, 120, 900)
    served = judged.steady.occupancy * np.array([5, 12, 20, 3]) / 300 * 900
    hang_ups = judged.abandonment * rates * 900
    left = np.arange(judged.end.size) @ judged.end
    assert (rates * 900).sum() == pytest.approx(served.sum() + hang_ups.sum() + left, rel=1e-10)
    assert judged.end.sum() == pytest.approx(1, abs=1e-12)


def test_a_queue_that_was_left_over_is_carried_on() -> None:
    empty, full = (judge([0.02] * 2, 8, 300, None, 900, start=start) for start in (0, 40))
    assert (full.steady.p_wait > empty.steady.p_wait).all()
    assert full.steady.mean_wait_s[0] > 500
    law = np.zeros(41)
    law[40] = 1.0
    np.testing.assert_allclose(judge([0.02] * 2, 8, 300, None, 900, start=law).steady.p_wait, full.steady.p_wait)


def test_without_patience_a_queue_may_grow_for_hours() -> None:
    judged = judge([0.1] * 8, 20, 300, None, 900)  # 30 Erlang on 20 agents
    mean = np.arange(judged.end.size) @ judged.end
    assert mean == pytest.approx(20 + (0.1 - 20 / 300) * 7_200, rel=0.05)
    assert judged.steady.served_within(20)[-1] < 1e-6
    assert judged.abandonment.tolist() == [0] * 8


def test_a_large_queue_is_carried_too() -> None:
    judged = judge([1_000 / 3_600] * 24, 1_010, 3_600, 600, 900)
    exact = steady(1_000 / 3_600, 3_600, 1_010, 600)
    assert judged.steady.p_wait[-1] == pytest.approx(float(exact.p_wait), rel=0.05)  # almost settled after six hours


def test_without_agents_all_hang_up() -> None:
    judged = judge([0.01], 0, 300, 60, 3_600)
    assert judged.steady.p_abandon[0] == pytest.approx(1)
    assert judged.steady.mean_wait_s[0] == pytest.approx(60)
    assert np.isnan(judged.steady.asa_s[0])
    assert judged.steady.abandoned_within(60)[0] == pytest.approx(1 - np.exp(-1))
    assert judge([0.0], 0, 300, None, 900).steady.served_within(20).tolist() == [1]


def test_a_cut_in_staffing_is_seen_where_it_hurts() -> None:
    judged = judge([0.03] * 4, [12, 12, 6, 12], 300, None, 900)
    served = judged.steady.served_within(20)
    assert served[2] < 0.5 < served[1]
    assert served[3] < served[1]  # what was left over still waits
    assert isinstance(judged, Judged)
    assert (judged.worst_abandonment >= judged.abandonment).all()


@pytest.mark.parametrize(
    "arguments",
    [([-1.0], 1, 300, 180, 900), ([0.1], 1.5, 300, 180, 900), ([0.1], -1, 300, 180, 900), ([0.1], 1, 0, 180, 900),
     ([0.1], 1, 300, 0, 900), ([0.1], 1, 300, Gamma(2.0, 100.0), 900), ([0.1], 1, 300, 180, 0),
     ([0.1], 1, 300, PiecewiseHazard(0, (0.0, 9.0), (0.1, 0.2)), 900), ([0.1], 1, 300, "long", 900)],
)  # fmt: skip
def test_what_it_cannot_follow_is_refused(arguments: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r"must be|hazard does not change"):
        judge(*arguments)


@pytest.mark.parametrize("start", [-1, [0.5, 0.4], [-0.1, 1.1], []])
def test_a_beginning_that_is_no_law_is_refused(start: object) -> None:
    with pytest.raises(ValueError, match="must"):
        judge([0.1], 30, 300, 180, 900, start=start)
