"""The part that all shift models share: agents at work in each slot, and what a shortfall costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pactline.planning.shifts.break_flow import Group, add_breaks, groups_of
from pactline.planning.shifts.candidates import Candidate, Profile
from pactline.planning.shifts.demand import Slots
from pactline.planning.shifts.rules import Overtime, Rules

Pieces = Sequence[tuple[int, int]]
"""What agents that are missing in a slot cost: (how many, units for each), dearer and dearer."""


@dataclass
class Cover:
    """Who is at work in each slot, as expressions of a model, and the cost of it."""

    model: Any
    slots: Slots
    profiles: Sequence[Profile]
    units: Sequence[NDArray[np.int64]]  # of each profile: the cost of a paid slot
    cyclic: bool = False
    present: dict[int, list[Any]] = field(default_factory=dict)
    cost: list[Any] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    longer: dict[Candidate, list[Any]] = field(default_factory=dict)

    def place(self, slot: int) -> int:
        """Where a slot counts: in a cyclic week the end runs into the beginning."""
        return slot % self.slots.count if self.cyclic else slot

    def add_shifts(self, counts: Mapping[Candidate, Any], most: int, *, priced: bool = True) -> None:
        """Shifts with their breaks; ``counts`` says how many of each are worked, as variables, at most ``most``."""
        for each, count in counts.items():
            for slot in range(each.start, each.end):
                self.present.setdefault(self.place(slot), []).append(count)
            if priced:
                self.cost.append(count * int(self.units[each.profile][each.start : each.end].sum()))
        for number, profile in enumerate(self.profiles):
            if not profile.breaks:
                continue
            mine = {each.start: count for each, count in counts.items() if each.profile == number}
            for starts in groups_of(profile, sorted(mine)):
                group = add_breaks(self.model, number, profile, {start: mine[start] for start in starts}, most)
                self._rest(group, profile, sum(mine[start] for start in starts), priced)
                self.groups.append(group)

    def _rest(self, group: Group, profile: Profile, shifts: Any, priced: bool) -> None:
        """Agents on a break are not at work, and not paid if the break is unpaid.

        What every unpaid break saves at least is taken off the shifts, so that the objective has coarse steps.
        """
        for window, at in zip(profile.breaks, group.begins, strict=True):
            for start, begun in at.items():
                for slot in range(start, start + window.length):
                    self.present.setdefault(self.place(slot), []).append(-begun)
            if priced and not window.paid:
                units = self.units[group.profile]
                saved = {start: int(units[start : start + window.length].sum()) for start in at}
                least = min(saved.values())
                self.cost.append(shifts * -least)
                self.cost += [at[start] * (least - more) for start, more in saved.items() if more != least]

    def add_overtime(self, counts: Mapping[Candidate, Any], overtime: Overtime, most: int) -> None:
        """Shifts may be made longer at their end, in steps, some of them or all."""
        step = self.slots.long(overtime.every)
        for each, count in counts.items():
            before = count
            for number in range(self.slots.long(overtime.at_most) // step):
                more = self.model.new_int_var(0, most, f"o{each.profile}.{each.start}.{number}")
                self.model.add(more <= before)
                start = each.end + number * step
                for slot in range(start, start + step):
                    self.present.setdefault(self.place(slot), []).append(more)
                paid = int(self.units[each.profile][start : start + step].sum())
                self.cost.append(more * round(paid * (1 + overtime.surcharge / 100)))
                self.longer.setdefault(each, []).append(more)
                before = more

    def at_work(self, slot: int) -> Any:
        """How many are at work in a slot."""
        return sum(self.present.get(slot, []))

    def require(self, need: Mapping[int, int]) -> None:
        """As many as are needed, or more, in every slot."""
        for slot, agents in need.items():
            if agents:
                self.model.add(self.at_work(slot) >= agents)

    def allow_shortfall(self, need: Mapping[int, int], pieces: Mapping[int, Pieces]) -> dict[int, Any]:
        """Fewer than needed, at a price that rises with every agent that is missing. Returns what is missing."""
        missing: dict[int, Any] = {}
        for slot, agents in need.items():
            if not agents:
                continue
            parts = []
            for number, (width, price) in enumerate(pieces[slot]):
                part = self.model.new_int_var(0, width, f"m{slot}.{number}")
                self.cost.append(part * price)
                parts.append(part)
            missing[slot] = sum(parts)
            self.model.add(self.at_work(slot) + missing[slot] >= agents)
        return missing


def limit_per_day(model: Any, rules: Rules, profiles: Sequence[Profile], counts: Mapping[Candidate, Any]) -> None:
    """Of each kind of shift as many a day as the rules allow."""
    for name, kind in rules.shifts.items():
        if kind.at_most_per_day is None:
            continue
        by_day: dict[int, list[Any]] = {}
        for each, count in counts.items():
            if profiles[each.profile].kind == name:
                by_day.setdefault(each.day, []).append(count)
        for mine in by_day.values():
            model.add(sum(mine) <= kind.at_most_per_day)
