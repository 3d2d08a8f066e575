"""Short calls: the share of answered contacts whose conversation was over almost at once."""

from __future__ import annotations

import pytest
from tests.figures import evaluate, visit

ROWS = [
    visit(talk=0, number=1),
    visit(talk=9.999, number=2),
    visit(talk=10, number=3),
    visit(talk=None, number=4),
    visit("abandoned", talk=1, number=5),
]


@pytest.mark.parametrize(("limit", "short"), [("under 10 s", 2), ("10 s", 3), ("under 1 s", 1)])
def test_answered_contacts_with_little_talk_are_short(limit: str, short: int) -> None:
    found = evaluate(ROWS, "short_calls", limit=limit)
    assert (found.good, found.counted) == (short, 4)
