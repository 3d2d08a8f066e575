"""Records as four helpdesks write them, made up, and what becomes of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.tickets import instant

from pactline.importers.reading import Ignored, Incomplete, Item, Read, Reading, Refused, Source
from pactline.importers.tickets.importing import read

CUSTOMER, AGENT, COLLEAGUE = 527109896, 521231896, 521231897


def at(clock: str, day: str = "2026-03-02") -> str:
    """An instant of that day, in UTC."""
    return f"{day}T{clock}Z"


def us(clock: str, day: str = "2026-03-02") -> int:
    """The same in microseconds."""
    return instant(f"{day} {clock}+00:00")


# -- Zendesk


def comment(author: int | None = CUSTOMER, public: bool = True, **more: Any) -> dict[str, Any]:
    """A comment inside an audit."""
    return {"id": 1, "type": "Comment", "author_id": author, "body": "secret", "public": public, **more}


def created(name: str, value: Any) -> dict[str, Any]:
    """A property that was set when the ticket was created."""
    return {"id": 2, "type": "Create", "field_name": name, "value": value}


def changed(name: str, value: Any, before: Any = None) -> dict[str, Any]:
    """A property that was changed."""
    return {"id": 3, "type": "Change", "field_name": name, "value": value, "previous_value": before}


def notification(*recipients: int) -> dict[str, Any]:
    """What a trigger sent."""
    via = {"channel": "rule", "source": {"from": {"id": 4, "title": "Notify requester"}, "rel": "trigger"}}
    return {"id": 5, "type": "Notification", "via": via, "subject": "s", "body": "b", "recipients": [*recipients]}


def audit(id: int, clock: str, *events: dict[str, Any], ticket: int = 8, author: int = CUSTOMER, **more: Any) -> Any:
    """An audit."""
    via = {"channel": "email", "source": {"from": {}, "to": {}, "rel": None}}
    told = {"id": id, "ticket_id": ticket, "created_at": at(clock), "author_id": author, "via": via, "metadata": {}}
    return {**told, "events": [*events], **more}


def opening(id: int = 100, clock: str = "09:00:00", ticket: int = 8, requester: int = CUSTOMER) -> Any:
    """The audit that created a ticket, with a trigger's thanks."""
    told = [created("status", "new"), created("group_id", "40"), created("requester_id", str(requester))]
    return audit(id, clock, comment(requester), *told, notification(requester), ticket=ticket, author=requester)


# -- Chatwoot


def message(id: int, clock: str, kind: int | str = 0, sender: str | None = "contact", **more: Any) -> Any:
    """A message as the API lists it."""
    told = {"id": id, "content": "secret", "inbox_id": 3, "conversation_id": 245, "message_type": kind}
    told |= {"created_at": us(clock) // 1_000_000, "private": False, "content_type": "text", "content_attributes": {}}
    return {**told, "sender": {"id": 7, "type": sender} if sender else None, **more}


# -- Zammad


def article(id: int, clock: str, sender: str = "Customer", internal: bool = False, **more: Any) -> Any:
    """An article with ``expand=true``."""
    told = {"id": id, "ticket_id": 3, "from": "Bob", "body": "secret", "type": "email", "internal": internal}
    told |= {"sender": sender, "preferences": {}, "created_by_id": 2, "created_by": "bob@example.com"}
    return {**told, "created_at": at(clock).replace("Z", ".119Z"), **more}


def entry(id: int, clock: str, kind: str = "updated", **more: Any) -> Any:
    """An entry of a history."""
    return {"id": id, "o_id": 3, "object": "Ticket", "type": kind, "created_by_id": 9, "created_at": at(clock), **more}


# -- Frappe Helpdesk


def communication(name: str, clock: str, way: str = "Received", **more: Any) -> Any:
    """A communication about a ticket; its time is the site's."""
    told = {"name": name, "creation": f"2026-03-02 {clock}.123456", "sender": "bob@example.com", "content": "secret"}
    return {**told, "reference_doctype": "HD Ticket", "reference_name": "17", "sent_or_received": way, **more}


def activity(name: str, clock: str, action: str) -> Any:
    """An activity of a ticket."""
    return {"name": name, "ticket": "17", "action": action, "creation": f"2026-03-02 {clock}.000000"}


# -- reading them


def lines(records: Sequence[Any]) -> str:
    """One record a line."""
    return "".join(json.dumps(record) + "\n" for record in records)


def items(folder: Path, *records: Any, text: str | None = None, **declared: Any) -> tuple[list[Item], Reading]:
    """What becomes of records, or of a text."""
    file = folder / "export.json"
    file.write_text(lines(records) if text is None else text, encoding="utf-8")
    reading = Reading(**{"zone": ZoneInfo("Europe/Berlin"), **declared})
    return [item for item in read(Source(file.name, file), reading) if not hasattr(item, "path")], reading  # type: ignore[misc]


def rows(folder: Path, *records: Any, **declared: Any) -> list[dict[str, Any]]:
    """The rows of records, in order of their events."""
    found = [dict(item.row) for item in items(folder, *records, **declared)[0] if isinstance(item, Read)]
    return sorted(found, key=lambda row: (row["at_us"], row["event_id"]))


def codes(folder: Path, *records: Any, **declared: Any) -> list[str]:
    """The codes of what was no row."""
    found = items(folder, *records, **declared)[0]
    return [item.code for item in found if isinstance(item, Refused | Ignored | Incomplete)]


def said(row: dict[str, Any], *names: str) -> tuple[Any, ...]:
    """Some of what a row says."""
    return tuple(row.get(name) for name in names)
