"""Tickets for tests: a line for each event, in the local time of Berlin, and the rows that a metric looks at."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from textwrap import dedent
from typing import Any

from pactline.records.choices.contacts import Attribution, Level
from pactline.records.record_set import RecordSet, from_rows
from pactline.records.tables import TICKET_EVENTS
from pactline.records.views.looking import Looking, Opening, Rows
from pactline.statement.counting.choices_in_words import choose
from pactline.statement.measuring import measure
from pactline.values.calendar import Calendar, Hours
from pactline.values.zone import to_us, zone

BERLIN = zone("Europe/Berlin")
MIN, HOUR = 60_000_000, 3_600_000_000
OFFICE = Calendar({day: (Hours.parse("09:00-17:00"),) for day in range(5)})
OFFICE_HOURS = Opening(OFFICE, BERLIN)


def instant(text: str, place: str = "Europe/Berlin") -> int:
    """The microsecond of a local time such as ``2026-03-06 16:00``."""
    local = datetime.fromisoformat(text)
    return to_us(local if local.tzinfo else local.replace(tzinfo=zone(place)))


def tickets(table: str, place: str = "Europe/Berlin") -> RecordSet:
    """Records of a table: ticket, day, time, then ``customer``, ``agent``, ``note``, ``bot``, ``system``, or a status
    such as ``=solved``, or both; further ``name=value`` for any column."""
    rows = []
    for number, line in enumerate(dedent(table).strip().splitlines(), 1):
        ticket, day, clock, *words = line.split()
        row: dict[str, Any] = {"contact_id": ticket, "event_id": f"e{number:03d}", "channel": "email"}
        row["at_us"] = instant(f"{day} {clock}", place)
        for word in words:
            name, sign, value = word.partition("=")
            if sign:
                row[name or "status"] = value
            else:
                row |= {"author": "agent" if word == "note" else word, "public": "no" if word == "note" else "yes"}
        rows.append(row)
    return from_rows(rows, TICKET_EVENTS)


def rows_of(
    records: RecordSet, rows: Rows, opening: Opening | None = None, attribution: Attribution = Attribution.OFFERED
) -> list[dict[str, Any]]:
    """The rows that a metric would look at, in order of their tickets and times."""
    frame = rows.frame(records, Looking(Level.QUEUE_VISIT, attribution, opening))
    return sorted(records.rows(frame), key=lambda row: (row["contact_id"], row["at_us"] or 0))


def measured(
    records: RecordSet, metric: str, *, opening: Calendar | None = None, place: str = "Europe/Berlin", **words: str
) -> tuple[int, int | None, int, Fraction | None]:
    """Counted, good, unknown and the figure of a metric over all records."""
    found = measure(records, choose(metric, words), where=zone(place), hours=opening)
    (row,) = found.rows
    return row.figure.counts.counted, row.figure.counts.good, row.figure.counts.unknown, row.figure.value
