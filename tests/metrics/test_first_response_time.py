"""First response time: the mean time to the first reply, over the tickets that had one."""

from __future__ import annotations

from tests.tickets import OFFICE, measured, tickets

AGREED = {"hours": "clock", "closed_unanswered": "leave_out"}
FOUND = tickets(
    """
    a 2026-03-06 16:00 customer
    a 2026-03-06 16:01 bot
    a 2026-03-06 16:30 agent
    b 2026-03-06 16:00 customer
    b 2026-03-09 10:30 agent
    b 2026-03-09 11:00 customer
    b 2026-03-09 12:00 agent
    c 2026-03-09 12:00 customer
    """
)


def test_it_is_the_mean_over_those_who_had_a_reply_and_the_rest_is_unknown() -> None:
    waits = (30 * 60 + (66 * 60 + 30) * 60) / 2  # half an hour, and 66.5 hours over the weekend
    assert measured(FOUND, "first_response_time", **AGREED) == (2, None, 1, waits)


def test_in_business_time_the_weekend_is_none() -> None:
    agreed = {**AGREED, "hours": "business"}
    assert measured(FOUND, "first_response_time", opening=OFFICE, **agreed) == (2, None, 1, (1800 + 9000) / 2)


def test_a_machine_that_replies_at_once_makes_it_quick_where_it_counts() -> None:
    counted = measured(FOUND, "first_response_time", automatic_replies="count", **AGREED)
    assert counted == (2, None, 1, (60 + 239_400) / 2)
