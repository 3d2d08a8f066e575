"""The least agents of several skills: peers' mistakes, bounds, and promises kept on other customers too."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from tests.planning.simulation.centres import two_queues

from pactline.planning.queueing.steady import steady
from pactline.planning.requirement.asked import asked_promises
from pactline.planning.simulation.bounds import bounds
from pactline.planning.simulation.centre import Centre, Group, Intervals, Queue, Skill
from pactline.planning.simulation.figures import count, estimates
from pactline.planning.simulation.optimise import NotKept, optimise
from pactline.planning.simulation.running import simulate
from pactline.planning.simulation.situations import optimise_days

POOL = two_queues({"all": 1}, [Skill("red", "all"), Skill("blue", "all")])
APART = two_queues({"reds": 1, "blues": 1}, [Skill("red", "reds"), Skill("blue", "blues")])
MIXED = two_queues(
    {"reds": 1, "blues": 1, "both": 1},
    [Skill("red", "reds"), Skill("blue", "blues"), Skill("red", "both"), Skill("blue", "both")],
)
PROMISES = asked_promises(["80/20"], abandonment="3%")
SEEDS = range(4)


def test_two_skills_of_ten_erlang_need_25_agents_and_not_14() -> None:
    """pyworkforce 0.5.4 counts an agent of two skills fully for both and says 14, with whom a third hangs up."""
    found = optimise(POOL, PROMISES, SEEDS)
    assert found.agents == {"all": 25}
    assert (found.bounds.pooled, found.bounds.separate_total) == (25, 28)
    few = estimates(count(simulate(POOL.staffed({"all": np.array([14])}), seed)) for seed in range(12))
    exact = float(steady(2 * 10 / 300, 300.0, 14, 180.0).p_abandon)
    assert abs(few["abandonment_rate"].value - exact) < 4 * few["abandonment_rate"].standard_error + 0.01
    assert 0.29 < exact < 0.33


def test_teams_that_never_help_one_another_need_what_the_formula_says_of_each() -> None:
    found = optimise(APART, PROMISES, SEEDS)
    assert found.agents == {"reds": 14, "blues": 14} == {"reds": found.bounds.separate["red"], "blues": 14}


def test_a_few_agents_of_both_skills_bring_most_of_what_one_pool_would() -> None:
    found = optimise(MIXED, PROMISES, SEEDS)
    assert 25 <= found.total <= 26
    assert found.bounds.pooled <= found.total < found.bounds.separate_total
    assert all(number > 0 for number in found.agents.values())


def test_what_was_found_keeps_its_promises_on_other_customers_too() -> None:
    found = optimise(MIXED, PROMISES, SEEDS)
    plan = MIXED.staffed({name: np.array([number]) for name, number in found.agents.items()})
    others = [simulate(plan, seed) for seed in range(100, 160)]
    for queue in (0, 1):
        figures = estimates(count(run, 20, queue) for run in others)
        level, hung_up = figures["service_level"], figures["abandonment_rate"]
        assert level.value > 0.8 - 3 * level.standard_error
        assert hung_up.value < 0.03 + 3 * hung_up.standard_error


def test_dear_agents_are_replaced_by_cheap_ones_where_the_promises_allow_it() -> None:
    groups = tuple(
        Group(group.name, group.agents, cost_per_hour=Decimal(60 if group.name == "both" else 20))
        for group in MIXED.groups
    )
    dear = optimise(Centre(MIXED.intervals, MIXED.queues, groups, MIXED.skills), PROMISES, range(1), contacts=30_000)
    assert dear.agents["both"] <= 1
    assert dear.total >= 27


def test_an_agent_who_may_not_serve_a_queue_does_not_help_it() -> None:
    with pytest.raises(NotKept, match="80/20 to blue"):
        optimise(
            two_queues({"reds": 1, "blues": 1}, [Skill("red", "reds"), Skill("blue", "blues", after_s=30)]),
            asked_promises(["80/20"]),
            range(1),
            contacts=5000,
        )


def test_bounds_of_queues_without_load_are_nothing() -> None:
    quiet = Queue("quiet", np.array([0.0]), np.array([300.0]))
    centre = Centre(POOL.intervals, (*POOL.queues, quiet), POOL.groups, (*POOL.skills, Skill("quiet", "all")))
    found = bounds(centre, PROMISES)
    assert (found.pooled, found.separate) == (25, {"red": 14, "blue": 14, "quiet": 0})


def test_patience_of_several_kinds_is_pooled_as_a_mixture() -> None:
    def of(*patience: float | None) -> int:
        queues = tuple(
            Queue(f"q{n}", np.array([960.0]), np.array([300.0]), None if p is None else np.array([p]))
            for n, p in enumerate(patience)
        )
        skills = tuple(Skill(queue.name, "all") for queue in queues)
        return bounds(
            Centre(Intervals.even(1, 28_800), queues, (Group("all", np.array([1])),), skills), PROMISES
        ).pooled

    assert of(30.0, 30.0) >= of(30.0, 600.0) >= of(600.0, 600.0)
    assert of(None, None) <= of(None, 60.0)


def test_each_situation_of_a_day_is_planned_once() -> None:
    offered = np.array([60.0, 60.0, 120.0, 0.0, 60.0])
    queues = tuple(Queue(n, offered, np.full(5, 300.0), np.full(5, 180.0)) for n in ("red", "blue"))
    groups = (Group("all", np.zeros(5, dtype=np.int64)),)
    day = Centre(Intervals.even(5, 1800), queues, groups, (Skill("red", "all"), Skill("blue", "all")))
    planned, situations = optimise_days(day, PROMISES, range(2))
    assert [situation.intervals.tolist() for situation in situations] == [[0, 1, 4], [2]]
    assert situations[0].offered_per_hour == {"red": 120.0, "blue": 120.0}
    (agents,) = [group.agents.tolist() for group in planned.groups]
    assert agents[3] == 0
    assert agents[0] == agents[1] == agents[4] == situations[0].found.total == 25
    assert 45 <= agents[2] < 50


def test_agents_who_hold_several_at_once_are_fewer() -> None:
    chats = Centre(POOL.intervals, POOL.queues, (Group("all", np.array([1]), at_once=3),), POOL.skills)
    found = optimise(chats, PROMISES, SEEDS, contacts=60_000)
    assert found.agents == {"all": 9}  # 25 chats at once
    assert (found.bounds.pooled, found.bounds.separate) == (9, {"red": 5, "blue": 5})
