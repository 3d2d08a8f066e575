"""From a plan and labour rules to a schedule: shifts without names, weekly tours, or a roster of named agents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pactline.planning.shifts.agents_file import Team
from pactline.planning.shifts.candidates import profiles_of, slot_of
from pactline.planning.shifts.clashes import why_no_roster
from pactline.planning.shifts.costs import money
from pactline.planning.shifts.counting_shifts import Counted, NotCovered, Wanted, count_shifts
from pactline.planning.shifts.dealing import deal
from pactline.planning.shifts.demand import Demand
from pactline.planning.shifts.explaining import Impossible, Reason, why_not_covered
from pactline.planning.shifts.previous import Before
from pactline.planning.shifts.roster import counted_of, refused
from pactline.planning.shifts.rostering import solve_roster
from pactline.planning.shifts.rules import Rules
from pactline.planning.shifts.schedule import Note, Proof, Schedule, Shift
from pactline.planning.shifts.tours import Tour, count_tours, tours_of
from pactline.values.exact import how_many


def make_shifts(demands: Sequence[Demand], rules: Rules, wanted: Wanted) -> Schedule:
    """Shifts without names that cover each pool at the least cost. Raises Impossible, which says why not."""
    found: list[Shift] = []
    results: list[Counted] = []
    for demand in demands:
        if reasons := why_not_covered(demand, rules, wanted):
            raise Impossible(reasons)
        try:
            results.append(count_shifts(demand, rules, wanted))
        except NotCovered as failed:
            raise Impossible(why_not_covered(demand, rules, wanted, failed)) from None
        found += deal(results[-1], rules, demand.slots, demand.pool)
    return _whole(demands, rules, found, proof_of(results, rules, wanted), wanted)


def make_tours(demands: Sequence[Demand], rules: Rules, wanted: Wanted) -> Schedule:
    """Weekly tours that cover each pool, an agent for each. Raises Impossible, which says why not."""
    found: list[Shift] = []
    results: list[Counted] = []
    agents: list[str] = []
    for demand in demands:
        if demand.slots.days != 7:
            raise Impossible([Reason("a tour is of seven days, and the plan has "
                                     f"{how_many(demand.slots.days, 'day')}", "choose one with --week")])  # fmt: skip
        if reasons := why_not_covered(demand, rules, wanted):
            raise Impossible(reasons)
        try:
            counted, tours = count_tours(demand, rules, wanted)
        except NotCovered as failed:
            raise Impossible(_why_no_tours(demand, rules, wanted, failed)) from None
        results.append(counted)
        shifts, names = _named_by_tour(
            deal(counted, rules, demand.slots, demand.pool), counted, tours, demand, len(agents)
        )
        found += shifts
        agents += names
    schedule = _whole(demands, rules, found, proof_of(results, rules, wanted), wanted)
    note = Note("tours", f"{how_many(len(agents), 'agent')}, each with the same start all week")
    return replace(schedule, agents=tuple(agents), notes=(note,))


def _why_no_tours(demand: Demand, rules: Rules, wanted: Wanted, failed: NotCovered) -> list[Reason]:
    if failed.status == "unknown":
        return why_not_covered(demand, rules, wanted, failed)
    week = rules.week
    if not tours_of(demand, rules, profiles_of(rules, demand.slots)):
        what = (f"no week fits the rules: {week.days_on} days on, {week.days_off_in_a_row} off in a row, paid hours "
                f"from {week.hours.at_least / 60:g}, rest of {week.rest / 60:g} h")  # fmt: skip
        return [Reason(what, "lower week: hours: at_least or rest, or allow more days_on")]
    what = f"{demand.pool}: tours of {week.days_on} days with the same start do not reach every slot"
    return [Reason(what, "allow more starts or other days, or plan shifts without --tours")]


def _named_by_tour(
    shifts: Sequence[Shift], counted: Counted, tours: Mapping[Tour, int], demand: Demand, before: int
) -> tuple[list[Shift], list[str]]:
    """Give the shifts of each day to tours that begin then; which tour gets which break makes no difference."""
    slots = demand.slots
    waiting: dict[tuple[str, int, int], list[Shift]] = {}
    for each in shifts:
        length = each.end_us - each.start_us - each.overtime_us
        waiting.setdefault((each.kind, length, each.start_us), []).append(each)
    found: list[Shift] = []
    names: list[str] = []
    for tour, number in sorted(tours.items(), key=lambda item: (item[0].minute, item[0].days, item[0].profile)):
        profile = counted.profiles[tour.profile]
        for _ in range(number):
            names.append(tour.name(slots, before + len(names) + 1))
            for day in tour.days:
                start = slot_of(slots, day, tour.minute)
                if start is not None:
                    key = (profile.kind, profile.length * slots.grain_us, slots.us(start))
                    found.append(replace(waiting[key].pop(0), agent=names[-1]))
    assert not any(waiting.values()), "every shift belongs to a tour"
    return found, names


def make_roster(
    demands: Sequence[Demand], rules: Rules, team: Team, wanted: Wanted, before: Mapping[str, Before] | None = None
) -> Schedule:
    """A roster of named agents for all pools together. Raises Impossible, which says which rules clash."""
    roster, run = solve_roster(demands, rules, team, before or {}, wanted)
    if not run.found:
        if run.status == "unknown":
            raise Impossible([Reason(f"no roster was found within {wanted.limits.seconds:g} s",
                                     "allow more time with --seconds, or use --cover soft")])  # fmt: skip
        raise Impossible(why_no_roster(demands, rules, team, before or {}, wanted))
    found: list[Shift] = []
    notes: list[Note] = []
    for demand in demands:
        counted = counted_of(roster, run, demand.pool)
        waiting: dict[tuple[str, int, int], list[Shift]] = {}
        for each in deal(counted, rules, demand.slots, demand.pool):
            waiting.setdefault((each.kind, each.start_us, each.end_us), []).append(each)
        for who, mine in roster.works.items():
            for shift, pools in mine.items():
                if demand.pool in pools and run.value(pools[demand.pool]):
                    key = (
                        roster.profiles[shift.profile].kind,
                        demand.slots.us(shift.start),
                        demand.slots.us(shift.end),
                    )
                    found.append(replace(waiting[key].pop(0), agent=team.shown(who)))
                    notes += [Note(team.shown(who), wish) for wish in refused(roster, who, shift)]
        assert not any(waiting.values()), "every shift has its agent"
    counted = Counted(roster.profiles, status=run.status, objective=run.objective, bound=run.bound, seconds=run.seconds)
    schedule = _whole(demands, rules, found, proof_of([counted], rules, wanted), wanted)
    return replace(schedule, agents=tuple(team.shown(who) for who in team.agents), notes=tuple(notes))


def _whole(demands: Sequence[Demand], rules: Rules, shifts: Sequence[Shift], proof: Proof, wanted: Wanted) -> Schedule:
    """The schedule, held once more against the demand if it must cover it."""
    cyclic = rules.week.edge == "cyclic"
    schedule = Schedule(rules.rules, rules.costs.currency, tuple(demands), tuple(shifts), proof, cyclic)
    if wanted.hard:
        assert all((schedule.balance(demand) >= 0).all() for demand in demands), "the shifts cover what they should"
    return schedule


def proof_of(results: Sequence[Counted], rules: Rules, wanted: Wanted) -> Proof:
    """What the solver said about all parts together."""
    objective, bound = sum(each.objective for each in results), sum(each.bound for each in results)

    def amount(value: float) -> Decimal:
        return Decimal(round(value)) if wanted.fewest else money(value)

    return Proof(
        "optimal" if all(each.status == "optimal" for each in results) else "feasible",
        amount(objective), amount(bound), "shifts" if wanted.fewest else rules.costs.currency,
        sum(each.seconds for each in results), wanted.limits.workers, wanted.limits.seed,
    )  # fmt: skip
