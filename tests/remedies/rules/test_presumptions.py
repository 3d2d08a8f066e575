"""Presumptions: findings of more than two values."""

from __future__ import annotations

import pytest
from tests.remedies.rules.days import terms, view

from pactline.remedies.rules.presumptions import presumptions

CONDUCT = {
    "about": "busies",
    "cases": [
        {"when": {"figure": "busies", "is": "below 30 %"}, "presume": "reasonable"},
        {
            "when": {"all": [{"figure": "busies", "is": "at least 50 %"}, {"missed": "six-slots"}]},
            "presume": "unreasonable",
        },
    ],
    "otherwise": "none",
}


@pytest.mark.parametrize(
    ("share", "slots", "finding"),
    [
        ("27", "met", "reasonable"),
        ("29.99", "missed", "reasonable"),
        ("30", "missed", "none"),
        ("46", "met", "none"),
        ("52", "met", "none"),
        ("49.99", "missed", "none"),
        ("50", "missed", "unreasonable"),
    ],
)
def test_the_first_case_that_holds_decides(share: str, slots: str, finding: str) -> None:
    """contracts.md C14."""
    seen = view("2025-06-04", busies=[f"2025-06-03 met {share}"], six_slots=[f"2025-06-03 {slots}"])
    (found,) = presumptions(seen, terms("presumptions", conduct=CONDUCT))
    assert (found.id, found.about, found.finding) == ("conduct", "busies", finding)


def test_nothing_is_found_on_a_day_without_a_window_of_what_it_is_about() -> None:
    seen = view("2025-06-05", busies=["2025-06-03 met 27"], six_slots=["2025-06-04 met"])
    assert presumptions(seen, terms("presumptions", conduct=CONDUCT)) == ()
