"""Why no shifts cover a demand, in words: the smallest set of rules and intervals that clash, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from pactline.planning.shifts.candidates import Candidate, candidates_of, profiles_of
from pactline.planning.shifts.counting_shifts import NotCovered, Wanted
from pactline.planning.shifts.demand import Demand, Slots
from pactline.planning.shifts.rules import Rules, Shortfall
from pactline.values.exact import how_many


@dataclass(frozen=True)
class Reason:
    """One thing that cannot be, and what would make it possible."""

    what: str
    remedy: str


class Impossible(Exception):
    """There is no schedule; ``reasons`` clash with one another, and none of them can be left out."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        assert reasons, "a refusal says why"
        self.reasons = tuple(reasons)
        super().__init__("\n".join(f"{each.what}\n  put right: {each.remedy}" for each in reasons))


def runs_of(slots: Sequence[int]) -> list[tuple[int, int]]:
    """Slots in order as runs (first, end), the end not included."""
    found: list[tuple[int, int]] = []
    for slot in slots:
        if found and found[-1][1] == slot:
            found[-1] = (found[-1][0], slot + 1)
        else:
            found.append((slot, slot + 1))
    return found


def spell(slots: Slots, run: tuple[int, int]) -> str:
    """A run of slots in words: ``Mon 06:00-07:00``."""
    end = slots.clock(run[1])
    start = slots.clock(run[0])
    return f"{start}-{end[4:] if slots.day_of(run[1] - 1) == slots.day_of(run[0]) else end}"


def why_not_covered(demand: Demand, rules: Rules, wanted: Wanted, failed: NotCovered | None = None) -> list[Reason]:
    """Reasons why shifts without names cannot cover a demand; empty where nothing speaks against it."""
    if not wanted.hard:
        return []
    if failed is not None and failed.status == "unknown":
        return [Reason(f"no shifts were found within {wanted.limits.seconds:g} s", "allow more time with --seconds")]
    lost = uncovered(demand, rules, wanted)
    if lost:
        return [_out_of_reach(demand, rules, run) for run in runs_of(lost)[:5]]
    if failed is None:
        return []
    return _too_few(demand, rules, failed)


def uncovered(demand: Demand, rules: Rules, wanted: Wanted) -> list[int]:
    """Slots with a need that no shift can reach, whatever its start and breaks."""
    slots = demand.slots
    profiles = profiles_of(rules, slots)
    further = slots.long(rules.overtime.at_most) if wanted.overtime and rules.overtime else 0
    reached = np.zeros(slots.count, dtype=bool)
    for each in candidates_of(rules, slots, profiles):
        span = np.arange(each.start, each.end + further)
        if rules.week.edge == "cyclic":
            span %= slots.count
        reached[span[span < slots.count]] = True
    return [int(slot) for slot in np.flatnonzero((demand.need > 0) & ~reached)]


def _out_of_reach(demand: Demand, rules: Rules, run: tuple[int, int]) -> Reason:
    slots = demand.slots
    agents = int(demand.need[run[0] : run[1]].max())
    what = f"{demand.pool}: {spell(slots, run)} needs {how_many(agents, 'agent')}, and no shift reaches it"
    return Reason(what, _nearest_shift(demand, rules, run))


def _nearest_shift(demand: Demand, rules: Rules, run: tuple[int, int]) -> str:
    """Which start would reach a run of slots."""
    slots = demand.slots
    candidates = candidates_of(rules, slots, profiles_of(rules, slots))
    before = [each for each in candidates if each.end <= run[0]]
    after = [each for each in candidates if each.start >= run[1]]
    first = f"let a shift begin by {slots.clock(run[0])[4:]}"
    if after:
        first += f" (now {slots.clock(min(each.start for each in after))} at the earliest)"
    last = max((each.end for each in before), default=run[0])
    if before and run[0] - last < slots.long(4 * 60):
        first += f", or end no sooner than {slots.clock(run[1])} (now {slots.clock(last)} at the latest)"
    return first + ", or plan no agents there, or use --cover soft"


def _too_few(demand: Demand, rules: Rules, failed: NotCovered) -> list[Reason]:
    """The limits on shifts a day are too low: say by how much on the day that fails."""
    from pactline.planning.shifts.counting_shifts import count_shifts

    slots = demand.slots
    free = rules.model_copy(
        update={"shifts": {n: k.model_copy(update={"at_most_per_day": None}) for n, k in rules.shifts.items()}}
    )
    try:
        counted = count_shifts(demand, free, Wanted(fewest=True))
    except NotCovered:
        return _all_on_break(demand, free)
    found: list[Reason] = []
    for day in sorted({each.day for each in failed.part}):
        limits = [
            f"{kind.at_most_per_day} of {name}"
            for name, kind in rules.shifts.items()
            if kind.at_most_per_day is not None
        ]
        needed = _by_kind(counted.shifts, day, [each.kind for each in counted.profiles])
        least = sum(needed.values())
        found.append(
            Reason(
                f"{demand.pool}: {slots.day(day):%a %Y-%m-%d} needs {least} shifts or more, and the rules allow at "
                f"most {' and '.join(limits)} that day",
                "raise at_most_per_day: " + ", ".join(f"{number} of {kind}" for kind, number in needed.items())
                + " would do; or use --cover soft",
            )
        )  # fmt: skip
    return found


def _all_on_break(demand: Demand, rules: Rules) -> list[Reason]:
    """However many shifts there are, some slots stay short, as all that reach them then have their break."""
    from pactline.planning.shifts.making import make_shifts

    by_hour = rules.model_copy(update={"shortfall": Shortfall(per_agent_hour=Decimal(1000))})
    best = make_shifts([demand], by_hour, Wanted(hard=False))
    short = [int(slot) for slot in np.flatnonzero(best.balance(demand) < 0)]
    why = "all have their break then"
    remedy = "give the breaks a longer window (from:, to:), allow other starts, or use --cover soft"
    return [
        Reason(
            f"{demand.pool}: however many shifts, {spell(demand.slots, run)} is not covered: {why}",
            remedy,
        )
        for run in runs_of(short)[:5]
    ]


def _by_kind(shifts: dict[Candidate, int], day: int, kinds: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each, number in shifts.items():
        if each.day == day:
            found[kinds[each.profile]] = found.get(kinds[each.profile], 0) + number
    return found
