"""Figures from interval counts: what a metric makes of sources that only count.

A metric chooses contacts; a source that counts says how many there were of a kind. So the metric is asked about made-up
contacts of each kind that the source tells apart (answered within 20 s, answered later, abandoned, ...), and the counts
do the rest. Where two contacts of one kind are judged differently, the figure is not computable from these counts, and
that is said instead of a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import narwhals as nw
from narwhals.exceptions import ColumnNotFoundError

from pactline.records.choices.choosing import AgainstForecast, Chosen, Count, Mean, Share
from pactline.records.columns import Outcome
from pactline.records.engine import EmbeddedEngine, in_memory
from pactline.records.staging import Row
from pactline.records.tables import INTERVAL_COUNTS
from pactline.records.views.looking import NotComputable, Tables

Place: TypeAlias = tuple[Any, ...]
Totals: TypeAlias = Mapping[tuple[str, int], int]
"""What was counted in one interval: by ``what`` and ``within_ms``."""

_TIMED = {Outcome.ANSWERED: "answered_within", Outcome.ABANDONED: "abandoned_within"}
_COUNTED = (Outcome.ANSWERED, Outcome.ABANDONED, Outcome.FLOWED_OUT, Outcome.CALLBACK, Outcome.REFUSED)
_BEYOND_MS = 10**12  # a wait longer than any
_TOLD = ("outcome", "wait_ms", "transfer_out")  # all that counts tell contacts apart by
_DURATIONS = ("wait_ms", "talk_ms", "hold_ms", "wrap_ms")
_SUMS = {"talk_ms": "talk_ms", "hold_ms": "hold_ms", "wrap_ms": "wrap_ms"}


@dataclass(frozen=True)
class Tally:
    """What a metric makes of the counts of one interval."""

    counted: int
    good: int | None = None
    sum_ms: int | None = None


@dataclass(frozen=True)
class Interval:
    """One interval of one queue, as the source counted it."""

    queue: str
    channel: str
    direction: str
    from_us: int
    to_us: int
    totals: Totals


def intervals(records: Tables, start_us: int, end_us: int) -> list[Interval]:
    """The intervals that begin in a span of instants, in order; none where the records hold no counts."""
    frame = records.table(INTERVAL_COUNTS.name)
    frame = frame.filter((nw.col("from_us") >= start_us) & (nw.col("from_us") < end_us))
    found: dict[tuple[str, str, str, int, int], dict[tuple[str, int], int]] = {}
    for row in records.rows(frame.select("queue", "channel", "direction", "from_us", "to_us", *_COUNT)):
        place = (row["queue"], row["channel"], row["direction"], row["from_us"], row["to_us"])
        found.setdefault(place, {})[row["what"], row["within_ms"]] = row["value"]
    return [Interval(*place, found[place]) for place in sorted(found, key=lambda p: (p[3], p))]


_COUNT = ("what", "within_ms", "value")


class Judge:
    """Asks a metric about made-up contacts. ``also`` are further conditions on those that count."""

    def __init__(self, chosen: Chosen, also: Sequence[nw.Expr] = ()) -> None:
        if not isinstance(chosen, Share | Mean | Count | AgainstForecast) or chosen.rows is not None:
            raise NotComputable("the metric needs every contact; interval counts only say how many there were")
        self._chosen = chosen
        self._also = also
        self._known: dict[frozenset[int], dict[tuple[Outcome, int | None, bool], tuple[bool, bool]]] = {}
        self._weights = _weights(chosen) if isinstance(chosen, Mean) else {}

    def tally(self, interval: Interval) -> Tally:
        """What the metric makes of an interval. Raises NotComputable."""
        edges = frozenset(within for what, within in interval.totals if what in _TIMED.values())
        if edges not in self._known:
            self._known[edges] = self._judged(sorted(edges))
        verdicts = self._known[edges]
        counted = _all_counted(interval.totals, verdicts)
        if isinstance(self._chosen, Share):
            return Tally(counted, sum(_how_many(interval.totals, outcome, verdicts, 1) for outcome in _COUNTED))
        if isinstance(self._chosen, Mean):
            return Tally(counted, None, self._sum_of(interval.totals, verdicts))
        return Tally(counted)

    def _judged(self, edges: Sequence[int]) -> dict[tuple[Outcome, int | None, bool], tuple[bool, bool]]:
        """For a contact of each outcome, wait (None: beside any edge) and transfer: whether it counts and is good."""
        kinds = [(o, wait, moved) for o in _COUNTED for wait in _waits(edges) for moved in (False, True)]
        engine = in_memory(_made_up(kinds))
        chosen, counted = self._chosen, self._chosen.counted
        for condition in self._also:
            counted = counted & condition
        good = chosen.good if isinstance(chosen, Share) else nw.lit(value=False)
        told = engine.contacts().select("contact_id", *_TOLD)
        try:
            frame = told.select("contact_id", counted=counted, good=counted & good)
        except ColumnNotFoundError:
            raise NotComputable("the metric looks at more of a contact than its outcome and its wait") from None
        found = {int(row["contact_id"]): (bool(row["counted"]), bool(row["good"])) for row in engine.rows(frame)}
        return {kind: found[number] for number, kind in enumerate(kinds)}

    def _sum_of(self, totals: Totals, verdicts: Mapping[tuple[Outcome, int | None, bool], tuple[bool, bool]]) -> int:
        meant = {outcome for (outcome, _, _), (counts, _) in verdicts.items() if counts}
        total = 0
        for duration, times in self._weights.items():
            for outcome in sorted(meant):
                what = _sum_name(duration, outcome)
                if not all(counts for (o, _, _), (counts, _) in verdicts.items() if o is outcome) or what is None:
                    raise NotComputable(f"the counts hold no sum of {_said(duration)} of just these contacts")
                if (what, 0) not in totals:
                    raise NotComputable(f"the counts hold no sum of {_said(duration)}: {what} is not among them")
                total += times * totals[what, 0]
        return total


def _sum_name(duration: str, outcome: Outcome) -> str | None:
    if duration == "wait_ms":
        return {Outcome.ANSWERED: "wait_answered_ms", Outcome.ABANDONED: "wait_abandoned_ms"}.get(outcome)
    return _SUMS[duration] if outcome is Outcome.ANSWERED else None


def _weights(chosen: Mean) -> dict[str, int]:
    """How often each duration is in the mean's own: a made-up contact tells, whose durations cannot be confused."""
    base = 1_000
    row: dict[str, Any] = {"contact_id": "0", "outcome": Outcome.ANSWERED.value, "offered_us": 0}
    row |= {name: base**place for place, name in enumerate(_DURATIONS)}
    value = _first(in_memory([row]), chosen.duration_ms)
    zero = _first(in_memory([{**row, **dict.fromkeys(_DURATIONS, 0)}]), chosen.duration_ms)
    digits = [value // base**place % base for place in range(len(_DURATIONS))] if value is not None else []
    if value is None or zero != 0 or not any(digits) or any(digit > 1 for digit in digits):
        raise NotComputable("the mean is made of more than the counts' sums of wait, talk, hold and wrap")
    return {name: digit for name, digit in zip(_DURATIONS, digits, strict=True) if digit}


def _first(engine: EmbeddedEngine, value: nw.Expr) -> int | None:
    (row,) = engine.rows(engine.contacts().select(found=value))
    found: int | None = row["found"]
    return found


def _waits(edges: Sequence[int]) -> list[int]:
    """Waits on both ends of every stretch that the counts tell apart."""
    return sorted({0, _BEYOND_MS, *edges, *(edge + 1 for edge in edges)})


def _made_up(kinds: Iterable[tuple[Outcome, int | None, bool]]) -> Iterator[Row]:
    for number, (outcome, wait, moved) in enumerate(kinds):
        yield {
            "contact_id": str(number),
            "outcome": outcome.value,
            "offered_us": 0,
            "wait_ms": wait,
            "transfer_out": "blind" if moved else None,
        }


def _all_counted(totals: Totals, verdicts: Mapping[tuple[Outcome, int | None, bool], tuple[bool, bool]]) -> int:
    """How many contacts count: those of every kind are what the source calls offered, if it says so. Raises
    NotComputable."""
    if ("offered", 0) in totals and all(counts for counts, _ in verdicts.values()):
        return totals["offered", 0]
    return sum(_how_many(totals, outcome, verdicts, 0) for outcome in _COUNTED)


def _how_many(
    totals: Totals,
    outcome: Outcome,
    verdicts: Mapping[tuple[Outcome, int | None, bool], tuple[bool, bool]],
    which: int,
) -> int:
    """How many contacts of one outcome count (``which`` 0) or are good (1). Raises NotComputable."""
    ours = {(wait, moved): found[which] for (o, wait, moved), found in verdicts.items() if o is outcome}
    if not any(ours.values()):
        return 0
    whole = _total(totals, outcome)
    if all(ours.values()):
        return whole
    by_move = [{ours[wait, moved] for wait, moved in ours if moved is side} for side in (False, True)]
    if all(len(found) == 1 for found in by_move):  # the wait does not matter, whether it was handed on does
        if ("transferred", 0) not in totals:
            raise NotComputable("the counts do not say how many were transferred")
        moved = totals["transferred", 0]
        return moved if True in by_move[1] else whole - moved
    if any(ours[wait, False] != ours[wait, True] for wait, _ in ours):
        raise NotComputable("the counts do not say which of the transferred contacts waited how long")
    return _by_wait(totals, outcome, {wait: found for (wait, moved), found in ours.items() if not moved}, whole)


def _by_wait(totals: Totals, outcome: Outcome, found: Mapping[int | None, bool], whole: int) -> int:
    """Of a kind that the wait decides: the counts of the stretches on whose both ends it is decided one way."""
    timed = _TIMED.get(outcome)
    edges = sorted(within for what, within in totals if what == timed) if timed else []
    up_to = [0, *(totals[timed or "", edge] for edge in edges), whole]
    ends = [-1, *edges, _BEYOND_MS]
    many = 0
    for (low, high), (before, after) in zip(pairwise(ends), pairwise(up_to), strict=True):
        inside = [verdict for wait, verdict in found.items() if wait is not None and low < wait <= high]
        if after < before:
            raise NotComputable(
                f"the counts contradict themselves: {after} {outcome.value} in a longer time than {before}"
            )
        if after == before or not any(inside):
            continue
        if not all(inside):
            known = ", ".join(_seconds(edge) for edge in edges) or "no wait at all"
            raise NotComputable(f"the counts tell the waits of {outcome.value} contacts apart at {known} only")
        many += after - before
    return many


def _total(totals: Totals, outcome: Outcome) -> int:
    if (outcome.value, 0) in totals:
        return totals[outcome.value, 0]
    raise NotComputable(f"the counts do not say how many were {outcome.value.replace('_', ' ')}")


def _seconds(ms: int) -> str:
    return f"{ms // 1000} s" if ms % 1000 == 0 else f"{ms} ms"


def _said(duration: str) -> str:
    return duration.removesuffix("_ms") + " times"
