"""Time inside opening hours by comparisons: every edge, and the instant at which a time is over."""

from __future__ import annotations

import duckdb
import narwhals as nw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactline.records.views.open_time import open_before, open_until, when_open
from pactline.values.span import Span

SPANS = (Span(10, 20), Span(30, 35), Span(50, 90))


def in_an_engine(instants: list[int], spans: tuple[Span, ...]) -> list[int]:
    """The open time before each instant, by an engine."""
    connection = duckdb.connect()
    values = ", ".join(f"({number}, {instant})" for number, instant in enumerate(instants))
    frame = nw.from_native(connection.sql(f"SELECT * FROM (VALUES {values}) AS t(n, at_us)")).lazy()
    found = frame.with_columns(open_us=open_before(nw.col("at_us"), spans)).to_native().fetchall()
    return [row[2] for row in sorted(found)]


@pytest.mark.parametrize(
    ("instant", "passed"),
    [
        (0, 0),
        (10, 0),
        (11, 1),
        (19, 9),
        (20, 10),
        (29, 10),
        (30, 10),
        (35, 15),
        (49, 15),
        (51, 16),
        (90, 55),
        (999, 55),
    ],
)
def test_it_grows_inside_the_hours_and_stands_still_between_them(instant: int, passed: int) -> None:
    assert in_an_engine([instant], SPANS) == [passed]
    assert open_until(instant, SPANS) == passed


@pytest.mark.parametrize(("amount", "instant"), [(1, 11), (10, 20), (11, 31), (15, 35), (55, 90), (56, None)])
def test_a_time_that_ends_with_a_closing_hour_is_over_then(amount: int, instant: int | None) -> None:
    assert when_open(amount, SPANS) == instant


def test_without_opening_hours_nothing_passes() -> None:
    assert in_an_engine([5, 500], ()) == [0, 0]
    assert open_until(500, ()) == 0


@given(
    edges=st.lists(st.integers(0, 300), min_size=2, max_size=40, unique=True),
    instants=st.lists(st.integers(-5, 310), min_size=1, max_size=20),
)
def test_the_engine_says_what_adding_up_says(edges: list[int], instants: list[int]) -> None:
    ordered = sorted(edges)
    spans = tuple(Span(start, end) for start, end in zip(ordered[::2], ordered[1::2], strict=False))
    expected = [
        sum(span.start <= at < instant for span in spans for at in range(span.start, span.end)) for instant in instants
    ]
    assert in_an_engine(instants, spans) == expected
    assert [open_until(instant, spans) for instant in instants] == expected
