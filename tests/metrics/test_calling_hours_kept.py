"""Calling hours kept: the share of attempts that were dialled in the allowed hours of the called place."""

from __future__ import annotations

import pytest
from tests.attempts import attempts
from tests.tickets import measured

from pactline.statement.counting.choices_in_words import ChoiceRefused

AGREED = {"earliest": "08:00", "latest": "21:00"}


@pytest.mark.parametrize(
    ("clock", "kept"), [("07:59:59", 0), ("08:00:00", 1), ("21:00:00", 1), ("21:00:01", 0), ("03:00:00", 0)]
)
def test_both_seconds_are_inside_and_their_neighbours_are_not(clock: str, kept: int) -> None:
    found = attempts((1, {"dialled": f"2026-03-09 {clock}", "zone": "America/New_York"}))
    assert measured(found, "calling_hours_kept", **AGREED)[:2] == (1, kept)


def test_the_clock_is_that_of_the_called_place_and_not_of_the_caller() -> None:
    at_once = {"dialled": "2026-03-09 15:30:00+01:00"}  # 10:30 in New York, 7:30 in Los Angeles
    places = [(1, {**at_once, "zone": zone}) for zone in ("America/New_York", "America/Los_Angeles")]
    assert measured(attempts(*places), "calling_hours_kept", **AGREED) == (2, 1, 0, 50)


def test_a_place_that_is_unknown_was_not_inside_and_is_reported() -> None:
    assert measured(attempts((1, {}), (1, {"zone": "Europe/Berlin"})), "calling_hours_kept", **AGREED) == (2, 1, 1, 50)


def test_a_time_that_is_no_time_is_refused() -> None:
    with pytest.raises(ChoiceRefused, match="time of day"):
        measured(attempts((1, {})), "calling_hours_kept", earliest="8", latest="21:00")
