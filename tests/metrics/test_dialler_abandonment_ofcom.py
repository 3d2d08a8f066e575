"""Dialler abandonment, UK rule: abandoned calls over these and the live calls that were passed to an agent."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.attempts import attempts
from tests.tickets import measured

from pactline.statement.counting.choices_in_words import ChoiceRefused

LIVE = {"start": 4, "end": 5, "connected": 6}


def test_the_published_example_comes_to_four_percent() -> None:
    """Twelve abandoned, eight people among 400 calls taken for machines, 480 live: 20 of 500."""
    found = attempts((480, LIVE), (12, {"result": "abandoned"}), (400, {"result": "machine"}), (50, {"result": "busy"}))
    counted, _, unknown, value = measured(found, "dialler_abandonment_ofcom", detection="used", false_positives="2 %")
    assert (counted, unknown, value) == (892, 0, 4)


def test_an_estimate_of_a_part_of_a_call_is_exact() -> None:
    found = attempts((3, LIVE), (1, {"result": "abandoned"}), (10, {"result": "machine"}))
    value = measured(found, "dialler_abandonment_ofcom", detection="used", false_positives="2.5 %")[3]
    assert value == Fraction(100 * 5, 5 + 12)  # (1 + 1/4) / (1 + 1/4 + 3)


def test_without_detection_machines_come_off_the_abandoned() -> None:
    found = attempts((90, LIVE), (10, {"result": "abandoned"}), (7, {"result": "machine"}))
    counted, _, _, value = measured(found, "dialler_abandonment_ofcom", detection="not_used", machines_abandoned="40 %")
    assert (counted, value) == (100, Fraction(600, 96))  # 6 of 6 + 90


@pytest.mark.parametrize(("connected", "percent"), [(3, 0), (3.000001, 100), (None, 100)])
def test_the_two_seconds_run_from_the_begin_of_the_greeting(connected: float | None, percent: int) -> None:
    found = attempts((1, {"start": 1, "end": 5, "connected": connected}))
    agreed = {"detection": "used", "false_positives": "0 %"}
    assert measured(found, "dialler_abandonment_ofcom", **agreed)[3] == percent


def test_a_greeting_that_was_not_timed_was_not_in_time_and_is_reported() -> None:
    found = attempts((1, LIVE), (1, {"connected": 2}))
    agreed = {"detection": "used", "false_positives": "0 %"}
    assert measured(found, "dialler_abandonment_ofcom", **agreed) == (2, None, 1, 50)


def test_only_the_estimate_that_belongs_to_the_detection_is_asked_for() -> None:
    found = attempts((1, LIVE))
    with pytest.raises(ChoiceRefused, match="false_positives"):
        measured(found, "dialler_abandonment_ofcom", detection="used")
    with pytest.raises(ChoiceRefused, match="no effect"):
        measured(
            found, "dialler_abandonment_ofcom", detection="not_used", machines_abandoned="1 %", false_positives="1 %"
        )
