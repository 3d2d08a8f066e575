"""Counts of shifts and breaks made into shifts that each have their own breaks, held against the rules once more."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from pactline.planning.shifts.candidates import Candidate, Profile
from pactline.planning.shifts.costs import money as in_money
from pactline.planning.shifts.costs import surcharges, units_per_slot
from pactline.planning.shifts.counting_shifts import Counted
from pactline.planning.shifts.demand import Slots
from pactline.planning.shifts.rules import Rules
from pactline.planning.shifts.schedule import Pause, Shift


def deal(counted: Counted, rules: Rules, slots: Slots, pool: str) -> list[Shift]:
    """The shifts of a pool, by start: first come first served within a profile, which is always possible."""
    pauses = _dealt(counted)
    cost = ShiftCost(rules, slots, counted.profiles)
    found: list[Shift] = []
    numbers: dict[int, int] = {}
    for each in sorted(counted.shifts, key=lambda c: (c.start, c.profile)):
        profile = counted.profiles[each.profile]
        for place in range(counted.shifts[each]):
            breaks = pauses[(each.profile, each.start)][place] if profile.breaks else ()
            steps = sum(taken > place for taken in counted.longer.get(each, []))
            longer = steps * slots.long(rules.overtime.every) if rules.overtime else 0
            check(profile, each.start, breaks)
            numbers[each.day] = numbers.get(each.day, 0) + 1
            found.append(
                Shift(
                    slots.us(each.start), slots.us(each.end + longer), pool, profile.kind,
                    f"{pool}-{slots.day(each.day):%Y%m%d}-{numbers[each.day]:03d}", "",
                    as_pauses(profile, breaks, slots), longer * slots.grain_us,
                    cost.of(each, breaks, longer),
                )
            )  # fmt: skip
    return found


def _dealt(counted: Counted) -> dict[tuple[int, int], list[tuple[int, ...]]]:
    """For each profile and start, the starts of the breaks of each of its shifts."""
    by_profile: dict[tuple[int, int], int] = {}
    for each, number in counted.shifts.items():
        by_profile[(each.profile, each.start)] = number
    found: dict[tuple[int, int], list[tuple[int, ...]]] = {}
    for group, begun in counted.breaks:
        starts = [start for start in group.starts for _ in range(by_profile.get((group.profile, start), 0))]
        lists = [[slot for slot in sorted(at) for _ in range(at[slot])] for at in begun]
        assert all(len(each) == len(starts) for each in lists), "as many breaks of each kind as shifts"
        for place, start in enumerate(starts):
            found.setdefault((group.profile, start), []).append(tuple(each[place] for each in lists))
    return found


def check(profile: Profile, start: int, breaks: Sequence[int]) -> None:
    """Every break lies in its window and far enough, near enough, from the next. Our own fault if not."""
    end = None
    for window, at in zip(profile.breaks, breaks, strict=True):
        assert start + window.earliest <= at <= start + window.latest, (profile.kind, start, breaks)
        if end is not None:
            assert at - end >= profile.gap_least, (profile.kind, start, breaks)
            assert profile.gap_most is None or at - end <= profile.gap_most, (profile.kind, start, breaks)
        end = at + window.length


def as_pauses(profile: Profile, breaks: Sequence[int], slots: Slots) -> tuple[Pause, ...]:
    """Breaks of a shift in UTC microseconds."""
    return tuple(
        Pause(slots.us(at), slots.us(at + window.length), window.name, window.paid)
        for window, at in zip(profile.breaks, breaks, strict=True)
    )


class ShiftCost:
    """What a shift with these breaks and this overtime costs."""

    def __init__(self, rules: Rules, slots: Slots, profiles: Sequence[Profile]) -> None:
        longest = max(each.length for each in profiles) + slots.long(48 * 60)
        factors = surcharges(rules, slots, slots.count + longest)
        self._units = [units_per_slot(rules, each.rule, slots, factors) for each in profiles]
        self._profiles = profiles
        self._over = Fraction(1) + (rules.overtime.surcharge / 100 if rules.overtime else 0)

    def of(self, shift: Candidate, breaks: Sequence[int], longer: int) -> Decimal:
        """The cost, rounded to cents."""
        units = self._units[shift.profile]
        total = Fraction(int(units[shift.start : shift.end].sum()))
        for window, at in zip(self._profiles[shift.profile].breaks, breaks, strict=True):
            if not window.paid:
                total -= int(units[at : at + window.length].sum())
        total += int(units[shift.end : shift.end + longer].sum()) * self._over
        return in_money(total)
