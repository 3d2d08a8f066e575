"""Weekly tours: so many days on, days off in a row, the same start every day; how many of each cover the week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from pactline.planning.shifts.candidates import Candidate, Profile, profiles_of, slot_of
from pactline.planning.shifts.costs import surcharges, units_per_slot
from pactline.planning.shifts.counting_shifts import Counted, NotCovered, Wanted, count_shifts, most_of_one
from pactline.planning.shifts.covering import Cover, limit_per_day
from pactline.planning.shifts.demand import Demand, Slots
from pactline.planning.shifts.rules import Rules
from pactline.planning.shifts.shortfall import pieces_of
from pactline.planning.shifts.solver import new_model, solve_both


@dataclass(frozen=True, order=True)
class Tour:
    """A profile that starts at the same minute of the day on each of its days (numbers of the plan's days)."""

    profile: int
    minute: int
    days: tuple[int, ...]

    def name(self, slots: Slots, number: int) -> str:
        """What a roster calls an agent on this tour."""
        return f"Tour {number:03d} {self.minute // 60 % 24:02d}:{self.minute % 60:02d}"


def patterns(rules: Rules, open_days: frozenset[int], first_weekday: int, most: int) -> list[tuple[int, ...]]:
    """Days on in a week that is worked again and again: as many as the rules allow, with the days off in a row."""
    week = rules.week
    for number in range(min(most, week.days_on, len(open_days)), 0, -1):
        found = [
            days
            for days in combinations(sorted(open_days), number)
            if _off_in_a_row(days) >= week.days_off_in_a_row
            and _on_in_a_row(days) <= week.days_in_a_row
            and _weekend(days, first_weekday, week.weekend)
        ]
        if found:
            return found
    return []


def _off_in_a_row(days: tuple[int, ...]) -> int:
    return _longest([day not in days for day in range(7)])


def _on_in_a_row(days: tuple[int, ...]) -> int:
    return _longest([day in days for day in range(7)])


def _longest(week: list[bool]) -> int:
    """The longest run of True in a week that begins again after its end."""
    if all(week):
        return 7
    best = run = 0
    for held in week * 2:
        run = run + 1 if held else 0
        best = max(best, run)
    return best


def _weekend(days: tuple[int, ...], first_weekday: int, rule: str) -> bool:
    weekend = [(5 - first_weekday) % 7 in days, (6 - first_weekday) % 7 in days]
    return rule == "any" or (rule == "free" and not any(weekend)) or (rule == "both_or_none" and len({*weekend}) == 1)


def tours_of(demand: Demand, rules: Rules, profiles: list[Profile]) -> list[Tour]:
    """Every tour the rules allow: paid hours of the week within their limits, rest between two days long enough."""
    slots, week = demand.slots, rules.week
    day_of = np.array([slots.day_of(slot) for slot in range(slots.count)])
    needed = {int(day) for day in day_of[demand.need > 0]}
    found = []
    for number, profile in enumerate(profiles):
        paid = rules.paid_minutes(profile.rule, profile.minutes)
        if 24 * 60 - profile.minutes < week.rest:
            continue
        most = 7 if week.hours.at_most is None else week.hours.at_most // paid
        open_days = frozenset(day for day in needed if slots.day(day).weekday() in profile.rule.days)
        for days in patterns(rules, open_days, slots.first.weekday(), most):
            if len(days) * paid >= week.hours.at_least:
                found += [Tour(number, minute, days) for minute in profile.rule.starts.minutes()]
    return found


def count_tours(demand: Demand, rules: Rules, wanted: Wanted) -> tuple[Counted, dict[Tour, int]]:
    """How many of each tour cover a week at the least cost. Raises NotCovered; the plan has seven days."""
    slots = demand.slots
    assert slots.days == 7, "a tour is of a week"
    profiles = profiles_of(rules, slots)
    tours = tours_of(demand, rules, profiles)
    longest = max(each.length for each in profiles)
    factors = surcharges(rules, slots, slots.count + longest + slots.long(24 * 60))
    units = [units_per_slot(rules, each.rule, slots, factors) for each in profiles]
    cover = Cover(new_model(), slots, profiles, units, rules.week.edge == "cyclic")
    need = {slot: int(agents) for slot, agents in enumerate(demand.need)}
    most = most_of_one(int(demand.need.max(initial=0)), profiles)
    working = {tour: cover.model.new_int_var(0, most, f"t{n}") for n, tour in enumerate(tours)}
    shifts = _shifts_of(slots, profiles, tours)
    counts: dict[Candidate, Any] = {}
    for each, mine in shifts.items():
        counts[each] = cover.model.new_int_var(0, most * len(mine), f"x{each.profile}.{each.start}")
        cover.model.add(counts[each] == sum(working[tour] for tour in mine))
    cover.add_shifts(counts, most, priced=not wanted.fewest)
    limit_per_day(cover.model, rules, profiles, counts)
    if wanted.hard:
        cover.require(need)
        _floors(cover, demand, rules, wanted, counts)
    else:
        cover.allow_shortfall(need, pieces_of(demand, rules))
    cover.model.minimize(sum(working.values()) if wanted.fewest else sum(cover.cost))
    run = solve_both(cover.model, wanted.limits, wanted.limits.seconds)
    if not run.found:
        raise NotCovered(run.status, list(counts))
    counted = Counted(profiles)
    counted.take(run, cover, counts)
    return counted, {tour: number for tour, var in working.items() if (number := run.value(var))}


def _shifts_of(slots: Slots, profiles: list[Profile], tours: list[Tour]) -> Mapping[Candidate, list[Tour]]:
    """The shifts that tours consist of, each with its tours."""
    found: dict[tuple[int, int, int], list[Tour]] = {}
    for tour in tours:
        for day in tour.days:
            start = slot_of(slots, day, tour.minute)
            if start is not None:
                found.setdefault((tour.profile, day, start), []).append(tour)
    return {
        Candidate(number, day, start, start + profiles[number].length): mine
        for (number, day, start), mine in sorted(found.items(), key=lambda item: (item[0][2], item[0]))
    }


def _floors(cover: Cover, demand: Demand, rules: Rules, wanted: Wanted, counts: Mapping[Candidate, Any]) -> None:
    """No day does with fewer shifts than it would need by itself: what each day's own optimum proves helps the week."""
    if rules.week.edge == "cyclic" or len(rules.shifts) > 1:
        return
    alone = count_shifts(demand, rules, Wanted(fewest=True, limits=wanted.limits))
    if alone.status != "optimal":
        return
    for day in range(demand.slots.days):
        least = sum(number for each, number in alone.shifts.items() if each.day == day)
        cover.model.add(sum(count for each, count in counts.items() if each.day == day) >= least)
