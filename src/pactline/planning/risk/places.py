"""Where planned contacts are counted: days as a whole where nothing looks closer, else intervals."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pactline.agreement.model import Commitment
from pactline.planning.expected import Expected
from pactline.records.choices.contacts import RollUp
from pactline.statement.counting.asking import Excluded, Question
from pactline.statement.windows.contract import Due
from pactline.values.span import QUARTER_HOUR_US
from pactline.values.zone import from_us


@dataclass(frozen=True)
class Places:
    """Where the contacts of a queue are counted: ``of`` says for each interval in which place, ``quarters`` at which
    quarters of an hour a place stands."""

    of: NDArray[np.int64]
    quarters: tuple[tuple[int, ...], ...]
    folded: tuple[int, ...]  # the quarter at which a place stands where only whole windows matter
    days: tuple[date, ...]


def looks_closer(commitment: Commitment) -> bool:
    """Whether anything smaller than a day is judged."""
    return commitment.each.hourly or commitment.counting.roll_up not in (
        RollUp.CONTACT_WEIGHTED,
        RollUp.DAYS_MET,
        RollUp.DAYS_MISSED,
    )


def adds_up(commitment: Commitment) -> bool:
    """Whether nothing matters but the sums of whole windows."""
    return commitment.counting.roll_up is RollUp.CONTACT_WEIGHTED and not commitment.each.any


def edges(due: Sequence[Due]) -> list[int]:
    """The instants at which a window, or a month of one, begins or ends."""
    found: set[int] = set()
    for each in due:
        for period in (each.judged.period, *each.judged.parts):
            span = period.span(each.agreement.zone)
            found |= {span.start, span.end}
    return sorted(found)


def asked_about(question: Question, queue: Expected) -> NDArray[np.bool_]:
    """For each interval whether its beginning is in the hours of a question and nothing takes it out."""
    inside = np.ones(len(queue.starts_us), dtype=bool)
    if question.hours is not None:
        inside = _in(queue.starts_us, [(span.start, span.end) for span in question.hours])
    for excluded in question.excluded:
        if _concerns(excluded, queue):
            inside &= ~_in(queue.starts_us, [(span.start, span.end) for span in excluded.spans])
    return inside


def _concerns(excluded: Excluded, queue: Expected) -> bool:
    scope = excluded.scope
    return (
        (not scope.channels or queue.channel in scope.channels)
        and (not scope.queues or queue.queue in scope.queues)
        and scope.direction in (None, "inbound")
    )


def _in(starts_us: NDArray[np.int64], spans: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
    ordered = sorted(spans)
    if not ordered:
        return np.zeros(len(starts_us), dtype=bool)
    firsts, ends = np.array([span[0] for span in ordered]), np.array([span[1] for span in ordered])
    at = np.searchsorted(firsts, starts_us, side="right") - 1
    return np.asarray((at >= 0) & (starts_us < ends[np.maximum(at, 0)]))


def places_of(
    queue: Expected, masks: Sequence[NDArray[np.bool_]], *, by_day: bool, edges_us: Sequence[int] | None
) -> Places:
    """The intervals that are counted together: those of one local day that the same questions are about, or one by
    one. With edges, places between the same two of them can be folded."""
    days = [from_us(int(start), queue.zone).date() for start in queue.starts_us]
    quarters = [int(start) // QUARTER_HOUR_US for start in queue.starts_us]
    if not by_day:
        width = max(1, queue.length_us // QUARTER_HOUR_US)
        spread = tuple(tuple(range(quarter, quarter + width)) for quarter in quarters)
        return Places(np.arange(len(days)), spread, tuple(quarters), tuple(days))
    seen: dict[Hashable, int] = {}
    firsts: list[tuple[int, ...]] = []
    of, of_days = [], []
    for number, day in enumerate(days):
        key = (day, *(bool(mask[number]) for mask in masks))
        if key not in seen:
            seen[key] = len(seen)
            firsts.append((quarters[number],))
            of_days.append(day)
        of.append(seen[key])
    labels = [each[0] for each in firsts]
    if edges_us is not None:
        between = np.searchsorted(edges_us, [label * QUARTER_HOUR_US for label in labels], side="right").tolist()
        heads: dict[int, int] = {}
        for label, segment in zip(labels, between, strict=True):
            heads.setdefault(segment, label)
        labels = [heads[segment] for segment in between]
    return Places(np.array(of, dtype=np.int64), tuple(firsts), tuple(labels), tuple(of_days))


def by_place(place: Places, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For each place whether the intervals for which a mask holds are in it."""
    found = np.zeros(len(place.quarters), dtype=bool)
    found[place.of[mask]] = True
    return found
