"""Frappe Helpdesk: communications, comments, activities and tickets, in the local time of the site."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.importers.suite import assert_order_and_split_do_not_matter
from tests.importers.tickets.made_up import activity, codes, communication, items, lines, rows, said
from tests.tickets import instant

from pactline.importers.customers import hashed

KEY = b"0123456789abcdef"


def test_a_communication_is_a_message(tmp_path: Path) -> None:
    asked, replied = rows(
        tmp_path,
        communication("c1", "09:00:00"),
        communication("c2", "10:00:00", "Sent", sender="desk@example.com", user="ann@example.com"),
        customer_key=KEY,
    )
    assert said(asked, "contact_id", "event_id", "author", "public", "channel", "customer") == (
        "17", "m-c1", "customer", "yes", "email", hashed("bob@example.com", KEY),
    )  # fmt: skip
    assert asked["at_us"] == instant("2026-03-02 09:00:00") + 123_456  # the site is in Berlin
    assert said(replied, "author", "agent", "customer") == ("agent", "ann@example.com", None)


def test_without_a_zone_its_times_are_refused(tmp_path: Path) -> None:
    assert codes(tmp_path, communication("c1", "09:00:00"), zone=None) == ["TS_NO_OFFSET"]


@pytest.mark.parametrize(
    ("told", "author"),
    [({"communication_type": "Automated Message"}, "bot"), ({"communication_type": "Communication"}, "agent")],
)
def test_what_the_system_sent_by_itself_is_a_machines(tmp_path: Path, told: dict[str, Any], author: str) -> None:
    assert rows(tmp_path, communication("c1", "09:00:00", "Sent", **told))[0]["author"] == author


def test_a_comment_is_a_private_note(tmp_path: Path) -> None:
    note = {"name": "n1", "reference_ticket": "17", "commented_by": "ann@example.com"}
    note["creation"] = "2026-03-02 09:30:00.000001"
    assert said(rows(tmp_path, note)[0], "author", "public", "agent") == ("agent", "no", "ann@example.com")


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("created this ticket", ("new", None)), ("set status to Open", ("open", None)),
        ("set status to Replied", ("pending", None)), ("set status to Resolved", ("solved", None)),
        ("set status to Closed", ("closed", None)), ("set team to Second level", (None, "Second level")),
    ],
)  # fmt: skip
def test_an_activity_tells_state_and_team(tmp_path: Path, action: str, expected: tuple[str | None, str | None]) -> None:
    assert said(rows(tmp_path, activity("v1", "09:00:00", action))[0], "status", "queue") == expected


def test_other_activities_are_ignored_and_a_state_nobody_knows_is_refused(tmp_path: Path) -> None:
    other = ("set priority to High", "cleared team", "viewed this")
    assert codes(tmp_path, *(activity(f"v{n}", "09:00:00", each) for n, each in enumerate(other))) == ["TK_OTHER"] * 3
    assert codes(tmp_path, activity("v9", "09:00:00", "set status to Asleep")) == ["TK_STATUS"]


def test_a_ticket_tells_that_it_was_created_or_merged_away(tmp_path: Path) -> None:
    ticket = {"name": 17, "raised_by": "bob@example.com", "agent_group": "Desk", "is_merged": 0}
    ticket |= {"creation": "2026-03-02 08:59:00.000000", "modified": "2026-03-02 12:00:00.000000"}
    begun, merged = rows(tmp_path, ticket, {**ticket, "is_merged": 1, "merged_with": "18"})
    assert said(begun, "contact_id", "event_id", "status") == ("17", "c", "new")
    assert said(merged, "event_id", "status", "at_us") == ("x", "merged", instant("2026-03-02 12:00:00"))


@pytest.mark.parametrize(
    ("own", "flag"), [("09:05:00", None), ("09:05:01", "clock_disagrees"), ("08:54:58", "clock_disagrees")]
)
def test_the_servers_time_counts_and_the_mails_own_is_compared(tmp_path: Path, own: str, flag: str | None) -> None:
    mail = communication("c1", "09:00:00", communication_date=f"2026-03-02 {own}.123456")
    assert rows(tmp_path, mail)[0].get("flags") == flag


@pytest.mark.parametrize("about", ["Lead", "Issue"])
def test_a_communication_about_something_else_is_ignored(tmp_path: Path, about: str) -> None:
    assert codes(tmp_path, communication("c1", "09:00:00", reference_doctype=about)) == ["TK_OTHER"]


def test_a_list_of_the_interface_is_read_whole_in_any_order(tmp_path: Path) -> None:
    records = [communication("c1", "09:00:00"), activity("v1", "09:00:00", "created this ticket")]
    found, _ = items(tmp_path, text=json.dumps({"data": records}, indent=1))
    assert len(found) == 2
    parts = [lines([record]) for record in [*records, communication("c2", "10:00:00", "Sent")]]
    assert_order_and_split_do_not_matter(parts, tmp_path / "sets", "tickets", zone=ZoneInfo("UTC"))


def test_a_time_that_occurs_twice_is_flagged_and_a_skipped_one_is_refused(tmp_path: Path) -> None:
    twice = communication("c1", "09:00:00", creation="2025-10-26 02:30:00.000000")
    (found,) = rows(tmp_path, twice)
    assert said(found, "at_us", "flags") == (instant("2025-10-26 02:30:00+02:00"), "zone_ambiguous")
    skipped = communication("c1", "09:00:00", creation="2026-03-29 02:30:00.000000")
    assert codes(tmp_path, skipped) == ["TS_NONEXISTENT"]
