"""``pactline measure`` and ``contacts`` on tickets: opening hours, groups, and the rows behind a figure."""

from __future__ import annotations

import pytest
from tests.cli.running import EXAMPLES, as_json, good, wrong_use

TICKETS = ("first_response_within", "--records", EXAMPLES / "replies-in-business-time" / "records")
AGREED = (*TICKETS, "--with", "within=4 h", "--with", "closed_unanswered=leave_out")
OFFICE = ("--with", "hours=business", "--open", "mon-fri 09:00-17:00", "--zone", "Europe/Berlin")


def test_business_time_is_the_time_inside_the_hours_that_were_given() -> None:
    """The holiday of the example's agreement is no part of a week: HB-01 and HB-02 are answered after twelve hours."""
    rows = as_json("measure", *AGREED, *OFFICE, "--by", "queue")["rows"]
    assert [(row["by"]["queue"], row["counted"], row["good"]) for row in rows] == [("orders", 9, 5), ("press", 1, 0)]


def test_by_the_clock_no_hours_are_needed() -> None:
    (row,) = as_json("measure", *AGREED, "--with", "hours=clock")["rows"]
    assert (row["counted"], row["good"]) == (10, 2)


def test_the_rows_behind_a_figure_are_tickets() -> None:
    text = good("contacts", *AGREED, *OFFICE, "--not-good", "--queue", "press")
    assert "Ticket  Channel  Queue  Begun                      Replied  Wait  Agent\n" in text
    assert "HB-11   email    press  2025-10-16 13:00:00+02:00" in text
    (row,) = as_json("contacts", *AGREED, *OFFICE, "--not-good", "--queue", "press")["contacts"]
    assert (row["contact_id"], row["begun_at"], row["wait_ms"]) == ("HB-11", "2025-10-16T13:00:00+02:00", None)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((*AGREED, "--with", "hours=business"), "say which, such as mon-fri 09:00-17:00"),
        ((*AGREED, "--with", "hours=business", "--open", "mon-fri 09:00-17:00"), "opening hours are local"),
        ((*AGREED, *OFFICE[:2], "--open", "mon-fri", "--zone", "UTC"), "'' are not opening hours"),
        ((*AGREED, "--with", "hours=clock", "--by", "direction"), "cannot group first_response_within by 'direction'"),
        ((*AGREED, "--with", "hours=clock", "--queue", "shop"), "their queues are orders, press"),
        (TICKETS, "needs the choice 'within'"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_what_to_say(words: tuple[str, ...], says: str) -> None:
    assert says in wrong_use("measure", *words)
