"""The same plain records written for every door of the format, as a system or a person would write them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from pactline.importers.plain.objects import _NUMBERS
from pactline.importers.plain.tables import table_of

Record = Mapping[str, str]
"""Column to its text in the CSV; an empty text is a value that was not given."""


def as_csv(records: Sequence[Record]) -> bytes:
    """RFC 4180."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode()


def typed(record: Record) -> dict[str, Any]:
    """The record as an object of JSON: numbers where the format has numbers, null for what was not given."""
    numbers = _NUMBERS[table_of(record.keys()).name]
    return {name: None if not text else _number(text) if name in numbers else text for name, text in record.items()}


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def as_jsonl(records: Sequence[Record]) -> bytes:
    """One object a line."""
    return "".join(json.dumps(typed(record), ensure_ascii=False) + "\n" for record in records).encode()


def as_json(records: Sequence[Record]) -> bytes:
    """One array, written for people."""
    return json.dumps([typed(record) for record in records], indent=1).encode()


def as_xlsx(records: Sequence[Record]) -> bytes:
    """One sheet, text as text and numbers as numbers."""
    return workbook([list(records[0]), *([value for value in typed(record).values()] for record in records)])


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook of these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                cell = sheet.cell(number, column)  # type: ignore[union-attr]
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # whatever it looks like
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def events_of(record: Record) -> list[dict[str, Any]]:
    """The live events of a contact."""
    given = {name: value for name, value in typed(record).items() if value is not None}
    contact = given["contact_id"]

    def event(number: int, kind: str, at: str, *names: str) -> dict[str, Any]:
        told = {name: given[name] for name in names if name in given}
        return {"event_id": f"{contact}:{number}", "type": kind, "contact_id": contact, "at": at, **told}

    found = [event(1, "offered", given["offered_at"], "channel", "queue", "direction")]
    if "answered_at" in given:
        found.append(event(2, "answered", given["answered_at"], "agent"))
    found.append(event(3, "ended", given["ended_at"], "outcome", "talk_s", "hold_s", "wrap_s"))
    if "csat" in given:
        found.append(event(4, "rated", given["ended_at"], "csat"))
    return found


def as_events(records: Sequence[Record]) -> bytes:
    """One event a line, contact by contact."""
    return "".join(json.dumps(event) + "\n" for record in records for event in events_of(record)).encode()


DOORS: Mapping[str, Callable[[Sequence[Record]], bytes]] = {
    "plain-csv": as_csv, "plain-jsonl": as_jsonl, "plain-json": as_json, "plain-xlsx": as_xlsx,
    "plain-events": as_events,
}  # fmt: skip


def through(door: str, records: Sequence[Record], folder: Path) -> Path:
    """The records in a file for a door."""
    path = folder / f"records.{door}"
    path.write_bytes(DOORS[door](records))
    return path


def contacts(number: int) -> list[dict[str, str]]:
    """Different contacts of one morning: answered, with and without a score, abandoned, overflowed; odd names."""
    start = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
    queues = ("billing", "=SUM(A1)", "Réclamations", "<b>sales</b>", "'; DROP TABLE contacts", '"quoted", and more')
    found = []
    for each in range(number):
        offered = start + timedelta(seconds=37 * each, milliseconds=125 * (each % 3))
        wait, talk = timedelta(seconds=each % 50, milliseconds=250), timedelta(seconds=60 + each % 240)
        answered = each % 4 != 3
        end = offered + wait + (talk + timedelta(seconds=5) if answered else timedelta())
        found.append({
            "contact_id": f"c-{each:06d}", "channel": "voice", "queue": queues[each % len(queues)],
            "direction": "inbound", "offered_at": offered.isoformat(),
            "answered_at": (offered + wait).isoformat() if answered else "", "ended_at": end.isoformat(),
            "outcome": "answered" if answered else ("abandoned", "overflowed")[each % 2],
            "wait_s": f"{each % 50}.25", "talk_s": str(talk.seconds) if answered else "",
            "hold_s": "5" if answered else "", "wrap_s": "30.5" if answered else "",
            "agent": f"A-{each % 7}" if answered else "", "csat": str(1 + each % 5) if answered and each % 2 else "",
        })  # fmt: skip
    return found


TABLES: Mapping[str, list[dict[str, str]]] = {
    "agent_states": [
        {"agent": "A-1", "plan": "actual", "state": "available", "from_at": "2026-03-02T09:00:00Z",
         "to_at": "2026-03-02T09:12:00Z", "queue": "", "reason": "ready"},
        {"agent": "A-1", "plan": "scheduled", "state": "break", "from_at": "2026-03-02T10:00:00Z",
         "to_at": "2026-03-02T10:15:00Z", "queue": "billing", "reason": ""},
    ],
    "attempts": [
        {"attempt_id": "t-1", "campaign": "spring", "dialled_at": "2026-03-02T09:00:00Z", "result": "person",
         "connected_at": "2026-03-02T09:00:12Z", "ring_s": "9.5", "local_zone": "America/New_York"},
        {"attempt_id": "t-2", "campaign": "spring", "dialled_at": "2026-03-02T09:05:00Z", "result": "busy",
         "connected_at": "", "ring_s": "", "local_zone": ""},
    ],
    "ticket_events": [
        {"contact_id": "k-1", "event_id": "1", "at": "2026-03-02T09:00:00Z", "channel": "email", "author": "customer",
         "public": "yes", "status": "new"},
        {"contact_id": "k-1", "event_id": "2", "at": "2026-03-02T09:30:00Z", "channel": "email", "author": "",
         "public": "", "status": "solved"},
    ],
    "interval_counts": [
        {"queue": "billing", "channel": "voice", "direction": "inbound", "from_at": "2026-03-02T09:00:00Z",
         "to_at": "2026-03-02T09:30:00Z", "what": "offered", "value": "118", "within_s": ""},
        {"queue": "billing", "channel": "voice", "direction": "inbound", "from_at": "2026-03-02T09:00:00Z",
         "to_at": "2026-03-02T09:30:00Z", "what": "answered_within", "value": "97", "within_s": "20"},
    ],
}  # fmt: skip
"""Rows of the tables beside the contacts, by table."""
