"""Next response time: the mean time to the reply to a customer's later message, over those that had one."""

from __future__ import annotations

from tests.tickets import OFFICE, measured, tickets

FOUND = tickets(
    """
    a 2026-03-06 10:00 customer
    a 2026-03-06 10:10 agent
    a 2026-03-06 16:50 customer
    a 2026-03-06 16:55 customer
    a 2026-03-09 09:20 agent
    a 2026-03-09 10:00 customer
    a 2026-03-09 10:10 agent
    a 2026-03-09 10:20 customer
    """
)


def test_later_messages_alone_are_in_it_each_run_from_its_first() -> None:
    agreed = {"hours": "business", "closed_unanswered": "leave_out"}
    assert measured(FOUND, "next_response_time", opening=OFFICE, **agreed) == (2, None, 1, (1800 + 600) / 2)


def test_by_the_clock_the_weekend_is_in_it() -> None:
    agreed = {"hours": "clock", "closed_unanswered": "leave_out"}
    weekend = 3 * 86_400 - 7.5 * 3_600  # Friday 16:50 to Monday 9:20
    assert measured(FOUND, "next_response_time", **agreed) == (2, None, 1, (weekend + 600) / 2)
