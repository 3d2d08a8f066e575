"""Exposure: how long each contact waited, and whether it then hung up, from records.

A contact that hung up is an event at its wait. One that was answered, flowed out or asked for a callback is censored at
its wait: it would have waited longer, nobody knows how long. One that never had to wait says nothing about patience and
is left out, as is one whose wait is unknown; how many were left out is told. The wait is the records' own
(``wait_ms``, from entering the queue) unless another clock is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from pactline.planning.fetching import fetched, place_in
from pactline.records.any_record_set import AnyRecordSet
from pactline.records.choices.contacts import Clock
from pactline.records.views.contacts import Contacts
from pactline.records.views.local_days import DAY_US, local_day, offsets
from pactline.values.span import Span

HOUR_US = DAY_US // 24
AT_ONCE_S = 1.0
"""Who hangs up no later than this would not wait at all: a mass at zero, not patience."""


@dataclass(frozen=True)
class Exposure:
    """Waits of contacts that had to wait, added up by day and wait; every array has one number for each such pair."""

    days: NDArray[np.int64]  # the local day, counted from 1970-01-01
    wait_s: NDArray[np.float64]  # 0 only for those who hung up at once
    hung_up: NDArray[np.int64]  # contacts that hung up after just this wait
    stayed: NDArray[np.int64]  # contacts that were taken out of the queue after just this wait
    without_wait: int = 0  # left out: reached an agent at once, so they say nothing
    unknown_wait: int = 0  # left out: the records do not say how long they waited
    never_queued: int = 0  # left out: refused, failed, still open

    @property
    def hang_ups(self) -> int:
        """How many hung up."""
        return int(self.hung_up.sum())

    @property
    def waited(self) -> int:
        """How many had to wait."""
        return self.hang_ups + int(self.stayed.sum())

    @property
    def waiting_s(self) -> float:
        """The seconds that all of them waited, together."""
        return float(self.wait_s @ (self.hung_up + self.stayed))

    def between(self, first_day: int, last_day: int) -> Exposure:
        """Only the days from the first to the last, both included; what was left out is not counted again."""
        kept = (self.days >= first_day) & (self.days <= last_day)
        return Exposure(self.days[kept], self.wait_s[kept], self.hung_up[kept], self.stayed[kept])


def exposure_of(
    wait_s: Sequence[float] | NDArray[np.float64],
    hung_up: Sequence[bool] | NDArray[np.bool_],
    days: Sequence[int] | NDArray[np.int64] | None = None,
) -> Exposure:
    """Contacts one by one as an exposure; those who were answered without a wait are left out.

    ``wait_s`` is the wait of each contact, ``hung_up`` whether it then hung up, ``days`` its local day as a number.
    """
    waits, events = np.asarray(wait_s, dtype=float), np.asarray(hung_up, dtype=bool)
    numbers = np.zeros(len(waits), dtype=np.int64) if days is None else np.asarray(days, dtype=np.int64)
    kept = (waits > 0) | events
    gone = events[kept].astype(np.int64)
    return Exposure(numbers[kept], waits[kept], gone, 1 - gone, without_wait=int((~kept).sum()))


def pooled(exposures: Iterable[Exposure]) -> Exposure:
    """All queues together."""
    every = list(exposures)
    assert every, "pooling needs something to pool"
    return Exposure(
        np.concatenate([each.days for each in every]), np.concatenate([each.wait_s for each in every]),
        np.concatenate([each.hung_up for each in every]), np.concatenate([each.stayed for each in every]),
        sum(each.without_wait for each in every), sum(each.unknown_wait for each in every),
        sum(each.never_queued for each in every),
    )  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """Which contacts are looked at."""

    zone: ZoneInfo
    queues: tuple[str, ...] = ()  # empty: all
    channels: tuple[str, ...] = ("voice",)
    direction: str | None = "inbound"  # contacts whose direction the records do not say are kept
    span: Span | None = None  # by the instant they were offered
    hours: tuple[int, int] | None = None  # local hours, from and until; over midnight where from is later

    def frame(self, records: AnyRecordSet) -> nw.LazyFrame[Any]:
        """The contacts, with their local ``day`` and ``hour``; sorted out in the engine."""
        frame = records.contacts().filter(~nw.col("offered_us").is_null())
        if self.channels:
            frame = frame.filter(nw.col("channel").is_in(self.channels))
        if self.queues:
            frame = frame.filter(nw.col("queue").is_in(self.queues))
        if self.direction:
            frame = frame.filter((nw.col("direction") == self.direction) | nw.col("direction").is_null())
        if self.span:
            frame = frame.filter(nw.col("offered_us") >= self.span.start, nw.col("offered_us") < self.span.end)
        (ends,) = records.rows(frame.select(low=nw.col("offered_us").min(), high=nw.col("offered_us").max()))
        changes = offsets(self.zone, ends["low"] or 0, ends["high"] or 0)
        by_the_hour = [(at * 24, ahead * 24) for at, ahead in changes]  # hours counted as days are
        frame = frame.with_columns(
            day=local_day(nw.col("offered_us"), changes),
            hour=local_day(nw.col("offered_us") * 24, by_the_hour) % 24,
        )
        if self.hours:
            first, until = self.hours
            after, before = nw.col("hour") >= first, nw.col("hour") < until
            frame = frame.filter(after & before if first < until else after | before)
        return frame


_USEFUL, _WITHOUT, _UNKNOWN, _NEVER = range(4)


def read_exposures(records: AnyRecordSet, chosen: Chosen, clock: Clock = Clock.QUEUE) -> dict[str, Exposure]:
    """The exposure of each queue, in the order of their names; a queue of the records without a name is ``""``.

    The engine adds up contacts of the same day and wait and puts days and waits in order, so the records may be larger
    than memory and every engine gives the same arrays.
    """
    view = Contacts(clock)
    wait, gone = view.wait_ms, view.abandoned
    useful = ((wait > 0) | (gone & (wait == 0))).fill_null(value=False)
    unknown = wait.is_null() | (wait < 0)
    silent = nw.when(unknown).then(nw.lit(_UNKNOWN)).otherwise(nw.lit(_WITHOUT))
    queued = nw.when(useful).then(nw.lit(_USEFUL)).otherwise(silent)
    kind = nw.when(view.finished).then(queued).otherwise(nw.lit(_NEVER))
    frame = chosen.frame(records).select(
        "day", queue=nw.col("queue").fill_null(""), kind=kind, gone=gone.cast(nw.Int64), wait_ms=wait
    )
    frame = frame.with_columns(wait_ms=nw.when(nw.col("kind") == _USEFUL).then(nw.col("wait_ms")).otherwise(nw.lit(0)))
    names = sorted(str(row["queue"]) for row in records.rows(frame.select("queue").unique()))
    grouped = frame.group_by("queue", "day", "kind", "wait_ms").agg(n=nw.len(), gone=nw.col("gone").sum())
    narrow = {name: nw.col(name).cast(nw.Int32) for name in ("day", "kind", "n", "gone")}
    grouped = grouped.select("wait_ms", place=place_in("queue", names).cast(nw.Int32), **narrow)
    columns = fetched(records, grouped, ("place", "wait_ms", *narrow), ("place", "day", "kind", "wait_ms"))
    bounds = np.searchsorted(columns.pop("place"), np.arange(len(names) + 1))
    return {
        name: _exposure({key: column[bounds[at] : bounds[at + 1]] for key, column in columns.items()})
        for at, name in enumerate(names)
    }


def _exposure(columns: Mapping[str, NDArray[Any]]) -> Exposure:
    kind, n = columns["kind"], columns["n"].astype(np.int64)
    useful = kind == _USEFUL
    gone = columns["gone"][useful].astype(np.int64)
    return Exposure(
        columns["day"][useful].astype(np.int64), columns["wait_ms"][useful] / 1000.0,
        gone, n[useful] - gone, *(int(n[kind == each].sum()) for each in (_WITHOUT, _UNKNOWN, _NEVER)),
    )  # fmt: skip
