"""Aircall's calls and events as people would get them, made up; and what the importer makes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pactline.importers.aircall import importing
from pactline.importers.reading import Item, Read, Reading, Source

BEGAN = 1_772_442_000  # 2026-03-02T09:00:00Z
SECOND = 1_000_000
USER = {"id": 456, "name": "Ada", "email": "ada@example.com"}


def call(identifier: int = 812, **changes: Any) -> dict[str, Any]:
    """An inbound call: 12 s to the answer, 3 minutes of talk."""
    return {
        "id": identifier, "sid": "CA123", "direct_link": "https://example.com/812", "direction": "inbound",
        "status": "done", "missed_call_reason": None, "started_at": BEGAN, "answered_at": BEGAN + 12,
        "ended_at": BEGAN + 192, "duration": 192, "voicemail": None, "recording": None, "raw_digits": "+49 30 123456",
        "user": USER, "contact": None, "archived": False, "assigned_to": None, "tags": [], "transferred_by": None,
        "transferred_to": None, "teams": [], "comments": [{"content": "rang twice", "posted_at": None}],
        "number": {"id": 7, "name": "Support", "digits": "+49 30 99"}, **changes,
    }  # fmt: skip


def missed(reason: str | None, identifier: int = 812, **changes: Any) -> dict[str, Any]:
    """An inbound call nobody answered, over after 25 s."""
    told = {"answered_at": None, "ended_at": BEGAN + 25, "duration": 25, "user": None, "missed_call_reason": reason}
    return call(identifier, **{**told, **changes})


def event(name: str, data: dict[str, Any], after: int, **changes: Any) -> dict[str, Any]:
    """A webhook event told so many seconds after the call began."""
    told = {"resource": "call", "event": name, "timestamp": BEGAN + after, "token": "s3cr3t", "data": data}
    return {**told, **changes}


def lines(*objects: dict[str, Any]) -> list[str]:
    """One object a line."""
    return [json.dumps(each) + "\n" for each in objects]


def items(folder: Path, *objects: Any, **declared: Any) -> list[Item]:
    """The items of a file of these records, one a line."""
    path = folder / "aircall.json"
    path.write_text("".join(o if isinstance(o, str) else json.dumps(o) + "\n" for o in objects), encoding="utf-8")
    return list(importing.read(Source(path.name, path), Reading(**declared)))


def row_of(folder: Path, told: dict[str, Any], **declared: Any) -> dict[str, Any]:
    """The one row of one record; nulls left out."""
    (item,) = items(folder, told, **declared)
    assert isinstance(item, Read), item
    return {name: value for name, value in item.row.items() if value is not None}


def codes(found: list[Item]) -> list[str]:
    """What each item is: ``read``, or its code."""
    return ["read" if isinstance(item, Read) else item.code for item in found]
