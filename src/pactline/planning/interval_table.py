"""Tables with a row for each interval of each queue: what a forecast and a plan have in common."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pactline.planning.table_file import MOST_FAULTS, Row, read_table
from pactline.values.problem import Problem, Problems
from pactline.values.zone import zone

MINUTE_US = 60_000_000
MOST_MINUTES = 1440


@dataclass(frozen=True)
class Line:
    """One row: its interval, its queue, and its numbers and words by column."""

    line: int
    start_us: int
    minutes: int  # 0: not said
    queue: str
    channel: str
    zone: ZoneInfo | None
    numbers: Mapping[str, float]
    words: Mapping[str, str]


@dataclass(frozen=True)
class QueueLines:
    """The rows of one queue, in order of time, all of one length."""

    queue: str
    channel: str
    zone: ZoneInfo
    length_us: int
    lines: Sequence[Line]

    @property
    def starts_us(self) -> NDArray[np.int64]:
        """When the intervals begin."""
        return np.array([each.start_us for each in self.lines], dtype=np.int64)

    def column(self, name: str) -> NDArray[np.float64]:
        """One of the numbers of all intervals."""
        return np.array([each.numbers[name] for each in self.lines], dtype=float)


Cells = tuple[Mapping[str, float], Mapping[str, str]]


def read_intervals(
    path: str | os.PathLike[str],
    columns: Sequence[str],
    cells: Callable[[Row], Cells],
    where: ZoneInfo | None,
    *,
    optional: Sequence[str],
    empty: str,
) -> list[QueueLines]:
    """The queues of a table whose ``columns`` begin with ``interval`` (local, with offset) and ``queue``.

    ``cells`` reads the numbers and words of a row; ``minutes``, ``channel`` and ``zone`` may be columns too. ``where``
    is the zone of local days instead of that of the column. Raises Problems, with ``empty`` where there is no row.
    """
    name = os.fspath(path)
    queues: dict[tuple[str, str], list[Line]] = {}
    for row in read_table(
        path, columns, lambda row: _line(row, cells), optional=("minutes", "channel", "zone", *optional)
    ):
        queues.setdefault((row.queue, row.channel), []).append(row)
    if not queues:
        raise Problems([Problem(name, 0, 0, "TABLE_EMPTY", empty, "put a row for each interval")])
    problems: list[Problem] = []
    found = [_of_queue(lines, where, name, problems) for lines in queues.values()]
    if problems:
        raise Problems(problems[:MOST_FAULTS])
    return found


def _line(row: Row, cells: Callable[[Row], Cells]) -> Line:
    where = None
    if said := row.text("zone"):
        try:
            where = zone(said)
        except ValueError as wrong:
            row.wrong("TABLE_ZONE", str(wrong), "write a zone by its name")
    queue, channel = row.queue(), row.channel()
    start_us, minutes = row.instant_us("interval"), row.whole("minutes", most=MOST_MINUTES, default=0)
    numbers, words = cells(row)
    return Line(row.line, start_us, minutes, queue, channel, where, numbers, words)


def _length_us(minutes: int, steps: Sequence[int]) -> int:
    """As said; else the shortest step, and a quarter of an hour where there is none. 0: it cannot be told."""
    found = minutes * MINUTE_US or min((step for step in steps if step), default=15 * MINUTE_US)
    return 0 if found % MINUTE_US or found > MOST_MINUTES * MINUTE_US else found


def _of_queue(lines: list[Line], where: ZoneInfo | None, file: str, problems: list[Problem]) -> QueueLines:
    lines = sorted(lines, key=lambda each: each.start_us)
    first = lines[0]
    steps = [after.start_us - before.start_us for before, after in pairwise(lines)]
    length_us = _length_us(first.minutes, steps)

    def wrong(line: int, code: str, message: str, remedy: str) -> None:
        problems.append(Problem(file, line, 0, code, message, remedy))

    if not length_us:
        message = "how long the intervals are is not known: their beginnings lie no whole minutes apart, or days"
        wrong(first.line, "TABLE_INTERVAL", message, "add the column minutes")
    for before, after in pairwise(lines):
        if after.start_us - before.start_us < length_us:
            message = f"the interval overlaps that of line {before.line}"
            wrong(after.line, "TABLE_INTERVAL", message, "give each interval of a queue one row")
    if length_us and (strange := next((e for e in lines if e.minutes not in (0, length_us // MINUTE_US)), None)):
        message = f"an interval of {strange.minutes} minutes among others"
        wrong(strange.line, "TABLE_INTERVAL", message, "keep to one length in a queue")
    if other := next((each for each in lines if each.zone is not None and each.zone != first.zone), None):
        wrong(other.line, "TABLE_ZONE", "the queue lies in two zones", "keep to one zone in a queue")
    found = where or first.zone
    if found is None:
        message = "the zone of the local days is not known"
        wrong(0, "TABLE_ZONE", message, "add a column zone, or name the zone with --zone")
        found = zone("UTC")
    return QueueLines(first.queue, first.channel, found, length_us, lines)
