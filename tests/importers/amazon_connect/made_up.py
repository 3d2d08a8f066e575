"""Records of Amazon Connect as people would get them, small and made up; and what the importer makes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pactline.importers.amazon_connect import importing
from pactline.importers.reading import Item, Read, Reading, Source

ARN = "arn:aws:connect:eu-central-1:123456789012:instance/0b89d1f7-ab32-48f8-9870-67be7409181f"
DAY = "2026-03-02"


def us(clock: str, day: str = DAY) -> int:
    """The instant of a clock time in UTC, in microseconds."""
    from datetime import datetime

    return round(datetime.fromisoformat(f"{day}T{clock}+00:00").timestamp() * 1_000) * 1_000


def at(clock: str | None) -> str | None:
    """A clock time as a contact record writes instants; a whole instant as it is."""
    if clock is None or "T" in clock:
        return clock
    return f"{DAY}T{clock}Z"


def record(
    name: str = "c-1",
    begun: str = "09:00:00",
    enqueued: str | None = "09:00:10",
    connected: str | None = "09:00:30",
    over: str | None = "09:03:30",
    updated: str = "09:05:00",
    **changes: Any,
) -> dict[str, Any]:
    """An inbound call: 10 s in the flow, 20 s in the queue, 3 minutes with an agent."""
    dequeued = connected or over
    wait = None if enqueued is None or dequeued is None else (us(dequeued) - us(enqueued)) // 1_000_000
    talk = None if connected is None or over is None else (us(over) - us(connected)) // 1_000_000
    queue = None if enqueued is None else {
        "ARN": f"{ARN}/queue/3cf4b107", "Name": "Billing", "EnqueueTimestamp": at(enqueued),
        "DequeueTimestamp": at(dequeued), "Duration": wait,
    }  # fmt: skip
    agent = None if connected is None else {
        "ARN": f"{ARN}/agent/7548134e", "Username": "ada", "ConnectedToAgentTimestamp": at(connected),
        "AgentInteractionDuration": talk, "CustomerHoldDuration": 0, "AfterContactWorkDuration": 15,
        "AfterContactWorkStartTimestamp": at(over), "AfterContactWorkEndTimestamp": None,
    }  # fmt: skip
    return {
        "AWSContactTraceRecordFormatVersion": "2017-03-10", "ContactId": name, "InitialContactId": None,
        "PreviousContactId": None, "NextContactId": None, "Channel": "VOICE", "InitiationMethod": "INBOUND",
        "InitiationTimestamp": at(begun), "ConnectedToSystemTimestamp": at(begun), "DisconnectTimestamp": at(over),
        "DisconnectReason": "CUSTOMER_DISCONNECT", "LastUpdateTimestamp": at(updated), "Queue": queue, "Agent": agent,
        "AgentConnectionAttempts": 0 if agent is None else 1, "TransferCompletedTimestamp": None,
        "TransferredToEndpoint": None, "CustomerEndpoint": {"Address": "+4930123456", "Type": "TELEPHONE_NUMBER"},
        "Attributes": {"greetingPlayed": "true", "GreetingPlayed": "true"}, **changes,
    }  # fmt: skip


def gone(name: str = "c-1", **changes: Any) -> dict[str, Any]:
    """A caller who left the queue after 30 s."""
    return record(name, **{"connected": None, "over": "09:00:40", **changes})


def agent_event(
    clock: str,
    kind: str = "STATE_CHANGE",
    *contacts: str,
    status: str = "Available",
    agent: str = "ada",
    **changes: Any,
) -> dict[str, Any]:
    """An event of the agent stream; ``contacts`` are the states of the agent's contacts."""
    day = changes.pop("day", DAY)
    snapshot = {
        "AgentStatus": {"Name": status, "StartTimestamp": f"{day}T08:00:00.000Z"},
        "Configuration": {"Username": agent, "FirstName": "Ada", "LastName": "L"},
        "Contacts": [{"ContactId": f"k-{number}", "State": state} for number, state in enumerate(contacts)],
    }
    return {
        "AWSAccountId": "123456789012", "AgentARN": f"{ARN}/agent/id-of-{agent}", "EventType": kind,
        "EventId": f"{kind}-{agent}-{day}-{clock}", "EventTimestamp": f"{day}T{clock}.000Z",
        "CurrentAgentSnapshot": snapshot, "PreviousAgentSnapshot": None, "Version": "2017-10-01", **changes,
    }  # fmt: skip


def contact_event(kind: str, name: str = "c-1", wrapped: bool = False, **changes: Any) -> dict[str, Any]:
    """A contact event that knows the course of the call of :func:`record` up to its own kind."""
    known = ("INITIATED", "QUEUED", "CONNECTED_TO_AGENT", "DISCONNECTED").index(kind)
    queue = {"queueArn": f"{ARN}/queue/3cf4b107", "queueType": "STANDARD", "enqueueTimestamp": at("09:00:10")}
    agent = {"agentArn": f"{ARN}/agent/7548134e", "connectedToAgentTimestamp": at("09:00:30")}
    event = {
        "eventType": kind, "contactId": name, "channel": "VOICE", "initiationMethod": "INBOUND",
        "instanceArn": ARN, "initiationTimestamp": at("09:00:00"),
        **({"queueInfo": queue} if known >= 1 else {}), **({"agentInfo": agent} if known >= 2 else {}),
        **({"disconnectTimestamp": at("09:03:30")} if known >= 3 else {}), **changes,
    }  # fmt: skip
    if not wrapped:
        return event
    return {"version": "0", "id": f"{kind}-{name}", "detail-type": "Amazon Connect Contact Event",
            "source": "aws.connect", "time": at("09:04:00"), "detail": event}  # fmt: skip


def lines(*objects: dict[str, Any]) -> list[str]:
    """One object a line."""
    return [json.dumps(each) + "\n" for each in objects]


def items(folder: Path, *objects: dict[str, Any] | str, **declared: Any) -> list[Item]:
    """The items of a file of these records, with nothing kept from earlier files."""
    path = folder / "records.json"
    path.write_text("".join(o if isinstance(o, str) else json.dumps(o) + "\n" for o in objects), encoding="utf-8")
    return list(importing.read(Source(path.name, path), Reading(**declared)))


def row_of(folder: Path, *objects: dict[str, Any], **declared: Any) -> dict[str, Any]:
    """The one row these records make; nulls left out."""
    (item,) = [item for item in items(folder, *objects, **declared) if isinstance(item, Read)]
    return {name: value for name, value in item.row.items() if value is not None}


def codes(found: list[Item]) -> list[str]:
    """What each item is: ``read``, or its code."""
    return ["read" if isinstance(item, Read) else item.code for item in found]
