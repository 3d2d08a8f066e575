"""Staffing delivered: the agents that were logged in against the agents that were promised."""

from __future__ import annotations

from tests.metrics.agents import by_half_hours, figure, of, states

PLAN = (states("09:00 available 10:00", "ann", "scheduled"), states("09:00 available 10:00", "bob", "scheduled"))


def test_too_many_later_make_good_too_few_before_unless_intervals_are_looked_at() -> None:
    came = (
        states("09:00 talking 10:00", "ann"),
        states("09:30 available 10:00", "bob"),
        states("09:30 break 10:00", "cleo"),
    )
    assert figure(of(*PLAN, *came), "staffing_delivered").value == 100
    assert by_half_hours(of(*PLAN, *came), "staffing_delivered") == {"09:00": 50, "09:30": 150}


def test_who_is_logged_out_was_not_delivered() -> None:
    assert figure(of(*PLAN, states("09:00 logged_out 10:00", "ann")), "staffing_delivered").value == 0
