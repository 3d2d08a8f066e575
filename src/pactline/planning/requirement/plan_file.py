"""The plan: agents of a queue over intervals, and the file that hands it on to ``simulate``, ``schedule``, ``plan``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pactline.planning.interval_table import MINUTE_US, Cells, read_intervals
from pactline.planning.table_file import Row, write_table
from pactline.values.zone import from_us

COLUMNS = ("interval", "minutes", "queue", "channel", "offered", "aht_s", "agents", "scheduled", "binding", "zone")
_NEEDED = ("interval", "queue", "agents")
_OPTIONAL = ("offered", "aht_s", "scheduled", "binding")


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
    def paid_hours(self) -> Fraction:
        """The same hours, exactly: what an amount of money is worked out from."""
        return sum((Fraction(each) for each in self.scheduled.tolist()), Fraction(0)) * self.length_us / 3_600_000_000

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
    found = read_intervals(path, _NEEDED, _cells, where, optional=_OPTIONAL, empty="no interval is planned")
    return [
        PlannedAgents(
            each.queue, each.channel, each.zone, each.length_us, each.starts_us, each.column("offered"),
            each.column("aht_s"), each.column("agents"), each.column("scheduled"),
            tuple(line.words["binding"] for line in each.lines),
        )
        for each in found
    ]  # fmt: skip


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


def _cells(row: Row) -> Cells:
    agents = row.number("agents")
    return {
        "offered": row.number("offered", default=0.0),
        "aht_s": row.number("aht_s", default=0.0),
        "agents": agents,
        "scheduled": row.number("scheduled", default=agents),
    }, {"binding": row.text("binding")}
