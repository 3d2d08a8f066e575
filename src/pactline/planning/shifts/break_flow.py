"""Breaks without a variable for each shift and each break: so many breaks begin in a slot, and they can be dealt out.

For shifts of one profile, sorted by start, breaks sorted by start can be given to the shifts one after the other
exactly if at every slot at least as many breaks have begun as shifts have reached the end of their window (forward), at
most as many as shifts have reached its beginning (backward), and all in all as many as shifts (Bechtold & Jacobs 1990,
*Implicit modeling of flexible break assignments in optimal shift scheduling*). The same holds from one break to the
next, which gives the shortest and longest work between them: an exchange of two breaks never makes matters worse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pactline.planning.shifts.candidates import BreakWindow, Profile

DENSE = 120  # slots up to which running totals are written out; longer ones get variables of their own


@dataclass(frozen=True)
class Group:
    """Shifts of one profile whose breaks can be kept apart from those of all others, with their variables."""

    profile: int
    starts: tuple[int, ...]
    begins: tuple[dict[int, Any], ...]  # of each break: slot -> how many begin


class Running:
    """Totals of variables from the first slot up to and with any slot."""

    def __init__(self, model: Any, at: Mapping[int, Any], most: int, name: str) -> None:
        self._slots = sorted(at)
        self._totals: list[Any] = []
        total: Any = 0
        chained = len(self._slots) > DENSE
        for slot in self._slots:
            total = total + at[slot]
            if chained:
                held = model.new_int_var(0, most, f"{name}.{slot}")
                model.add(held == total)
                total = held
            self._totals.append(total)

    def upto(self, slot: int) -> Any:
        """The total of all slots up to and with this one."""
        from bisect import bisect_right

        place = bisect_right(self._slots, slot)
        return self._totals[place - 1] if place else 0


def groups_of(profile: Profile, starts: Sequence[int]) -> list[tuple[int, ...]]:
    """Starts of a profile in runs whose windows of breaks do not touch those of other runs."""
    if not starts:
        return []
    windows = profile.breaks
    reach = max((each.latest - min(w.earliest for w in windows) for each in windows), default=0)
    found: list[list[int]] = [[starts[0]]]
    for start in starts[1:]:
        if start - found[-1][-1] > reach:
            found.append([])
        found[-1].append(start)
    return [tuple(each) for each in found]


def add_breaks(model: Any, number: int, profile: Profile, counts: Mapping[int, Any], most: int) -> Group:
    """Break variables of the shifts of a group, tied to them. ``counts``: start -> how many begin a shift there."""
    starts = tuple(sorted(counts))
    name = f"p{number}.{starts[0]}"
    shifts = Running(model, counts, most * len(starts), f"{name}.x")
    everyone = shifts.upto(starts[-1])
    begins, totals = [], []
    for place, window in enumerate(profile.breaks):
        slots = sorted({slot for start in starts for slot in window.starts(start)})
        at = {slot: model.new_int_var(0, most * len(starts), f"{name}.b{place}.{slot}") for slot in slots}
        total = Running(model, at, most * len(starts), f"{name}.c{place}")
        _inside(model, window, slots, total, shifts, everyone)
        begins.append(at)
        totals.append(total)
    for place in range(1, len(totals)):
        _apart(model, profile, place, totals, sorted({*begins[place - 1], *begins[place]}))
    return Group(number, starts, tuple(begins))


def _inside(model: Any, window: BreakWindow, slots: Sequence[int], total: Running, shifts: Running, all_: Any) -> None:
    """Every break can be dealt to a shift in whose window it begins."""
    for slot in slots[:-1]:
        due = shifts.upto(slot + window.every - window.latest - 1)  # shifts whose last chance lies at or before slot
        add(model, total.upto(slot) >= due)
        add(model, total.upto(slot) <= shifts.upto(slot - window.earliest))
    model.add(total.upto(slots[-1]) == all_)


def _apart(model: Any, profile: Profile, place: int, totals: Sequence[Running], slots: Sequence[int]) -> None:
    """The break after another comes no sooner, and no later, than the rule of work between them says."""
    before, after, long = totals[place - 1], totals[place], profile.breaks[place - 1].length
    least, most = long + profile.gap_least, profile.gap_most
    for slot in slots:
        add(model, after.upto(slot + least - 1) <= before.upto(slot - 1))
        if most is not None:
            add(model, after.upto(slot + long + most) >= before.upto(slot))


def add(model: Any, constraint: Any) -> None:
    """Add a constraint, unless it is of constants only and holds anyway."""
    if constraint is not True:
        model.add(constraint)
