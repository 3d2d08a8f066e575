"""Resolution within: the share of tickets that were solved in the agreed time."""

from __future__ import annotations

import pytest
from tests.tickets import HOUR, OFFICE, OFFICE_HOURS, measured, rows_of, tickets

from pactline.records.choices.written_channels import Hours, Pauses, Solved
from pactline.records.views.resolutions import Resolutions

AGREED = {"within": "8 h", "hours": "clock", "solved": "first", "pauses": "none"}
END = "z 2026-03-31 12:00 system =merged\n"


@pytest.mark.parametrize(("solved", "good"), [("18:00:00", 1), ("18:00:01", 0)])
def test_the_last_second_is_in_time_and_the_one_after_is_not(solved: str, good: int) -> None:
    found = tickets(f"a 2026-03-09 10:00 customer =new\na 2026-03-09 {solved} agent =solved\n{END}")
    assert measured(found, "resolution_within", **AGREED)[:2] == (1, good)


@pytest.mark.parametrize(("until", "expected"), [("18:00:00", (0, 0, 1)), ("18:00:01", (1, 0, 0))])
def test_an_unsolved_ticket_is_undecided_until_the_time_has_passed(until: str, expected: tuple[int, int, int]) -> None:
    found = tickets(f"a 2026-03-09 10:00 customer =new\nz 2026-03-09 {until} system =merged")
    assert measured(found, "resolution_within", **AGREED)[:3] == expected


REOPENED = """
    a 2026-03-09 10:00 customer =new
    a 2026-03-09 11:00 agent =solved
    a 2026-03-09 14:00 customer =open
    a 2026-03-09 15:00 agent =solved
    a 2026-03-13 15:00 =closed
    """


@pytest.mark.parametrize(("solved", "hours"), [("first", 1), ("last", 5), ("last_without_solved", 2)])
def test_which_solution_counts_of_a_reopened_ticket_is_asked_and_closing_is_none(solved: str, hours: int) -> None:
    rows = rows_of(tickets(REOPENED + END), Resolutions(Solved(solved), Hours.CLOCK, Pauses.NONE))
    assert [row["taken_us"] for row in rows if row["contact_id"] == "a"] == [hours * HOUR]


def test_a_ticket_that_is_open_again_is_not_solved_unless_the_first_solution_counts() -> None:
    found = tickets("\n".join(REOPENED.strip().splitlines()[:3]) + "\n" + END)
    assert measured(found, "resolution_within", **AGREED)[:2] == (1, 1)
    assert measured(found, "resolution_within", **{**AGREED, "solved": "last"})[:2] == (1, 0)


PAUSED = """
    a 2026-03-06 15:00 customer =new
    a 2026-03-06 16:00 agent =pending
    a 2026-03-09 10:00 customer =open
    a 2026-03-09 11:00 note =on_hold
    a 2026-03-09 13:00 note =open
    a 2026-03-09 14:00 agent =solved
    """


@pytest.mark.parametrize(
    ("pauses", "clock", "business"), [("none", 71, 7), ("pending", 5, 5), ("pending_and_on_hold", 3, 3)]
)
def test_paused_time_is_cut_out_by_the_same_hours(pauses: str, clock: int, business: int) -> None:
    """Pending from Friday 16:00 to Monday 10:00: 66 h by the clock, 2 h of business; never the one off the other."""
    found = tickets(PAUSED + END)
    for hours, expected in ((Hours.CLOCK, clock), (Hours.BUSINESS, business)):
        rows = rows_of(found, Resolutions(Solved.FIRST, hours, Pauses(pauses)), OFFICE_HOURS)
        assert [row["taken_us"] for row in rows if row["contact_id"] == "a"] == [expected * HOUR]


def test_a_ticket_that_still_waits_for_the_customer_is_undecided_however_old_it_is() -> None:
    found = tickets("a 2026-03-02 10:00 customer =new\na 2026-03-02 11:00 agent =pending\n" + END)
    agreed = {**AGREED, "pauses": "pending", "hours": "business"}
    assert measured(found, "resolution_within", opening=OFFICE, **agreed)[:3] == (0, 0, 1)


def test_a_ticket_that_was_merged_is_left_out_and_one_merged_after_its_solution_is_not() -> None:
    found = tickets(
        """
        a 2026-03-09 10:00 customer =new
        a 2026-03-09 10:10 =merged
        b 2026-03-09 10:00 customer =new
        b 2026-03-09 10:30 agent =solved
        b 2026-03-09 11:00 =merged
        """
    )
    for solved in ("first", "last", "last_without_solved"):
        assert measured(found, "resolution_within", **{**AGREED, "solved": solved})[:2] == (1, 1)
