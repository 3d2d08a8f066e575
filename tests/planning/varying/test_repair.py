"""Putting a plan right, interval by interval."""

from __future__ import annotations

import numpy as np
import pytest

from pactline.planning.queueing.steady import steady
from pactline.planning.varying.judge import Judged, judge
from pactline.planning.varying.offered_load import offered_load
from pactline.planning.varying.repair import Marks, repair

HOURS = np.arange(96)
LOAD = 60 * np.maximum(np.exp(-(((HOURS - 42) / 8) ** 2)), 0.8 * np.exp(-(((HOURS - 64) / 9) ** 2)))


def _least(load: np.ndarray, aht: float, patience: float, marks: Marks) -> np.ndarray:
    """The least agents of the long run, counted up."""
    n = np.arange(0, 120)[:, None]
    found = steady(load / aht, aht, n, patience)
    kept = (found.served_within(marks.limit_s) >= marks.share) & (found.p_abandon <= marks.most_abandoned)
    return np.argmax(kept, axis=0)


@pytest.mark.parametrize(("aht", "patience"), [(300.0, 180.0), (3_600.0, 900.0)])
def test_after_repair_no_interval_is_short_and_no_raise_was_more_than_needed(aht: float, patience: float) -> None:
    marks = Marks(20, 0.8, 0.05)
    rates = LOAD / aht
    plan = _least(LOAD, aht, patience, marks)
    before = marks(judge(rates, plan, aht, patience, 900))
    assert not before.all()
    done = repair(rates, plan, aht, patience, 900, marks)
    again = judge(rates, done.agents, aht, patience, 900)
    assert marks(again).all()
    np.testing.assert_allclose(again.steady.p_wait, done.judged.steady.p_wait)
    assert (done.agents == plan + done.raised).all()
    for i in np.flatnonzero(done.raised)[:6]:
        fewer = done.agents.copy()
        fewer[i] -= 1
        assert not marks(judge(rates[: i + 1], fewer[: i + 1], aht, patience, 900))[i]


def test_the_offered_load_leaves_little_to_repair() -> None:
    marks = Marks(20, 0.8, 0.05)
    by_load = _least(offered_load(LOAD / 3_600, 900, 3_600), 3_600, 900, marks)
    by_interval = _least(LOAD, 3_600, 900, marks)
    raised = [int(repair(LOAD / 3_600, plan, 3_600, 900, 900, marks).raised.sum()) for plan in (by_load, by_interval)]
    assert raised[0] < raised[1] / 3


def test_a_plan_that_keeps_everything_is_left_alone() -> None:
    done = repair([0.03] * 4, 30, 300, 180, 900, Marks())
    assert done.agents.tolist() == [30] * 4
    assert not done.raised.any()


def test_intervals_without_contacts_are_left_alone() -> None:
    done = repair([0.03, 0.0, 0.03], [0, 0, 0], 300, 180, 900, Marks())
    assert done.agents[1] == 0
    assert (done.agents[[0, 2]] > 5).all()


def test_any_promise_of_judged_intervals_will_do() -> None:
    def answered_in_ten_seconds(plan: Judged) -> np.ndarray:
        return plan.steady.asa_s <= 10

    done = repair([0.03, 0.06, 0.03], 5, 300, 180, 900, answered_in_ten_seconds)
    assert (done.judged.steady.asa_s <= 10).all()


def test_a_promise_that_agents_cannot_keep_is_said_so() -> None:
    with pytest.raises(ValueError, match="no number of agents keeps the promises of interval 2"):
        repair([0.0, 0.03], 5, 300, 180, 900, lambda plan: plan.steady.p_wait > 2)
