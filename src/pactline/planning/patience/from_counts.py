"""Patience where a source only counts: one hazard from hang-ups over waiting seconds, and a warning.

Interval counts say how many hung up and how long they and the answered waited together. That gives the hazard in the
range of the waits seen, and neither its course nor the mass at zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from pactline.planning.patience.banding import TooFewHangUps
from pactline.planning.patience.exposure import Chosen
from pactline.planning.patience.patience_file import law_to_json
from pactline.planning.queueing.patience_law import PiecewiseHazard
from pactline.records.any_record_set import AnyRecordSet
from pactline.records.tables import INTERVAL_COUNTS

_SUMS = ("abandoned", "wait_abandoned_ms", "wait_answered_ms")
WARNING = "from interval counts: one hazard for every wait, no share that hangs up at once; take it as less certain"


@dataclass(frozen=True)
class CountedPatience:
    """What the counts of a queue (None: of all chosen) say."""

    queue: str | None
    hung_up: int
    waiting_s: float
    intervals: int  # with all three sums
    silent: int  # without them

    @property
    def law(self) -> PiecewiseHazard:
        """One hazard for every wait. Raises TooFewHangUps."""
        if self.hung_up < 3 or self.waiting_s <= 0:
            raise TooFewHangUps(f"{self.hung_up} hang-ups in {self.waiting_s:.0f} waiting seconds say too little")
        return PiecewiseHazard(0.0, (0.0,), (self.hung_up / self.waiting_s,))

    def to_json(self) -> dict[str, Any]:
        """As in ``patience --json`` and ``patience.json``."""
        return {
            "queue": self.queue, "hung_up": self.hung_up, "waiting_s": round(self.waiting_s, 3), "from_counts": True,
            "intervals": self.intervals, "intervals_without_sums": self.silent,
            "seconds_per_hang_up": round(self.waiting_s / self.hung_up, 3) if self.hung_up else None,
            "law": law_to_json(self.law),
        }  # fmt: skip


def counted_patience(records: AnyRecordSet, chosen: Chosen) -> list[CountedPatience]:
    """All queues together, then each for itself where there are several; empty where no interval says what it takes.

    An interval that lacks one of the sums (hung up, seconds those waited, seconds the answered waited) is left out.
    """
    frame = records.table(INTERVAL_COUNTS.name).filter(nw.col("what").is_in(_SUMS))
    if chosen.queues:
        frame = frame.filter(nw.col("queue").is_in(chosen.queues))
    if chosen.channels:
        frame = frame.filter(nw.col("channel").is_in(chosen.channels) | nw.col("channel").is_null())
    if chosen.span:
        frame = frame.filter(nw.col("from_us") >= chosen.span.start, nw.col("from_us") < chosen.span.end)
    by_queue = {str(row["queue"]): row for row in records.rows(_by_queue(frame))}
    groups: list[tuple[str | None, list[str]]] = [(None, sorted(by_queue))]
    groups += [(name, [name]) for name in sorted(by_queue)] if len(by_queue) > 1 else []
    found = []
    for queue, names in groups:
        every, whole, hung_up, waiting_ms = (
            sum(int(by_queue[name][figure] or 0) for name in names)
            for figure in ("every", "whole", "hung_up", "waiting_ms")
        )
        if whole:
            found.append(CountedPatience(queue, hung_up, waiting_ms / 1000.0, whole, every - whole))
    return found


def _by_queue(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """By queue: intervals, those of them with all three sums, and the sums of these; added up in the engine."""
    named = frame.with_columns(queue=nw.col("queue").fill_null(""))
    told = {f"has_{what}": (nw.col("what") == what).cast(nw.Int64) for what in _SUMS}
    told |= {what: nw.when(nw.col("what") == what).then(nw.col("value")).otherwise(nw.lit(0)) for what in _SUMS}
    place = ("queue", "channel", "direction", "from_us", "to_us")
    intervals = named.select(*place, **told).group_by(*place).agg(*(nw.col(each).sum() for each in told))
    whole = nw.lit(1)
    for what in _SUMS:
        whole = whole * (nw.col(f"has_{what}") > 0).cast(nw.Int64)
    intervals = intervals.with_columns(whole=whole)
    intervals = intervals.with_columns(
        hung_up=nw.col("whole") * nw.col("abandoned"),
        waiting_ms=nw.col("whole") * (nw.col("wait_abandoned_ms") + nw.col("wait_answered_ms")),
    )
    sums = [nw.col(each).sum() for each in ("whole", "hung_up", "waiting_ms")]
    return intervals.group_by("queue").agg(nw.len().alias("every"), *sums)
