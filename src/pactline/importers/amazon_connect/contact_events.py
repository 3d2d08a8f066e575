"""Contact events: the news of a contact as the event bus sends them, each a part of the whole until the record comes.

Events are neither ordered nor complete. All that are known of one ContactId are laid together; what they make has a
smaller revision than any contact record, so the record of the same contact takes its place whenever it comes.

Source: the data model of contact events in the administrator guide of Amazon Connect and its two examples.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from pactline.importers.amazon_connect.contact_records import NO_QUEUE, Course, visit
from pactline.importers.amazon_connect.parts import Part
from pactline.importers.amazon_connect.told import Told, tail
from pactline.importers.amazon_connect.words import CHANNELS
from pactline.importers.fault import Fault, quoted
from pactline.records.columns import Outcome

_TIMES = ("initiationTimestamp", "connectedToSystemTimestamp", "disconnectTimestamp")
_AT_LEAST = {
    "INITIATED": "initiationTimestamp",
    "CONNECTED_TO_SYSTEM": "connectedToSystemTimestamp",
    "QUEUED": "enqueueTimestamp",
    "CONNECTED_TO_AGENT": "connectedToAgentTimestamp",
    "DISCONNECTED": "disconnectTimestamp",
}
"""The instant an event is about. The first events of 2021 carry none; then the time on the envelope stands for it."""

_ORDER = (*_AT_LEAST, "COMPLETED")
Facts = dict[str, Any]


def facts_of(event: Told, envelope_us: int | None) -> Facts:
    """What one event says. Raises Fault."""
    name = event.id("contactId")
    kind = event.word("eventType")
    if name is None or kind is None:
        raise Fault("ID_EMPTY", "contactId or eventType is missing; nobody knows what the event is about.")
    channel = event.word("channel")
    if channel is not None and channel not in CHANNELS:
        raise Fault("ENUM_CHANNEL", f"channel {quoted(channel)} is none of: {', '.join(CHANNELS)}.")
    queue, agent = event.inside("queueInfo"), event.inside("agentInfo")
    facts: Facts = {
        "id": name,
        "contact": event.id("initialContactId"),
        "previous": event.id("previousContactId"),
        "kind": kind,
        "channel": channel,
        "method": event.word("initiationMethod"),
        "queue": tail(queue.text("queueArn") or queue.text("arn"), "queue"),
        "enqueueTimestamp": queue.at("enqueueTimestamp"),
        "dequeueTimestamp": queue.at("dequeueTimestamp"),
        "agent": tail(agent.text("agentArn") or agent.text("arn"), "agent"),
        "connectedToAgentTimestamp": agent.at("connectedToAgentTimestamp"),
        "acw": agent.at("afterContactWorkStartTimestamp"),
        "reason": event.text("disconnectReason"),
        **{time: event.at(time) for time in _TIMES},
    }
    about = _AT_LEAST.get(kind)
    if about is not None and facts[about] is None:
        facts[about] = envelope_us
    if kind == "QUEUED" and facts["queue"] is None:
        facts["queue"] = NO_QUEUE
    return {key: value for key, value in facts.items() if value is not None}


def facts_text(facts: Facts) -> str:
    """As one line: what is told apart, and carried."""
    return json.dumps(facts, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def id_of(text: str) -> str:
    """The ContactId an event is about, from its line."""
    return str(json.loads(text)["id"])


def contact_of(facts: Facts) -> str:
    """The contact that the event's part belongs to."""
    return str(facts.get("contact") or facts["id"])


def events_part(texts: Collection[str]) -> Part | None:
    """The part that these events of one ContactId make; None while they do not tell enough. Raises Fault.

    Where two events tell a value in two ways, the one that comes later in the course of a contact is believed.
    """
    events = sorted((json.loads(text) for text in texts), key=lambda each: (_rank(each), facts_text(each)))
    known: Facts = {}
    for event in events:
        known |= event
    begun = known.get("initiationTimestamp")
    if begun is None:
        begun = min((known[name] for name in _AT_LEAST.values() if name in known), default=None)
    if begun is None or "channel" not in known:
        return None
    course = Course(
        known.get("method", "INBOUND"),
        CHANNELS[known["channel"]],
        begun,
        known.get("queue"),
        known.get("enqueueTimestamp"),
        known.get("dequeueTimestamp"),
        reached_us=known.get("connectedToSystemTimestamp"),
        connected_us=known.get("connectedToAgentTimestamp"),
        agent=known.get("agent"),
        over_us=known.get("disconnectTimestamp"),
        reason=known.get("reason"),
        agent_left_us=(known["acw"],) if "acw" in known else (),
    )
    early = course.queue is None and course.over_us is None
    unqueued = course.queue is not None and course.enqueued_us is None and not course.outbound
    row = None if early or unqueued else visit(course)
    waits = row is not None and course.over_us is not None and not course.dialled and row["outcome"] != Outcome.OPEN
    return Part(
        known["id"],
        contact_of(known),
        course.method,
        begun,
        2 * len(events),
        row,
        previous=known.get("previous"),
        waits_for_next=waits,
        by_events=True,
        ended=course.over_us is not None,
    )


def _rank(event: Facts) -> int:
    return _ORDER.index(event["kind"]) if event["kind"] in _ORDER else -1
