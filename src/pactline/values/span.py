"""Half-open ranges of UTC microseconds: what calendars become before the engine sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

QUARTER_HOUR_US = 900_000_000  # the grain at which the engine counts; every zone's offset is a multiple of it


@dataclass(frozen=True, order=True)
class Span:
    """From ``start`` up to but not including ``end``, in microseconds since 1970-01-01 UTC."""

    start: int
    end: int

    def __post_init__(self) -> None:
        assert self.start < self.end, f"a span must have a length: {self.start} .. {self.end}"

    def holds(self, instant: int) -> bool:
        """Whether the instant lies inside."""
        return self.start <= instant < self.end


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same instants as disjoint spans in order, touching ones joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def without(left: Iterable[Span], right: Iterable[Span]) -> tuple[Span, ...]:
    """The instants of the first that are not in the second, as disjoint spans in order."""
    found: list[Span] = []
    gone = union(right)
    for span in union(left):
        start = span.start
        for out in gone:
            if out.end <= start or span.end <= out.start:
                continue
            if start < out.start:
                found.append(Span(start, out.start))
            start = out.end
        if start < span.end:
            found.append(Span(start, span.end))
    return tuple(found)


def intersect(left: Iterable[Span], right: Iterable[Span]) -> tuple[Span, ...]:
    """The instants in both, as disjoint spans in order."""
    a, b = union(left), union(right)
    found: list[Span] = []
    i = j = 0
    while i < len(a) and j < len(b):
        start, end = max(a[i].start, b[j].start), min(a[i].end, b[j].end)
        if start < end:
            found.append(Span(start, end))
        if a[i].end < b[j].end:
            i += 1
        else:
            j += 1
    return tuple(found)
