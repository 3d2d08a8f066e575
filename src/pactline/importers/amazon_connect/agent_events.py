"""The agent event stream: what an agent did from one event to the next.

An event holds a snapshot of the agent after it. So one event begins one stretch, which lasts until the agent's next
event, whatever that is; it becomes a row when its end is known. An event that turns up late only cuts a stretch in
two: the row that began before it gets a nearer end and a greater revision, and no row is ever left without an event.

Source: the data model of agent event streams in the administrator guide of Amazon Connect.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pactline.importers.amazon_connect.told import Told, tail
from pactline.importers.amazon_connect.words import BREAKS, TALKING
from pactline.importers.fault import Fault
from pactline.records.staging import Row
from pactline.records.tables import EVERY_QUEUE

DAY_US = 86_400_000_000
SILENT_US = 300_000_000
"""A heartbeat comes every 120 seconds while nothing else does; after two that are missing the state is unknown."""

_TYPES = ("LOGIN", "STATE_CHANGE", "HEART_BEAT", "LOGOUT")  # in this order, of one instant
_END_OF_CENTURY_US = 4_102_444_800_000_000
_PER_EVENT = 10**16
_NAMES_BREAK = re.compile(r"\b(?:" + "|".join(BREAKS) + r")s?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Moment:
    """One event of an agent."""

    us: int
    type: str
    id: str
    key: str  # of the agent: the ARN
    agent: str  # the user name
    state: str
    reason: str

    @property
    def place(self) -> tuple[int, int, str, str]:
        """Events in order of time; of one instant in the order of a working day."""
        return self.us, _TYPES.index(self.type), self.id, self.to_text()

    @property
    def day(self) -> int:
        """The UTC day it is carried under."""
        return self.us // DAY_US

    def to_text(self) -> str:
        """As one line."""
        return json.dumps(vars(self), sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def moment_of(text: str) -> Moment:
    """The event of :meth:`Moment.to_text`."""
    return Moment(**json.loads(text))


def read_moment(told: Told) -> Moment:
    """An event of the stream. Raises Fault."""
    us, name, kind = told.at("EventTimestamp"), told.name("EventId"), told.word("EventType")
    if us is None or name is None:
        raise Fault("FIELD_MISSING", "EventTimestamp or EventId is missing.")
    if kind not in _TYPES:
        raise Fault("AC_AGENT_EVENT", f"EventType {kind!r} is none of: {', '.join(_TYPES)}.")
    now, before = told.inside("CurrentAgentSnapshot"), told.inside("PreviousAgentSnapshot")
    arn = tail(told.text("AgentARN"), "agent")
    users = [snapshot.inside("Configuration").name("Username") for snapshot in (now, before)]
    agent = users[0] or users[1] or arn
    if agent is None:
        raise Fault("FIELD_MISSING", "Neither AgentARN nor a Username says whom the event is about.")
    state, reason = ("logged_out", "LOGOUT") if kind == "LOGOUT" else _state(now)
    return Moment(us, kind, name, arn or agent, agent, state, reason)


def _state(snapshot: Told) -> tuple[str, str]:
    """State and the source's own word: of the contacts if there are any, else of the agent's status."""
    contacts = {contact.word("State") for contact in snapshot.objects("Contacts")}
    for word, state in TALKING.items():
        if word in contacts:
            return state, word
    status = snapshot.inside("AgentStatus")
    name, kind = status.text("Name"), status.word("Type")
    if name is None or name == "Error":
        return "unknown", name or "no status"
    if kind == "OFFLINE" or name == "Offline":
        return "logged_out", name
    if kind == "ROUTABLE" or name == "Available":
        return "available", name
    return "break" if _NAMES_BREAK.search(name) else "other_paid", name


# -- from events to stretches


@dataclass(frozen=True)
class Stretch:
    """What is known from one instant on: its rows (several where an event is told in two ways), none while it lasts."""

    us: int
    moments: tuple[Moment, ...]  # all events of the instant
    rows: tuple[Row, ...]


def stretches(moments: Iterable[Moment]) -> list[Stretch]:
    """The stretches of one agent, in order of time."""
    by_instant: dict[int, list[Moment]] = {}
    for moment in sorted(moments, key=lambda each: each.place):
        by_instant.setdefault(moment.us, []).append(moment)
    ends = [*list(by_instant)[1:], None]
    made = []
    for (us, told), until in zip(by_instant.items(), ends[: len(by_instant)], strict=True):
        rows = () if until is None else _rows(told, until)
        made.append(Stretch(us, tuple(told), rows))
    return made


def _rows(told: Sequence[Moment], until: int) -> tuple[Row, ...]:
    last = [moment for moment in told if moment.id == told[-1].id]
    rows: dict[str, Row] = {}
    for moment in last:
        row = _row(moment, until, len(told))
        rows[json.dumps(row, sort_keys=True)] = row
    return tuple(rows.values())


def _row(moment: Moment, until: int, events: int) -> Mapping[str, Any]:
    silent = until - moment.us > SILENT_US and moment.state != "logged_out"
    return {
        "agent": moment.agent,
        "plan": "actual",
        "state": "unknown" if silent else moment.state,
        "reason": "no heartbeat" if silent else moment.reason,
        "queue": EVERY_QUEUE,
        "from_us": moment.us,
        "to_us": until,
        "source_rev": events * _PER_EVENT + _END_OF_CENTURY_US - until,
    }
