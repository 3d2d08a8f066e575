"""The roster of the days before: when each agent's last shift ended and how many days in a row it worked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pactline.planning.shifts.as_json import CSV_COLUMNS
from pactline.planning.shifts.demand import Slots
from pactline.planning.table_file import Row, read_table
from pactline.values.zone import from_us


@dataclass(frozen=True)
class Before:
    """What the days before the plan leave behind for one agent."""

    last_end_us: int | None = None
    days_in_a_row: int = 0


def read_previous(path: str | Path, slots: Slots) -> Mapping[str, Before]:
    """Read a roster that ``pactline schedule -o FILE.csv`` wrote; shifts that begin in the plan are left out.

    Needed are the columns ``agent``, ``start`` and ``end``. Raises Problems.
    """
    needed = ("agent", "start", "end")
    rows = read_table(path, needed, _row, optional=[each for each in CSV_COLUMNS if each not in needed])
    shifts: dict[str, list[tuple[int, int]]] = {}
    for agent, start_us, end_us in rows:
        if agent and start_us < slots.origin_us:
            shifts.setdefault(agent, []).append((start_us, end_us))
    return {agent: _left(each, slots) for agent, each in shifts.items()}


def _row(row: Row) -> tuple[str, int, int]:
    start, end = row.instant_us("start"), row.instant_us("end")
    if end < start:
        row.wrong("SHIFT_PREVIOUS", "the shift ends before it begins", "write the end after the start")
    return row.text("agent"), start, end


def _left(shifts: list[tuple[int, int]], slots: Slots) -> Before:
    days = {from_us(start, slots.zone).date() for start, _ in shifts}
    run = 0
    while datetime.fromordinal(slots.first.toordinal() - 1 - run).date() in days:
        run += 1
    return Before(max(end for _, end in shifts), run)
