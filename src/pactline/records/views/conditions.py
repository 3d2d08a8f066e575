"""Conditions on columns that are never null, and what hangs on them: what is unknown is not true."""

from __future__ import annotations

from functools import reduce
from operator import or_

import narwhals as nw

from pactline.values.duration import Limit, Sense

DAY_US = 86_400_000_000


def every_row(known: str) -> nw.Expr:
    """Every row; ``known`` is a column that is never null."""
    return ~nw.col(known).is_null()


def one_of(column: str, words: tuple[str, ...]) -> nw.Expr:
    """Whether the column holds one of the words."""
    return reduce(or_, (nw.col(column) == word for word in words)).fill_null(value=False)


def kept(taken_us: nw.Expr, limit: Limit) -> nw.Expr:
    """Whether a length of time in microseconds keeps a limit, to the microsecond."""
    most = limit.duration.ms * 1_000
    inside = taken_us <= most if limit.sense is Sense.AT_MOST else taken_us < most
    return inside.fill_null(value=False)


def as_number(condition: nw.Expr) -> nw.Expr:
    """1 where the condition holds, else 0."""
    return condition.fill_null(value=False).cast(nw.Int64)


def where(condition: nw.Expr, value: nw.Expr) -> nw.Expr:
    """The value where the condition holds, else null."""
    return nw.when(condition).then(value).otherwise(None)
