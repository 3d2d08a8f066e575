"""Chatwoot: messages and conversations of its API, and the events of its webhooks.

A message is an event of its own. Changes of state stand in *activity* messages, in the language of the account; those
in English are read, and webhooks say the state itself. See docs/how-to/import-tickets.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pactline.importers.customers import hashed
from pactline.importers.fault import Fault, quoted
from pactline.importers.files.strict_json import Number, list_in, object_in, word_in
from pactline.importers.reading import Ignored, Reading
from pactline.importers.tickets.values import CLOCKS_APART_US, Values, inside, row, yes_no
from pactline.records.staging import Row

_KINDS = {"0": "incoming", "1": "outgoing", "2": "activity", "3": "template"}
_STATES = {"open": "open", "resolved": "solved", "pending": "pending", "snoozed": "on_hold"}
_TOLD = (
    (re.compile(r"^Conversation was (marked )?resolved\b"), "solved"),
    (re.compile(r"^Conversation was reopened\b|^System reopened the conversation\b"), "open"),
    (re.compile(r"^Conversation was marked as pending\b"), "pending"),
    (re.compile(r"^Conversation was snoozed\b"), "on_hold"),
)
_CHANNELS: Mapping[str, str] = {
    "Channel::Email": "email",
    "Channel::WebWidget": "chat",
    "Channel::FacebookPage": "social",
    "Channel::Instagram": "social",
    "Channel::Tiktok": "social",
    "Channel::TwitterProfile": "social",
    "Channel::Voice": "voice",
}
_EVENT = re.compile(r"(contact|conversation|inbox|message|webwidget)_[a-z_]+")
_AGENTS, _MACHINES = ("user", "agent"), ("agent_bot", "captain_assistant", "agentbot", "bot")


def is_message(record: Mapping[str, Any]) -> bool:
    """Whether a record is a message, of the API or of a webhook."""
    return "message_type" in record and ("conversation_id" in record or "conversation" in record)


def is_conversation(record: Mapping[str, Any]) -> bool:
    """Whether a record is a conversation, of the API or of a webhook."""
    return "inbox_id" in record and "status" in record and ("meta" in record or "contact_inbox" in record)


def is_other_event(record: Mapping[str, Any]) -> bool:
    """Whether a record is an event of a webhook that is about neither: a new contact, somebody typing, an open chat."""
    event = record.get("event")
    return isinstance(event, str) and _EVENT.fullmatch(event) is not None


def other_event(record: Mapping[str, Any], line: int) -> Ignored:
    """What becomes of such an event."""
    message = f"The event {record['event']} of Chatwoot is neither a message nor a change of state."
    return Ignored(line, "TK_OTHER", message)


def message(record: Mapping[str, Any], values: Values, reading: Reading, line: int) -> Row | Ignored:
    """The event of a message. Raises Fault."""
    kind = word_in(record.get("message_type"), "message_type") or ""
    kind = _KINDS.get(kind, kind)
    ticket = record.get("conversation_id")
    if ticket is None:
        ticket = inside(record, "conversation", "id")
    found: dict[str, Any] = {
        "contact_id": values.ticket(ticket, "conversation_id"),
        "event_id": values.numbered(record.get("id"), "id", "m"),
        "at_us": values.instant(record.get("created_at"), "created_at"),
        "queue": _inbox(record, values),
    }
    found["channel"], known = _channel(record)
    found["source_rev"] = 1 if known else 0
    if kind == "activity":
        text = word_in(record.get("content"), "content") or ""
        status = next((state for told, state in _TOLD if told.search(text)), None)
        if status is None:
            return Ignored(line, "TK_ACTIVITY", "An activity of Chatwoot that tells no change of state in English.")
        return row(**found, status=status)
    if kind not in _KINDS.values():
        raise Fault("TK_KIND", f"message_type {quoted(kind)} is none of: {', '.join(_KINDS.values())}.")
    private = record.get("private") is True
    found |= {"author": _author(record, kind), "public": yes_no(not private), "flags": _clock(record, found, values)}
    if found["author"] == "agent":
        found["agent"] = values.name(inside(record, "sender", "id"), "sender.id")
    customer = word_in(inside(record, "sender", "id"), "sender.id") if found["author"] == "customer" else None
    found["customer"] = hashed(customer, reading.customer_key) if customer else None
    return row(**found)


def _author(record: Mapping[str, Any], kind: str) -> str:
    """Who wrote: of what goes out, a person only where the sender is one and no rule, campaign or template wrote it."""
    if kind == "incoming":
        return "customer"
    attributes = object_in(record.get("content_attributes") or None, "content_attributes")
    extra = object_in(record.get("additional_attributes") or None, "additional_attributes")
    someone = object_in(record.get("sender"), "sender")
    sender = (word_in(someone.get("type"), "sender.type") or ("user" if someone else "")).lower()
    ruled = "automation_rule_id" in attributes or "campaign_id" in extra or "campaign_id" in attributes
    if kind == "template" or sender in _MACHINES or ruled:
        return "bot"
    if sender in _AGENTS or attributes.get("external_echo") is True:  # the last: sent with the phone's own app
        return "agent"
    return "bot" if not sender else "system"


def _clock(record: Mapping[str, Any], found: Mapping[str, Any], values: Values) -> str | None:
    """A flag where the mail's own clock tells another time than the server's, which is taken."""
    own = inside(record, "content_attributes", "external_created_at") if record.get("content_attributes") else None
    if own is None or not isinstance(own, Number):
        return None
    apart = abs(values.instant(own, "external_created_at") - found["at_us"])
    return "clock_disagrees" if apart > CLOCKS_APART_US else None


def _inbox(record: Mapping[str, Any], values: Values) -> str | None:
    inbox = record.get("inbox_id")
    if inbox is None:
        inbox = inside(record, "inbox", "id")
    name = values.name(inbox, "inbox_id")
    return None if name is None else f"inbox {name}"


def _channel(record: Mapping[str, Any]) -> tuple[str, bool]:
    """The channel, and whether the record says it; a bare message of the API tells only mails apart."""
    told = word_in(inside(record, "conversation", "channel"), "conversation.channel")
    told = told or word_in(record.get("channel"), "channel") or word_in(inside(record, "meta", "channel"), "channel")
    if told:
        return _CHANNELS.get(told, "message"), True
    if record.get("content_type") == "incoming_email":
        return "email", True
    return "message", False


def conversation(record: Mapping[str, Any], values: Values, line: int) -> Row | Ignored:
    """The event of a conversation: that it began, or of a webhook that its state changed. Raises Fault."""
    ticket = values.ticket(record.get("id"), "id")
    channel, _ = _channel(record)
    found: dict[str, Any] = {"contact_id": ticket, "channel": channel, "queue": _inbox(record, values)}
    event = word_in(record.get("event"), "event")
    if event is None or event == "conversation_created":
        at = values.instant(record.get("created_at"), "created_at")
        return row(**found, event_id="c", at_us=at, status="new")
    changed = any("status" in object_in(each, "changed_attributes") for each in
                  list_in(record.get("changed_attributes"), "changed_attributes"))  # fmt: skip
    if event != "conversation_status_changed" and not changed:
        return Ignored(line, "TK_OTHER", "A change of a conversation that is neither of its state nor a message.")
    status = word_in(record.get("status"), "status") or ""
    if status not in _STATES:
        raise Fault("TK_STATUS", f"status {quoted(status)} is none of: {', '.join(_STATES)}.")
    at = values.instant(record.get("updated_at") or record.get("timestamp"), "updated_at")
    return row(**found, event_id=f"s-{at}", at_us=at, status=_STATES[status])
