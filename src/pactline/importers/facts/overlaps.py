"""Rows that tell the same thing twice, or of the same days: each is named with the line of the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Protocol, TypeVar

from pactline.importers.facts.told import Told
from pactline.values.period import Period

_WEEK = timedelta(days=7)


class Row(Protocol):
    """A fact that knows its line."""

    @property
    def line(self) -> int:
        """Its physical line."""


R = TypeVar("R", bound=Row)
Edges = Callable[[R], tuple[Any, Any]]


def tell_twice(rows: Iterable[R], key: Callable[[R], object], what: Callable[[R], str], told: Told) -> None:
    """FACT_TWICE for every row whose key an earlier line has."""
    seen: dict[object, int] = {}
    for row in rows:
        earlier = seen.setdefault(key(row), row.line)
        if earlier != row.line:
            told.problem(row.line, 0, "FACT_TWICE", f"{what(row)} is told already in line {earlier}")


def tell_overlaps(
    rows: Iterable[R], of: Callable[[R], str], edges: Edges[R], told: Told, *, rolling: bool = False
) -> None:
    """FACT_TWICE and FACT_OVERLAP for the rows of one name whose days or instants meet; the end is excluded.

    With ``rolling``, rows that form a rolling series (each month the last three months, each day the last thirty days)
    may overlap: see :func:`rolls_on`.
    """
    by_name: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        by_name[of(row)].append(row)
    for name, group in by_name.items():
        group.sort(key=lambda row: (edges(row)[1], edges(row)[0], row.line))
        earliest = min(edges(row)[0] for row in group)
        for one, other in pairwise(group):
            (first, end), (next_first, next_end) = edges(one), edges(other)
            if next_first >= end:
                continue
            early, late = sorted((one.line, other.line))
            if (first, end) == (next_first, next_end):
                told.problem(late, 0, "FACT_TWICE", f"`{name}` is told of the same time already in line {early}")
            elif not (rolling and rolls_on(Period(first, end), Period(next_first, next_end), earliest)):
                message = f"`{name}` is told of a time that line {early} tells of in part or as a whole"
                told.problem(late, 0, "FACT_OVERLAP", message)


def rolls_on(one: Period, other: Period, earliest: date) -> bool:
    """Whether ``other``, which does not end before ``one``, may be the next window of a rolling promise.

    The windows of rolling months end with a month and are as many months; those of rolling days are as many days, at
    most a week apart. At the beginning of a series, where there is not yet enough to look back on, windows begin on the
    ``earliest`` day and grow.
    """
    young = one.first == other.first == earliest
    if one.end.day == 1 and (one.first.day == 1 or one.first == earliest) and (young or other.first.day == 1):
        return young or _months(one) == _months(other)
    same = other.end - other.first == one.end - one.first
    return (young or same) and other.end - one.end <= _WEEK


def _months(period: Period) -> int:
    """How many calendar months the days touch."""
    last = period.end - timedelta(days=1)
    return 12 * (last.year - period.first.year) + last.month - period.first.month + 1
