"""A record set of any size, made up inside the engine: contacts of a month (or any days) over four queues.

The rows pass through the same columns, content hash, quarter-hour and manifest as ingested ones; only the reading of
text is left out, because it is not what these benchmarks are about.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pactline.records.columns import COLUMNS
from pactline.records.digest import hours_of
from pactline.records.engine import connect
from pactline.records.folder.durable import place_by_content
from pactline.records.folder.manifest import Manifest, Part, TableParts, write_manifest
from pactline.records.tables import CONTACTS

JUNE_2025_US = 1_748_728_800_000_000  # 2025-06-01 00:00 in Berlin
_SECOND, _DAY = 1_000_000, 86_400_000_000


def record_set(
    folder: Path,
    contacts: int,
    *,
    part: int = 1_000_000,
    first_us: int = JUNE_2025_US,
    days: int = 30,
    further: Mapping[str, str] = MappingProxyType({}),
) -> Path:
    """A record-set folder with that many contacts over some days, made once and kept.

    ``further`` holds SQL for columns that are to be filled in another way, over what ``_rows`` has at hand.
    """
    if (folder / "record_set.json").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    aside = folder / "aside"
    aside.mkdir(parents=True)
    connection = connect()
    connection.execute("SET threads = 2")
    segments: list[Part] = []
    for start in range(0, contacts, part):
        end, written = min(start + part, contacts), aside / "segment.parquet"
        connection.execute(
            f"COPY ({_rows(start, end, (first_us, days, contacts), further)}) TO '{written}' "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
        size = written.stat().st_size
        placed, sha256 = place_by_content(written, folder / "segments", ".parquet")
        segments.append(Part(placed.relative_to(folder).as_posix(), sha256, size, end - start))
    stored = ", ".join(f"'{folder / segment.file}'" for segment in segments)
    hours = hours_of(connection, f"SELECT offered_us, content FROM read_parquet([{stored}])")
    parts = TableParts(contacts, tuple(segments), None, hours)
    write_manifest(folder, Manifest().with_table(CONTACTS.name, parts), aside)
    shutil.rmtree(aside)
    return folder


def _rows(start: int, end: int, when: tuple[int, int, int], further: Mapping[str, str]) -> str:
    """SQL for the contacts numbered start..end; every value follows from the number by a hash, so runs agree.

    Contacts come day by day, as files do, and in no order within a day.
    """
    first_us, days, contacts = when
    known = {
        "contact_id": "'c' || printf('%09d', i)",
        "visit": "1",
        "channel": "CASE WHEN (h3 >> 40) % 5 = 0 THEN 'chat' ELSE 'voice' END",
        "queue": "CASE h1 % 4 WHEN 0 THEN 'billing' WHEN 1 THEN 'technical' WHEN 2 THEN 'sales' ELSE 'claims' END",
        "direction": "'inbound'",
        "offered_us": "offered",
        "answered_us": "CASE WHEN answered THEN offered + wait * 1000 END",
        "left_us": "CASE WHEN NOT answered THEN offered + wait * 1000 END",
        "ended_us": "CASE WHEN answered THEN offered + (wait + talk) * 1000 END",
        "outcome": "CASE WHEN answered THEN 'answered' WHEN h3 % 50 = 0 THEN 'flowed_out' ELSE 'abandoned' END",
        "wait_ms": "wait",
        "talk_ms": "CASE WHEN answered THEN talk END",
        "hold_ms": "CASE WHEN answered THEN 0 END",
        "wrap_ms": "CASE WHEN answered THEN (h2 % 60) * 1000 END",
        "agent": "CASE WHEN answered THEN 'agent-' || (h3 % 400) END",
        **further,
    }
    inner = ", ".join(f"{known.get(c.name, 'NULL')}::{c.sql_type} AS {c.name}" for c in COLUMNS)
    # Waits fall off roughly exponentially: a 16-bit hash's leading zeros and a remainder, in milliseconds.
    numbers = (
        f"SELECT i, hash(i) AS h1, hash(i + 7000000000) AS h2, hash(i + 9000000000) AS h3 "
        f"FROM range({start}, {end}) r(i)"
    )
    values = (
        f"SELECT *, {first_us} + i * {days} // {contacts} * {_DAY} + (28800 + (h2 % 43200)::BIGINT) * {_SECOND} "
        f"+ (h3 % 1000)::BIGINT * 1000 AS offered, h2 % 12 != 0 AS answered, "
        f"((h3 >> 8) % 9000 + ((h3 >> 24) % 4) * ((h3 >> 32) % 4) * 7000)::BIGINT AS wait, "
        f"(30000 + (h1 >> 16) % 600000)::BIGINT AS talk FROM ({numbers})"
    )
    return (
        f"SELECT *, 'made-up' AS source, i::VARCHAR AS source_ref, sha256({CONTACTS.canonical}) AS content, "
        f"offered_us // 900000000 AS offered_quarter FROM (SELECT {inner}, i FROM ({values})) "
        "ORDER BY offered_us, contact_id"
    ).replace("SELECT *, 'made-up'", f"SELECT {', '.join(c.name for c in COLUMNS)}, 'made-up'")
