"""Next response within: the share of later messages of customers that had a reply in the agreed time."""

from __future__ import annotations

from fractions import Fraction

from tests.tickets import measured, rows_of, tickets

from pactline.records.choices.contacts import Attribution
from pactline.records.choices.written_channels import AutomaticReplies, ClosedUnanswered, Hours
from pactline.records.views.replies import Waits

AGREED = {"within": "1 h", "hours": "clock", "closed_unanswered": "leave_out"}
TALK = tickets(
    """
    a 2026-03-09 10:00 customer queue=billing
    a 2026-03-09 12:00 agent agent=A1
    a 2026-03-09 13:00 customer
    a 2026-03-09 13:40 customer
    a 2026-03-09 14:00 note
    a 2026-03-09 14:30 agent agent=A2 queue=technical
    a 2026-03-09 14:45 agent
    a 2026-03-09 15:00 customer
    a 2026-03-09 16:00 agent
    a 2026-03-09 16:30 customer
    a 2026-03-09 18:00 note
    """
)
NEXT = Waits(False, Hours.CLOCK, AutomaticReplies.IGNORE, ClosedUnanswered.LEAVE_OUT)


def test_each_run_of_messages_is_one_wait_from_its_first() -> None:
    waits = [row["waited_us"] // 60_000_000 for row in rows_of(TALK, NEXT)]
    assert waits == [90, 60, 90]  # 13:00 to 14:30, 15:00 to 16:00, and 16:30 until the end of the records


def test_the_first_wait_of_a_ticket_is_none_and_an_open_one_that_is_too_long_is_missed() -> None:
    assert measured(TALK, "next_response_within", **AGREED) == (3, 1, 0, Fraction(100, 3))


def test_a_wait_belongs_to_the_queue_in_which_it_began_or_was_answered() -> None:
    began = [(row["queue"], row["agent"]) for row in rows_of(TALK, NEXT)]
    assert began == [("billing", "A2"), ("technical", None), ("technical", None)]
    answered = rows_of(TALK, NEXT, attribution=Attribution.EVENT)
    assert [row["queue"] for row in answered if row["at_us"] is not None] == ["technical", "technical"]
    assert [row["at_us"] for row in answered].count(None) == 1  # the open one belongs nowhere yet


def test_a_ticket_whose_queue_is_said_only_later_belongs_to_that() -> None:
    found = tickets(
        """
        a 2026-03-09 10:00 customer
        a 2026-03-09 10:01 system queue=late
        a 2026-03-09 10:05 agent queue=later
        """
    )
    first = Waits(True, Hours.CLOCK, AutomaticReplies.IGNORE, ClosedUnanswered.LEAVE_OUT)
    assert [row["queue"] for row in rows_of(found, first)] == ["late"]


def test_a_message_with_which_the_customer_closes_the_ticket_asks_for_nothing() -> None:
    thanks = tickets(
        """
        a 2026-03-09 10:00 customer
        a 2026-03-09 10:05 agent =pending
        a 2026-03-09 11:00 customer =solved
        z 2026-03-31 10:00 note
        """
    )
    assert measured(thanks, "next_response_within", **AGREED)[0] == 0


def test_a_customer_who_writes_again_after_the_solution_waits_again() -> None:
    again = tickets(
        """
        a 2026-03-09 10:00 customer
        a 2026-03-09 10:05 agent =solved
        a 2026-03-12 09:00 customer =open
        a 2026-03-12 10:00 agent
        """
    )
    assert measured(again, "next_response_within", **AGREED)[:2] == (1, 1)
