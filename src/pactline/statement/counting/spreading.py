"""The sums of squares behind a mean or a ratio, for every value of a group: what its spread is made of.

Squares of milliseconds do not fit where the numbers themselves do, so every number is split into a high and a low half
and their products are added up apart: whole numbers on every engine, put together exactly here.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import narwhals as nw

from pactline.records.choices.choosing import Mean, Ratio
from pactline.statement.comparison.differences import Summed
from pactline.statement.counting.asking import Question, Records, counted_by, frame_of, in_spans
from pactline.values.span import Span

_HALF = 1 << 16


def spreads(records: Records, question: Question, within: Span, column: str) -> dict[str | None, Summed]:
    """The rows that count inside a span, by the text of a column; only values of which any rows count."""
    chosen = question.chosen
    assert isinstance(chosen, Mean | Ratio), "only these add up numbers of single rows"
    counted = counted_by(question)
    if question.hours is not None:
        counted = counted & in_spans(nw.col("at_us"), question.hours)
    part, whole, scale = _numbers(chosen)
    if isinstance(chosen, Mean):
        counted = counted & ~part.is_null()
    frame = frame_of(records, question)
    frame = frame.filter((nw.col("at_us") >= within.start) & (nw.col("at_us") < within.end), counted)
    frame = frame.select(column, _part=part.cast(nw.Int64), _whole=whole.cast(nw.Int64))
    high = {name: nw.col(name) // _HALF for name in ("_part", "_whole")}
    low = {name: nw.col(name) - high[name] * _HALF for name in high}
    sums: dict[str, nw.Expr] = {"rows": nw.len(), "part": nw.col("_part").sum(), "whole": nw.col("_whole").sum()}
    for name, one, other in _PRODUCTS:
        sums[f"{name}_hh"] = (high[one] * high[other]).sum()
        sums[f"{name}_hl"] = (high[one] * low[other] + low[one] * high[other]).sum()
        sums[f"{name}_ll"] = (low[one] * low[other]).sum()
    rows = records.rows(frame.group_by(column).agg(**sums))
    return {row[column]: _summed(row, scale) for row in rows}


_PRODUCTS = (("pp", "_part", "_part"), ("pw", "_part", "_whole"), ("ww", "_whole", "_whole"))


def _numbers(chosen: Mean | Ratio) -> tuple[nw.Expr, nw.Expr, Fraction]:
    if isinstance(chosen, Mean):
        return chosen.duration_ms, nw.lit(1), Fraction(1, 1000)
    return chosen.part, chosen.whole, Fraction(chosen.scale)


def _summed(row: Mapping[str, Any], scale: Fraction) -> Summed:
    pp, pw, ww = ((row[f"{n}_hh"] << 32) + (row[f"{n}_hl"] << 16) + row[f"{n}_ll"] for n, _, _ in _PRODUCTS)
    return Summed(row["rows"], row["part"], row["whole"], pp, pw, ww, scale)


def together(one: Summed, other: Summed) -> Summed:
    """Two groups as one."""
    return Summed(
        one.rows + other.rows,
        one.part + other.part,
        one.whole + other.whole,
        one.part_part + other.part_part,
        one.part_whole + other.part_whole,
        one.whole_whole + other.whole_whole,
        one.scale,
    )
