"""What is asked of ``pactline schedule``: files read, options that fit together, and the schedule made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from pactline.planning.refusal import Refused
from pactline.planning.requirement.plan_file import PlannedAgents, read_plan
from pactline.planning.shifts.agents_file import Team, check_agents, read_agents
from pactline.planning.shifts.counting_shifts import Wanted
from pactline.planning.shifts.demand import Demand, demands_of
from pactline.planning.shifts.making import make_roster, make_shifts, make_tours
from pactline.planning.shifts.overtime import with_overtime
from pactline.planning.shifts.previous import Before, read_previous
from pactline.planning.shifts.rules import Rules
from pactline.planning.shifts.rules_file import example_rules, read_rules
from pactline.planning.shifts.schedule import Schedule
from pactline.planning.shifts.solver import Limits
from pactline.planning.shifts.what_if import Addition, Effect, effects
from pactline.values.period import Period

File: TypeAlias = str | Path
MOST_SECONDS = 86_400


@dataclass(frozen=True)
class Asked:
    """A request, with everything read and checked."""

    demands: Sequence[Demand]
    rules: Rules
    wanted: Wanted
    team: Team | None = None
    before: Mapping[str, Before] = field(default_factory=dict)
    tours: bool = False
    additions: Sequence[Addition] = ()
    day: date | None = None

    @classmethod
    def read(
        cls, plan: File | Sequence[PlannedAgents], *, rules: File | Rules | None = None,
        agents: File | Team | None = None, previous: File | None = None,
        tours: bool = False, period: Period | None = None, zone: ZoneInfo | None = None, cover: str | None = None,
        ready: bool = False, fewest: bool = False, overtime: bool = False, additions: Sequence[str] = (),
        seconds: float = 60.0, workers: int = 1, day: date | None = None,
    ) -> Asked:  # fmt: skip
        """Read what is given as files, take the rest as it is; ``cover`` is hard, soft or None (hard; of agents soft).

        Raises Problems for faulty files, ValueError for options that do not fit together.
        """
        if tours and agents:
            raise Refused("--tours makes weeks without names; leave out --agents, or leave out --tours")
        if previous and not agents:
            raise Refused("--previous tells the last shifts of named agents; it needs --agents")
        if not 0 < seconds <= MOST_SECONDS:
            raise Refused(f"--seconds takes a number above 0, at most {MOST_SECONDS:,}")
        more = [Addition.parse(each) for each in additions]
        law = rules if isinstance(rules, Rules) else read_rules(rules) if rules else example_rules()
        if overtime and law.overtime is None:
            raise Refused("--overtime needs the key overtime in the rules")
        if agents and law.week.edge == "cyclic":
            raise Refused("a roster of named agents is of a real week; write week: edge: open in the rules")
        plans = read_plan(plan, zone) if isinstance(plan, str | Path) else plan
        name = str(plan) if isinstance(plan, str | Path) else "the plan"
        demands = demands_of(plans, law, name, days=period, ready=ready, weeks=bool(agents or tours))
        slots = demands[0].slots
        if day is not None and not slots.first <= day < slots.day(slots.days):
            raise Refused(f"--day {day} lies outside the plan: {slots.first} to {slots.day(slots.days - 1)}")
        team = read_agents(agents) if isinstance(agents, str | Path) else agents
        if team is not None:
            check_agents(team, law, demands)
        hard = cover == "hard" or (cover is None and team is None)
        wanted = Wanted(hard, overtime, fewest, Limits(seconds, workers))
        before = read_previous(previous, slots) if previous else {}
        found = cls(demands, law, wanted, team, before, tours, more, day)
        found._check_pools()
        return found

    def _check_pools(self) -> None:
        """Refuse an addition to a pool that is not there before anything is solved. Raises ValueError."""
        pools = {demand.pool for demand in self.demands}
        for each in self.additions:
            if each.pool is not None and each.pool not in pools:
                raise Refused(f"there is no pool {each.pool!r}; the plan has {', '.join(sorted(pools))}")
            if each.pool is None and len(pools) > 1:
                raise Refused(f"say which pool gets the agents, such as {each.text}@{min(pools)}")

    def make(self) -> Schedule:
        """The schedule. Raises Impossible, which says why there is none."""
        if self.team is None and not self.tours:
            return make_shifts(self.demands, self.rules, self.wanted)
        if self.team is not None:
            made = make_roster(self.demands, self.rules, self.team, self.wanted, self.before)
        else:
            made = make_tours(self.demands, self.rules, self.wanted)
        return with_overtime(made, self.rules, self.wanted.limits) if self.wanted.overtime else made

    def effects(self, schedule: Schedule) -> list[Effect]:
        """What the additions do to the schedule."""
        return effects(schedule, self.rules, self.additions) if self.additions else []


def schedule(plan: File | Sequence[PlannedAgents], *, period: Period | str | None = None, **options: Any) -> Schedule:
    """Shifts, tours or a roster that cover a plan: ``pactline schedule`` in Python.

    ``plan`` is a file or what ``pactline staff`` made; the options are those of :meth:`Asked.read`. Raises Problems for
    faulty files, ValueError for options that do not fit together, and Impossible with the reasons where there is none.
    """
    days = Period.parse(period) if isinstance(period, str) else period
    return Asked.read(plan, period=days, **options).make()
