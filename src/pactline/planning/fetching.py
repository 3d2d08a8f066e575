"""Columns of a frame as arrays: what an engine has added up, taken over without a detour over rows."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from pactline.records.any_record_set import AnyRecordSet


def fetched(
    records: AnyRecordSet, frame: nw.LazyFrame[Any], names: Sequence[str], order: Sequence[str] = ()
) -> dict[str, NDArray[Any]]:
    """The columns ``names`` of a frame that was made from ``records``, none of which may be empty anywhere.

    The embedded engine and Spark hand columns over; any other engine gives rows. They are in the order of the columns
    ``order``, all of whole numbers. Raises Problems where the cluster does not answer.
    """
    native: Any = frame.to_native()
    if hasattr(native, "fetchnumpy"):
        ordered: dict[str, NDArray[Any]] = (frame.sort(*order).to_native() if order else native).fetchnumpy()
        return {name: np.asarray(ordered[name]) for name in names}
    if hasattr(native, "toArrow"):
        from pactline.records.spark.session import told_plainly

        with told_plainly("the records"):
            table = native.toArrow()
        found = {name: table.column(name).to_numpy() for name in names}
    else:
        rows = records.rows(frame)
        found = {name: np.array([row[name] for row in rows]) for name in names}
    if not order:
        return found
    places = np.lexsort([found[name] for name in reversed(order)])  # a cluster would work everything out twice to sort
    return {name: column[places] for name, column in found.items()}


def place_in(name: str, words: Sequence[str]) -> nw.Expr:
    """Which of ``words``, counted from 0, a column of text holds; 0 too for one that is none of them."""
    places = [(nw.col(name) == word).cast(nw.Int64) * place for place, word in enumerate(words)]
    return joined(places, operator.add) if places else nw.lit(0)


def joined(parts: Sequence[nw.Expr], how: Callable[[nw.Expr, nw.Expr], nw.Expr]) -> nw.Expr:
    """Expressions put together in pairs of pairs, for engines refuse to nest a thousand deep."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return how(joined(parts[:middle], how), joined(parts[middle:], how))
