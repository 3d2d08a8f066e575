"""Compiled and as plain Python the simulation does the same, to the millisecond; and the fast way is the long way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.planning.simulation.rich import digest, plain, rich

from pactline.planning.simulation import compiling
from pactline.planning.simulation.centre import Centre, Group, Skill
from pactline.planning.simulation.compiling import NO_NUMBA
from pactline.planning.simulation.customers import draw_customers
from pactline.planning.simulation.figures import count
from pactline.planning.simulation.running import simulate
from pactline.planning.simulation.state import ANSWERED

ROOT = Path(__file__).resolve().parents[3]


def without_numba() -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.planning.simulation.rich"],
        env={**os.environ, NO_NUMBA: "1", "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.split()


def test_compiled_or_not_everything_that_happens_is_the_same() -> None:
    assert without_numba() == [digest(simulate(rich(), 7)), digest(simulate(plain(), 7))]


def test_another_seed_is_another_history() -> None:
    assert digest(simulate(plain(), 7)) == digest(simulate(plain(), 7)) != digest(simulate(plain(), 8))


def test_one_queue_the_fast_way_is_one_queue_event_by_event() -> None:
    centre = plain()
    idle = Group("nobody", np.array([0]))
    long_way = Centre(
        centre.intervals, centre.queues, (*centre.groups, idle), (*centre.skills, Skill("calls", "nobody"))
    )
    fast, events = simulate(centre, 3), simulate(long_way, 3)
    assert np.array_equal(fast.left_ms, events.left_ms)
    assert np.array_equal(fast.state, events.state)
    assert np.mean(fast.slot == events.slot) > 0.99  # at one millisecond the order of two agents may differ
    assert count(fast) == count(events)
    assert 0.02 < np.mean(fast.state != ANSWERED) < 0.5


def test_the_same_customers_go_through_another_plan() -> None:
    few, many = plain(), plain().staffed({"team": np.array([18])})
    before, after = draw_customers(few, 5), draw_customers(many, 5)
    assert np.array_equal(before.at_ms, after.at_ms)
    assert np.array_equal(before.handling_ms, after.handling_ms)
    assert np.array_equal(before.patience_ms, after.patience_ms)
    assert simulate(many, 5).wait_ms.sum() < simulate(few, 5).wait_ms.sum()


class WithoutAPlaceToKeepIt:
    """numba in a folder that nobody may write to."""

    def njit(self, function: Any = None, **options: Any) -> Any:
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return ("compiled", function) if function else lambda made: made


def test_where_compiled_code_cannot_be_kept_it_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "NUMBA", WithoutAPlaceToKeepIt())
    assert compiling.compiled(len) == compiling.inlined(len) == ("compiled", len)
    monkeypatch.setattr(compiling, "NUMBA", None)
    assert compiling.compiled(len) is compiling.inlined(len) is len
