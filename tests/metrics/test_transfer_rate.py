"""Transfer rate: the share of answered contacts that the agent handed on."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.figures import evaluate, visit


@pytest.mark.parametrize("kind", ["blind", "attended", "queue", "external"])
def test_every_kind_of_transfer_is_one(kind: str) -> None:
    found = evaluate([visit(transfer_out=kind, number=1), visit(number=2), visit(number=3)], "transfer_rate")
    assert (found.good, found.counted, found.value) == (1, 3, Fraction(100, 3))


def test_who_was_not_answered_was_not_transferred() -> None:
    rows = [visit(number=1), visit("flowed_out", transfer_out="queue", number=2)]
    found = evaluate(rows, "transfer_rate")
    assert (found.good, found.counted) == (0, 1)


def test_a_contact_that_came_by_transfer_was_not_thereby_handed_on() -> None:
    assert evaluate([visit(transfer_in="queue")], "transfer_rate").good == 0
