"""First response within: the share of tickets whose customer had a first reply in the agreed time."""

from __future__ import annotations

import pytest
from tests.tickets import OFFICE, measured, tickets

from pactline.statement.counting.choices_in_words import ChoiceRefused
from pactline.values.calendar import ALWAYS

AGREED = {"within": "4 h", "hours": "clock", "closed_unanswered": "leave_out"}
END = "z 2026-03-31 12:00 note\n"  # the end of the records


@pytest.mark.parametrize(("replied", "good"), [("14:00:00", 1), ("14:00:01", 0), ("10:00", 1)])
def test_the_due_time_itself_is_in_time_and_the_second_after_is_not(replied: str, good: int) -> None:
    found = tickets(f"a 2026-03-09 10:00 customer\na 2026-03-09 {replied} agent\n{END}")
    assert measured(found, "first_response_within", **AGREED)[:2] == (1, good)
    under = {**AGREED, "within": "under 4 h"}
    assert measured(found, "first_response_within", **under)[1] == (good if replied != "14:00:00" else 0)


@pytest.mark.parametrize(
    ("written", "replied", "good"),
    [
        ("2026-03-06 16:00", "2026-03-09 12:00:00", 1),  # Friday 16:00 plus 4 h is Monday 12:00
        ("2026-03-06 16:00", "2026-03-09 12:00:01", 0),
        ("2026-03-06 18:00", "2026-03-09 13:00:00", 1),  # after hours: from Monday 9:00
        ("2026-03-06 13:00", "2026-03-06 17:00:00", 1),  # due at the closing hour
        ("2026-03-06 13:00", "2026-03-09 09:00:00", 1),  # nothing is open between closing and opening
        ("2026-03-06 13:00", "2026-03-09 09:00:01", 0),
    ],
)
def test_business_time_runs_in_opening_hours_alone(written: str, replied: str, good: int) -> None:
    found = tickets(f"a {written} customer\na {replied} agent\n{END}")
    agreed = {**AGREED, "hours": "business"}
    assert measured(found, "first_response_within", opening=OFFICE, **agreed)[:2] == (1, good)


@pytest.mark.parametrize(("replied", "good"), [("2026-03-29 04:00:00", 1), ("2026-03-29 04:00:01", 0)])
def test_round_the_clock_loses_no_hour_when_the_clocks_change(replied: str, good: int) -> None:
    """London, 28 March 2026, 23:00 UTC plus 4 h is 29 March 04:00 by the clock there, which had skipped an hour."""
    found = tickets(f"a 2026-03-28 23:00 customer\na {replied} agent\n{END}", "Europe/London")
    for agreed in (AGREED, {**AGREED, "hours": "business"}):
        assert measured(found, "first_response_within", opening=ALWAYS, place="Europe/London", **agreed)[1] == good


@pytest.mark.parametrize(
    ("reply", "good"), [("agent", 1), ("note", 0), ("bot", 0), ("system", 0), ("agent =solved", 1), ("customer", 0)]
)
def test_only_a_public_reply_of_a_person_is_one(reply: str, good: int) -> None:
    found = tickets(f"a 2026-03-09 10:00 customer\na 2026-03-09 11:00 {reply}\n{END}")
    assert measured(found, "first_response_within", **AGREED)[1] == good


def test_an_automatic_reply_is_one_where_that_is_agreed() -> None:
    found = tickets(f"a 2026-03-09 10:00 customer\na 2026-03-09 10:00:05 bot\n{END}")
    assert measured(found, "first_response_within", automatic_replies="count", **AGREED)[:2] == (1, 1)
    assert measured(found, "first_response_within", automatic_replies="ignore", **AGREED)[:2] == (1, 0)
    assert measured(found, "first_response_within", **AGREED)[:2] == (1, 0)  # the conventions ignore it


@pytest.mark.parametrize(("until", "expected"), [("14:00:00", (0, 0, 1, None)), ("14:00:01", (1, 0, 0, 0))])
def test_an_unanswered_ticket_is_undecided_until_the_time_has_passed(
    until: str, expected: tuple[int, int, int, int | None]
) -> None:
    found = tickets(f"a 2026-03-09 10:00 customer\nz 2026-03-09 {until} note")
    assert measured(found, "first_response_within", **AGREED) == expected


def test_a_ticket_of_a_closed_evening_stays_undecided_over_the_weekend() -> None:
    found = tickets("a 2026-03-06 16:00 customer\nz 2026-03-08 12:00 note")
    agreed = {**AGREED, "hours": "business"}
    assert measured(found, "first_response_within", opening=OFFICE, **agreed) == (0, 0, 1, None)


@pytest.mark.parametrize(
    ("word", "counted", "good"), [("still_waiting", 1, 0), ("leave_out", 0, 0), ("as_reply", 1, 1)]
)
def test_what_closing_a_ticket_unanswered_does_is_asked(word: str, counted: int, good: int) -> None:
    found = tickets(f"a 2026-03-09 10:00 customer\na 2026-03-09 11:00 =solved\n{END}")
    assert measured(found, "first_response_within", **{**AGREED, "closed_unanswered": word})[:2] == (counted, good)


@pytest.mark.parametrize(
    ("replied", "expected"), [("11:00", (1, 1)), ("11:00:01", (1, 1)), ("11:00:01.000001", (0, 0))]
)
def test_who_solves_and_replies_within_a_second_has_replied_whichever_is_told_first(
    replied: str, expected: tuple[int, int]
) -> None:
    found = tickets(f"a 2026-03-09 10:00 customer\na 2026-03-09 11:00 =solved\na 2026-03-09 {replied} agent\n{END}")
    assert measured(found, "first_response_within", **AGREED)[:2] == expected


@pytest.mark.parametrize("word", ["still_waiting", "leave_out", "as_reply"])
def test_a_ticket_that_is_merged_unanswered_is_left_out_and_an_answered_one_is_not(word: str) -> None:
    found = tickets(
        f"""
        a 2026-03-09 10:00 customer
        a 2026-03-09 10:10 =merged
        b 2026-03-09 10:00 customer
        b 2026-03-09 10:05 agent
        b 2026-03-09 10:10 =merged
        {END}"""
    )
    assert measured(found, "first_response_within", **{**AGREED, "closed_unanswered": word})[:2] == (1, 1)


def test_a_ticket_that_an_agent_began_waits_from_the_customers_first_message() -> None:
    found = tickets(f"a 2026-03-09 08:00 agent\na 2026-03-09 10:00 customer\na 2026-03-09 11:00 agent\n{END}")
    assert measured(found, "first_response_within", **{**AGREED, "within": "1 h"})[:2] == (1, 1)
    assert measured(tickets(f"a 2026-03-09 08:00 agent\n{END}"), "first_response_within", **AGREED)[0] == 0


def test_business_time_without_opening_hours_is_refused() -> None:
    with pytest.raises(ChoiceRefused, match="opening hours"):
        measured(tickets(END), "first_response_within", **{**AGREED, "hours": "business"})
