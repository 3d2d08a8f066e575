"""The rows of an example's records, of whatever table: how a proof names them, and what a test does to them."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

AFTER = "2025-12-20T12:00:00Z"  # in no month for which an example is filed
A_MINUTE_LATER = "2025-12-20T12:01:30Z"


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column."""
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def write(file: Path, rows: list[dict[str, str]]) -> None:
    """The rows in place of those of the file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(text.getvalue(), encoding="utf-8")


def reference(row: dict[str, str]) -> str:
    """What the table in the README calls a row: its contact, or the reference that it carries."""
    return row.get("contact_id") or row["source_ref"]


def named(row: dict[str, str]) -> str:
    """A row as a proof names it. Of an agent's state the agent is not named."""
    if "event_id" in row:
        return f"row ticket_events/{row['contact_id']}|{row['event_id']}"
    if "state" in row:
        return f"row agent_states/{row['plan']}|*|{_us(row['from_at'])}"
    if "what" in row:
        key = [row[name] for name in ("queue", "channel", "direction")]
        within_ms = 1000 * int(row["within_s"] or 0)
        times = [str(_us(row[name])) for name in ("from_at", "to_at")]
        return f"row interval_counts/{'|'.join([*key, *times, row['what'], str(within_ms)])}"
    return f"contact {row['contact_id']} visit 1"


def changed(row: dict[str, str]) -> dict[str, str]:
    """The same row with one second more, or one more of what was counted."""
    column = next(name for name in ("wait_s", "at", "value", "to_at") if name in row)
    return {**row, column: _one_more(row[column])}


def after_all(row: dict[str, str]) -> dict[str, str]:
    """A further row like it, after everything that is filed."""
    late = {**row, "contact_id": "late"} if "contact_id" in row else dict(row)
    if "at" in row:
        return {**late, "at": AFTER}
    if "from_at" in row:
        to_at = AFTER.replace("12:00", "12:30")
        return {**late, "from_at": AFTER, "to_at": to_at}
    waited = {"outcome": "abandoned", "answered_at": "", "talk_s": "", "wait_s": "90"}
    return {**late, **waited, "offered_at": AFTER, "ended_at": A_MINUTE_LATER}


def slipped_in(row: dict[str, str]) -> dict[str, str]:
    """A further row like it, at the same time."""
    if "what" in row:
        return {**row, "what": "flowed_out", "value": "3"}
    if "state" in row:
        return {**row, "agent": "slipped-in", "from_at": _one_more(row["from_at"])}
    return {**row, "contact_id": "slipped-in"}


def _one_more(text: str) -> str:
    if "T" in text:
        return (datetime.fromisoformat(text) + timedelta(seconds=1)).isoformat()
    whole, point, rest = text.partition(".")
    return f"{int(whole) + 1}{point}{rest}"


def _us(text: str) -> int:
    since = datetime.fromisoformat(text) - datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    return since // timedelta(microseconds=1)
