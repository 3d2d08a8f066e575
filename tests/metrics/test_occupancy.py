"""Occupancy: the share of their time that agents spent handling contacts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.metrics.agents import by_half_hours, figure, of, states

DAY = states(
    "09:00 available 09:10 alerting 09:11 talking 09:21 holding 09:23 wrapping 09:26 break 09:41 available 10:00"
)


@pytest.mark.parametrize(
    ("over", "alerting", "busy", "base"),
    [
        ("handling_and_available", "available", 15, 10 + 1 + 15 + 19),
        ("handling_and_available", "busy", 16, 10 + 1 + 15 + 19),
        ("handling_and_available", "leave_out", 15, 10 + 15 + 19),
        ("logged_in", "available", 15, 60),
        ("logged_in", "leave_out", 15, 59),
    ],
)
def test_both_published_bases_and_what_ringing_is(over: str, alerting: str, busy: int, base: int) -> None:
    assert figure(of(DAY), "occupancy", over=over, alerting=alerting).value == Fraction(100 * busy, base)


def test_a_stretch_over_an_edge_is_split_between_the_intervals() -> None:
    records = of(states("09:20 talking 09:40 available 10:00"))
    assert by_half_hours(records, "occupancy", over="logged_in", alerting="busy") == {
        "09:00": 100,
        "09:30": Fraction(100, 3),
    }


def test_several_agents_weigh_by_their_time() -> None:
    records = of(states("09:00 talking 09:30", "ann"), states("09:00 available 10:30", "bob"))
    assert figure(records, "occupancy", over="logged_in", alerting="busy").value == 25


def test_an_unknown_state_is_on_neither_side_and_is_told() -> None:
    found = figure(
        of(states("09:00 talking 09:10 unknown 09:20 available 09:30")), "occupancy", over="logged_in", alerting="busy"
    )
    assert found.value == 50
    assert found.counts.unknown == 2, "the stretch lies in two quarters of an hour"


def test_the_schedule_is_not_time_spent_and_logged_out_is_no_time() -> None:
    records = of(states("09:00 talking 10:00", plan="scheduled"), states("09:00 logged_out 10:00"))
    assert figure(records, "occupancy", over="logged_in", alerting="busy").value is None


def test_a_state_of_one_queue_belongs_to_its_service_and_a_state_of_all_to_each() -> None:
    records = of(states("09:00 talking 09:10", queue="sales"), states("09:10 available 09:20"))
    assert figure(records, "occupancy", over="logged_in", alerting="busy", queue="sales").value == 50
    assert figure(records, "occupancy", over="logged_in", alerting="busy", queue="support").value == 0
