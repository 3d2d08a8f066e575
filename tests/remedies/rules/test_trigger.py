"""Triggers: when a rule acts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from tests.remedies.rules.days import view

from pactline.remedies.rules.trigger import Trigger

ON = "2025-07-01"


def when(**said: Any) -> Trigger:
    """A condition in the words of an agreement."""
    return Trigger.model_validate(said)


@pytest.mark.parametrize(
    ("verdict", "holds"), [("missed", True), ("met", False), ("excused", False), ("no_data", False)]
)
def test_a_miss_of_today(verdict: str, holds: bool) -> None:
    assert when(missed="a").holds(view(ON, a=[f"2025-06 {verdict}"])) is holds


def test_a_miss_of_an_earlier_day_is_not_one_of_today() -> None:
    assert not when(missed="a").holds(view(ON, a=["2025-05 missed"]))
    assert not when(missed="a").holds(view(ON, b=["2025-06 missed"]))


def test_one_of_several_is_enough() -> None:
    assert when(missed=["a", "b"]).holds(view(ON, a=["2025-06 met"], b=["2025-06 missed"]))


@pytest.mark.parametrize(("figure", "holds"), [("2.9", False), ("3", True), ("3.25", True)])
def test_a_figure_is_looked_at_whatever_its_verdict(figure: str, holds: bool) -> None:
    said = {"figure": "misdirected", "is": "at least 3 %"}
    for verdict in ("met", "missed", "report_only"):
        assert when(**said).holds(view(ON, misdirected=[f"2025-06 {verdict} {figure}"])) is holds
    assert not when(**said).holds(view(ON, misdirected=["2025-06 no_data"]))


ROW = ["2025-04 missed", "2025-05 {}", "2025-06 missed"]


@pytest.mark.parametrize(
    ("middle", "excused", "long"),
    [("missed", "break", 3), ("met", "break", 1), ("met", "skip", 1), ("excused", "break", 1), ("excused", "skip", 2)],
)
def test_misses_in_a_row_and_what_a_window_without_a_verdict_does(middle: str, excused: str, long: int) -> None:
    seen = view(ON, a=[each.format(middle) for each in ROW])
    assert when(missed="a", in_a_row=str(long), excused=excused).holds(seen)
    assert not when(missed="a", in_a_row=str(long + 1), excused=excused).holds(seen)


def test_the_row_must_end_today() -> None:
    seen = view(ON, a=["2025-04 missed", "2025-05 missed", "2025-06 excused"])
    assert not when(missed="a", in_a_row="2", excused="skip").holds(seen)


@pytest.mark.parametrize(("oldest", "holds"), [("2024-06", False), ("2024-07", True)])
def test_so_often_within_so_many_months_counts_windows_that_end_in_them(oldest: str, holds: bool) -> None:
    seen = view(ON, a=[f"{oldest} missed", "2025-02 missed", "2025-03 met", "2025-06 missed"])
    assert when(missed="a", times="3", within="12 months").holds(seen) is holds


def test_figures_in_a_row_are_judged_windows() -> None:
    said = {"figure": "a", "is": "below 70 %", "in_a_row": "2", "excused": "break"}
    assert when(**said).holds(view(ON, a=["2025-05 missed 69", "2025-06 missed 69.9"]))
    assert not when(**said).holds(view(ON, a=["2025-05 missed 70", "2025-06 missed 69.9"]))


HOURS = [f"2025-06-30T{hour:02}:00+02:00 {'missed' if hour in (9, 10) else 'met'}" for hour in range(24)]


def test_each_hour_of_the_day_counts_and_not_only_the_last() -> None:
    seen = view(ON, a=HOURS)
    assert when(missed="a").holds(seen)
    assert when(missed="a", in_a_row="2", excused="break").holds(seen)
    assert not when(missed="a", in_a_row="3", excused="break").holds(seen)
    assert when(missed="a", times="2", within="1 month").holds(seen)
    assert not when(missed="a", times="3", within="1 month").holds(seen)


def test_caps_failures_and_responsibilities() -> None:
    seen = replace(view(ON), reached=frozenset({"year"}), failed=frozenset({"outage"}), unperformed=frozenset({"plan"}))
    assert when(reached="year").holds(seen)
    assert not when(reached="month").holds(seen)
    assert when(failure="outage").holds(seen)
    assert not when(failure="fire").holds(seen)
    assert when(unperformed="plan").holds(seen)
    assert not when(unperformed="forecast").holds(seen)
    assert not when(unperformed="plan", reached="month").holds(seen)  # side by side: both


def test_all_and_any() -> None:
    seen = view(ON, a=["2025-06 missed"], b=["2025-06 met"])
    both = [{"missed": "a"}, {"missed": "b"}]
    assert when(any=both).holds(seen)
    assert not when(all=both).holds(seen)
    assert when(all=[{"missed": "a"}, {"any": both}]).holds(seen)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({}, "says nothing"),
        ({"figure": "a"}, "go together"),
        ({"is": "at least 3 %", "missed": "a"}, "go together"),
        ({"reached": "year", "times": "2", "within": "1 month"}, "could happen so often"),
        ({"missed": "a", "in_a_row": "3"}, "need `excused`"),
        ({"missed": "a", "excused": "skip"}, "about windows in a row"),
        ({"missed": "a", "times": "3"}, "go together"),
        ({"missed": "a", "within": "3 months"}, "go together"),
        ({"missed": "a", "times": "0", "within": "3 months"}, "at least 1"),
        ({"missed": "a", "in_a_row": "0", "excused": "skip"}, "at least 1"),
        ({"missed": []}, "at least 1 item"),
    ],
)
def test_a_condition_that_is_half_said_is_refused(said: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        when(**said)
