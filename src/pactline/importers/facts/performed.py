"""``performed.csv``: responsibilities as they were performed, or not."""

from __future__ import annotations

from pathlib import Path

from pactline.importers.facts.columns import EVIDENCE, Column, FactFile, Kind
from pactline.importers.facts.overlaps import tell_twice
from pactline.importers.facts.row import FactRow
from pactline.importers.facts.table import read_rows
from pactline.importers.facts.told import Told
from pactline.records.facts import Performed

FILE = FactFile(
    "performed.csv",
    "Responsibilities of either side: when each was due and when it was done. An empty `done` says: not done. "
    "What is done in parts has a row for each part, with its quantity.",
    (
        Column("responsibility", Kind.NAME, "the responsibility, as the agreement names it", filled=True),
        Column("due", Kind.DAY, "the day it was due"),
        Column("done", Kind.DAY, "the day it was done"),
        EVIDENCE,
        Column("quantity", Kind.QUANTITY, "how much was done, in the unit of the responsibility", named=False),
    ),
    "responsibility,due,done,quantity,evidence\n"
    "forecast-delivery,2025-06-15,2025-06-13,,mail of 13 June\n"
    "training-days,2025-06-30,2025-06-20,4,attendance list\n"
    "training-days,2025-06-30,2025-06-27,2.5,attendance list\n",
)


def read_performed(path: Path) -> tuple[Performed, ...]:
    """The performances of a file, in its order. Raises Problems with every fault."""
    told = Told(str(path))
    found = [performed for row in read_rows(path, FILE, told) if (performed := _performed(row, told.file))]
    tell_twice(found, lambda row: (row.responsibility, row.due, row.done), _what, told)
    _tell_whole_and_parts(found, told)
    told.stop()
    return tuple(found)


def _performed(row: FactRow, file: str) -> Performed | None:
    row.demand()
    name, due, done = row.name("responsibility"), row.day("due"), row.day("done")
    quantity, evidence = row.number("quantity"), row.text("evidence")
    if not row.holds("due") and not row.holds("done"):
        row.fault("PERFORMED_NO_DAY", None, "the row says neither when it was due nor when it was done")
    if not row.sound:
        return None
    return Performed(name, due, done, quantity, evidence, file, row.line)


def _tell_whole_and_parts(found: list[Performed], told: Told) -> None:
    """What was due on one day can be told in several rows only if each says how much of it was done."""
    seen: dict[tuple[str, object], Performed] = {}
    for row in found:
        earlier = seen.setdefault((row.responsibility, row.due), row) if row.due else row
        if earlier is not row and earlier.done != row.done and None in (earlier.quantity, row.quantity):
            message = f"{_what(row)} is told already in line {earlier.line}, and not both rows say how much"
            told.problem(row.line, 0, "FACT_TWICE", message, "keep one of the two rows, or give each its quantity")


def _what(row: Performed) -> str:
    return f"`{row.responsibility}` due on {row.due}" if row.due else f"`{row.responsibility}` done on {row.done}"
