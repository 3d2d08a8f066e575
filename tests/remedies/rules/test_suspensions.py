"""Suspensions: a standard that does not apply while something else is the case."""

from __future__ import annotations

import pytest
from tests.remedies.rules.days import terms, view

from pactline.remedies.rules.suspensions import suspensions

MISDIRECTED = {"when": {"figure": "misdirected", "is": "at least 3 %"}, "commitments": ["a", "b"]}


@pytest.mark.parametrize(("share", "found"), [("2.5", {}), ("2.999", {}), ("3", {"a": "x", "b": "x"})])
def test_the_standards_do_not_apply_from_the_share_on(share: str, found: dict[str, str]) -> None:
    """contracts.md C10: 3.25 % suspends, 2.5 % does not."""
    seen = view("2025-07-01", misdirected=[f"2025-06 met {share}"])
    assert suspensions(seen, terms("suspensions", x=MISDIRECTED)) == found


def test_of_two_suspensions_the_first_is_named() -> None:
    seen = view("2025-07-01", misdirected=["2025-06 met 4"], outage=["2025-06 missed"])
    two = terms("suspensions", first=MISDIRECTED, second={"when": {"missed": "outage"}, "commitments": "b"})
    assert suspensions(seen, two) == {"a": "first", "b": "first"}
    turned = dict(reversed(two.items()))
    assert suspensions(seen, turned) == {"b": "second", "a": "first"}


def test_suspensions_of_one_another_look_at_the_figures_as_they_are() -> None:
    seen = view("2025-07-01", a=["2025-06 missed"], b=["2025-06 missed"])
    mutual = terms(
        "suspensions",
        one={"when": {"missed": "a"}, "commitments": "b"},
        two={"when": {"missed": "b"}, "commitments": "a"},
    )
    assert suspensions(seen, mutual) == {"b": "one", "a": "two"}
