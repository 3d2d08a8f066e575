"""Attempts of a dialler for tests."""

from __future__ import annotations

from typing import Any

from tests.tickets import instant

from pactline.importers.plain.tables import local_clock
from pactline.records.record_set import RecordSet, from_rows
from pactline.records.tables import ATTEMPTS

SECOND = 1_000_000


def attempt(number: int, result: str = "person", dialled: str = "2026-03-09 10:00", **more: Any) -> dict[str, Any]:
    """One attempt; ``start`` and ``end`` of the greeting and ``connected`` are in seconds after it was dialled.

    ``zone`` is the place that was called.
    """
    at = instant(dialled, more.get("zone") or "Europe/Berlin")
    row: dict[str, Any] = {"attempt_id": f"a{number:04d}", "campaign": "spring", "dialled_us": at, "result": result}
    names = {"start": "greeting_start_us", "end": "greeting_end_us", "connected": "connected_us"}
    for word, column in names.items():
        if (seconds := more.pop(word, None)) is not None:
            row[column] = at + round(seconds * SECOND)
    if (place := more.pop("zone", None)) is not None:
        row["local_zone"] = place
        row["local_day"], row["local_second"] = local_clock(at, place)
    return row | more


def attempts(*groups: tuple[int, dict[str, Any]]) -> RecordSet:
    """Records of groups: how many attempts alike, and what they are."""
    rows: list[dict[str, Any]] = []
    for many, words in groups:
        rows += [attempt(len(rows) + n + 1, **words) for n in range(many)]
    return from_rows(rows, ATTEMPTS)
