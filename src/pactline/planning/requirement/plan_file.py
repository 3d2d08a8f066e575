"""The plan: agents of a queue over intervals, and the file that hands it on to ``simulate``, ``schedule``, ``plan``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pactline.planning.expected import MINUTE_US
from pactline.planning.table_file import Row, read_table, write_table
from pactline.values.problem import Problem, Problems
from pactline.values.zone import from_us, zone

COLUMNS = ("interval", "minutes", "queue", "channel", "offered", "aht_s", "agents", "scheduled", "binding", "zone")
_NEEDED = ("interval", "queue", "agents")
_OPTIONAL = ("minutes", "channel", "offered", "aht_s", "scheduled", "binding", "zone")


@dataclass(frozen=True)
class PlannedAgents:
    """One queue over intervals of one length; all arrays have one value for each interval."""

    queue: str
    channel: str
    zone: ZoneInfo
    length_us: int
    starts_us: NDArray[np.int64]  # ascending UTC microseconds; gaps where the queue is closed
    offered: NDArray[np.float64]  # contacts expected
    aht_s: NDArray[np.float64]
    agents: NDArray[np.float64]  # ready for contacts; whole numbers unless someone works for two queues
    scheduled: NDArray[np.float64]  # present, so that as many are ready after shrinkage
    binding: tuple[str, ...]  # the commitment that asks for most in each interval; empty: none

    @property
    def length_s(self) -> float:
        """The length of an interval."""
        return self.length_us / 1e6

    @property
    def hours(self) -> float:
        """Scheduled agent-hours of all intervals together."""
        return float(self.scheduled.sum()) * self.length_s / 3600


def agents_at(plans: Iterable[PlannedAgents], queue: str, starts_us: NDArray[np.int64]) -> NDArray[np.float64]:
    """The agents that plans have for a queue in intervals that begin at these instants; none where they say nothing."""
    known: dict[int, float] = {}
    for plan in plans:
        if plan.queue == queue:
            known.update(zip(plan.starts_us.tolist(), plan.agents.tolist(), strict=True))
    return np.array([known.get(int(start), 0.0) for start in starts_us])


def read_plan(path: str | os.PathLike[str], where: ZoneInfo | None = None) -> list[PlannedAgents]:
    """Read a plan that ``pactline staff`` or a spreadsheet wrote, queue by queue.

    Needed are ``interval`` (its beginning, local, with offset), ``queue`` and ``agents``; ``scheduled`` is else as many
    as the agents. ``where`` is the zone of local days; left out, it is taken from the column ``zone``. Raises Problems.
    """
    name = os.fspath(path)
    queues: dict[tuple[str, str], list[_Line]] = {}
    for row in read_table(path, _NEEDED, _line, optional=_OPTIONAL):
        queues.setdefault((row.queue, row.channel), []).append(row)
    if not queues:
        raise Problems([Problem(name, 0, 0, "TABLE_EMPTY", "no interval is planned", "put a row for each interval")])
    problems: list[Problem] = []
    found = [_planned(lines, where, name, problems) for lines in queues.values()]
    if problems:
        raise Problems(problems)
    return found


def write_plan(plans: Iterable[PlannedAgents], path: str | os.PathLike[str]) -> None:
    """Write a plan as the file that ``simulate``, ``schedule`` and ``plan`` read. Raises OSError."""
    rows: list[Sequence[object]] = []
    for each in plans:
        for place in range(len(each.starts_us)):
            rows.append(
                (
                    from_us(int(each.starts_us[place]), each.zone).isoformat(), each.length_us // MINUTE_US,
                    each.queue, each.channel, f"{each.offered[place]:.4f}", f"{each.aht_s[place]:.3f}",
                    f"{each.agents[place]:.10g}", f"{each.scheduled[place]:.10g}", each.binding[place], each.zone.key,
                )
            )  # fmt: skip
    write_table(path, COLUMNS, rows)


@dataclass(frozen=True)
class _Line:
    line: int
    start_us: int
    minutes: int
    queue: str
    channel: str
    offered: float
    aht_s: float
    agents: float
    scheduled: float
    binding: str
    zone: ZoneInfo | None


def _line(row: Row) -> _Line:
    where = None
    if said := row.text("zone"):
        try:
            where = zone(said)
        except ValueError as wrong:
            row.wrong("TABLE_ZONE", str(wrong), "write a zone by its name")
    if not row.text("queue"):
        row.wrong("TABLE_QUEUE", "the queue has no name", "name it as the records do")
    agents = row.number("agents")
    return _Line(
        line=row.line,
        start_us=row.instant_us("interval"),
        minutes=row.whole("minutes", default=0),
        queue=row.text("queue"),
        channel=row.text("channel") or "voice",
        offered=row.number("offered", default=0.0),
        aht_s=row.number("aht_s", default=0.0),
        agents=agents,
        scheduled=row.number("scheduled", default=agents),
        binding=row.text("binding"),
        zone=where,
    )


def _planned(lines: list[_Line], where: ZoneInfo | None, file: str, problems: list[Problem]) -> PlannedAgents:
    lines = sorted(lines, key=lambda each: each.start_us)
    first = lines[0]
    steps = [after.start_us - before.start_us for before, after in pairwise(lines)]
    length_us = first.minutes * MINUTE_US or min((step for step in steps if step), default=15 * MINUTE_US)

    def wrong(line: int, code: str, message: str, remedy: str) -> None:
        problems.append(Problem(file, line, 0, code, message, remedy))

    for before, after in pairwise(lines):
        if after.start_us - before.start_us < length_us:
            message = f"the interval overlaps that of line {before.line}"
            wrong(after.line, "TABLE_INTERVAL", message, "give each interval of a queue one row")
    if strange := next((each for each in lines if each.minutes not in (0, length_us // MINUTE_US)), None):
        message = f"an interval of {strange.minutes} minutes among others"
        wrong(strange.line, "TABLE_INTERVAL", message, "keep to one length in a queue")
    found = where or first.zone
    if found is None:
        message = "the zone of the local days is not known"
        wrong(0, "TABLE_ZONE", message, "add a column zone, or name the zone with --zone")
        found = zone("UTC")

    def column(name: str) -> NDArray[np.float64]:
        return np.array([getattr(each, name) for each in lines], dtype=float)

    return PlannedAgents(
        first.queue, first.channel, found, length_us, np.array([each.start_us for each in lines], dtype=np.int64),
        column("offered"), column("aht_s"), column("agents"), column("scheduled"),
        tuple(each.binding for each in lines),
    )  # fmt: skip
