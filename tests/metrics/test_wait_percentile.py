"""Wait percentile: the wait that a given share of the contacts did not exceed."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from tests.figures import evaluate, typed, visits

TEN = visits(*((1, "answered", n) for n in range(10, 110, 10)))  # 10, 20 ... 100 s


@pytest.mark.parametrize(
    ("percent", "seconds"),
    [("1", 10), ("10", 10), ("11", 20), ("50", 50), ("51", 60), ("90", 90), ("91", 100), ("100", 100)],
)
def test_it_is_the_nearest_rank_and_a_wait_somebody_had(percent: str, seconds: int) -> None:
    assert evaluate(TEN, "wait_percentile", percent=percent, whose="answered").value == seconds


def test_a_single_wait_is_every_percentile() -> None:
    for percent in ("1", "50", "100"):
        assert evaluate(TEN[:1], "wait_percentile", percent=percent, whose="all").value == 10


def test_equal_waits_are_each_somebodys() -> None:
    rows = visits((9, "answered", 3), (1, "answered", 99))
    assert evaluate(rows, "wait_percentile", percent="90", whose="answered").value == 3


def test_it_depends_on_whose_waits_are_meant_and_unknown_ones_are_left_out() -> None:
    rows = visits((1, "answered", 3), (1, "answered", None), (1, "abandoned", 7), (1, "callback", 9))
    values = [
        evaluate(rows, "wait_percentile", percent="100", whose=who).value for who in ("answered", "abandoned", "all")
    ]
    assert values == [3, 7, 9]


@pytest.mark.parametrize("percent", ["0", "101", "-1", "90.5", "90 %", "", "ninety", "1e1"])
def test_a_percentile_that_is_none_is_refused(percent: str) -> None:
    with pytest.raises(ValidationError, match="is not a percentile"):
        typed("wait_percentile", {"percent": percent, "whose": "all"})
