"""Spans of instants: joined, cut, taken out of one another."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pactline.values.span import Span, intersect, union, without

SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: Span(pair[0], sum(pair))), max_size=6
)


def instants(spans: object) -> set[int]:
    """Every instant of some spans."""
    return {instant for span in spans for instant in range(span.start, span.end)}  # type: ignore[attr-defined]


@given(SPANS, SPANS)
def test_what_is_left_is_what_was_there_and_is_not_in_the_other(left: list[Span], right: list[Span]) -> None:
    assert instants(without(left, right)) == instants(left) - instants(right)
    assert instants(intersect(left, right)) == instants(left) & instants(right)
    assert instants(union([*left, *right])) == instants(left) | instants(right)


@given(SPANS, SPANS)
def test_spans_come_back_disjoint_and_in_order(left: list[Span], right: list[Span]) -> None:
    for found in (without(left, right), intersect(left, right), union(left)):
        assert all(one.end <= other.start for one, other in pairwise(found))


def test_the_edges_belong_to_one_side_only() -> None:
    assert without([Span(0, 10)], [Span(3, 5)]) == (Span(0, 3), Span(5, 10))
    assert without([Span(0, 10)], [Span(0, 10)]) == ()
    assert without([Span(0, 10)], [Span(10, 12)]) == (Span(0, 10),)
