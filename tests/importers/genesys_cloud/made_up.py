"""Conversations made up for tests, written as the analytics interface writes them. Times are seconds after 09:00."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pactline.importers.genesys_cloud import importing
from pactline.importers.reading import Item, Read, Reading, Source

T0 = datetime(2026, 3, 2, 9, tzinfo=UTC)
T0_US = 1_772_442_000_000_000
SALES, BILLING = "q-sales", "q-billing"
Json = dict[str, Any]


def at(seconds: float) -> str:
    """An instant as Genesys Cloud writes it."""
    return (T0 + timedelta(milliseconds=round(seconds * 1000))).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def us(seconds: int) -> int:
    """The same instant as it is stored."""
    return T0_US + seconds * 1_000_000


def segment(kind: str, start: float, end: float | None, queue: str | None = None, **more: Any) -> Json:
    """One segment; without an end it goes on."""
    found: Json = {"segmentStart": at(start), "segmentType": kind, "conference": False, **more}
    if end is not None:
        found["segmentEnd"] = at(end)
    if queue:
        found["queueId"] = queue
    return found


def party(purpose: str, *segments: Json, media: str = "voice", metrics: Json | None = None, **more: Any) -> Json:
    """A participant with one session. ``userId`` and ``externalContactId`` are the participant's, the rest its."""
    session: Json = {
        "mediaType": media,
        "sessionId": f"s-{purpose}",
        "direction": "inbound",
        "segments": list(segments),
    }
    if metrics is not None:
        session["metrics"] = [{"name": k, "value": v, "emitDate": at(0)} for k, v in metrics.items()]
    theirs = {name: more.pop(name) for name in ("userId", "externalContactId") if name in more}
    session = {name: value for name, value in {**session, **more}.items() if value is not None}
    return {"participantId": f"p-{purpose}", "purpose": purpose, **theirs, "sessions": [session]}


def conversation(name: str, *parties: Json, end: float | None = None, **more: Any) -> Json:
    """A conversation that begins at 0; without an end it is told in the old way, or goes on."""
    found: Json = {"conversationId": name, "conversationStart": at(0), "participants": list(parties), **more}
    if end is not None:
        found["conversationEnd"] = at(end)
    return found


def customer(end: float | None, how: str | None = "endpoint", media: str = "voice", **more: Any) -> Json:
    """The customer's part."""
    told = {"disconnectType": how} if how and end is not None else {}
    return party("customer", segment("interact", 0, end, **told), media=media, **{"ani": "tel:+4930123", **more})


def waiting(start: float, end: float | None, how: str | None, queue: str = SALES, **more: Any) -> Json:
    """The queue's part."""
    told = {"disconnectType": how} if how else {}
    return party("acd", segment("interact", start, end, queue, **told), **more)


def agent(
    alert: float, talk: float, end: float | None, how: str = "peer", queue: str = SALES, user: str = "u-1", **more: Any
) -> Json:
    """An agent's part: rung, connected, gone."""
    told = {"disconnectType": how} if end is not None else {}
    parts = [segment("alert", alert, talk, queue), segment("interact", talk, end, queue, **told)]
    return party("agent", *parts, userId=user, **more)


def answered(name: str, start: float = 3, talk: float = 23, end: float = 143) -> Json:
    """The plain case: 20 s of wait, 5 s of ring, 120 s of talk."""
    parts = (customer(end), waiting(start, talk, "transfer"), agent(talk - 5, talk, end))
    return conversation(name, *parts, end=end, originatingDirection="inbound")


def items(*found: Any, **declared: Any) -> list[Item]:
    """What the importer makes of conversations in one answer."""
    return read_text(json.dumps({"conversations": list(found)}), **declared)[0]


def read_text(text: str | bytes, **declared: Any) -> tuple[list[Item], list[tuple[int, str, str]]]:
    """What the importer makes of a file, and its warnings."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer.json"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        reading = Reading(**declared)
        return list(importing.read(Source(path.name, path), reading)), reading.warnings


def rows(*found: Any, **declared: Any) -> list[dict[str, Any]]:
    """The records, each with the columns that are not null."""
    told = items(*found, **declared)
    assert all(isinstance(item, Read) for item in told), told
    return [{k: v for k, v in item.row.items() if v is not None} for item in told if isinstance(item, Read)]
