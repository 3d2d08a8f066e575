"""One question of the agreement, answered from contacts by way out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pactline.planning.risk.places import Places
from pactline.planning.risk.specimens import Specimens
from pactline.statement.counting.counted import Wanted
from pactline.statement.counting.counts import Counts

Ways = Sequence[NDArray[np.int64]]
"""For each queue the contacts of each of its places by way out: shape (places, ways)."""


@dataclass(frozen=True)
class Answer:
    """One question and what a specimen of each way counts for in it, by queue."""

    wanted: Wanted
    counted: tuple[NDArray[np.int64], ...]
    good: tuple[NDArray[np.int64], ...] | None
    sum_ms: tuple[NDArray[np.int64], ...] | None
    waits_ms: tuple[tuple[int, ...], ...] | None  # of percentiles
    within: tuple[NDArray[np.bool_], ...]  # by queue: which places are asked about
    one_each: bool  # whether every place stands at one quarter of an hour, and nothing is ranked
    quarters: tuple[int, ...]  # then: where the answer has counts; of whole windows first, of days second
    folded_quarters: tuple[int, ...]
    at: tuple[NDArray[np.int64], ...]  # by queue: for each place asked about, which of the quarters it is counted in
    folded_at: tuple[NDArray[np.int64], ...]


def answered(
    wanted: Wanted, cells: tuple[tuple[Counts | None, ...], ...], specimens: Specimens,
    within: tuple[NDArray[np.bool_], ...], places: Sequence[Places],
) -> Answer:  # fmt: skip
    """The table of a question, from what it counts of each specimen."""

    def table(read: str) -> tuple[NDArray[np.int64], ...]:
        return tuple(
            np.array([0 if c is None else getattr(c, read) or 0 for c in row], dtype=np.int64) for row in cells
        )

    known = [c for row in cells for c in row if c is not None]
    ranked = any(c.durations is not None for c in known)
    days = [np.array([each[0] for each in place.quarters], dtype=np.int64) for place in places]
    quarters, at = _labelled(days, within)
    folded_quarters, folded_at = _labelled([np.array(place.folded, dtype=np.int64) for place in places], within)
    return Answer(
        wanted,
        table("counted"),
        table("good") if any(c.good is not None for c in known) else None,
        table("sum_ms") if any(c.sum_ms is not None for c in known) else None,
        specimens.waits_ms if ranked else None,
        within,
        not ranked and all(len(each) == 1 for place in places for each in place.quarters),
        quarters,
        folded_quarters,
        at,
        folded_at,
    )


def _labelled(
    labels: Sequence[NDArray[np.int64]], within: Sequence[NDArray[np.bool_]]
) -> tuple[tuple[int, ...], tuple[NDArray[np.int64], ...]]:
    """The different quarters among those asked about, in order, and for each place of each queue which one it has."""
    asked = [label[mask] for label, mask in zip(labels, within, strict=True)]
    known = np.unique(np.concatenate(asked)) if asked else np.array([], dtype=np.int64)
    return tuple(known.tolist()), tuple(np.searchsorted(known, each) for each in asked)


def merged(answer: Answer, ways: Ways, *, folded: bool) -> dict[int, Counts]:
    """The counts of all queues together, where each place stands at one quarter of an hour."""
    quarters = answer.folded_quarters if folded else answer.quarters
    at = answer.folded_at if folded else answer.at

    def total(tables: tuple[NDArray[np.int64], ...] | None) -> list[int | None]:
        if tables is None:
            return [None] * len(quarters)
        sums = np.zeros(len(quarters), dtype=np.int64)
        for table, mask, places, contacts in zip(tables, answer.within, at, ways, strict=True):
            np.add.at(sums, places, (contacts @ table)[mask])
        return list(sums.tolist())

    columns = zip(quarters, total(answer.counted), total(answer.good), total(answer.sum_ms), strict=True)
    return {quarter: Counts(counted, good, sum_ms) for quarter, counted, good, sum_ms in columns if counted}


def spread_out(answer: Answer, number: int, place: Places, ways: NDArray[np.int64]) -> Iterator[tuple[int, Counts]]:
    """The counts of one queue, place by place, spread over the quarters of each."""
    counted = ways @ answer.counted[number]
    good = None if answer.good is None else (ways @ answer.good[number]).tolist()
    sums = None if answer.sum_ms is None else (ways @ answer.sum_ms[number]).tolist()
    for where in np.flatnonzero(answer.within[number] & (counted > 0)).tolist():
        durations = None
        if answer.waits_ms is not None:
            chosen = np.flatnonzero(answer.counted[number] * ways[where]).tolist()
            durations = Counter({answer.waits_ms[number][way]: int(ways[where, way]) for way in chosen})
        quarters = place.quarters[where]
        total = Counts(
            int(counted[where]), None if good is None else good[where], None if sums is None else sums[where],
            durations=durations,
        )  # fmt: skip
        if len(quarters) == 1:
            yield quarters[0], total
        else:
            yield from _spread(total, quarters)


def _spread(total: Counts, quarters: Sequence[int]) -> Iterator[tuple[int, Counts]]:
    """Counts of a longer interval in equal parts; what does not divide goes to the first quarters."""
    many = min(len(quarters), total.counted)

    def part(whole: int | None, number: int) -> int | None:
        return None if whole is None else whole // many + (number < whole % many)

    if total.durations is not None:
        waits = sorted(total.durations.elements())
        for number, quarter in enumerate(quarters[:many]):
            own = Counter(waits[number::many])
            yield quarter, Counts(own.total(), durations=own)
        return
    for number, quarter in enumerate(quarters[:many]):
        yield quarter, Counts(part(total.counted, number) or 0, part(total.good, number), part(total.sum_ms, number))
