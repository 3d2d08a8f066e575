"""Blockage: the share of attempts that were turned away for reasons that mean a busy line."""

from __future__ import annotations

import pytest
from tests.customers import figure
from tests.figures import visit

from pactline.statement.counting.choices_in_words import ChoiceRefused

ROWS = [
    *(visit(number=n) for n in range(1, 8)),
    visit("abandoned", number=8),
    visit("flowed_out", number=9, reason="FULL"),
    visit("refused", None, number=10, reason="FULL"),
    visit("refused", None, number=11, reason="BUSY"),
    visit("refused", None, number=12, reason="CLOSED"),
    visit("refused", None, number=13),
    visit("open", number=14),
]


def test_only_the_named_reasons_are_a_busy_line() -> None:
    assert figure(ROWS, "blockage", reasons="FULL").of == (1, 10)
    assert figure(ROWS, "blockage", reasons="FULL, BUSY").of == (2, 11)


def test_the_busy_rate_is_the_same_with_every_refusal() -> None:
    assert figure(ROWS, "busy_rate").of == (4, 13)


def test_a_reason_of_nothing_is_refused() -> None:
    with pytest.raises(ChoiceRefused, match="empty word"):
        figure(ROWS, "blockage", reasons="FULL,,BUSY")
