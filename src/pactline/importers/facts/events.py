"""``events.csv``: what lasted from one instant to another, such as an outage."""

from __future__ import annotations

from pathlib import Path

from pactline.importers.facts.columns import EVIDENCE, Column, FactFile, Kind
from pactline.importers.facts.overlaps import tell_overlaps
from pactline.importers.facts.row import FactRow
from pactline.importers.facts.table import read_rows
from pactline.importers.facts.told import Told
from pactline.records.facts import Event

FILE = FactFile(
    "events.csv",
    "What lasted from one instant to another: outages, for commitments that are measured by events.",
    (
        Column("commitment", Kind.NAME, "the commitment it counts for", filled=True),
        Column("start", Kind.INSTANT, "when it began", filled=True),
        Column("end", Kind.INSTANT, "when it was over", filled=True),
        EVIDENCE,
    ),
    "commitment,start,end,evidence\n"
    "core-hours-outage,2025-06-03T09:00:00+02:00,2025-06-03T10:30:00+02:00,ticket 4711\n",
)


def read_events(path: Path) -> tuple[Event, ...]:
    """The events of a file, in its order. Raises Problems with every fault."""
    told = Told(str(path))
    found = [event for row in read_rows(path, FILE, told) if (event := _event(row, told.file))]
    tell_overlaps(found, lambda event: event.commitment, lambda event: (event.start_us, event.end_us), told)
    told.stop()
    return tuple(found)


def _event(row: FactRow, file: str) -> Event | None:
    row.demand()
    commitment, span, evidence = row.name("commitment"), row.span(), row.text("evidence")
    if not row.sound or span is None:
        return None
    return Event(commitment, *span, evidence, file, row.line)
