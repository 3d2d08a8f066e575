"""A contact record (contact trace record): what it says about one part of a contact.

Source: the data model of contact records in the administrator guide of Amazon Connect; a real record in three
deliveries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pactline.importers.amazon_connect.parts import Part
from pactline.importers.amazon_connect.told import Told, tail
from pactline.importers.amazon_connect.words import (
    BY_AGENT,
    BY_CUSTOMER,
    CALLBACK,
    CHANNELS,
    DIALLED,
    ENDED_IN_FLOW,
    ENDED_UNANSWERED,
    INBOUND,
    MESSAGING,
    NO_CONTACT,
    OUTBOUND,
)
from pactline.importers.customers import hashed
from pactline.importers.fault import Fault, quoted
from pactline.records.columns import Outcome

NO_QUEUE = "no queue"
"""Stands for the queue where a contact never had one."""

WITHHELD = frozenset({"anonymous", "unknown", "private", "restricted", "unavailable", "withheld"})
_SECOND_US = 1_000_000
_MS_US = 1_000
_PLAINLY = {
    "arrived_us": "the beginning",
    "offered_us": "the entry into the queue",
    "answered_us": "the connection to the agent",
    "left_us": "the exit from the queue",
    "ended_us": "the end",
}
"""The instants of a row in their order, in words."""


@dataclass
class Course:
    """When what happened, from a record or from events; instants in microseconds, durations in milliseconds."""

    method: str
    channel: str
    begun_us: int
    queue: str | None
    enqueued_us: int | None
    dequeued_us: int | None = None
    wait_ms: int | None = None
    reached_us: int | None = None  # the customer's end was connected to the system
    connected_us: int | None = None  # the agent was connected
    agent: str | None = None
    over_us: int | None = None  # the customer's end was disconnected
    reason: str | None = None
    agent_left_us: tuple[int, ...] = ()  # what else ended the agent's part: after-contact work, a transfer
    transferred_to: str | None = None  # the kind of endpoint, once the transfer was completed
    talk_ms: int | None = None
    hold_ms: int | None = None
    paused_ms: int = 0
    flags: set[str] = field(default_factory=set)

    @property
    def dialled(self) -> bool:
        """Whether the agent was there first and the customer had to pick up."""
        return self.channel == "voice" and (self.method in DIALLED or self.method.startswith(CALLBACK))

    @property
    def outbound(self) -> bool:
        """Whether the contact went out to the customer."""
        by_api = self.method == "API" and self.channel == "voice"
        return by_api or self.method in OUTBOUND or self.method.startswith(CALLBACK)

    @property
    def by_customer(self) -> bool:
        """Whether a customer's wish arrived, and first met a flow."""
        return self.method in BY_CUSTOMER and not self.outbound

    @property
    def answered_us(self) -> int | None:
        """When customer and agent were both connected; None if they never were."""
        if self.connected_us is None or not self.dialled:
            return self.connected_us
        return None if self.reached_us is None else max(self.connected_us, self.reached_us)


def record_part(told: Told, customer_key: bytes | None) -> Part | tuple[str, str]:
    """The part a contact record tells, or the code and reason why it is about none. Raises Fault."""
    name, begun = told.id("ContactId"), told.at("InitiationTimestamp")
    if name is None:
        raise Fault("ID_EMPTY", "ContactId is missing; without it one delivery cannot be told from another.")
    contact = told.id("InitialContactId") or name
    method = told.word("InitiationMethod") or "INBOUND"
    if method in NO_CONTACT:
        return NO_CONTACT[method]
    course = _course(told, method, begun)
    row = visit(course)
    if row is not None:
        row |= _beside(told, course, customer_key)
        if name != contact and method.startswith(CALLBACK):
            row["callback_of"] = contact
    waits = row is not None and _open_to_next(course, row)
    previous, following = told.id("PreviousContactId"), told.id("NextContactId")
    revision = _revision(told, course)
    return Part(name, contact, method, course.begun_us, revision, row, following, previous, waits)


def _course(told: Told, method: str, begun: int | None) -> Course:
    queue, agent = told.inside("Queue"), told.inside("Agent")
    enqueued = queue.at("EnqueueTimestamp")
    first = begun if begun is not None else enqueued
    if first is None:
        raise Fault("FIELD_MISSING", "InitiationTimestamp is missing.")
    connected, moved = agent.at("ConnectedToAgentTimestamp"), told.at("TransferCompletedTimestamp")
    to = told.inside("TransferredToEndpoint")
    ends = (agent.at("AfterContactWorkStartTimestamp"), moved)
    username = agent.name("Username") or tail(agent.text("ARN"), "agent")
    return Course(
        method,
        _channel(told),
        first,
        (queue.name("Name") or tail(queue.text("ARN"), "queue") or NO_QUEUE) if queue else None,
        enqueued,
        queue.at("DequeueTimestamp"),
        queue.ms("Duration"),
        told.at("ConnectedToSystemTimestamp"),
        connected,
        username if connected is not None else None,
        told.at("DisconnectTimestamp"),
        told.text("DisconnectReason"),
        tuple(us for us in ends if us is not None),
        (to.word("Type") or "UNKNOWN") if to and moved is not None else None,
        agent.ms("AgentInteractionDuration"),
        agent.ms("CustomerHoldDuration"),
        agent.ms("AgentPauseDuration") or 0,
    )


def _channel(told: Told) -> str:
    word = told.word("Channel")
    if word is None or word not in CHANNELS:
        raise Fault("ENUM_CHANNEL", f"Channel {quoted(word or '')} is none of: {', '.join(CHANNELS)}.")
    subtype = told.inside("SegmentAttributes").inside("connect:Subtype").text("ValueString")
    return "message" if word == "CHAT" and subtype in MESSAGING else CHANNELS[word]


def _beside(told: Told, course: Course, customer_key: bytes | None) -> dict[str, Any]:
    """What the record says beside the course of the contact. Attributes are left alone: they may name persons."""
    address = told.inside("CustomerEndpoint").text("Address")
    known = address is not None and address.lower() not in WITHHELD
    answered = course.answered_us is not None
    return {
        "customer": hashed(address, customer_key) if known and address else None,
        "legs_offered": told.whole("AgentConnectionAttempts"),
        "wrap_ms": told.inside("Agent").ms("AfterContactWorkDuration") if answered else None,
    }


def _revision(told: Told, course: Course) -> int:
    """The instant of the last update to the millisecond; without one the latest instant the record knows."""
    updated = told.at("LastUpdateTimestamp")
    if updated is None:
        later = (course.reached_us, course.enqueued_us, course.dequeued_us, course.connected_us, course.over_us)
        known = [us for us in (*later, *course.agent_left_us) if us is not None]
        updated = max([course.begun_us, *known])
    return updated // _MS_US * _MS_US


# -- from the course of a contact to its row


def visit(course: Course) -> dict[str, Any] | None:
    """The row as far as this part alone tells it; None where it is no queue visit and no wish of its own.

    Raises Fault where what it says cannot be.
    """
    if course.queue is None and course.connected_us is None and not course.by_customer:
        return None
    if course.queue is not None and course.enqueued_us is None and not course.outbound:
        raise Fault("FIELD_MISSING", "There is a queue without EnqueueTimestamp; when the wait began is not known.")
    offered = course.begun_us if course.enqueued_us is None else course.enqueued_us
    row: dict[str, Any] = {
        "channel": "callback" if course.method.startswith(CALLBACK) else course.channel,
        "queue": course.queue or NO_QUEUE,
        "direction": "outbound" if course.outbound else "inbound",
        "arrived_us": course.begun_us,
        "offered_us": offered,
        "reason": course.reason,
        "transfer_in": "queue" if course.method == BY_AGENT else None,
    }
    if course.by_customer and course.queue is not None:
        row["self_service"] = "passed_on"
    answered = course.answered_us
    if answered is not None:
        row |= _conversation(course, answered)
    elif course.over_us is None:
        row["outcome"] = Outcome.OPEN.value
    else:
        row |= _unanswered(course, course.over_us)
    row["wait_ms"] = _wait(course, row)
    _check(row, course.flags)
    row["flags"] = ";".join(sorted(course.flags)) or None
    return row


def _conversation(course: Course, answered: int) -> dict[str, Any]:
    row: dict[str, Any] = {"outcome": Outcome.OPEN.value, "answered_us": answered, "agent": course.agent}
    if course.over_us is None:
        return row
    ended = min([course.over_us, *(us for us in course.agent_left_us if us >= answered)])
    row |= {"outcome": Outcome.ANSWERED.value, "ended_us": ended}
    row |= {"talk_ms": course.talk_ms, "hold_ms": course.hold_ms}
    if course.transferred_to is not None:
        row["transfer_out"] = "queue" if course.transferred_to == "CONTACT_FLOW" else "external"
    if course.talk_ms is not None and course.connected_us is not None:  # dialled: the agent was there from the dialling
        said_us = (course.talk_ms + (course.hold_ms or 0) + course.paused_ms) * 1_000
        if min(abs(ended - us - said_us) for us in (answered, course.connected_us)) > 2 * _SECOND_US:
            course.flags.add("durations_disagree")
    return row


def _unanswered(course: Course, over: int) -> dict[str, Any]:
    left = over if course.dequeued_us is None else course.dequeued_us
    if course.queue is None and not course.dialled:
        told = ENDED_IN_FLOW.get((course.reason or "").upper())
        onward = "passed_on" if course.transferred_to is not None else told
        return {"outcome": Outcome.REFUSED.value, "left_us": over, "self_service": onward}
    if course.dialled:  # the customer did not pick up
        return {"outcome": Outcome.FAILED.value, "left_us": left}
    if course.transferred_to is not None:
        kind = "queue" if course.transferred_to == "CONTACT_FLOW" else "external"
        return {"outcome": Outcome.FLOWED_OUT.value, "left_us": left, "transfer_out": kind}
    outcome = ENDED_UNANSWERED.get((course.reason or "").upper(), Outcome.ABANDONED)
    return {"outcome": outcome.value, "left_us": left}


def _open_to_next(course: Course, row: dict[str, Any]) -> bool:
    """Whether the part that came of this one decides what became of it."""
    unanswered = course.answered_us is None and course.over_us is not None and not course.dialled
    return course.transferred_to is None and (unanswered or row["outcome"] == Outcome.ANSWERED.value)


def _wait(course: Course, row: dict[str, Any]) -> int | None:
    """The wait as the source says, else from the instants; where both are there they are compared."""
    if course.queue is None:
        return None
    until = course.dequeued_us
    if until is None:
        until = row.get("answered_us") or row.get("left_us")
    clock = None if until is None or course.enqueued_us is None else until - course.enqueued_us
    if course.wait_ms is None:
        if clock is not None and clock < 0:
            course.flags |= {"wait_unknown", "clock_disagrees"}
            return None
        return None if clock is None else clock // 1_000
    answered = row.get("answered_us")
    spans = [clock] if course.dialled or answered is None else [clock, answered - row["offered_us"]]
    if any(span is not None and abs(span - course.wait_ms * 1_000) > _SECOND_US for span in spans):
        course.flags.add("clock_disagrees")
    return course.wait_ms


def _check(row: dict[str, Any], flags: set[str]) -> None:
    """The instants in order: by more than a second of disorder the row is refused, by less it is marked."""
    before, latest = "", 0
    for name in _PLAINLY:
        instant = row.get(name)
        if instant is None:
            continue
        if latest - instant > _SECOND_US:
            raise Fault("TIME_ORDER", f"{_PLAINLY[name]} lies before {_PLAINLY[before]}; at most one second may.")
        if instant < latest:
            flags.add("clock_disagrees")
        else:
            before, latest = name, instant


def known_method(method: str) -> bool:
    """Whether a way of beginning is one this reader knows."""
    return method in INBOUND or method in OUTBOUND or method in NO_CONTACT or method.startswith(CALLBACK)
