"""Frappe Helpdesk: communications, comments and activities of tickets, and tickets, as its REST interface lists them.

Times are local times of the site. See docs/how-to/import-tickets.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pactline.importers.customers import hashed
from pactline.importers.fault import Fault, quoted
from pactline.importers.files.strict_json import text_in, word_in
from pactline.importers.reading import Ignored, Reading
from pactline.importers.tickets.values import CLOCKS_APART_US, Values, row
from pactline.records.staging import Row

STATES: Mapping[str, str] = {"Open": "open", "Replied": "pending", "Resolved": "solved", "Closed": "closed"}
_SET = re.compile(r"set (status|team) to (.+)", re.DOTALL)
_MACHINE = ("Automated Message", "Bot", "Notification")


def is_communication(record: Mapping[str, Any]) -> bool:
    """Whether a record is a communication."""
    return "sent_or_received" in record and "reference_name" in record


def is_comment(record: Mapping[str, Any]) -> bool:
    """Whether a record is a comment, which only agents see."""
    return "reference_ticket" in record and "commented_by" in record


def is_activity(record: Mapping[str, Any]) -> bool:
    """Whether a record is an activity."""
    return "action" in record and "ticket" in record


def is_ticket(record: Mapping[str, Any]) -> bool:
    """Whether a record is a ticket."""
    return "raised_by" in record and "agent_group" in record


def communication(record: Mapping[str, Any], values: Values, reading: Reading, line: int) -> Row | Ignored:
    """The event of a communication. Raises Fault."""
    about = word_in(record.get("reference_doctype"), "reference_doctype")
    if about not in (None, "HD Ticket"):
        return Ignored(line, "TK_OTHER", f"A communication about {quoted(about)}, which is no ticket.")
    way = word_in(record.get("sent_or_received"), "sent_or_received")
    if way not in ("Sent", "Received"):
        raise Fault("TK_SENDER", f"sent_or_received {quoted(way or '')} is neither Sent nor Received.")
    machine = word_in(record.get("communication_type"), "communication_type") in _MACHINE
    author = "bot" if machine else "agent" if way == "Sent" else "customer"
    at, twice = values.local(record.get("creation"), "creation")
    sender = word_in(record.get("sender"), "sender")
    user = record.get("user") if isinstance(record.get("user"), str) else None
    return row(
        contact_id=values.ticket(record.get("reference_name"), "reference_name"),
        event_id=values.numbered(record.get("name"), "name", "m"),
        at_us=at,
        channel="email",
        author=author,
        public="yes",
        agent=values.name(user or sender, "sender") if author == "agent" else None,
        customer=hashed(sender, reading.customer_key) if author == "customer" and sender else None,
        flags=";".join(flag for flag in (_clock(record, at, values), twice) if flag) or None,
    )


def _clock(record: Mapping[str, Any], at: int, values: Values) -> str | None:
    """A flag where the mail's own clock tells another time than the server's, which is taken."""
    if text_in(record.get("communication_date"), "communication_date") is None:
        return None
    apart = abs(values.local(record.get("communication_date"), "communication_date")[0] - at)
    return "clock_disagrees" if apart > CLOCKS_APART_US else None


def comment(record: Mapping[str, Any], values: Values) -> Row:
    """The event of a comment. Raises Fault."""
    at, twice = values.local(record.get("creation"), "creation")
    return row(
        contact_id=values.ticket(record.get("reference_ticket"), "reference_ticket"),
        event_id=values.numbered(record.get("name"), "name", "n"),
        at_us=at,
        author="agent",
        public="no",
        agent=values.name(record.get("commented_by"), "commented_by"),
        flags=twice,
    )


def activity(record: Mapping[str, Any], values: Values, line: int) -> Row | Ignored:
    """The event of an activity. Raises Fault."""
    action = text_in(record.get("action"), "action") or ""
    told = _SET.fullmatch(action)
    if told is None and action != "created this ticket":
        return Ignored(line, "TK_OTHER", "A change of a ticket that is neither of its state nor of its team.")
    found: dict[str, str | None] = {"status": "new"}
    if told is not None and told[1] == "team":
        found = {"queue": values.name(told[2], "action")}
    elif told is not None:
        if told[2] not in STATES:
            known = ", ".join(STATES)
            raise Fault("TK_STATUS", f"the state {quoted(told[2])} is none of: {known}; what it means is not guessed.")
        found = {"status": STATES[told[2]]}
    at, twice = values.local(record.get("creation"), "creation")
    return row(
        contact_id=values.ticket(record.get("ticket"), "ticket"),
        event_id=values.numbered(record.get("name"), "name", "v"),
        at_us=at,
        flags=twice,
        **found,
    )


def ticket(record: Mapping[str, Any], values: Values) -> Row:
    """The event of a ticket: that it was created, or that it was merged into another. Raises Fault."""
    name = values.ticket(record.get("name"), "name")
    if word_in(record.get("is_merged"), "is_merged") == "1" or record.get("is_merged") is True:
        at, twice = values.local(record.get("modified"), "modified")
        return row(contact_id=name, event_id="x", at_us=at, status="merged", flags=twice, source_rev=at)
    at, twice = values.local(record.get("creation"), "creation")
    return row(contact_id=name, event_id="c", at_us=at, status="new", flags=twice)
