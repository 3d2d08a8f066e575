"""Zendesk's audits of tickets, and its ticket events, which tell the same in other words: what is kept of one.

An audit is one update of a ticket with everything that happened in it: a comment, properties that were set or changed,
notifications that rules sent. It names its author by number; who that is, customer or agent, others must tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pactline.importers.fault import Fault, quoted
from pactline.importers.files.strict_json import Json, list_in, object_in, word_in
from pactline.importers.tickets.values import Values, inside

STATES: Mapping[str, str] = {
    "new": "new",
    "open": "open",
    "pending": "pending",
    "hold": "on_hold",
    "solved": "solved",
    "closed": "closed",
    "deleted": "closed",
}
SYSTEM = "-1"
_CHANNELS: Mapping[str, str] = {
    "email": "email",
    "mail": "email",
    "voice": "voice",
    "phone": "voice",
    "chat": "chat",
    "twitter": "social",
    "facebook": "social",
    "instagram_dm": "social",
    "twitter_dm": "social",
}
_MACHINES = ("rule", "trigger", "automation", "system", "business_rule")
_COMMENTS = ("Comment", "VoiceComment", "FacebookComment", "Tweet")
_NOTES = ("Notification", "NotificationWithCcs", "SmsNotification")
_SET = ("Create", "Change")


@dataclass(frozen=True)
class Audit:
    """What is kept of an update: never a text that somebody wrote."""

    event: str
    at: int
    channel: str
    author: str | None = None  # of the comment, else of the update
    machine: bool = False  # a rule or the system made it
    merge: bool = False
    public: bool | None = None  # of the comment; None: there is none
    status: str | None = None
    group: str | None = None
    requester: str | None = None  # from now on
    told: tuple[str, ...] = ()  # whom rules sent a notification
    audit: bool = True  # False: told as a ticket event

    def text(self) -> str:
        """The audit as it is carried to later files."""
        told = {name: value for name, value in asdict(self).items() if value is not None and value != ()}
        return json.dumps(told, sort_keys=True, separators=(",", ":"))

    @classmethod
    def of(cls, text: str) -> Audit:
        """The reverse of :meth:`text`."""
        told = json.loads(text)
        return cls(**{**told, "told": tuple(told.get("told", ()))})

    @property
    def says_anything(self) -> bool:
        """Whether it makes a row by itself."""
        return self.public is not None or self.status is not None or self.group is not None


def is_audit(record: Mapping[str, Any]) -> bool:
    """Whether a record is an audit."""
    return "ticket_id" in record and "events" in record


def is_ticket_event(record: Mapping[str, Any]) -> bool:
    """Whether a record is a ticket event."""
    return "ticket_id" in record and "child_events" in record


def is_ticket(record: Mapping[str, Any]) -> bool:
    """Whether a record is a ticket."""
    return "requester_id" in record and "submitter_id" in record


def read_ticket(record: Mapping[str, Any], values: Values) -> tuple[str, Audit]:
    """A ticket and what is kept of it: who asked. Raises Fault."""
    at = values.instant(record.get("created_at"), "created_at")
    channel = _CHANNELS.get(_via(record.get("via"))[0], "message")
    requester = word_in(record.get("requester_id"), "requester_id")
    return values.ticket(record.get("id"), "id"), Audit("c", at, channel, requester=requester)


def read(record: Mapping[str, Any], values: Values) -> tuple[str, Audit]:
    """The ticket of an update and what is kept of it. Raises Fault."""
    audit = "events" in record
    via = _via(record.get("via"))
    found: dict[str, Any] = {
        "event": values.numbered(record.get("id"), "id", "u"),
        "at": values.instant(record.get("created_at") or record.get("timestamp"), "created_at"),
        "channel": _CHANNELS.get(via[0], "message"),
        "author": word_in(record.get("author_id" if audit else "updater_id"), "author_id"),
        "merge": "merge" in via,
        "audit": audit,
    }
    machine = bool(set(via) & set(_MACHINES)) or found["author"] == SYSTEM
    events = list_in(record.get("events" if audit else "child_events"), "events")
    for event in events:
        _add(object_in(event, "events"), found, values, machine)
    found.setdefault("machine", machine)
    if found["merge"] and found.get("status") == "closed":
        found["status"] = "merged"
    return values.ticket(record.get("ticket_id"), "ticket_id"), Audit(**found)


def _add(event: Mapping[str, Any], found: dict[str, Any], values: Values, machine: bool) -> None:
    """What one event of an update tells."""
    kind = word_in(event.get("type") or event.get("event_type"), "type")
    via = _via(event.get("via"))
    ruled = machine or bool(set(via) & set(_MACHINES))
    if kind in _COMMENTS:
        public = event.get("public", event.get("comment_public"))
        if not isinstance(public, bool):
            raise Fault("JSON_TYPE", "public of a comment must be true or false.")
        if found.get("public") is not True:  # of several comments in one update the customer can read the public one
            author = word_in(event.get("author_id"), "author_id") or found["author"]
            found |= {"public": public, "author": author, "machine": ruled or author == SYSTEM}
            if via[0] in _CHANNELS:
                found["channel"] = _CHANNELS[via[0]]
    elif kind in _NOTES and ruled:
        told = [word_in(each, "recipients") for each in list_in(event.get("recipients"), "recipients")]
        found["told"] = (*found.get("told", ()), *(each for each in told if each))
    elif kind in _SET:
        for name, value in _properties(event):
            _set(name, value, found, values)
    found["merge"] = found["merge"] or "merge" in via


def _properties(event: Mapping[str, Any]) -> Iterator[tuple[str, Json]]:
    """What was set: in audits a name and its value, in ticket events keys of their own."""
    name = word_in(event.get("field_name"), "field_name")
    if name is not None:
        yield name, event.get("value")
        return
    yield from ((name, event[name]) for name in ("status", "group_id", "requester_id", "tags") if name in event)


def _set(name: str, value: Json, found: dict[str, Any], values: Values) -> None:
    if name == "tags":
        tags = value if isinstance(value, list) else (word_in(value, "tags") or "").split()
        found["merge"] = found["merge"] or "closed_by_merge" in tags
    elif name == "status":
        status = word_in(value, "status") or ""
        if status not in STATES:
            raise Fault("TK_STATUS", f"the status {quoted(status)} is none of: {', '.join(STATES)}.")
        found["status"] = STATES[status]
    elif name == "group_id" and value is not None:
        found["group"] = values.name(value, "group_id")
    elif name == "requester_id":
        found["requester"] = word_in(value, "requester_id")


def _via(value: Json) -> tuple[str, str]:
    """Channel and relation of a ``via``, in lower case: of an audit an object, of a ticket event a word."""
    if isinstance(value, dict):
        channel, relation = value.get("channel"), inside(value, "source", "rel") if value.get("source") else None
        return _plain(channel), _plain(relation)
    return _plain(value), ""


def _plain(value: Json) -> str:
    return (word_in(value, "via") or "").lower().replace(" ", "_")
