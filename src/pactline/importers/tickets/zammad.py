"""Zammad: the articles of tickets (with ``expand=true``), their history, and tickets.

Articles are the messages; the history tells states, groups and mergers. See docs/how-to/import-tickets.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pactline.importers.customers import hashed
from pactline.importers.fault import Fault, quoted
from pactline.importers.files.strict_json import object_in, word_in
from pactline.importers.reading import Ignored, Reading
from pactline.importers.tickets.values import Values, row, yes_no
from pactline.records.staging import Row

STATES: Mapping[str, str] = {
    "new": "new",
    "open": "open",
    "pending reminder": "pending",
    "pending close": "pending",
    "closed": "closed",
    "merged": "merged",
    "removed": "closed",
}
_CHANNELS: Mapping[str, str] = {
    "email": "email",
    "phone": "voice",
    "chat": "chat",
    "twitter status": "social",
    "twitter direct-message": "social",
    "facebook feed post": "social",
    "facebook feed comment": "social",
}


def is_article(record: Mapping[str, Any]) -> bool:
    """Whether a record is an article."""
    return "ticket_id" in record and "internal" in record and ("sender" in record or "sender_id" in record)


def is_history(record: Mapping[str, Any]) -> bool:
    """Whether a record is an entry of a history."""
    return "o_id" in record and "object" in record and "type" in record


def is_ticket(record: Mapping[str, Any]) -> bool:
    """Whether a record is a ticket."""
    return "number" in record and "state_id" in record and "customer_id" in record


def article(record: Mapping[str, Any], values: Values, reading: Reading) -> Row:
    """The event of an article. Raises Fault."""
    sender = word_in(record.get("sender"), "sender")
    if sender not in ("Agent", "Customer", "System"):
        hint = "export the articles with expand=true, so that they name who sent them"
        raise Fault("TK_SENDER", f"sender {quoted(sender or '')} is none of: Agent, Customer, System; {hint}.")
    internal = record.get("internal")
    if not isinstance(internal, bool):
        raise Fault("JSON_TYPE", "internal must be true or false.")
    author = _author(sender, object_in(record.get("preferences"), "preferences"), internal)
    told = record.get("origin_by_id")  # the customer in whose name an agent wrote down a call
    written = word_in(record.get("created_by_id") if told is None else told, "created_by_id")
    kind = word_in(record.get("type"), "type") or ""
    return row(
        contact_id=values.ticket(record.get("ticket_id"), "ticket_id"),
        event_id=values.numbered(record.get("id"), "id", "a"),
        at_us=values.instant(record.get("created_at"), "created_at"),
        channel=_CHANNELS.get(kind, "message"),
        author=author,
        public=yes_no(not internal),
        agent=values.name(record.get("created_by") or record.get("created_by_id"), "created_by")
        if author == "agent"
        else None,
        customer=hashed(written, reading.customer_key) if author == "customer" and written else None,
    )


def _author(sender: str, preferences: Mapping[str, Any], internal: bool) -> str:
    """Who wrote: what a trigger or scheduler sent is a machine's, and so is a customer's automatic answer.

    Zammad marks mails with an ``Auto-Submitted`` header, out-of-office notes and the like as ``is-auto-response``: no
    customer waits for a reply to one.
    """
    ruled = word_in(preferences.get("perform_origin"), "preferences.perform_origin") is not None
    if preferences.get("is-auto-response") is True or ruled or preferences.get("notification") is True:
        return "bot"
    if sender == "System":
        return "system" if internal else "bot"
    return sender.lower()


def history(record: Mapping[str, Any], values: Values, line: int) -> Row | Ignored:
    """The event of an entry of a history. Raises Fault."""
    if word_in(record.get("object"), "object") != "Ticket":
        return Ignored(line, "TK_OTHER", "An entry of a history that is not about the ticket itself.")
    told = _told(record, values)
    if told is None:
        return Ignored(line, "TK_OTHER", "A change of a ticket that is neither of its state nor of its group.")
    return row(
        contact_id=values.ticket(record.get("o_id"), "o_id"),
        event_id=values.numbered(record.get("id"), "id", "h"),
        at_us=values.instant(record.get("created_at"), "created_at"),
        **told,
    )


def _told(record: Mapping[str, Any], values: Values) -> dict[str, str | None] | None:
    kind, attribute = word_in(record.get("type"), "type"), word_in(record.get("attribute"), "attribute")
    if kind == "created":
        return {"status": "new"}
    if kind == "merged_into":
        return {"status": "merged"}
    if kind != "updated":
        return None
    value = values.name(record.get("value_to"), "value_to")
    if attribute == "group":
        return {"queue": value}
    if attribute != "state":
        return None
    status = STATES.get(value or "")
    if status is None:
        known = ", ".join(STATES)
        raise Fault("TK_STATUS", f"the state {quoted(value or '')} is none of: {known}; what it means is not guessed.")
    return {"status": status}


def ticket(record: Mapping[str, Any], values: Values) -> Row:
    """The event of a ticket: that it was created. Raises Fault."""
    return row(
        contact_id=values.ticket(record.get("id"), "id"),
        event_id="c",
        at_us=values.instant(record.get("created_at"), "created_at"),
        status="new",
    )
