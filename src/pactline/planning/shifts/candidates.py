"""Every shift that the rules allow on the days of a plan, as slots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from pactline.planning.shifts.demand import MINUTE_US, Slots
from pactline.planning.shifts.rules import Rules, ShiftKind
from pactline.values.zone import edge_us, midnight_us


@dataclass(frozen=True)
class BreakWindow:
    """A break of a profile, in slots from the start of the shift."""

    name: str
    paid: bool
    length: int
    earliest: int
    latest: int
    every: int  # breaks begin at multiples of this from midnight of the first day

    def starts(self, shift_start: int) -> list[int]:
        """The slots in which the break of a shift may begin."""
        window = range(shift_start + self.earliest, shift_start + self.latest + 1)
        return [slot for slot in window if slot % self.every == 0]


@dataclass(frozen=True)
class Profile:
    """A kind of shift in one of its lengths: all its shifts have the same breaks in the same windows."""

    kind: str
    rule: ShiftKind
    length: int
    breaks: tuple[BreakWindow, ...]
    gap_least: int  # slots of work between two breaks
    gap_most: int | None
    minutes: int


@dataclass(frozen=True)
class Candidate:
    """One shift that may be worked."""

    profile: int
    day: int
    start: int
    end: int


def profiles_of(rules: Rules, slots: Slots) -> list[Profile]:
    """Each kind of shift in each of its lengths."""
    found = []
    step = slots.long(rules.breaks_every)
    for name, kind in rules.shifts.items():
        between = kind.work_between_breaks
        for minutes in dict.fromkeys(kind.lengths):
            length = slots.long(minutes)
            most = slots.long(between.at_most) if between.at_most is not None else None
            found.append(Profile(name, kind, length, _windows(kind, length, step, slots, most),
                                 slots.long(between.at_least), most, minutes))  # fmt: skip
    return found


def _windows(kind: ShiftKind, length: int, step: int, slots: Slots, most: int | None) -> tuple[BreakWindow, ...]:
    """The windows of the breaks, narrowed to what the length of the shift and the longest work without break leave."""
    found = []
    for place, each in enumerate(kind.breaks):
        early, late, long = slots.long(each.earliest), slots.long(each.latest), slots.long(each.length)
        late = min(late, length - long)
        if most is not None and place == 0:
            late = max(early, min(late, most))
        if most is not None and place == len(kind.breaks) - 1:
            early = min(late, max(early, length - long - most))
        every = step if late - early >= step - 1 else 1
        found.append(BreakWindow(each.name, each.paid, long, early, late, every))
    return tuple(found)


def candidates_of(rules: Rules, slots: Slots, profiles: Sequence[Profile]) -> list[Candidate]:
    """Every shift of every profile on every day, by start.

    A start is a time of the local clock; one that the clock skips moves on to the first instant after the gap, one that
    happens twice is taken the first time.
    """
    found: dict[tuple[int, int], Candidate] = {}
    for day in range(slots.days):
        for number, profile in enumerate(profiles):
            if slots.day(day).weekday() not in profile.rule.days:
                continue
            for minute in profile.rule.starts.minutes():
                start = slot_of(slots, day, minute)
                if start is not None:
                    each = Candidate(number, day, start, start + profile.length)
                    found.setdefault((number, start), each)
    return sorted(found.values(), key=lambda each: (each.start, each.profile))


def slot_of(slots: Slots, day: int, minute: int) -> int | None:
    """The slot of a local time, ``minute`` after midnight of a day; None where no slot begins then."""
    days, minute = divmod(minute, 24 * 60)
    local = slots.first + timedelta(days=day + days)
    at = edge_us(local, time(minute // 60, minute % 60), slots.zone)
    assert (at - midnight_us(slots.first, slots.zone)) % MINUTE_US == 0
    slot, rest = divmod(at - slots.origin_us, slots.grain_us)
    return None if rest else slot
