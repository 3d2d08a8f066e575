"""The rule of the record set a second time, row by row, sharing nothing with the engine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pactline.records.columns import COLUMNS


def content(row: Mapping[str, Any]) -> str:
    """The hash of a row's canonical content."""
    given = [f"{c.name}={row[c.name]}" for c in COLUMNS if row.get(c.name) is not None]
    return hashlib.sha256("\x1f".join(given).encode()).hexdigest()


def versions(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], dict[str, Mapping[str, Any]]]:
    """By visit, the contents of its greatest revision."""
    found: dict[tuple[str, int], dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["contact_id"], row["visit"]), {})[content(row)] = row
    for contents in found.values():
        top = max(_revision(row) for row in contents.values())
        for key in [key for key, row in contents.items() if _revision(row) < top]:
            del contents[key]
    return found


def digest(rows: Iterable[Mapping[str, Any]]) -> str:
    """The digest of the set, straight from its definition."""
    hours: dict[str, list[str]] = {}
    for contents in versions(rows).values():
        for key, row in contents.items():
            hour = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=row["offered_us"])
            hours.setdefault(f"{hour:%Y-%m-%dT%H}", []).append(key)
    lines = [f"{hour}:{hashlib.sha256(''.join(sorted(hours[hour])).encode()).hexdigest()}\n" for hour in sorted(hours)]
    return "sha256:" + hashlib.sha256("".join(lines).encode()).hexdigest()


def counting(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """The contents that count: of each visit the greatest revision, if it is told in one way."""
    return {key for contents in versions(rows).values() if len(contents) == 1 for key in contents}


def _revision(row: Mapping[str, Any]) -> int:
    revision = row.get("source_rev")
    return -1 if revision is None else revision
