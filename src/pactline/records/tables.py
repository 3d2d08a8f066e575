"""The tables of a record set: the contacts, and what is told beside them.

Most agreements are about contacts. Agent time, diallers, written threads and sources that only count have tables of
their own, kept, settled and digested by the same rules. A row is known by its key; the instant in ``at`` places it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from pactline.records.columns import CHANNELS, COLUMNS, DIRECTIONS, SOURCE_COLUMNS, YES_NO, Column, Kind, column

EVERY_QUEUE = "*"
"""The queue of an agent's state that is not tied to one."""

PLANS = ("actual", "scheduled")
AGENT_STATES_WORDS = (
    "logged_out", "available", "alerting", "talking", "holding", "wrapping", "break", "other_paid", "unknown",
)  # fmt: skip
RESULTS = ("person", "machine", "no_answer", "busy", "not_in_service", "abandoned", "other")
AUTHORS = ("customer", "agent", "bot", "system")
STATUSES = ("new", "open", "pending", "on_hold", "solved", "closed", "merged")
WHATS = (
    "offered", "answered", "abandoned", "short_abandoned", "flowed_out", "callback", "refused", "transferred",
    "answered_within", "abandoned_within",
    "wait_answered_ms", "wait_abandoned_ms", "talk_ms", "hold_ms", "wrap_ms", "longest_wait_ms",
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """One kind of record: its columns, what tells two rows apart, and which instant places a row."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]  # these are never null
    at: str
    quarter: str = "at_quarter"  # ``at`` divided by a quarter of an hour: the grain of all counting
    until: str | None = None  # of rows that last: their end. An engine cuts such rows at every quarter of an hour

    @cached_property
    def stored(self) -> tuple[str, ...]:
        """The names of every column of a stored row, in order."""
        return (*(c.name for c in (*self.columns, *SOURCE_COLUMNS)), self.quarter)

    @cached_property
    def canonical(self) -> str:
        """SQL for the canonical content of a row: ``name=value`` of every column that is not null, in order, between
        U+001F."""
        return "concat_ws(chr(31), " + ", ".join(f"'{c.name}=' || {c.name}" for c in self.columns) + ")"

    @cached_property
    def by_plain_name(self) -> Mapping[str, Column]:
        """The columns by their names in the plain format."""
        return MappingProxyType({c.plain: c for c in self.columns})

    def keys(self, of: str = "") -> str:
        """The key columns for SQL, each with its table's letter: ``s.contact_id, s.visit``."""
        return ", ".join(f"{of}.{name}" if of else name for name in self.key)

    def same(self, one: str, other: str) -> str:
        """SQL for: two rows have one key."""
        return " AND ".join(f"{one}.{name} = {other}.{name}" for name in self.key)

    def called(self, key: Sequence[Any]) -> str:
        """A row by its key, for messages."""
        if self is CONTACTS:
            return f"contact {key[0]}" + (f", visit {key[1]}," if key[1] > 1 else "")
        return f"the row of {self.name} with " + ", ".join(
            f"{name} {value}" for name, value in zip(self.key, key, strict=True)
        )


_FLAGS = column("flags", Kind.TEXT, "doubts about the row, from the closed list FLAGS, separated by ;")
_TAGS = column("tags", Kind.TEXT, "further facts as key=value;key=value, keys in order")
_REVISION = column("source_rev", Kind.WHOLE, "revision of the row: of one key, only the greatest counts")

CONTACTS = Table(
    "contacts",
    "one row is one queue visit of a contact",
    COLUMNS,
    ("contact_id", "visit"),
    "offered_us",
    "offered_quarter",
)
AGENT_STATES = Table(
    "agent_states",
    "one row is a stretch of time in which an agent was (or was to be) in one state",
    (
        column("agent", Kind.TEXT, "the agent"),
        column("plan", Kind.TEXT, "what happened, or what the schedule says", words=PLANS),
        column("state", Kind.TEXT, "what the agent did", words=AGENT_STATES_WORDS),
        column("reason", Kind.TEXT, "the source's own word for the state"),
        column("queue", Kind.TEXT, "the queue the state is about; * for all of the agent's queues"),
        column("from_us", Kind.INSTANT, "the stretch begins", "from_at"),
        column("to_us", Kind.INSTANT, "the stretch is over", "to_at"),
        _FLAGS,
        _REVISION,
    ),
    ("agent", "plan", "queue", "from_us"),
    "from_us",
    until="to_us",
)
ATTEMPTS = Table(
    "attempts",
    "one row is one attempt of a dialler to reach somebody",
    (
        column("attempt_id", Kind.TEXT, "the attempt"),
        column("campaign", Kind.TEXT, "the campaign it belongs to"),
        column("customer", Kind.TEXT, "whom it was meant for: hashed number or customer id"),
        column("debt", Kind.TEXT, "the debt it was about, where caps are per person and debt"),
        column("dialled_us", Kind.INSTANT, "the dialler began", "dialled_at"),
        column("local_zone", Kind.TEXT, "the time zone of the place that was called"),
        column("local_day", Kind.WHOLE, "the day there, counted from 1970-01-01"),
        column("local_second", Kind.WHOLE, "the second of that day by the clock there"),
        column("result", Kind.TEXT, "what came of it", words=RESULTS),
        column("greeting_start_us", Kind.INSTANT, "the person began to greet", "greeting_start"),
        column("greeting_end_us", Kind.INSTANT, "the person had greeted", "greeting_end"),
        column("connected_us", Kind.INSTANT, "the person was connected to an agent", "connected_at"),
        column("ended_us", Kind.INSTANT, "it was over", "ended_at"),
        column("ring_ms", Kind.DURATION, "how long it rang", "ring_s"),
        column("agent", Kind.TEXT, "the agent"),
        column("consent", Kind.TEXT, "whether the person had asked for the call", words=YES_NO),
        column("disposition", Kind.TEXT, "the agent's code for what came of it"),
        _TAGS,
        _FLAGS,
        _REVISION,
    ),
    ("attempt_id",),
    "dialled_us",
)
TICKET_EVENTS = Table(
    "ticket_events",
    "one row is a message of a written contact, or a change of its status",
    (
        column("contact_id", Kind.TEXT, "the ticket or thread"),
        column("event_id", Kind.TEXT, "the message or change"),
        column("at_us", Kind.INSTANT, "when it was written or changed", "at"),
        column("channel", Kind.TEXT, "how the customer wrote", words=CHANNELS),
        column("queue", Kind.TEXT, "the queue or group it lies with from now on"),
        column("author", Kind.TEXT, "who wrote; empty for a change of status alone", words=AUTHORS),
        column("public", Kind.TEXT, "whether the customer could read it", words=YES_NO),
        column("status", Kind.TEXT, "the status from now on", words=STATUSES),
        column("agent", Kind.TEXT, "the agent who wrote or took it"),
        column("customer", Kind.TEXT, "hashed address or customer id"),
        _TAGS,
        _FLAGS,
        _REVISION,
    ),
    ("contact_id", "event_id"),
    "at_us",
)
INTERVAL_COUNTS = Table(
    "interval_counts",
    "one row is one count of one interval, from a source that only counts",
    (
        column("queue", Kind.TEXT, "the queue, line or area"),
        column("channel", Kind.TEXT, "how the customers came", words=CHANNELS),
        column("direction", Kind.TEXT, "who called whom", words=DIRECTIONS),
        column("from_us", Kind.INSTANT, "the interval begins", "from_at"),
        column("to_us", Kind.INSTANT, "the interval is over", "to_at"),
        column("what", Kind.TEXT, "what was counted or, with _ms, added up", words=WHATS),
        column("within_ms", Kind.DURATION, "of answered_within and abandoned_within: the wait; else 0", "within_s"),
        column("value", Kind.WHOLE, "how many, or how many milliseconds"),
        _REVISION,
    ),
    ("queue", "channel", "direction", "from_us", "to_us", "what", "within_ms"),
    "from_us",
)

TABLES: Mapping[str, Table] = MappingProxyType(
    {table.name: table for table in (CONTACTS, AGENT_STATES, ATTEMPTS, TICKET_EVENTS, INTERVAL_COUNTS)}
)
