"""Made-up events and records of mod_callcenter, written as the switch writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pactline.importers.mod_callcenter.importing import read
from pactline.importers.reading import Ignored, Incomplete, Item, Read, Reading, Refused, Source
from pactline.values.zone import zone

T0 = 1_700_000_000  # 2023-11-14 22:13:20 UTC
US = 1_000_000


def event(action: str, at: int | None = 0, *, session: str = "s-1", member: str = "m-1", **more: Any) -> dict[str, str]:
    """One event; ``at`` is the second after T0 in which it was written, None for an event without its time."""
    values: dict[str, Any] = {"Event-Subclass": "callcenter::info", "Event-Name": "CUSTOM", "CC-Action": action}
    if at is not None:
        values["Event-Date-Timestamp"] = (T0 + at) * US + 250_000
    if action.startswith("agent-st"):
        values["CC-Agent"] = "1001"
    else:
        values |= {"CC-Queue": "sales@default", "CC-Member-UUID": member, "CC-Member-Session-UUID": session}
    for name, value in more.items():
        values[name.replace("_", "-") if not name.startswith("variable") else name] = value
    return {name: str(value) for name, value in values.items() if value is not None}


def call(start: int, wait: int, talk: int, *, session: str, member: str, agent: str = "1001") -> list[dict[str, str]]:
    """All events of an answered call."""
    who = {"session": session, "member": member}
    told = {
        "CC_Agent": agent,
        "CC_Agent_Called_Time": T0 + start + max(wait - 3, 0),
        "CC_Member_Joined_Time": T0 + start,
    }
    bridged = {**told, "CC_Agent_Answered_Time": T0 + start + wait}
    end = start + wait + talk
    return [
        event("member-queue-start", start, **who, CC_Member_CID_Number="4930123"),
        event("agent-offering", start + max(wait - 3, 0), **who, CC_Agent=agent),
        event("bridge-agent-start", start + wait, **who, **bridged),
        event("bridge-agent-end", end, **who, **bridged, CC_Bridge_Terminated_Time=T0 + end),
        event("member-queue-end", end, **who, **bridged, CC_Member_Leaving_Time=T0 + end, CC_Cause="Terminated"),
    ]


def left(
    start: int, wait: int, reason: str | None, *, session: str = "s-1", member: str = "m-1"
) -> list[dict[str, str]]:
    """The events of a caller who was not answered."""
    who = {"session": session, "member": member}
    times = {"CC_Member_Joined_Time": T0 + start, "CC_Member_Leaving_Time": T0 + start + wait}
    return [
        event("member-queue-start", start, **who),
        event("member-queue-end", start + wait, **who, **times, CC_Cause="Cancel", CC_Cancel_Reason=reason),
    ]


def as_json(events: list[dict[str, str]]) -> str:
    """One object a line."""
    return "".join(json.dumps(each) + "\n" for each in events)


def as_socket(events: list[dict[str, str]]) -> str:
    """The socket's text: a frame, then the event with its values encoded."""
    text = ""
    for each in events:
        body = "".join(f"{name}: {quote(value, safe='-_.~')}\n" for name, value in each.items()) + "\n"
        text += f"Content-Length: {len(body)}\nContent-Type: text/event-plain\n\n{body}"
    return text


def variables(side: str = "member", *, session: str = "s-1", member: str = "m-1", **more: Any) -> dict[str, str]:
    """The variables of a leg."""
    values: dict[str, Any] = {"uuid": session if side == "member" else f"leg-of-{session}", "direction": "inbound"}
    values |= {"cc_side": side, "cc_member_uuid": member, "cc_queue": "sales%40default", "cc_agent": "1001"}
    if side == "agent":
        values |= {"cc_member_session_uuid": session, "direction": "outbound"}
    return {name: str(value) for name, value in {**values, **more}.items() if value is not None}


def as_xml(legs: list[Mapping[str, str]]) -> str:
    """Records inside one element."""
    text = "".join(
        "<cdr core-uuid='c'><variables>"
        + "".join(f"<{name}>{value}</{name}>" for name, value in leg.items())
        + "</variables><callflow><caller_profile><caller_id_number>4930123</caller_id_number></caller_profile>"
        + "</callflow>"
        + "</cdr>"
        for leg in legs
    )
    return f'<?xml version="1.0"?>\n<cdrs>{text}</cdrs>\n'


def items(folder: Path, text: str | bytes, where: str | None = None, **declared: Any) -> tuple[list[Item], Reading]:
    """What the importer makes of one file, and what it told besides."""
    path = folder / "import"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    reading = Reading(zone=zone(where) if where else None, **declared)
    return list(read(Source("import", path), reading)), reading


def rows(found: list[Item]) -> list[dict[str, Any]]:
    """The rows of the records that were understood."""
    return [dict(item.row) for item in found if isinstance(item, Read)]


def codes(found: list[Item]) -> list[str]:
    """``read`` or the code, item by item."""
    told = []
    for item in found:
        assert isinstance(item, Read | Refused | Incomplete | Ignored)
        told.append("read" if isinstance(item, Read) else item.code)
    return told
