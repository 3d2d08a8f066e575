"""Chatwoot: messages and conversations of its API and its webhooks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing
from tests.importers.tickets.made_up import at, codes, items, lines, message, rows, said, us

from pactline.importers.customers import hashed
from pactline.importers.reading import Ignored

KEY = b"0123456789abcdef"


def test_a_message_of_the_customer_and_the_reply_of_an_agent(tmp_path: Path) -> None:
    asked, replied = rows(tmp_path, message(9, "09:00:00"), message(10, "09:05:00", 1, "user"), customer_key=KEY)
    assert said(asked, "contact_id", "event_id", "author", "public", "queue", "channel") == (
        "245", "m-000000000009", "customer", "yes", "inbox 3", "message",
    )  # fmt: skip
    assert (asked["at_us"], asked["customer"]) == (us("09:00:00"), hashed("7", KEY))
    assert said(replied, "author", "public", "agent") == ("agent", "yes", "7")
    assert asked["event_id"] < replied["event_id"]  # ids are in the order of numbers


@pytest.mark.parametrize(
    ("told", "author"),
    [
        ({"kind": 1, "sender": "user"}, "agent"),
        ({"kind": 1, "sender": "agent_bot"}, "bot"),
        ({"kind": 1, "sender": "captain_assistant"}, "bot"),
        ({"kind": 1, "sender": None}, "bot"),
        ({"kind": 1, "sender": "user", "content_attributes": {"automation_rule_id": 3}}, "bot"),
        ({"kind": 1, "sender": "user", "additional_attributes": {"campaign_id": 3}}, "bot"),
        ({"kind": 1, "sender": None, "content_attributes": {"external_echo": True}}, "agent"),
        ({"kind": 3, "sender": None}, "bot"),
        ({"kind": "outgoing", "sender": "user"}, "agent"),
        ({"kind": "template", "sender": None}, "bot"),
    ],
)
def test_only_what_a_person_sent_is_an_agents(tmp_path: Path, told: dict[str, Any], author: str) -> None:
    kind, sender = told.pop("kind"), told.pop("sender")
    assert rows(tmp_path, message(1, "09:00:00", kind, sender, **told))[0]["author"] == author


def test_a_sender_without_a_type_is_a_person(tmp_path: Path) -> None:
    (found,) = rows(tmp_path, {**message(1, "09:00:00", 1), "sender": {"id": 4}})
    assert found["author"] == "agent"


def test_a_private_note_is_not_public(tmp_path: Path) -> None:
    (found,) = rows(tmp_path, message(1, "09:00:00", 1, "user", private=True))
    assert said(found, "author", "public") == ("agent", "no")


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ("Conversation was marked resolved by Ann", "solved"),
        ("Conversation was resolved by Bob", "solved"),
        ("Conversation was reopened by Ann", "open"),
        ("System reopened the conversation due to a new incoming message.", "open"),
        ("Conversation was marked as pending by Ann", "pending"),
        ("Conversation was snoozed by Ann", "on_hold"),
    ],
)
def test_an_activity_tells_a_change_of_state(tmp_path: Path, content: str, status: str) -> None:
    (found,) = rows(tmp_path, message(1, "09:00:00", 2, None, content=content))
    assert said(found, "status", "author", "public") == (status, None, None)


@pytest.mark.parametrize("content", ["Assigned to Ann by Bob", "La conversation a été résolue par Ann", None])
def test_any_other_activity_is_ignored_by_name(tmp_path: Path, content: str | None) -> None:
    assert codes(tmp_path, message(1, "09:00:00", 2, None, content=content)) == ["TK_ACTIVITY"]


@pytest.mark.parametrize(
    ("channel", "ours"),
    [("Channel::Email", "email"), ("Channel::WebWidget", "chat"), ("Channel::FacebookPage", "social"),
     ("Channel::Whatsapp", "message"), ("Channel::Api", "message")],
)  # fmt: skip
def test_a_webhook_says_the_channel(tmp_path: Path, channel: str, ours: str) -> None:
    hook = {
        **message(1, "09:00:00", "incoming"), "event": "message_created", "created_at": at("09:00:00"),
        "conversation": {"id": 245, "channel": channel}, "inbox": {"id": 3, "name": "Desk"},
    }  # fmt: skip
    for name in ("conversation_id", "inbox_id"):
        del hook[name]
    (found,) = rows(tmp_path, hook)
    assert said(found, "contact_id", "channel", "queue", "at_us") == ("245", ours, "inbox 3", us("09:00:00"))


def test_one_message_told_by_the_api_and_by_a_webhook_counts_once(tmp_path: Path) -> None:
    api = message(1, "09:00:00")
    hook = {**api, "message_type": "incoming", "conversation": {"id": 245, "channel": "Channel::Email"}}
    assert_order_and_split_do_not_matter([lines([api]), lines([hook])], tmp_path, "tickets")


def test_a_mail_told_by_its_content(tmp_path: Path) -> None:
    assert rows(tmp_path, message(1, "09:00:00", content_type="incoming_email"))[0]["channel"] == "email"


def hook(event: str, status: str, *changed: dict[str, Any]) -> dict[str, Any]:
    """A webhook about a conversation."""
    told = {"event": event, "id": 245, "inbox_id": 3, "status": status, "channel": "Channel::Email", "messages": []}
    told |= {"meta": {"sender": {"id": 7}}, "created_at": us("09:00:00") // 1_000_000, "updated_at": 1772446514.230474}
    return {**told, "changed_attributes": [*changed]}


def test_a_webhook_tells_the_state_of_a_conversation(tmp_path: Path) -> None:
    change = {"status": {"previous_value": "open", "current_value": "resolved"}}
    told = [hook("conversation_created", "open"), hook("conversation_updated", "resolved", change)]
    begun, solved = rows(tmp_path, *told)
    assert said(begun, "event_id", "status", "channel") == ("c", "new", "email")
    assert said(solved, "status", "at_us") == ("solved", 1772446514_230474)
    assert codes(tmp_path, hook("conversation_updated", "open", {"assignee_id": {}})) == ["TK_OTHER"]
    assert codes(tmp_path, hook("conversation_status_changed", "asleep")) == ["TK_STATUS"]


def test_a_page_of_messages_and_a_page_of_conversations(tmp_path: Path) -> None:
    page = {"meta": {"labels": []}, "payload": [message(1, "09:00:00"), message(2, "09:05:00", 1, "user")]}
    found, _ = items(tmp_path, text=json.dumps(page, indent=1))
    assert len(found) == 2
    listed = {key: value for key, value in hook("", "open").items() if key != "event"}
    found, _ = items(tmp_path, text=json.dumps({"data": {"meta": {}, "payload": [listed, {**listed, "id": 246}]}}))
    assert len(found) == 2


def test_a_mail_whose_own_clock_is_off_is_placed_by_the_server_and_flagged(tmp_path: Path) -> None:
    for apart, flag in ((300, None), (301, "clock_disagrees")):
        own = {"external_created_at": us("09:00:00") // 1_000_000 - apart}
        found, reading = items(tmp_path, message(1, "09:00:00", content_attributes=own))
        assert dict(found[0].row).get("flags") == flag  # type: ignore[union-attr]
        assert [code for _, code, _ in reading.warnings] == (["TK_CLOCK"] if flag else [])


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_text(lines([message(n, f"09:{n:02d}:00", n % 2, "user" if n % 2 else "contact") for n in range(9)]))
    assert_twice_changes_nothing(file, tmp_path / "set", "tickets")


@pytest.mark.parametrize("event", ["contact_created", "webwidget_triggered", "conversation_typing_on", "inbox_updated"])
def test_a_webhook_that_tells_of_no_message_and_no_state_is_ignored_by_name(tmp_path: Path, event: str) -> None:
    """Whoever subscribes to all events has these too: they are no fault of the file."""
    (found,), _ = items(tmp_path, {"event": event, "id": 7, "account": {"id": 1}, "user": {"id": 2}})
    assert isinstance(found, Ignored)
    assert (found.code, event in found.message) == ("TK_OTHER", True)
