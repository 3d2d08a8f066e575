"""A roster of named agents: who works which shift in which pool, breaks included, as one CP-SAT model.

The same model can be built of groups of agents who are alike (``grouped``): counts instead of names, the rules for all
of a group together. That is a relaxation, small and quickly solved; ``rostering.py`` starts with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pactline.planning.shifts.agents_file import AgentRule, Team, Wishes, serves
from pactline.planning.shifts.candidates import Candidate, Profile, candidates_of, profiles_of
from pactline.planning.shifts.costs import UNITS, surcharges, units_per_slot
from pactline.planning.shifts.counting_shifts import Counted, Wanted, useful
from pactline.planning.shifts.covering import Cover, limit_per_day
from pactline.planning.shifts.demand import Demand, Slots
from pactline.planning.shifts.guarding import Guards, Rule
from pactline.planning.shifts.previous import Before
from pactline.planning.shifts.roster_rules import add_rules, is_night
from pactline.planning.shifts.rules import Rules
from pactline.planning.shifts.shortfall import pieces_of
from pactline.planning.shifts.solver import Run, new_model
from pactline.values.span import Span


@dataclass
class RosterModel:
    """The model of a roster; ``works[agent][shift][pool]`` is whether the agent works that shift there."""

    demands: Sequence[Demand]
    rules: Rules
    team: Team
    before: Mapping[str, Before]
    guards: Guards
    profiles: list[Profile]
    works: dict[str, dict[Candidate, dict[str, Any]]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)  # how many agents a name stands for: 1, unless grouped
    covers: dict[str, Cover] = field(default_factory=dict)
    counts: dict[str, dict[Candidate, Any]] = field(default_factory=dict)
    cost: list[Any] = field(default_factory=list)

    @property
    def slots(self) -> Slots:
        """The slots of the plan."""
        return self.demands[0].slots

    def on_day(self, agent: str, day: int) -> list[tuple[Candidate, Any]]:
        """Every shift of an agent that begins on a day, with its literals."""
        mine = self.works[agent].items()
        return [(each, literal) for each, pools in mine if each.day == day for literal in pools.values()]


def build(
    demands: Sequence[Demand], rules: Rules, team: Team, before: Mapping[str, Before], wanted: Wanted,
    *, explaining: bool = False, grouped: bool = False,
) -> RosterModel:  # fmt: skip
    """The model: literals for what is allowed at all, labour rules, cover, wishes and fairness."""
    slots = demands[0].slots
    model = new_model()
    roster = RosterModel(demands, rules, team, before, Guards(model, explaining), profiles_of(rules, slots))
    _literals(roster, grouped)
    add_rules(roster)
    longest = max(each.length for each in roster.profiles)
    factors = surcharges(rules, slots, slots.count + longest + slots.long(24 * 60))
    units = [units_per_slot(rules, each.rule, slots, factors) for each in roster.profiles]
    for demand in demands:
        _cover(roster, demand, units, wanted)
    if not explaining:
        for cover in roster.covers.values():
            roster.cost += cover.cost
        if not grouped:
            _wishes(roster)
            _fairness(roster)
        model.minimize(sum(roster.cost))
    return roster


def _alike(roster: RosterModel, grouped: bool) -> dict[str, int]:
    """Who stands for how many: with ``grouped`` one agent for all to whom the same applies, wishes aside."""
    found: dict[str, int] = {}
    first: dict[object, str] = {}
    for who, agent in roster.team.agents.items():
        same = repr(agent.model_copy(update={"name": None, "wishes": Wishes()})) if grouped else who
        stands = first.setdefault((same, roster.before.get(who)), who)
        found[stands] = found.get(stands, 0) + 1
    return found


def _literals(roster: RosterModel, grouped: bool) -> None:
    """Variables for every shift that an agent, or how many of a group, may work at all."""
    slots = roster.slots
    candidates = candidates_of(roster.rules, slots, roster.profiles)
    needs = {demand.pool: {slot: int(n) for slot, n in enumerate(demand.need)} for demand in roster.demands}
    fit = {d.pool: set(useful(candidates, needs[d.pool], slots.count, False)) for d in roster.demands}
    roster.sizes = _alike(roster, grouped)
    for number, (who, size) in enumerate(roster.sizes.items()):
        agent = roster.team.agents[who]
        mine: dict[Candidate, dict[str, Any]] = {}
        times = _available(agent, slots)
        for each in candidates:
            pools = [d.pool for d in roster.demands if each in fit[d.pool] and serves(agent, d)]
            if pools and may_work(agent, each, roster, times):
                mine[each] = {
                    pool: roster.guards.model.new_int_var(0, size, f"a{number}.{each.profile}.{each.start}.{place}")
                    for place, pool in enumerate(pools)
                }
        roster.works[who] = mine


def _available(agent: AgentRule, slots: Slots) -> tuple[Span, ...] | None:
    """The instants an agent may work; None where nothing is said."""
    from datetime import timedelta

    from pactline.values.period import Period

    if agent.available is None:
        return None
    days = Period(slots.first, slots.first + timedelta(days=slots.days + 2))
    return agent.available.spans(days, slots.zone)


def may_work(agent: AgentRule, shift: Candidate, roster: RosterModel, times: tuple[Span, ...] | None) -> bool:
    """Whether nothing about the agent alone forbids the shift: its kind, hours, days away, nights, weekends."""
    slots = roster.slots
    first, last = slots.day(shift.day), slots.day(slots.day_of(shift.end - 1))
    if agent.shifts and roster.profiles[shift.profile].kind not in agent.shifts:
        return False
    if any(away.first <= last and first < away.end for away in agent.away):
        return False
    if not agent.weekends and first.weekday() >= 5:
        return False
    if not agent.nights and is_night(shift, roster.rules, slots):
        return False
    start, end = slots.us(shift.start), slots.us(shift.end)
    return times is None or any(span.start <= start and end <= span.end for span in times)


def _cover(roster: RosterModel, demand: Demand, units: Any, wanted: Wanted) -> None:
    model, slots = roster.guards.model, roster.slots
    cover = Cover(model, slots, roster.profiles, units)
    most = sum(roster.sizes.values())
    by_shift: dict[Candidate, list[Any]] = {}
    able: dict[Candidate, int] = {}
    for who, mine in roster.works.items():
        for each, pools in mine.items():
            if demand.pool in pools:
                by_shift.setdefault(each, []).append(pools[demand.pool])
                able[each] = able.get(each, 0) + roster.sizes[who]
    counts: dict[Candidate, Any] = {}
    for each, literals in sorted(by_shift.items(), key=lambda item: (item[0].start, item[0].profile)):
        counts[each] = model.new_int_var(0, able[each], f"n{demand.pool}.{each.profile}.{each.start}")
        model.add(counts[each] == sum(literals))
    cover.add_shifts(counts, most)
    limit_per_day(model, roster.rules, roster.profiles, counts)
    need = {slot: int(agents) for slot, agents in enumerate(demand.need)}
    if wanted.hard:
        for slot, agents in need.items():
            if agents:
                roster.guards.add(cover.at_work(slot) >= agents, _cover_rule(demand, slot))
    elif not roster.guards.explaining:
        cover.allow_shortfall(need, pieces_of(demand, roster.rules))
    roster.covers[demand.pool], roster.counts[demand.pool] = cover, counts


def _cover_rule(demand: Demand, slot: int) -> Rule:
    """The need of an hour as a rule that can be named."""
    slots = demand.slots
    hour = slots.clock(slot)[:-2] + "00"
    size = slots.long(60)
    low = slot - (slot % size if size else 0)
    agents = int(demand.need[max(low, 0) : low + max(size, 1)].max())
    return Rule(
        f"cover {demand.pool} {slots.day(slots.day_of(slot))} {hour}",
        f"{demand.pool} needs {agents} at work in the hour from {hour} on {slots.day(slots.day_of(slot))}",
        f"add an agent who can work on {hour[:3]} at {hour[4:]}, or use --cover soft",
    )


def refused(roster: RosterModel, who: str, shift: Candidate) -> list[str]:
    """The wishes of an agent that a shift goes against, in words."""
    wishes, slots = roster.team.agents[who].wishes, roster.slots
    day, clock = slots.day(shift.day), slots.clock(shift.start)[4:]
    minute = 60 * int(clock[:2]) + int(clock[3:])
    found = []
    if any(off.first <= day < off.end for off in wishes.off):
        found.append(f"works on {day:%a %Y-%m-%d}, wished to be off")
    if wishes.earliest is not None and minute < wishes.earliest:
        found.append(f"begins at {clock} on {day:%a %Y-%m-%d}, wished to begin later")
    if wishes.latest is not None and minute > wishes.latest:
        found.append(f"begins at {clock} on {day:%a %Y-%m-%d}, wished to begin earlier")
    return found


def _wishes(roster: RosterModel) -> None:
    price = round(roster.rules.fairness.wish * UNITS)
    for who in roster.team.agents:
        for each, pools in roster.works[who].items():
            if number := len(refused(roster, who, each)):
                roster.cost += [literal * price * number for literal in pools.values()]


def _fairness(roster: RosterModel) -> None:
    """What the most burdened works more on weekends and at night than the least burdened has a price."""
    model, slots, rules = roster.guards.model, roster.slots, roster.rules

    def weekend(each: Candidate) -> bool:
        return slots.day(each.day).weekday() >= 5

    def night(each: Candidate) -> bool:
        return is_night(each, rules, slots)

    for name, counts_, price in (("weekend", weekend, rules.fairness.weekend), ("night", night, rules.fairness.night)):
        loads = []
        for mine in roster.works.values():
            burden = [literal for each, pools in mine.items() if counts_(each) for literal in pools.values()]
            if burden:
                loads.append(sum(burden))
        if len(loads) < 2 or not price:
            continue
        most, least = (model.new_int_var(0, slots.days, f"{name}.{which}") for which in ("most", "least"))
        for load in loads:
            model.add(load <= most)
            model.add(load >= least)
        roster.cost.append((most - least) * round(price * UNITS))


def counted_of(roster: RosterModel, run: Run, pool: str) -> Counted:
    """The counts of one pool in a solved roster."""
    counted = Counted(roster.profiles)
    counted.take(run, roster.covers[pool], roster.counts[pool])
    return counted
