"""Attempt cap kept: the share of attempts that a cap on attempts per person and debt allowed."""

from __future__ import annotations

from typing import Any

import pytest
from tests.attempts import attempts
from tests.tickets import measured

SEVEN = {"most": "7", "days": "7", "consent": "exempt"}
PLACE = {"zone": "Europe/Berlin", "customer": "k1", "debt": "d1"}


def on(day: int, result: str = "no_answer", clock: str = "10:00", **more: Any) -> tuple[int, dict[str, Any]]:
    """One attempt on a day of April 2026."""
    return 1, {"dialled": f"2026-04-{day:02d} {clock}", "result": result, **PLACE, **more}


@pytest.mark.parametrize(("day", "kept"), [(7, 7), (8, 8)])
def test_an_eighth_call_within_seven_days_is_one_too_many_and_on_the_eighth_day_is_not(day: int, kept: int) -> None:
    days = [*(on(1 + n % 7, clock=f"{9 + n}:00".rjust(5, "0")) for n in range(7)), on(day, clock="20:00")]
    assert measured(attempts(*days), "attempt_cap_kept", **SEVEN)[:2] == (8, kept)


def test_the_window_slides_by_the_day_there() -> None:
    """Around midnight in Berlin: seven calls on the 1st, one on the 7th at 23:59, one on the 8th at 0:01."""
    first = [on(1, clock=f"{9 + n:02d}:00") for n in range(7)]
    found = attempts(*first, on(7, clock="23:59"), on(8, clock="00:01"))
    assert measured(found, "attempt_cap_kept", **SEVEN)[:2] == (9, 8)


@pytest.mark.parametrize(("day", "kept"), [(1, 1), (7, 1), (8, 2)])
def test_after_a_conversation_on_the_first_the_next_call_is_on_the_eighth(day: int, kept: int) -> None:
    found = attempts(on(1, "person", connected=5), on(day, clock="18:00"))
    assert measured(found, "attempt_cap_kept", **SEVEN)[:2] == (2, kept)


def test_a_person_who_was_reached_and_not_connected_had_no_conversation() -> None:
    assert measured(attempts(on(1, "abandoned"), on(2, "person"), on(3)), "attempt_cap_kept", **SEVEN)[:2] == (3, 3)


@pytest.mark.parametrize("other", [{"debt": "d2"}, {"customer": "k2"}, {"debt": None}])
def test_another_debt_or_another_person_has_a_count_of_its_own(other: dict[str, Any]) -> None:
    found = attempts(on(1, "person", connected=5), on(2, **other))
    assert measured(found, "attempt_cap_kept", **SEVEN)[:2] == (2, 2)


@pytest.mark.parametrize("result", ["busy", "not_in_service"])
def test_calls_that_never_connect_are_neither_counted_nor_judged(result: str) -> None:
    cap = {**SEVEN, "most": "1"}
    assert measured(attempts(on(1, result), on(2), on(3, result), on(4)), "attempt_cap_kept", **cap)[:2] == (2, 1)


@pytest.mark.parametrize(("consent", "expected"), [("exempt", (1, 1)), ("count", (2, 1))])
def test_what_the_person_had_asked_for_is_exempt_if_that_is_agreed(consent: str, expected: tuple[int, int]) -> None:
    cap = {"most": "1", "days": "7", "consent": consent}
    assert measured(attempts(on(1, consent="yes"), on(2)), "attempt_cap_kept", **cap)[:2] == expected


def test_a_conversation_that_was_asked_for_is_one_all_the_same() -> None:
    found = attempts(on(1, "person", connected=5, consent="yes"), on(2))
    assert measured(found, "attempt_cap_kept", **SEVEN)[:2] == (1, 0)


def test_an_attempt_without_customer_or_place_was_not_allowed_and_is_reported() -> None:
    found = attempts(on(1), on(2, customer=None), on(3, zone=None))
    assert measured(found, "attempt_cap_kept", **SEVEN)[:3] == (3, 1, 2)


def test_what_broke_the_cap_counts_against_the_next() -> None:
    cap = {**SEVEN, "most": "2"}
    assert measured(attempts(on(1), on(2), on(3), on(9), on(10)), "attempt_cap_kept", **cap)[:2] == (5, 4)
