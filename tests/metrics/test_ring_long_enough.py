"""Ring long enough: the share of unanswered attempts that were let ring for the agreed time."""

from __future__ import annotations

import pytest
from tests.attempts import attempts
from tests.tickets import measured


@pytest.mark.parametrize(("ring_ms", "enough"), [(14_999, 0), (15_000, 1), (15_001, 1)])
def test_fifteen_seconds_are_enough_and_a_millisecond_less_is_not(ring_ms: int, enough: int) -> None:
    found = attempts((1, {"result": "no_answer", "ring_ms": ring_ms}))
    assert measured(found, "ring_long_enough", at_least="15 s")[:2] == (1, enough)


def test_only_what_nobody_answered_is_judged_and_an_unknown_ring_is_reported() -> None:
    others = [(1, {"result": result, "ring_ms": 1}) for result in ("person", "machine", "busy", "abandoned")]
    found = attempts(*others, (1, {"result": "no_answer"}), (1, {"result": "no_answer", "ring_ms": 20_000}))
    assert measured(found, "ring_long_enough", at_least="15 s") == (2, 1, 1, 50)
