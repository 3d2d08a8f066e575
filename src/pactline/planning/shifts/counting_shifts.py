"""The least or cheapest shifts that cover the demand of a pool, without names: day by day where days are apart."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pactline.planning.shifts.apart import need_of, parts_of
from pactline.planning.shifts.break_flow import Group
from pactline.planning.shifts.candidates import Candidate, Profile, candidates_of, profiles_of
from pactline.planning.shifts.costs import surcharges, units_per_slot
from pactline.planning.shifts.covering import Cover, Pieces, limit_per_day
from pactline.planning.shifts.demand import Demand
from pactline.planning.shifts.rules import Rules
from pactline.planning.shifts.shortfall import pieces_of
from pactline.planning.shifts.solver import Limits, Run, new_model, solve_both


@dataclass(frozen=True)
class Wanted:
    """How shifts are chosen."""

    hard: bool = True  # cover every slot; else a shortfall has its price
    overtime: bool = False
    fewest: bool = False  # the least number of shifts instead of the least cost
    limits: Limits = field(default_factory=Limits)


@dataclass
class Counted:
    """How many shifts of each candidate are worked and how many breaks begin when; the sum of all parts."""

    profiles: Sequence[Profile]
    shifts: dict[Candidate, int] = field(default_factory=dict)
    longer: dict[Candidate, list[int]] = field(default_factory=dict)
    breaks: list[tuple[Group, list[dict[int, int]]]] = field(default_factory=list)
    status: str = "optimal"
    objective: float = 0.0
    bound: float = 0.0
    seconds: float = 0.0

    def take(self, run: Run, cover: Cover, counts: Mapping[Candidate, Any]) -> None:
        """Read a solved part."""
        self.shifts |= {each: number for each, count in counts.items() if (number := run.value(count))}
        for each, steps in cover.longer.items():
            if any(taken := [run.value(step) for step in steps]):
                self.longer[each] = taken
        for group in cover.groups:
            begun = [{slot: n for slot, var in at.items() if (n := run.value(var))} for at in group.begins]
            self.breaks.append((group, begun))
        self.status = "optimal" if (self.status, run.status) == ("optimal", "optimal") else "feasible"
        self.objective += run.objective
        self.bound += run.bound
        self.seconds += run.seconds


class NotCovered(Exception):
    """No shifts cover the demand under these rules, or none were found in time; ``part`` is where."""

    def __init__(self, status: str, part: Sequence[Candidate]) -> None:
        self.status, self.part = status, part
        super().__init__(status)


def useful(candidates: Sequence[Candidate], need: Mapping[int, int], count: int, cyclic: bool) -> list[Candidate]:
    """The candidates that lie over some need."""

    def wanted(slot: int) -> int:
        return need.get(slot % count if cyclic else slot, 0)

    return [each for each in candidates if any(wanted(slot) for slot in range(each.start, each.end))]


def count_shifts(demand: Demand, rules: Rules, wanted: Wanted) -> Counted:
    """Choose shifts for the demand of one pool. Raises NotCovered."""
    slots = demand.slots
    cyclic = rules.week.edge == "cyclic"
    profiles = profiles_of(rules, slots)
    longest = max(each.length for each in profiles)
    further = slots.long(rules.overtime.at_most) if wanted.overtime and rules.overtime else 0
    factors = surcharges(rules, slots, slots.count + longest + further + slots.long(24 * 60))
    units = [units_per_slot(rules, each.rule, slots, factors) for each in profiles]
    need = {slot: int(agents) for slot, agents in enumerate(demand.need)}
    candidates = useful(candidates_of(rules, slots, profiles), need, slots.count, cyclic)
    pieces: Mapping[int, Pieces] = {} if wanted.hard else pieces_of(demand, rules)
    parts = [candidates] if cyclic and candidates else parts_of(candidates, further)
    counted = Counted(profiles)
    began = time.perf_counter()
    for number, part in enumerate(parts):
        cover = Cover(new_model(), slots, profiles, units, cyclic)
        mine = need if cyclic else need_of(part, need, further)
        left = wanted.limits.seconds - (time.perf_counter() - began)
        run, counts = _solve_part(cover, part, mine, pieces, rules, wanted, left / (len(parts) - number))
        if not run.found:
            raise NotCovered(run.status, part)
        counted.take(run, cover, counts)
    return counted


def most_of_one(need: int, profiles: Sequence[Profile]) -> int:
    """More shifts with one start never help: enough that some can be on a break while enough others work.

    Where the windows of the breaks follow one another and ``k`` breaks fit side by side into each, no more than
    ``x / k`` of ``x`` shifts, rounded up, need be on a break at once.
    """
    found = need
    for each in profiles:
        loose = need * (1 + sum(window.length + 1 for window in each.breaks))
        apart = all(a.latest + a.length <= b.earliest for a, b in pairwise(each.breaks))
        free = each.gap_least == 0 and each.gap_most is None and apart
        side = [max(1, (w.latest - w.earliest) // (-(-w.length // w.every) * w.every) + (w.every == 1))
                for w in each.breaks]  # fmt: skip
        few = min(side, default=1)
        found = max(found, loose if not free or few == 1 else -(-(need + 1) * few // (few - 1)))
    return found


def _solve_part(
    cover: Cover, part: Sequence[Candidate], need: Mapping[int, int], pieces: Mapping[int, Pieces],
    rules: Rules, wanted: Wanted, seconds: float,
) -> tuple[Run, dict[Candidate, Any]]:  # fmt: skip
    most = most_of_one(max(need.values(), default=0), cover.profiles)
    counts = {each: cover.model.new_int_var(0, most, f"x{each.profile}.{each.start}") for each in part}
    cover.add_shifts(counts, most, priced=not wanted.fewest)
    if wanted.overtime and rules.overtime:
        cover.add_overtime(counts, rules.overtime, most)
    limit_per_day(cover.model, rules, cover.profiles, counts)
    if wanted.hard:
        cover.require(need)
    else:
        cover.allow_shortfall(need, pieces)
    cover.model.minimize(sum(cover.cost) + (sum(counts.values()) if wanted.fewest else 0))
    return solve_both(cover.model, wanted.limits, seconds), counts
