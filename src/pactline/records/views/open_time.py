"""Time inside opening hours, worked out by comparisons of integers, so that every engine can do it.

``C(t)`` is the open time before an instant. What of a stretch from a to b is open is then ``C(b) - C(a)``, to the
microsecond, also where the clocks changed in between. ``C`` is a balanced tree of comparisons with the edges of the
opening hours: a year of working days is nine comparisons deep.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import narwhals as nw

from pactline.values.span import Span


def open_before(instant: nw.Expr, spans: Sequence[Span]) -> nw.Expr:
    """The microseconds inside the spans (disjoint, in order) that lie before each instant."""
    passed = [0, *accumulate(span.end - span.start for span in spans)]

    def among(first: int, end: int) -> nw.Expr:
        """For instants that do not lie before the span ``first``, nor at or behind the start of the span ``end``."""
        if end - first == 1:
            span = spans[first]
            inside = instant - (span.start - passed[first])
            return nw.when(instant < span.end).then(inside).otherwise(_whole(passed[end]))
        middle = (first + end) // 2
        return nw.when(instant < spans[middle].start).then(among(first, middle)).otherwise(among(middle, end))

    if not spans:
        return instant * 0
    return nw.when(instant < spans[0].start).then(_whole(0)).otherwise(among(0, len(spans)))


def open_until(instant: int, spans: Sequence[Span]) -> int:
    """The same of one instant that is known."""
    return sum(min(instant, span.end) - span.start for span in spans if span.start < instant)


def when_open(amount: int, spans: Sequence[Span]) -> int | None:
    """The first instant before which so many microseconds lie inside the spans; None where they never do.

    A promise that ends with a closing hour is due at that hour, not when it opens again.
    """
    left = amount
    for span in spans:
        if left <= span.end - span.start:
            return span.start + left
        left -= span.end - span.start
    return None


def _whole(number: int) -> nw.Expr:
    return nw.lit(number, dtype=nw.Int64)
