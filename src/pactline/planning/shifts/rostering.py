"""Solving a roster in three steps: how many of agents who are alike, then who, then better.

The first model counts agents who are alike; it is small, and its bound holds for the roster too. The second gives the
shifts found there to agents by name. The third starts from that roster and looks for a better one until time is up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pactline.planning.shifts.agents_file import Team
from pactline.planning.shifts.counting_shifts import Wanted
from pactline.planning.shifts.demand import Demand
from pactline.planning.shifts.previous import Before
from pactline.planning.shifts.roster import RosterModel, build
from pactline.planning.shifts.rules import Rules
from pactline.planning.shifts.solver import Run, solve

COUNTING, GIVING = 0.35, 0.2  # shares of the time for the first two steps


def solve_roster(
    demands: Sequence[Demand], rules: Rules, team: Team, before: Mapping[str, Before], wanted: Wanted
) -> tuple[RosterModel, Run]:
    """The roster and the run that solved it; the bound is the better of what counting and naming prove."""
    seconds = wanted.limits.seconds
    groups = build(demands, rules, team, before, wanted, grouped=True)
    roster = build(demands, rules, team, before, wanted)
    counted = solve(groups.guards.model, wanted.limits, COUNTING * seconds, linear=2)
    if counted.status == "infeasible":
        return roster, counted
    spent = counted.seconds
    if counted.found:
        given = build(demands, rules, team, before, wanted)
        for pool, counts in given.counts.items():
            for each, count in counts.items():
                given.guards.model.add(count == counted.value(groups.counts[pool][each]))
        named = solve(given.guards.model, wanted.limits, GIVING * seconds)
        spent += named.seconds
        _hint(roster, groups, counted, named)
    run = solve(roster.guards.model, wanted.limits, max(seconds - spent, 0.2 * seconds), linear=2)
    bound = max(run.bound, counted.bound) if counted.found else run.bound
    status = "optimal" if run.found and bound >= run.objective - 0.5 else run.status
    return roster, replace(run, status=status, bound=min(bound, run.objective), seconds=run.seconds + spent)


def _hint(roster: RosterModel, groups: RosterModel, counted: Run, named: Run) -> None:
    """Where to start: the whole roster with names if there is one, else the counts."""
    model = roster.guards.model
    if named.found:
        for place, value in enumerate(named.solver.response_proto.solution):
            model.add_hint(model.get_int_var_from_proto_index(place), value)  # both models are built alike
        return
    for pool, counts in roster.counts.items():
        for each, count in counts.items():
            model.add_hint(count, counted.value(groups.counts[pool][each]))
