"""A promise over the month asks for fewer agents than one over every interval, and for no more than need be."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from typing import Any

import numpy as np
import pytest

from pactline.planning.queueing.patience_law import Exponential
from pactline.planning.requirement.asked import asked_promises
from pactline.planning.requirement.contributions import Part, Total
from pactline.planning.requirement.least_agents import least_agents
from pactline.planning.requirement.month_total import agents_for_totals
from pactline.planning.requirement.promise import Measure, Promise
from pactline.planning.requirement.searching import Coming
from pactline.planning.requirement.windows import planned_window, window_numbers
from pactline.values.zone import to_us, zone


def _month(promises: list[Promise], intervals: int) -> list[Total]:
    return [Total(promise, np.zeros(intervals, dtype=np.intp)) for promise in promises]


def _least(coming: Coming, contacts: np.ndarray, totals: list[Total], least: np.ndarray) -> np.ndarray:
    return agents_for_totals([Part(coming, contacts, least)], totals).agents


def _figures(total: Total, coming: Coming, contacts: np.ndarray, agents: np.ndarray) -> np.ndarray:
    return total.figures([Part(coming, contacts, agents)], agents)


def _kept(totals: list[Total], coming: Coming, contacts: np.ndarray, agents: np.ndarray) -> bool:
    return all(bool(total.promise.kept_by(_figures(total, coming, contacts, agents)).all()) for total in totals)


def _best_of_all(promises: list[Promise], coming: Coming, contacts: np.ndarray) -> float:
    """Every plan is tried: what each interval is beyond each promise, summed over all combinations of agents."""
    trials = np.arange(1.0, 15.0)
    kept: Any = True
    for promise in promises:
        beyond = []
        for place in range(contacts.size):
            one = coming.only(np.full(trials.size, place))
            good, counted = promise.parts(one.with_agents(trials))
            weight = trials if promise.measure is Measure.OCCUPANCY else contacts[place]
            beyond.append((good - promise.target * counted) * weight * (1 if promise.at_least else -1))
        kept = kept & (reduce(np.add.outer, beyond) >= 0)
    return float(reduce(np.add.outer, [trials] * contacts.size)[kept].min())


@pytest.mark.parametrize(
    "promises",
    [
        asked_promises(["80/20"]),
        asked_promises(["80/20"], abandonment="4%"),
        asked_promises(["70/20", "95/120"], definition="sl_answered", asa="25"),
        asked_promises(["60/20"], occupancy="75%"),
    ],
    ids=lambda promises: "+".join(promise.id for promise in promises),
)
def test_small_months_need_at_most_one_agent_more_than_the_best_of_all_plans(promises: list[Promise]) -> None:
    chance = np.random.default_rng(7)
    for _ in range(6):
        loads = chance.uniform(0.5, 6, 4)
        coming = Coming.of(loads / 240, 240, 150.0)
        contacts = coming.rate_per_s * 1800
        totals = _month(promises, 4)
        found = _least(coming, contacts, totals, np.ones(4))
        assert _kept(totals, coming, contacts, found)
        best = _best_of_all(promises, coming, contacts)
        assert found.sum() <= best + 1


def _day() -> tuple[Coming, np.ndarray]:
    loads = 5 + 60 * np.sin(np.pi * np.arange(44) / 43) ** 2
    coming = Coming.of(loads / 300, 300, 180.0)
    return coming, coming.rate_per_s * 900


def test_a_month_total_spends_agents_where_they_matter_most() -> None:
    coming, contacts = _day()
    promises = asked_promises(["80/20"])
    every = least_agents(coming.rate_per_s, coming.aht_s, coming.patience, promises)
    totals = _month(promises, 44)
    found = _least(coming, contacts, totals, np.ones(44))
    (figure,) = _figures(totals[0], coming, contacts, found)
    assert 0.8 <= figure < 0.803
    assert found.sum() < every.agents.sum()
    less = found.copy()
    less[22] -= 1
    assert not _kept(totals, coming, contacts, less)


def test_a_minimum_while_open_and_the_promises_on_every_interval_stay() -> None:
    coming, contacts = _day()
    totals = _month(asked_promises(["80/20"]), 44)
    least = least_agents(coming.rate_per_s, coming.aht_s, 180.0, asked_promises([], abandonment="8%")).agents
    found = _least(coming, contacts, totals, np.maximum(least, 9.0))
    assert (found >= least).all()
    assert found.min() == 9
    assert _kept(totals, coming, contacts, found)


def test_days_are_kept_one_by_one_where_the_promise_is_for_each_day() -> None:
    coming, contacts = _day()
    (promise,) = asked_promises(["80/20"])
    total = Total(promise, np.repeat(np.array([0, 1], dtype=np.intp), 22))
    found = _least(coming, contacts, [total], np.ones(44))
    figures = _figures(total, coming, contacts, found)
    assert figures.shape == (2,)
    assert (figures >= 0.8).all()
    assert (figures < 0.81).all()


def test_nothing_to_keep_and_nothing_that_comes_need_only_the_minimum() -> None:
    coming, contacts = _day()
    assert list(_least(coming, contacts, [], np.full(44, 2.0))) == [2.0] * 44
    idle = Coming.of(np.zeros(3), np.full(3, 300.0), 180.0)
    totals = _month(asked_promises(["80/20"]), 3)
    assert list(_least(idle, np.zeros(3), totals, np.array([0.0, 1, 2]))) == [0, 1, 2]


def test_queues_of_one_service_make_one_total_and_others_are_left_alone() -> None:
    """The promise is over both queues; the small one is the dearer to serve, so the large one pays for it."""
    small, large = Coming.of([2 / 300] * 8, 300, 180.0), Coming.of([80 / 300] * 8, 300, Exponential(90.0))
    queues = ((small, 2.0), (large, 70.0), (small, 2.0))
    parts = [Part(each, each.rate_per_s * 900, np.full(8, least)) for each, least in queues]
    (promise,) = asked_promises(["80/20"])
    total = Total(promise, np.array([0] * 16 + [-1] * 8, dtype=np.intp))
    plan = agents_for_totals(parts, [total])
    assert 0.8 <= float(total.figures(parts, plan.agents)[0]) < 0.801
    alone = [least_agents(p.coming.rate_per_s, 300, p.coming.patience, [promise]).agents.sum() for p in parts]
    assert plan.agents[:16].sum() < alone[0] + alone[1]
    assert list(plan.agents[16:]) == [2.0] * 8
    assert set(plan.binding[8:16]) == {0}
    assert set(plan.binding[16:]) == {-1}


@pytest.mark.parametrize(
    ("each", "planned", "windows"),
    [
        ("hour", "hour", 4), ("day", "day", 3), ("week", "week", 2), ("month", "month", 2), ("quarter", "quarter", 2),
        ("contract quarter", "quarter", 2), ("rolling 3 months", "month", 2), ("rolling 30 days", "month", 2),
        ("any 7 days", "week", 2), ("any 1 day", "day", 3), ("contract year", "year", 1),
    ],
)  # fmt: skip
def test_each_interval_lies_in_the_window_of_its_promise(each: str, planned: str, windows: int) -> None:
    where = zone("Europe/Berlin")
    times = ["2025-03-28T10:00+01:00", "2025-03-28T10:30+01:00", "2025-03-31T23:00+02:00", "2025-04-01T09:00+02:00"]
    times.insert(2, "2025-03-28T11:00+01:00")
    starts = np.array([to_us(datetime.fromisoformat(each)) for each in times], dtype=np.int64)
    numbers, names = window_numbers(each, starts, where)
    assert planned_window(each) == planned
    assert (len(names), int(numbers.max()) + 1) == (windows, windows)
    assert list(numbers) == sorted(numbers)
