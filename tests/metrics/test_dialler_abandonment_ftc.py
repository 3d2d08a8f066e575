"""Dialler abandonment, US rule: the share of calls answered by a person that no agent took within two seconds."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.attempts import attempts
from tests.tickets import measured

from pactline.statement.counting.choices_in_words import choose
from pactline.statement.measuring import measure
from pactline.values.period import Period
from pactline.values.zone import zone

KEPT = {"start": 4, "end": 5, "connected": 6}


@pytest.mark.parametrize(("connected", "abandoned"), [(5, 0), (7, 0), (7.000001, 1), (None, 1)])
def test_the_two_seconds_run_from_the_end_of_the_greeting(connected: float | None, abandoned: int) -> None:
    found = attempts((1, {"start": 1, "end": 5, "connected": connected}))
    assert measured(found, "dialler_abandonment_ftc")[:2] == (1, abandoned)


def test_machines_busy_lines_and_nobody_at_home_are_not_in_the_denominator() -> None:
    others = [(5, {"result": result}) for result in ("machine", "no_answer", "busy", "not_in_service", "other")]
    found = attempts((3, KEPT), (1, {"result": "abandoned"}), *others)
    assert measured(found, "dialler_abandonment_ftc") == (4, 1, 0, 25)


@pytest.mark.parametrize(("abandoned", "percent"), [(3, 3), (4, 4)])
def test_three_of_a_hundred_are_three_percent(abandoned: int, percent: int) -> None:
    found = attempts((100 - abandoned, KEPT), (abandoned, {"result": "abandoned"}))
    assert measured(found, "dialler_abandonment_ftc")[3] == percent


def test_a_greeting_that_was_not_timed_counts_as_abandoned_and_is_reported() -> None:
    begun = [(1, {"start": 4, "connected": connected}) for connected in (6, 7)]
    found = attempts((1, KEPT), (1, {"connected": 6}), *begun)
    assert measured(found, "dialler_abandonment_ftc") == (4, 2, 2, 50)


def test_each_campaign_has_its_own_share_by_its_name_or_as_a_queue() -> None:
    lost = {"result": "abandoned", "campaign": "summer"}
    found = attempts((3, KEPT), (1, lost))
    for key in ("campaign", "queue"):
        rows = measure(found, choose("dialler_abandonment_ftc", {}), by=[key]).rows
        assert [(row.by[key], row.figure.value) for row in rows] == [("spring", 0), ("summer", 100)]


def test_thirty_days_are_a_window() -> None:
    last = {"result": "abandoned", "dialled": "2026-04-07 23:59"}
    found = attempts((1, KEPT), (1, last), (1, {**KEPT, "dialled": "2026-04-08 00:00"}))
    days = Period(date(2026, 3, 9), date(2026, 4, 8))
    named = choose("dialler_abandonment_ftc", {})
    (row,) = measure(found, named, period=days, where=zone("Europe/Berlin")).rows
    assert row.figure.value == Fraction(50)
