"""Resolution time: the mean time until a ticket was solved, over the solved ones."""

from __future__ import annotations

from tests.tickets import OFFICE, measured, tickets

AGREED = {"hours": "business", "solved": "last_without_solved", "pauses": "pending_and_on_hold"}
FOUND = tickets(
    """
    a 2026-03-06 16:00 customer =new
    a 2026-03-09 10:00 agent =pending
    a 2026-03-10 10:00 customer =open
    a 2026-03-10 11:00 agent =solved
    a 2026-03-11 09:00 customer =open
    a 2026-03-11 09:30 agent =closed
    b 2026-03-09 09:00 customer =new
    b 2026-03-09 09:30 agent =solved
    c 2026-03-09 09:00 customer =new
    """
)


def test_it_is_the_mean_over_the_solved_tickets_and_the_rest_is_unknown() -> None:
    first = 2 + 1 + 0.5  # Friday 16 to 17 and Monday 9 to 10; Tuesday 10 to 11; Wednesday 9 to 9:30
    assert measured(FOUND, "resolution_time", opening=OFFICE, **AGREED) == (2, None, 1, (first + 0.5) * 3600 / 2)


def test_the_first_solution_is_quicker_than_the_last() -> None:
    first = measured(FOUND, "resolution_time", opening=OFFICE, **{**AGREED, "solved": "first"})
    assert first == (2, None, 1, (3 + 0.5) * 3600 / 2)
