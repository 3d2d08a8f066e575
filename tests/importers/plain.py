"""Small inputs in the plain format, written as people would write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pactline.importers import plain_csv, plain_jsonl
from pactline.importers.reading import Item, Reading, Source

BASE = {
    "contact_id": "c-1", "channel": "voice", "queue": "billing", "direction": "inbound",
    "offered_at": "2026-03-02T09:00:00Z", "answered_at": "2026-03-02T09:00:12Z", "ended_at": "2026-03-02T09:03:27Z",
    "outcome": "answered", "wait_s": "12", "talk_s": "180", "hold_s": "15", "wrap_s": "30", "agent": "A-1", "csat": "",
}  # fmt: skip
GONE = {"answered_at": "", "ended_at": "2026-03-02T09:00:41Z", "outcome": "abandoned", "wait_s": "41", "talk_s": "",
        "hold_s": "", "wrap_s": "", "agent": ""}  # fmt: skip
HEADER = ",".join(BASE) + "\n"


def line(**changes: str) -> str:
    """One CSV line: an answered contact with these cells changed."""
    return ",".join({**BASE, **changes}.values()) + "\n"


def csv_file(folder: Path, *rows: dict[str, str], name: str = "contacts.csv") -> Path:
    """A CSV file of such contacts; further columns may be named."""
    columns = list(dict.fromkeys([*BASE, *(column for row in rows for column in row)]))
    path = folder / name
    cells = [[({**BASE, **row}).get(column, "") for column in columns] for row in rows]
    path.write_text("".join(",".join(row) + "\n" for row in [columns, *cells]), encoding="utf-8", newline="")
    return path


def read_csv(folder: Path, text: str | bytes, **declared: Any) -> list[Item]:
    """The items of a CSV text."""
    path = folder / "read.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(plain_csv.read(Source(path.name, path), Reading(**declared)))


def read_json(folder: Path, *objects: Any, **declared: Any) -> list[Item]:
    """The items of JSON objects, or of lines as they stand."""
    path = folder / "read.jsonl"
    path.write_text("".join((o if isinstance(o, str) else json.dumps(o)) + "\n" for o in objects), encoding="utf-8")
    return list(plain_jsonl.read(Source(path.name, path), Reading(**declared)))
