"""The columns of a record: one row is one queue visit.

Instants are whole microseconds since 1970-01-01 UTC (``_us``), durations whole milliseconds (``_ms``); what a source
did not say is null. The meaning of each column is part of the plain record format and of the reference page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

CHANNELS = ("voice", "callback", "chat", "message", "email", "social", "task")
DIRECTIONS = ("inbound", "outbound", "internal")
TRANSFERS = ("blind", "attended", "queue", "external")
YES_NO = ("yes", "no")
SELF_SERVICE = ("done", "left", "passed_on")
"""Settled there; hung up there; handed on to a queue."""


class Outcome(StrEnum):
    """How a queue visit ended. Whether an abandon was *short* is a term of an agreement and never stored."""

    ANSWERED = "answered"  # reached an agent
    ABANDONED = "abandoned"  # the customer left the queue unanswered
    FLOWED_OUT = "flowed_out"  # moved on by time-out, key press, overflow or voicemail
    CALLBACK = "callback"  # asked to be called back
    REFUSED = "refused"  # never got into the queue: full, closed, nobody logged in
    FAILED = "failed"  # system fault or test
    OPEN = "open"  # still waiting or talking when the data were cut


class Kind(StrEnum):
    """How a column is stored and compared."""

    TEXT = "text"
    INSTANT = "instant"  # microseconds since 1970-01-01 UTC
    DURATION = "duration"  # milliseconds
    WHOLE = "whole"
    POINTS = "points"  # hundredths


@dataclass(frozen=True)
class Column:
    """One column of a record."""

    name: str
    kind: Kind
    meaning: str
    plain: str  # its name in the plain format, where instants are ISO 8601 text and durations seconds
    words: tuple[str, ...] = ()  # the closed list of values, if there is one

    @property
    def sql_type(self) -> str:
        """The stored type."""
        return "VARCHAR" if self.kind is Kind.TEXT else "BIGINT"


def column(name: str, kind: Kind, meaning: str, plain: str = "", words: tuple[str, ...] = ()) -> Column:
    """A column; in the plain format it has the same name unless another is given."""
    return Column(name, kind, meaning, plain or name, words)


COLUMNS: tuple[Column, ...] = (
    column("contact_id", Kind.TEXT, "the customer contact, shared by all its visits"),
    column("visit", Kind.WHOLE, "1, 2, ... in time order inside the contact"),
    column("channel", Kind.TEXT, "how the customer came", words=CHANNELS),
    column("queue", Kind.TEXT, "the queue, as the source names it"),
    column("direction", Kind.TEXT, "who called whom", words=DIRECTIONS),
    column("arrived_us", Kind.INSTANT, "the system picked up (voice menu begins)", "arrived_at"),
    column("offered_us", Kind.INSTANT, "entered the queue", "offered_at"),
    column("answered_us", Kind.INSTANT, "customer and agent connected", "answered_at"),
    column("left_us", Kind.INSTANT, "left the queue unanswered", "left_at"),
    column("ended_us", Kind.INSTANT, "conversation over", "ended_at"),
    column("outcome", Kind.TEXT, "how the visit ended", words=tuple(Outcome)),
    column("reason", Kind.TEXT, "the source's own word for the outcome"),
    column("wait_ms", Kind.DURATION, "from entering the queue to the answer or to leaving", "wait_s"),
    column("ring_ms", Kind.DURATION, "ring of the answering leg", "ring_s"),
    column("talk_ms", Kind.DURATION, "conversation without hold", "talk_s"),
    column("hold_ms", Kind.DURATION, "customer on hold", "hold_s"),
    column("wrap_ms", Kind.DURATION, "after-contact work", "wrap_s"),
    column("agent", Kind.TEXT, "the answering agent"),
    column("legs_offered", Kind.WHOLE, "agents rung, answered or not"),
    column("transfer_in", Kind.TEXT, "the visit began by a transfer of this kind", words=TRANSFERS),
    column("transfer_out", Kind.TEXT, "the visit ended by a transfer of this kind", words=TRANSFERS),
    column("callback_of", Kind.TEXT, "the contact that asked for this callback"),
    column("customer", Kind.TEXT, "hashed caller number or customer id"),
    column("disposition", Kind.TEXT, "the agent's code for what the contact was about"),
    column("csat", Kind.WHOLE, "the customer's score"),
    column("csat_scale", Kind.TEXT, "the scale of the score"),
    column("surveyed", Kind.TEXT, "whether the customer was asked for a score", words=YES_NO),
    column("resolved", Kind.TEXT, "whether the agent marked the wish as settled", words=YES_NO),
    column("resolved_said", Kind.TEXT, "whether the customer said that the wish was settled", words=YES_NO),
    column("quality_points", Kind.POINTS, "the score of whoever evaluated the contact", "quality"),
    column("self_service", Kind.TEXT, "what became of the wish in the voice menu or the bot", words=SELF_SERVICE),
    column("due_us", Kind.INSTANT, "the instant that was promised to the customer", "due_at"),
    column("tags", Kind.TEXT, "further facts as key=value;key=value, keys in order"),
    column("flags", Kind.TEXT, "doubts about the row, from the closed list FLAGS, separated by ;"),
    column("source_rev", Kind.WHOLE, "revision of the row: of one visit, only the greatest counts"),
)
BY_PLAIN_NAME: Mapping[str, Column] = {column.plain: column for column in COLUMNS}

SOURCE_COLUMNS: tuple[Column, ...] = (
    column("source", Kind.TEXT, "the file the row came from, by the first characters of its SHA-256"),
    column("source_ref", Kind.TEXT, "line or record inside the file"),
    column("content", Kind.TEXT, "SHA-256 of the row's canonical content, source columns left out"),
)

FLAGS: Mapping[str, str] = {
    "no_entry": "the visit's entry into the queue was not logged under its own id",
    "no_end": "the visit's end was not logged",
    "wait_unknown": "the source gives no wait and it cannot be worked out",
    "clock_disagrees": "clock times and durations of the source disagree beyond the tolerance",
    "zone_ambiguous": "a local time that occurs twice; the first was taken",
    "durations_disagree": "talk and hold do not add up to the conversation",
    "truncated": "the source cut the row",
    "restarted": "the system restarted while the visit was open",
    "unknown_event": "the source logged an event this reader does not know",
}
