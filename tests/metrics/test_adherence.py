"""Adherence: the share of scheduled time that agents spent as it was scheduled, when it was scheduled."""

from __future__ import annotations

from fractions import Fraction

from tests.metrics.agents import by_half_hours, figure, of, states

PLAN = states("09:00 available 12:00 break 12:30 available 17:00", plan="scheduled")


def test_late_by_ten_and_staying_ten_longer_is_not_made_good() -> None:
    records = of(states("09:00 available 10:00", plan="scheduled"), states("09:10 talking 10:10"))
    assert figure(records, "adherence", scheduled="all").value == Fraction(100 * 50, 60)
    assert figure(records, "conformance").value == 100


def test_any_state_for_contacts_keeps_time_scheduled_for_contacts_and_only_a_break_keeps_a_break() -> None:
    kept = states("09:00 talking 10:00 wrapping 10:30 available 11:59 alerting 12:00 break 12:30 holding 17:00")
    assert figure(of(PLAN, kept), "adherence", scheduled="all").value == 100
    worked_through = states("09:00 available 17:00")
    assert figure(of(PLAN, worked_through), "adherence", scheduled="all").value == Fraction(100 * 450, 480)
    assert figure(of(PLAN, worked_through), "adherence", scheduled="for_contacts").value == 100
    in_training = states("09:00 other_paid 17:00")
    assert figure(of(PLAN, in_training), "adherence", scheduled="all").value == 0


def test_the_second_on_either_side_of_an_edge_decides() -> None:
    plan = states("09:00 available 09:10", plan="scheduled")
    assert figure(of(plan, states("08:59:59 talking 09:10:01")), "adherence", scheduled="all").value == 100
    assert figure(of(plan, states("09:00:01 talking 09:09:59")), "adherence", scheduled="all").value == Fraction(
        100 * 598, 600
    )
    assert figure(of(plan, states("09:10 talking 09:20")), "adherence", scheduled="all").value == 0


def test_agents_are_told_apart_and_an_agent_who_never_came_kept_nothing() -> None:
    plans = (states("09:00 available 10:00", "ann", "scheduled"), states("09:00 available 10:00", "bob", "scheduled"))
    records = of(*plans, states("09:00 talking 10:00", "ann"))
    assert figure(records, "adherence", scheduled="all").value == 50


def test_each_interval_has_its_own() -> None:
    records = of(states("09:00 available 10:00", plan="scheduled"), states("09:20 talking 09:50"))
    assert by_half_hours(records, "adherence", scheduled="all") == {
        "09:00": Fraction(100, 3),
        "09:30": Fraction(200, 3),
    }


def test_scheduled_time_off_is_no_scheduled_time() -> None:
    assert figure(of(states("09:00 logged_out 10:00", plan="scheduled")), "adherence", scheduled="all").value is None
