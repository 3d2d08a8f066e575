"""A metric of customers over a handful of rows, counted as ``pactline measure`` counts it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pactline.records.record_set import RecordSet, from_rows
from pactline.statement.counting.choices_in_words import choose
from pactline.statement.measuring import measure
from pactline.values.zone import zone


@dataclass(frozen=True)
class Found:
    """What came of it; ``of`` is what the figure is made of: good and counted, or the sums of a ratio."""

    value: Fraction | None
    of: tuple[int | None, int | None]
    unknown: int
    counted: int


def figure(rows: list[dict[str, Any]] | RecordSet, metric: str, *, where: str | None = None, **words: str) -> Found:
    """The figure over all rows, choices in the words of an agreement."""
    records = from_rows(rows) if isinstance(rows, list) else rows
    (row,) = measure(records, choose(metric, words), where=zone(where) if where else None).rows
    counts = row.figure.counts
    of = (counts.good, counts.counted) if counts.whole is None else (counts.part, counts.whole)
    return Found(row.figure.value, of, counts.unknown, counts.counted)
