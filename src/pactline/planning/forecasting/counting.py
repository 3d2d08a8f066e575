"""Contacts and counts of a record set, per queue, channel and quarter of an hour."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from pactline.planning.fetching import fetched, joined
from pactline.records.any_record_set import AnyRecordSet
from pactline.records.columns import Outcome
from pactline.records.tables import CONTACTS, INTERVAL_COUNTS
from pactline.values.exact import how_many

QUARTER_US = 900_000_000
OFFERED = (Outcome.ANSWERED, Outcome.ABANDONED, Outcome.FLOWED_OUT, Outcome.CALLBACK)
LONGEST = 10  # a handling time counts at most ten times the median, or the longest of a thousand if that is more


@dataclass(frozen=True)
class QueueCells:
    """The quarters of an hour in which something is known of one queue; arrays of one length."""

    quarters: NDArray[np.int64]  # since 1970 UTC
    offered: NDArray[np.float64]
    handled: NDArray[np.float64]
    handled_s: NDArray[np.float64]
    notes: tuple[str, ...]
    facts: dict[str, float]


@dataclass(frozen=True)
class Cells:
    """All queues, and the instants between which the records tell something."""

    queues: Mapping[tuple[str, str], QueueCells]  # by queue and channel
    first_us: int
    until_us: int  # excluded

    def quarters(self) -> NDArray[np.int64]:
        """Every quarter in which some queue has an entry."""
        return np.unique(np.concatenate([each.quarters for each in self.queues.values()]))

    def before(self, end_us: int) -> Cells:
        """Only what begins before an instant on a quarter of an hour."""
        kept = {key: _cut(each, end_us // QUARTER_US) for key, each in self.queues.items()}
        return Cells(
            {key: each for key, each in kept.items() if len(each.quarters)}, self.first_us, min(self.until_us, end_us)
        )


def cells_of(
    records: AnyRecordSet, queues: Sequence[str] = (), channels: Sequence[str] = (), minutes: int = 15
) -> Cells:
    """What the records say of inbound contacts, quarter by quarter.

    A queue that has contacts and counts in one channel is taken from its contacts. ``minutes`` is the length of the
    intervals that are to be made of the quarters.
    """
    found: dict[tuple[str, str], QueueCells] = {}
    edges: list[tuple[int, int]] = []
    counts = partial(_counts, interval_us=minutes * 60_000_000)
    for table, read in ((CONTACTS.name, _contacts), (INTERVAL_COUNTS.name, counts)):
        if table not in records.tables:
            continue
        cells, edge = read(records)
        edges += edge
        for key, each in cells.items():
            if (not queues or key[0] in queues) and (not channels or key[1] in channels):
                found.setdefault(key, each)
    first = min((start for start, _ in edges), default=0)
    return Cells(found, first, max((end for _, end in edges), default=0))


def _inbound() -> nw.Expr:
    return (nw.col("direction") == "inbound") | nw.col("direction").is_null()


def _contacts(records: AnyRecordSet) -> tuple[dict[tuple[str, str], QueueCells], list[tuple[int, int]]]:
    rows = records.contacts().filter(_inbound() & nw.col("outcome").is_in([each.value for each in OFFERED]))
    rows = rows.filter(~nw.col("queue").is_null())
    answered = nw.col("outcome") == Outcome.ANSWERED.value
    took_ms = nw.col("talk_ms") + nw.col("hold_ms").fill_null(0) + nw.col("wrap_ms").fill_null(0)
    rows = rows.with_columns(took=nw.when(answered & ~nw.col("talk_ms").is_null()).then(took_ms))
    rows = rows.with_columns(
        wrapped=nw.when(~nw.col("took").is_null()).then(nw.col("wrap_ms")),
        channel=nw.col("channel").fill_null("voice"),
        is_answered=answered.cast(nw.Int64),
    )
    told = records.rows(
        rows.group_by("queue", "channel").agg(
            nw.len().alias("offered"), nw.col("is_answered").sum().alias("answered"),
            nw.col("took").count().alias("known"), nw.col("wrapped").count(),
            nw.col("took").median().alias("median"), nw.col("took").quantile(0.999, "linear").alias("long"),
            nw.col("took").max().alias("longest"), nw.col("took").sum().alias("took"),
            nw.col("offered_us").min().alias("first"), nw.col("offered_us").max().alias("last"),
        )
    )  # fmt: skip
    told = sorted(told, key=lambda each: (str(each["queue"]), str(each["channel"])))
    if not told:
        return {}, []
    edges = [(int(each["first"]), int(each["last"]) // QUARTER_US * QUARTER_US + QUARTER_US) for each in told]
    caps = [_cap_ms(each) for each in told]
    whole = _by_quarter(records, rows, told)
    over = _by_quarter(records, rows.filter(_above(told, caps)), told)
    found = {(str(each["queue"]), str(each["channel"])): _queue_cells(each, cap, mine, theirs)
             for each, cap, mine, theirs in zip(told, caps, whole, over, strict=True)}  # fmt: skip
    return found, edges


def _cap_ms(told: Mapping[str, Any]) -> int:
    """What a handling time counts at most. Quantiles are whole thousandths of a millisecond; engines err below that."""
    thousandths = (round(float(told["median"] or 0) * LONGEST * 1000), round(float(told["long"] or 0) * 1000))
    return max(thousandths) // 1000


def _is_of(told: Mapping[str, Any]) -> nw.Expr:
    both: nw.Expr = (nw.col("queue") == told["queue"]) & (nw.col("channel") == told["channel"])
    return both


def _above(told: Sequence[Mapping[str, Any]], caps: Sequence[int]) -> nw.Expr:
    return joined([_is_of(each) & (nw.col("took") > cap) for each, cap in zip(told, caps, strict=True)], operator.or_)


def _by_quarter(
    records: AnyRecordSet, rows: nw.LazyFrame[Any], told: Sequence[Mapping[str, Any]]
) -> list[dict[str, NDArray[np.int64]]]:
    """Contacts, known handling times and their milliseconds by quarter of an hour, for each that is told of."""
    places = joined([_is_of(each).cast(nw.Int64) * place for place, each in enumerate(told)], operator.add)
    summed = rows.group_by("queue", "channel", "offered_quarter").agg(
        offered=nw.len(), handled=nw.col("took").count(), ms=nw.col("took").sum()
    )
    names = ("place", "offered_quarter", "offered", "handled", "ms")
    summed = summed.with_columns(place=places).select(*names)
    columns = fetched(records, summed, names, ("place", "offered_quarter"))
    bounds = np.searchsorted(columns["place"], np.arange(len(told) + 1))
    return [
        {name: column[bounds[at] : bounds[at + 1]].astype(np.int64) for name, column in columns.items()}
        for at in range(len(told))
    ]


def _queue_cells(
    told: Mapping[str, Any], cap: int, whole: Mapping[str, NDArray[np.int64]], over: Mapping[str, NDArray[np.int64]]
) -> QueueCells:
    """``over`` is the part of ``whole`` with the handling times above the cap."""
    known, longest = int(told["known"] or 0), float(told["longest"] or 0)
    taken = whole["ms"].copy()
    taken[np.searchsorted(whole["offered_quarter"], over["offered_quarter"])] += over["handled"] * cap - over["ms"]
    taken_ms, cut = int(taken.sum()), int(over["handled"].sum())
    notes = []
    answered = int(told["answered"] or 0)
    if answered - known:
        notes.append(
            f"the handling time of {how_many(answered - known, 'answered contact')} of {answered:,} is not known"
        )
    if known and not told["wrapped"]:
        notes.append("no contact has an after-contact time; if there is any, handling times are too short by it")
    elif known and told["wrapped"] < known:
        notes.append(f"{how_many(known - int(told['wrapped']), 'handled contact')} without after-contact time")
    if cut:
        means = [f"{each / known / 1000:.1f}" for each in (taken_ms, int(told["took"]))]
        moved = "" if means[0] == means[1] else f"; the mean is {means[0]} s instead of {means[1]} s"
        notes.append(
            f"{how_many(cut, 'handling time')} above {cap / 1000:,.0f} s (the longest {longest / 1000:,.0f} s) counted "
            f"as that{moved}"
        )
    facts = {"answered": float(answered), "handled": float(known), "capped": float(cut), "cap_s": cap / 1000}
    return QueueCells(
        whole["offered_quarter"], whole["offered"].astype(float), whole["handled"].astype(float), taken / 1000,
        tuple(notes), facts,
    )  # fmt: skip


_WORDS = ("offered", "answered", "abandoned", "talk_ms", "hold_ms", "wrap_ms")


def _counts(records: AnyRecordSet, interval_us: int) -> tuple[dict[tuple[str, str], QueueCells], list[tuple[int, int]]]:
    rows = records.table(INTERVAL_COUNTS.name).filter(_inbound() & nw.col("what").is_in(list(_WORDS)))
    rows = rows.with_columns(channel=nw.col("channel").fill_null("voice"))
    summed = rows.group_by("queue", "channel", "what", "from_us", "to_us").agg(nw.col("value").sum())
    by_queue: dict[tuple[str, str], dict[str, list[tuple[int, int, int]]]] = {}
    for each in records.rows(summed):
        key = (each["queue"], each["channel"])
        spans = by_queue.setdefault(key, {}).setdefault(each["what"], [])
        spans.append((int(each["from_us"]), int(each["to_us"]), int(each["value"])))
    found = {key: _from_counts(whats, interval_us) for key, whats in by_queue.items()}
    edges = [
        (min(span[0] for span in spans), max(span[1] for span in spans))
        for whats in by_queue.values()
        for spans in whats.values()
    ]
    return found, edges


def _from_counts(whats: Mapping[str, list[tuple[int, int, int]]], interval_us: int) -> QueueCells:
    notes = []
    used = ["offered"] if "offered" in whats else [word for word in ("answered", "abandoned") if word in whats]
    if used == ["answered"]:
        notes.append("the source counts only what was answered: who gave up is not in the forecast")
    used_spans = [span for word in used for span in whats.get(word, [])]
    if any(to_us - from_us > 3_600_000_000 for from_us, to_us, _ in used_spans):
        notes.append("counts of more than an hour were spread evenly over their hours")
    elif any(from_us // interval_us != (to_us - 1) // interval_us for from_us, to_us, _ in used_spans):
        notes.append("counts that reach over the edge of an interval were divided in proportion")
    volume = _spread(used_spans)
    handled = _spread(whats.get("answered", [])) if "talk_ms" in whats else {}
    took = _spread([span for word in ("talk_ms", "hold_ms", "wrap_ms") for span in whats.get(word, [])])
    quarters = np.array(sorted(volume), dtype=np.int64)
    if "talk_ms" not in whats:
        notes.append("the source has no handling times")
    elif "wrap_ms" not in whats:
        notes.append("the source has no after-contact times; if there are any, handling times are too short by them")
    return QueueCells(
        quarters,
        np.array([volume[int(each)] for each in quarters], dtype=float),
        np.array([handled.get(int(each), 0.0) for each in quarters], dtype=float),
        np.array([took.get(int(each), 0.0) / 1000 for each in quarters], dtype=float),
        tuple(notes),
        {"answered": sum(handled.values()), "handled": sum(handled.values())},
    )


def _spread(spans: Sequence[tuple[int, int, int]]) -> dict[int, float]:
    """Counts by quarter of an hour; one over several quarters is divided by the time it has in each."""
    found: dict[int, float] = {}
    for from_us, to_us, value in sorted(spans):  # fractions make a sum that depends on its order
        first, last = from_us // QUARTER_US, (to_us - 1) // QUARTER_US
        for quarter in range(first, last + 1):
            inside = min(to_us, (quarter + 1) * QUARTER_US) - max(from_us, quarter * QUARTER_US)
            found[quarter] = found.get(quarter, 0.0) + value * inside / (to_us - from_us)
    return found


def _cut(cells: QueueCells, end: int) -> QueueCells:
    kept = cells.quarters < end
    return QueueCells(
        cells.quarters[kept], cells.offered[kept], cells.handled[kept], cells.handled_s[kept], cells.notes, cells.facts
    )
