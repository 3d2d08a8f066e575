"""Splitting a stretch of days where no shift crosses, so that each part is solved by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pactline.planning.shifts.candidates import Candidate


def parts_of(candidates: Sequence[Candidate], further: int = 0) -> list[list[Candidate]]:
    """Candidates in parts that share no slot; ``further`` slots of overtime may follow each shift."""
    found: list[list[Candidate]] = []
    reach = -1
    for each in sorted(candidates, key=lambda c: (c.start, c.profile)):
        if each.start >= reach or not found:
            found.append([])
        found[-1].append(each)
        reach = max(reach, each.end + further)
    return found


def need_of(part: Sequence[Candidate], need: Mapping[int, int], further: int = 0) -> dict[int, int]:
    """The need in the slots that a part can reach."""
    low, high = min(each.start for each in part), max(each.end for each in part) + further
    return {slot: agents for slot, agents in need.items() if low <= slot < high}
