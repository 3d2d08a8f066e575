"""Work that may lie: feasible exactly where no stretch has less working time than work; the least peak."""

from __future__ import annotations

import numpy as np
import pytest

from pactline.planning.requirement.deferrable import CannotBeDone, Work, agents_by_deadline, done, least_peak

HOUR = 3600.0


def _work(hours: list[float], within_h: float, *, open_: str = "", business: bool = True, idle: float = 0.0) -> Work:
    opens = np.array([letter == "o" for letter in open_ or "o" * len(hours)])
    seconds = np.array(hours) * HOUR
    return Work(seconds, opens, HOUR, within_h * HOUR, business, np.full(len(hours), idle * HOUR))


def _feasible_by_stretches(work: Work, agents: int) -> bool:
    """The condition itself: no stretch of intervals has less working time than work that must be done in it."""
    due, many = work.due(), work.seconds.size
    capacity = np.where(work.open, agents * work.length_s, 0.0) + work.helped()
    for first in range(many):
        for last in range(first, many):
            inside = [place for place in range(first, many) if due[place] <= last]
            if work.seconds[inside].sum() > capacity[first : last + 1].sum() + 1e-6:
                return False
    return True


def test_work_due_in_its_own_interval_needs_its_own_agents() -> None:
    assert list(agents_by_deadline(_work([2, 0.5, 3.2], 1))) == [2, 1, 4]


def test_a_later_deadline_levels_the_peak() -> None:
    work = _work([6, 0, 0, 0], 3)
    assert least_peak(work) == 2
    assert list(agents_by_deadline(work)) == [2, 2, 2, 0]


def test_what_is_due_after_the_end_may_be_left() -> None:
    work = _work([0, 0, 6], 3)
    assert least_peak(work) == 0
    assert done(work, np.zeros(3)) == (pytest.approx([0, 0, 0]), True)


def test_business_time_stands_still_while_closed_and_the_clock_does_not() -> None:
    night = "oo" + "cc" + "oo"
    assert list(_work([1] * 6, 2, open_=night).due()) == [1, 4, 5, 5, 5, 6]
    assert least_peak(_work([0, 4, 0, 0, 0, 0], 2, open_=night)) == 2
    assert least_peak(_work([0, 4, 0, 0, 0, 0], 2, open_=night, business=False)) == 4
    with pytest.raises(CannotBeDone, match="due before anybody is open"):
        least_peak(_work([0, 0, 1, 0, 0, 0], 1, open_=night, business=False))
    assert list(agents_by_deadline(_work([0, 0, 2, 2, 0, 0], 2, open_=night))) == [0, 0, 0, 0, 2, 2]


def test_idle_agents_of_other_queues_do_some_of_it() -> None:
    assert list(agents_by_deadline(_work([3, 3, 3], 1, idle=1.0))) == [2, 2, 2]
    assert list(agents_by_deadline(_work([1, 0, 1], 1, idle=1.0))) == [0, 0, 0]


@pytest.mark.parametrize("seed", range(12))
def test_the_least_peak_is_the_least_that_every_stretch_allows(seed: int) -> None:
    chance = np.random.default_rng(seed)
    hours = list(chance.choice([0.0, 0.4, 1.0, 2.5, 6.0], 9))
    opens = "".join(chance.choice(["o", "o", "c"], 8)) + "o"
    work = _work(hours, int(chance.integers(1, 5)), open_=opens, idle=float(chance.choice([0.0, 0.3])))
    peak = least_peak(work)
    assert _feasible_by_stretches(work, peak)
    assert peak == 0 or not _feasible_by_stretches(work, peak - 1)
    agents = agents_by_deadline(work)
    assert agents.max(initial=0) <= peak
    assert done(work, agents)[1]
