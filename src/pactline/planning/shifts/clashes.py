"""Why there is no roster: the smallest set of rules that cannot hold together, leaving out one by one."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from pactline.planning.shifts.agents_file import Team
from pactline.planning.shifts.counting_shifts import Wanted
from pactline.planning.shifts.demand import Demand
from pactline.planning.shifts.explaining import Reason
from pactline.planning.shifts.guarding import Rule
from pactline.planning.shifts.previous import Before
from pactline.planning.shifts.roster import RosterModel, build
from pactline.planning.shifts.rules import Rules
from pactline.planning.shifts.solver import core
from pactline.values.exact import how_many

LOOK_S = 5.0  # for each look whether fewer rules clash too


def why_no_roster(
    demands: Sequence[Demand], rules: Rules, team: Team, before: Mapping[str, Before], wanted: Wanted
) -> list[Reason]:
    """The rules that clash, each with what would ease it; with fewer of them there would be no clash."""
    roster = build(demands, rules, team, before, wanted, explaining=True)
    keys = list(roster.guards.literals)
    literals = roster.guards.literals
    ends = time.perf_counter() + wanted.limits.seconds
    found = core(roster.guards.model, [literals[key] for key in keys], wanted.limits.seconds)
    if found is None:
        return [Reason("no roster was found in the time given, and none proven impossible",
                       "allow more time with --seconds, or use --cover soft")]  # fmt: skip
    clash = [keys[place] for place in found]
    least = True
    for key in list(clash):
        if time.perf_counter() > ends:
            least = False
            break
        rest = [other for other in clash if other != key]
        fewer = core(roster.guards.model, [literals[other] for other in rest], LOOK_S)
        if fewer is not None:
            clash = [rest[place] for place in fewer]
    return _told([roster.guards.rules[key] for key in keys if key in clash], roster, least)


def _told(clash: Sequence[Rule], roster: RosterModel, least: bool) -> list[Reason]:
    if not clash:
        return [Reason("no agent may work any shift that helps", "look at available, away, shifts and queues")]
    many = f"these {how_many(len(clash), 'rule')} cannot hold together"
    said = (
        "it cannot hold"
        if len(clash) == 1
        else many + (", and without any one of them the others can" if least else "")
    )
    reasons = []
    for rule in clash:
        note = _hands(rule, roster) if rule.key.startswith("cover ") else ""
        reasons.append(Reason(rule.says + note, rule.remedy))
    first = reasons[0]
    return [Reason(f"{said}:\n  {first.what}", first.remedy), *(Reason(f"  {r.what}", r.remedy) for r in reasons[1:])]


def _hands(rule: Rule, roster: RosterModel) -> str:
    """How many agents could be at work in the hour of a rule, whatever else they do."""
    day, hour = rule.key.split()[-3], rule.key.split()[-1]
    pool = next(pool for pool in roster.covers if rule.key.startswith(f"cover {pool} "))
    slots = roster.slots
    able = 0
    for mine in roster.works.values():
        able += any(
            pool in pools and any(_inside(slots.clock(slot), slots.day(slots.day_of(slot)).isoformat(), day, hour)
                                  for slot in range(each.start, each.end))
            for each, pools in mine.items()
        )  # fmt: skip
    return f" ({how_many(able, 'agent')} could be there)"


def _inside(clock: str, at: str, day: str, hour: str) -> bool:
    return at == day and clock[4:6] == hour[:2]
