"""Compiled steps and those of BLAS are the same, and each is taken at its time."""

from __future__ import annotations

import numpy as np
import pytest

from pactline.planning.varying import walking
from pactline.planning.varying.judge import judge

RATES, AGENTS = [0.02, 0.2, 0.15, 0.0, 0.01], [9, 60, 40, 5, 0]


def _walk(size: int, steps: int) -> list[np.ndarray]:
    chance = np.random.default_rng(3)
    bands = np.asfortranarray(chance.random((3, size)))
    bands[0, 0] = bands[2, -1] = 0.0
    column = bands[1].copy()
    column[1:] += bands[0, 1:]
    column[:-1] += bands[2, :-1]
    bands = np.asfortranarray(bands / column)
    law = chance.random(size)
    return [bands, law / law.sum(), chance.random(steps), chance.random(steps)]


@pytest.mark.parametrize(("size", "steps"), [(3, 5), (4, 9), (40, 1), (40, 256), (41, 257), (90, 1_000)])
def test_both_ways_give_the_same(size: int, steps: int) -> None:
    pytest.importorskip("numba")
    fast = walking.load_compiled()
    assert fast is not None
    given = _walk(size, steps)
    for ours, theirs in zip(fast(*given), walking.by_blas(*given), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-300)


def test_a_walk_keeps_the_probability_together() -> None:
    bands, law, weights, further = _walk(30, 400)
    end, _ = walking.by_blas(bands, law, weights / weights.sum(), further)
    assert end.sum() == pytest.approx(1, abs=1e-12)


def test_a_plan_is_judged_alike_with_and_without_compiled_code(monkeypatch: pytest.MonkeyPatch) -> None:
    walker = walking.walked.__self__  # type: ignore[attr-defined]
    found = []
    for fast in (None, walking.load_compiled()):
        monkeypatch.setattr(walker, "tried", True)
        monkeypatch.setattr(walker, "fast", fast)
        found.append(judge(RATES, AGENTS, 300, 120, 900))
    for figure in ("p_wait", "p_abandon", "mean_wait_s", "mean_queue", "occupancy"):
        slow, quick = (getattr(each.steady, figure) for each in found)
        np.testing.assert_allclose(quick, slow, rtol=1e-10, atol=1e-13)


def test_compiled_code_is_loaded_only_when_there_is_much_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[int] = []
    monkeypatch.setattr(walking, "load_compiled", lambda: loaded.append(1))
    monkeypatch.setattr(walking, "_WORTH_LOADING", 25)
    walker = walking._Walker()
    given = _walk(5, 10)
    for times in range(1, 6):
        walker.walk(*given)
        assert loaded == ([] if times < 4 else [1])


def test_it_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTLINE_NO_NUMBA", "1")
    assert walking.load_compiled() is None
