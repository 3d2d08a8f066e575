"""Plans, rules and an independent reading of schedules for the tests of shifts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from pactline.planning.requirement.plan_file import PlannedAgents
from pactline.planning.shifts.agents_file import Team, parse_agents
from pactline.planning.shifts.demand import Demand, demands_of
from pactline.planning.shifts.rules import Rules
from pactline.planning.shifts.rules_file import parse_rules
from pactline.planning.shifts.schedule import Schedule
from pactline.values.zone import from_us, midnight_us, zone

MONDAY = date(2025, 3, 3)
HOUR_US = 3_600_000_000
SIMPLE = """
rules: test
shifts:
  day: {lengths: [4 h], starts: {earliest: "08:00", latest: "12:00", every: 1 h}}
breaks_every: 30 min
week: {edge: open}
costs: {per_hour: 10.00}
"""


def rules(text: str = SIMPLE) -> Rules:
    """Rules from their text."""
    return parse_rules(text.encode(), "rules.yaml")


def team(text: str) -> Team:
    """Agents from their text."""
    return parse_agents(text.encode(), "agents.yaml")


def plan(
    agents: Sequence[float], *, minutes: int = 60, first: date = MONDAY, where: str = "Europe/Berlin",
    queue: str = "help", offered: float = 0.0, start_hour: float = 0.0, scheduled: Sequence[float] | None = None,
) -> PlannedAgents:  # fmt: skip
    """A plan whose intervals follow one another from an hour of elapsed time after midnight; 0 agents is closed."""
    where_ = zone(where)
    length = minutes * 60_000_000
    begin = midnight_us(first, where_) + round(start_hour * HOUR_US)
    kept = [place for place, each in enumerate(agents) if each]
    starts = np.array([begin + place * length for place in kept], dtype=np.int64)
    need = np.array([agents[place] for place in kept], dtype=float)
    there = need if scheduled is None else np.array([scheduled[place] for place in kept], dtype=float)
    return PlannedAgents(
        queue, "voice", where_, length, starts, np.full(len(kept), offered), np.full(len(kept), 240.0), need, there,
        ("",) * len(kept),
    )  # fmt: skip


def demand(agents: Sequence[float], law: Rules, **words: object) -> Demand:
    """The demand of one plan."""
    (found,) = demands_of([plan(agents, **words)], law, "plan.csv")  # type: ignore[arg-type]
    return found


def check_law(schedule: Schedule, law: Rules) -> None:
    """Every shift and break against the rules, read from the schedule alone."""
    zone_ = schedule.slots.zone
    for each in schedule.shifts:
        kind = law.shifts[each.kind]
        length = (each.end_us - each.start_us - each.overtime_us) // 60_000_000
        assert length in kind.lengths
        local = from_us(each.start_us, zone_)
        assert (60 * local.hour + local.minute) % (24 * 60) in {m % (24 * 60) for m in kind.starts.minutes()}
        assert [(p.name, p.paid) for p in each.breaks] == [(b.name, b.paid) for b in kind.breaks]
        for pause, rule in zip(each.breaks, kind.breaks, strict=True):
            after = (pause.start_us - each.start_us) // 60_000_000
            assert rule.earliest <= after <= rule.latest
            assert (pause.end_us - pause.start_us) // 60_000_000 == rule.length
        between = kind.work_between_breaks
        for before, after_ in pairwise(each.breaks):
            gap = (after_.start_us - before.end_us) // 60_000_000
            assert gap >= between.at_least
            assert between.at_most is None or gap <= between.at_most


def check_week(schedule: Schedule, law: Rules, *, again: bool = False) -> None:
    """One shift a day, rest, days on and off of every agent, read from the schedule; ``again``: the week repeats."""
    for agent in schedule.agents:
        mine = schedule.of_agent(agent)
        days = [from_us(each.start_us, schedule.slots.zone).date() for each in mine]
        assert len(days) == len(set(days)) <= law.week.days_on
        for before, after in pairwise(mine):
            assert after.start_us - before.end_us >= law.week.rest * 60_000_000
        off = [schedule.slots.day(n) not in days for n in range(schedule.slots.days)]
        off += off if again else []
        number = law.week.days_off_in_a_row
        runs = [sum(off[n : n + number]) for n in range(len(off) - number + 1)]
        assert schedule.slots.days != 7 or number in runs
