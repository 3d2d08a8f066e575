"""The grid of definitions that ``infer`` tries on records, and how the contacts are counted for all of them at once.

Contacts fall into cells (one per time, queue and channel of the report) and, inside, into classes of waits that no
limit of the grid divides. One query per way of looking at the records counts the classes; every definition is sums of
them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, TypeAlias

import narwhals as nw

from pactline.records.choices.contacts import Attribution, Level, TransfersIn
from pactline.records.columns import Outcome
from pactline.statement.counting.asking import Records, Scope, view_of
from pactline.statement.counting.tallying import Tally
from pactline.values.duration import Duration, Limit, Sense
from pactline.values.span import QUARTER_HOUR_US, Span

WITHIN_S = (20, 5, 10, 15, 25, 30, 40, 45, 60, 90, 120)
"""The promised waits that are tried when none is given, the usual one first."""
SHORT_S = 30
"""Short-abandon times are tried up to this many seconds when none is given."""
_MOST_SHORT = 100  # different waits of abandoned contacts that are tried; with more, whole seconds are
_COUNTED = (Outcome.ANSWERED, Outcome.ABANDONED, Outcome.FLOWED_OUT, Outcome.CALLBACK)
_VIEWS = [(level, attribution) for level in Level for attribution in Attribution]

Vector: TypeAlias = tuple[int, ...]
"""One whole number per cell."""


@dataclass(frozen=True)
class Cell:
    """The contacts one row of the report speaks of."""

    span: Span
    queue: str | None
    channel: str | None


@dataclass(frozen=True)
class Looked:
    """How the records are looked at, apart from the form."""

    level: Level
    attribution: Attribution
    transfers_in: TransfersIn

    @property
    def unusual(self) -> int:
        """How many of the choices depart from the conventions."""
        return (
            (self.level is not Level.QUEUE_VISIT)
            + (self.attribution is not Attribution.OFFERED)
            + (self.transfers_in is not TransfersIn.COUNT)
        )


@dataclass(frozen=True)
class Counted:
    """The counts of every cell under one look, and under each limit that tells contacts apart."""

    looked: Looked
    totals: tuple[Vector, Vector, Vector, Vector]  # answered, abandoned, flowed out, callback
    within: Mapping[Limit, tuple[Vector, Vector]]  # answered and abandoned within
    short: Mapping[Limit, Vector]

    def tally(self, cell: int, within: Limit | None, short: Limit | None) -> Tally:
        """The counts of one cell under a promised wait and a short-abandon time."""
        answered, abandoned, flowed_out, callback = (vector[cell] for vector in self.totals)
        in_time, left_in_time = self.within[within] if within else (self.totals[0], self.totals[0])
        brief = self.short[short][cell] if short else 0
        return Tally(answered, in_time[cell], abandoned, left_in_time[cell], brief, flowed_out, callback)


def within_grid(given: Limit | None) -> list[Limit]:
    """The promised waits to try."""
    if given is not None:
        return [given]
    return [Limit(Duration(seconds * 1000), sense) for sense in Sense for seconds in WITHIN_S]


def short_grid(records: Records, scope: Scope, given: Limit | None) -> list[Limit]:
    """The short-abandon times to try: the waits of abandoned contacts, each of which is the last that is short.

    No other time could tell these contacts apart. If there are too many, whole seconds in both senses.
    """
    if given is not None:
        return [given]
    most = SHORT_S * 1000
    frame = records.contacts().filter(
        nw.col("outcome") == Outcome.ABANDONED.value, nw.col("wait_ms") <= most, *scope.conditions()
    )
    waits = sorted(row["wait_ms"] for row in records.rows(frame.select("wait_ms").unique().head(_MOST_SHORT + 1)))
    if len(waits) > _MOST_SHORT:
        return [Limit(Duration(second * 1000), sense) for second in range(SHORT_S + 1) for sense in Sense]
    return [Limit(Duration(wait)) for wait in sorted({*waits, *range(0, most + 1, 5000)})]


def count_cells(
    records: Records, cells: Sequence[Cell], scope: Scope, within: Sequence[Limit], short: Sequence[Limit]
) -> Iterator[Counted]:
    """The counts under every look at the records that differs from the ones before, the usual one first."""
    edges = sorted({limit.duration.ms for limit in (*within, *short)})
    seen: set[Any] = set()
    for level, attribution in _VIEWS:
        counted = _classes(records, cells, scope, (level, attribution), edges)
        for transfers in TransfersIn:
            found = _counted(counted, len(cells), Looked(level, attribution, transfers), edges, within, short)
            key = (found.totals, tuple(found.within.items()), tuple(found.short.items()))
            if key not in seen:
                seen.add(key)
                yield found


_Classes: TypeAlias = dict[tuple[int, str, bool], list[int]]  # (cell, outcome, transferred in) -> contacts per class


def _classes(
    records: Records, cells: Sequence[Cell], scope: Scope, view: tuple[Level, Attribution], edges: Sequence[int]
) -> _Classes:
    start, end = min(cell.span.start for cell in cells), max(cell.span.end for cell in cells)
    wait = nw.col("wait_ms")
    passed = [(wait > edge).cast(nw.Int64) for edge in edges] + [(wait >= edge).cast(nw.Int64) for edge in edges]
    keys = ["at_quarter", "outcome", "moved", "class", "queue", "channel"]
    frame = view_of(records, *view).filter(
        nw.col("at_us") >= start,
        nw.col("at_us") < end,
        nw.col("outcome").is_in([outcome.value for outcome in _COUNTED]),
        *scope.conditions(),
    )
    frame = frame.with_columns(
        nw.when(wait.is_null()).then(nw.lit(2 * len(edges))).otherwise(nw.sum_horizontal(*passed)).alias("class"),
        at_quarter=nw.col("at_us") // QUARTER_HOUR_US,
        moved=~nw.col("transfer_in").is_null(),
    )
    places: dict[int, list[int]] = {}
    for number, cell in enumerate(cells):
        for quarter in range(cell.span.start // QUARTER_HOUR_US, cell.span.end // QUARTER_HOUR_US):
            places.setdefault(quarter, []).append(number)
    found: _Classes = {}
    for row in records.rows(frame.group_by(*keys).agg(contacts=nw.len())):
        for number in places.get(row["at_quarter"], ()):
            cell = cells[number]
            if cell.queue in (None, row["queue"]) and cell.channel in (None, row["channel"]):
                classes = found.setdefault((number, row["outcome"], row["moved"]), [0] * (2 * len(edges) + 1))
                classes[row["class"]] += row["contacts"]
    return found


def _counted(
    classes: _Classes,
    cells: int,
    looked: Looked,
    edges: Sequence[int],
    within: Sequence[Limit],
    short: Sequence[Limit],
) -> Counted:
    nothing = [0] * (2 * len(edges) + 1)

    def upwards(outcome: Outcome) -> list[list[int]]:
        """Per cell the contacts of each class and of all shorter waits."""
        found = []
        for number in range(cells):
            own = classes.get((number, outcome.value, False), nothing)
            if looked.transfers_in is TransfersIn.COUNT:
                moved = classes.get((number, outcome.value, True), nothing)
                own = [a + b for a, b in zip(own, moved, strict=True)]
            found.append(list(accumulate(own)))
        return found

    kinds = [upwards(outcome) for outcome in _COUNTED]
    answered, abandoned = kinds[0], kinds[1]

    def inside(kind: list[list[int]], limit: Limit) -> Vector:
        # A wait equal to edge n has passed n edges twice and edge n once.
        last = 2 * edges.index(limit.duration.ms) + (limit.sense is Sense.AT_MOST)
        return tuple(cell[last] for cell in kind)

    totals = tuple(tuple(cell[-1] for cell in kind) for kind in kinds)
    in_time = {limit: (inside(answered, limit), inside(abandoned, limit)) for limit in within}
    return Counted(
        looked,
        (totals[0], totals[1], totals[2], totals[3]),
        _telling(in_time),
        _telling({limit: inside(abandoned, limit) for limit in short}),
    )


def _telling(vectors: Mapping[Limit, Any]) -> dict[Limit, Any]:
    """Of limits that make no difference on these contacts, the first."""
    first: dict[Any, Limit] = {}
    for limit, vector in vectors.items():
        first.setdefault(vector, limit)
    return {limit: vectors[limit] for limit in first.values()}
