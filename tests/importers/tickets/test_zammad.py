"""Zammad: articles, histories and tickets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.suite import assert_order_and_split_do_not_matter, bring_in
from tests.importers.tickets.made_up import article, at, codes, entry, items, lines, rows, said, us
from tests.tickets import measured

from pactline.importers.customers import hashed
from pactline.importers.ingesting import read_records

KEY = b"0123456789abcdef"


def test_an_article_is_a_message(tmp_path: Path) -> None:
    replies = article(4, "10:00:00", "Agent", created_by="ann@desk.example")
    asked, replied = rows(tmp_path, article(3, "09:00:00"), replies, customer_key=KEY)
    assert said(asked, "contact_id", "event_id", "author", "public", "channel", "customer") == (
        "3", "a-000000000003", "customer", "yes", "email", hashed("2", KEY),
    )  # fmt: skip
    assert asked["at_us"] == us("09:00:00") + 119_000
    assert said(replied, "author", "agent") == ("agent", "ann@desk.example")


def test_a_call_that_an_agent_wrote_down_is_the_customers(tmp_path: Path) -> None:
    """Zammad keeps in whose name the article stands; who typed it is another."""
    (found,) = rows(tmp_path, article(3, "09:00:00", origin_by_id=6, type="phone"), customer_key=KEY)
    assert said(found, "author", "channel", "customer") == ("customer", "voice", hashed("6", KEY))


@pytest.mark.parametrize(
    ("sender", "internal", "preferences", "author", "public"),
    [
        ("Agent", True, {}, "agent", "no"),
        ("System", False, {}, "bot", "yes"),
        ("System", True, {}, "system", "no"),
        ("Agent", False, {"perform_origin": "trigger"}, "bot", "yes"),
        ("Customer", False, {"is-auto-response": True, "send-auto-response": False}, "bot", "yes"),
        ("Customer", False, {"is-auto-response": False}, "customer", "yes"),
        ("Agent", False, {"notification": True}, "bot", "yes"),
    ],
)
def test_a_machine_is_a_machine_on_either_side(
    tmp_path: Path, sender: str, internal: bool, preferences: dict[str, Any], author: str, public: str
) -> None:
    """An out-of-office note of the customer (Auto-Submitted) waits for no reply."""
    (found,) = rows(tmp_path, article(3, "09:00:00", sender, internal, preferences=preferences))
    assert said(found, "author", "public") == (author, public)


@pytest.mark.parametrize(("kind", "channel"), [("phone", "voice"), ("twitter status", "social"), ("web", "message")])
def test_the_type_of_an_article_is_its_channel(tmp_path: Path, kind: str, channel: str) -> None:
    assert rows(tmp_path, article(3, "09:00:00", type=kind))[0]["channel"] == channel


def test_an_article_that_was_not_expanded_is_refused_with_advice(tmp_path: Path) -> None:
    bare = article(3, "09:00:00", sender_id=2)
    del bare["sender"]
    found, _ = items(tmp_path, bare)
    assert [(item.code, "expand=true" in item.message) for item in found] == [("TK_SENDER", True)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"kind": "created"}, ("new", None)),
        ({"attribute": "state", "value_from": "new", "value_to": "open"}, ("open", None)),
        ({"attribute": "state", "value_to": "pending reminder"}, ("pending", None)),
        ({"attribute": "state", "value_to": "pending close"}, ("pending", None)),
        ({"attribute": "state", "value_to": "closed"}, ("closed", None)),
        ({"attribute": "state", "value_to": "merged"}, ("merged", None)),
        ({"kind": "merged_into", "related_o_id": 9}, ("merged", None)),
        ({"attribute": "group", "value_to": "Second level"}, (None, "Second level")),
    ],
)
def test_the_history_tells_states_groups_and_mergers(
    tmp_path: Path, told: dict[str, Any], expected: tuple[str | None, str | None]
) -> None:
    (found,) = rows(tmp_path, entry(70, "09:00:00", **told))
    assert said(found, "status", "queue") == expected
    assert found["event_id"] == "h-000000000070"


def test_what_the_history_tells_besides_is_ignored_and_a_state_nobody_knows_refused(tmp_path: Path) -> None:
    about = entry(71, "09:00:00", "created") | {"object": "Ticket::Article"}
    other = [about, entry(72, "09:00:00", attribute="priority"), entry(73, "09:00:00", "received_merge")]
    assert codes(tmp_path, *other) == ["TK_OTHER"] * 3
    assert codes(tmp_path, entry(74, "09:00:00", attribute="state", value_to="with the vendor")) == ["TK_STATUS"]


def test_an_answer_of_the_interface_is_read_whole(tmp_path: Path) -> None:
    answer = {"history": [entry(70, "09:00:00", "created")], "assets": {"User": {"9": {"id": 9}}}}
    found, _ = items(tmp_path, text=json.dumps(answer, indent=1))
    assert len(found) == 1
    found, _ = items(tmp_path, text=json.dumps([article(3, "09:00:00"), article(4, "10:00:00")]))
    assert len(found) == 2


def test_a_ticket_tells_when_it_was_created(tmp_path: Path) -> None:
    told = {"id": 3, "number": "22003", "state_id": 4, "customer_id": 6, "created_at": at("08:59:59"), "title": "x"}
    assert said(rows(tmp_path, told)[0], "contact_id", "event_id", "status") == ("3", "c", "new")


EXPORT = [
    entry(70, "09:00:00", "created"),
    article(3, "09:00:00"),
    article(4, "09:00:02", "System"),
    article(5, "09:30:00", "Agent", internal=True),
    article(6, "10:00:00", "Agent"),
    entry(71, "10:00:01", attribute="state", value_to="pending reminder"),
    article(7, "12:00:00"),
    entry(72, "12:00:00", attribute="state", value_to="open"),
    article(8, "12:30:00", "Agent"),
    entry(73, "12:30:00", attribute="state", value_to="closed"),
]


def test_the_figures_of_an_export(tmp_path: Path) -> None:
    file = tmp_path / "zammad.jsonl"
    file.write_text(lines(EXPORT), encoding="utf-8")
    bring_in([file], tmp_path / "set", "tickets")
    found = read_records(tmp_path / "set")
    agreed = {"hours": "clock", "closed_unanswered": "leave_out"}
    assert measured(found, "first_response_time", **agreed)[3] == 3600
    assert measured(found, "next_response_time", **agreed)[3] == 1800
    taken = measured(found, "resolution_time", hours="clock", solved="first", pauses="pending")
    assert taken[3] == 12_600 - 7_199  # half past three hours, less what was pending


def test_order_and_split_do_not_matter(tmp_path: Path) -> None:
    assert_order_and_split_do_not_matter([lines([record]) for record in EXPORT], tmp_path, "tickets")
