"""The contacts of a run in the record format: planned contacts are contacts.

Instants are exact to the millisecond. A redial is a contact of its own of the same customer; a callback is an outbound
contact of the channel ``callback`` that names the contact it answers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from pactline.planning.simulation.centre import Numbers
from pactline.planning.simulation.running import Run
from pactline.planning.simulation.state import ABANDONED, ANSWERED, CALLBACK, FLOWED_OUT
from pactline.records.record_set import RecordSet, from_lines
from pactline.records.staging import Row
from pactline.records.tables import AGENT_STATES, CONTACTS, Table
from pactline.values.zone import from_us

_OUTCOMES = {ANSWERED: "answered", ABANDONED: "abandoned", CALLBACK: "callback", FLOWED_OUT: "flowed_out"}
_REASONS = {ANSWERED: "", ABANDONED: "hung up", CALLBACK: "took a callback", FLOWED_OUT: "closed"}
_INSTANTS = ("offered_us", "answered_us", "ended_us")
_DURATIONS = ("wait_ms", "talk_ms", "hold_ms", "wrap_ms")
_COLUMNS = (
    "contact_id", "channel", "queue", "direction", *_INSTANTS, "outcome", "reason", *_DURATIONS, "agent",
    "callback_of", "customer",
)  # fmt: skip
_STATE_COLUMNS = ("agent", "plan", "state", "from_us", "to_us")
_QUARTER_MS = 900_000


def contact_rows(run: Run) -> Iterator[Row]:
    """Every visit as a row of the table of contacts, in the units in which rows are stored."""
    centre, origin_us = run.centre, run.centre.intervals.origin_us
    talk, hold, wrap = (part.tolist() for part in _parts(run))
    group, number = (part.tolist() for part in run.agent(np.maximum(run.slot, 0)))
    visits = zip(
        run.customer.tolist(), run.queue.tolist(), run.attempt.tolist(), run.entered_ms.tolist(), run.left_ms.tolist(),
        run.state.tolist(), strict=True,
    )  # fmt: skip
    for place, (customer, queue, attempt, entered, left, state) in enumerate(visits):
        name = f"S{run.seed}-{customer + 1}"
        answered, again = state == ANSWERED, f"r{attempt}" if attempt > 0 else "c" if attempt < 0 else ""
        row: dict[str, str | int | None] = {
            "contact_id": name + again,
            "channel": centre.queues[queue].channel if attempt >= 0 else "callback",
            "queue": centre.queues[queue].name,
            "direction": "inbound" if attempt >= 0 else "outbound",
            "offered_us": origin_us + entered * 1000,
            "outcome": _OUTCOMES[state],
            "reason": _REASONS[state] or None,
            "wait_ms": left - entered,
            "ended_us": origin_us + left * 1000,
            "callback_of": name if attempt < 0 else None,
            "customer": name,
        }
        if answered:
            row["answered_us"] = row["ended_us"]
            row["ended_us"] = origin_us + (left + talk[place] + hold[place]) * 1000
            row["talk_ms"], row["hold_ms"], row["wrap_ms"] = talk[place], hold[place], wrap[place]
            row["agent"] = f"{centre.groups[group[place]].name}-{number[place] + 1:03d}"
        else:
            row["left_us"] = row["ended_us"]
        yield row


def agent_state_rows(run: Run) -> Iterator[Row]:
    """What every agent did: available, talking, holding, wrapping, from the beginning of a shift to its end.

    Groups whose agents hold several contacts at once have no rows: one state would not tell what they did.
    """
    single = np.array([group.at_once == 1 for group in run.centre.groups])
    talk, hold, wrap = _parts(run)
    handled = np.flatnonzero((run.state == ANSWERED) & (run.slot >= 0))
    handled = handled[np.lexsort((run.left_ms[handled], run.slot[handled]))]
    shifts = np.lexsort((run.shift_from_ms, run.shift_slot))
    at = 0
    for shift in shifts:
        slot, now, end = int(run.shift_slot[shift]), int(run.shift_from_ms[shift]), int(run.shift_to_ms[shift])
        group, number = (int(part[0]) for part in run.agent(np.array([slot])))
        agent = f"{run.centre.groups[group].name}-{number + 1:03d}"
        stretches: list[tuple[str, int]] = []
        while at < len(handled) and run.slot[handled[at]] == slot and run.left_ms[handled[at]] < end:
            visit = handled[at]
            stretches.append(("available", int(run.left_ms[visit])))
            for state, lengths in (("talking", talk), ("holding", hold), ("wrapping", wrap)):
                stretches.append((state, stretches[-1][1] + int(lengths[visit])))
            at += 1
        for state, until in [*stretches, ("available", end)] if single[group] else ():
            if until > now:
                yield {
                    "agent": agent, "plan": "actual", "state": state, "queue": "*",
                    "from_us": run.centre.intervals.origin_us + now * 1000,
                    "to_us": run.centre.intervals.origin_us + until * 1000,
                }  # fmt: skip
                now = until


def _parts(run: Run) -> tuple[Numbers, Numbers, Numbers]:
    """Talk, hold and wrap-up of each visit; together its handling time."""
    hold = np.array([queue.hold_share for queue in run.centre.queues])[run.queue]
    wrap = np.array([queue.wrap_share for queue in run.centre.queues])[run.queue]
    hold_ms, wrap_ms = (run.handling_ms * hold).astype(np.int64), (run.handling_ms * wrap).astype(np.int64)
    return run.handling_ms - hold_ms - wrap_ms, hold_ms, wrap_ms


def to_records(run: Run, *, agent_states: bool = True) -> RecordSet:
    """A record set in memory, for ``pactline.evaluate`` and ``pactline.measure``; with the agents' time or without."""

    def lines() -> Iterator[tuple[int, Table, list[Row]]]:
        for row in contact_rows(run):
            yield 0, CONTACTS, [row]
        for row in agent_state_rows(run) if agent_states else ():
            yield 0, AGENT_STATES, [row]

    return from_lines(lines())


def write_contacts(run: Run, path: Path) -> int:
    """Write the contacts as ``plain-csv`` and say how many. Raises OSError."""
    return _write(contact_rows(run), CONTACTS, _COLUMNS, run.centre.intervals.zone, path)


def write_agent_states(run: Run, path: Path) -> int:
    """Write what the agents did as ``plain-csv`` of the table agent_states and say how many rows. Raises OSError."""
    return _write(agent_state_rows(run), AGENT_STATES, _STATE_COLUMNS, run.centre.intervals.zone, path)


def _write(rows: Iterable[Row], table: Table, columns: tuple[str, ...], zone: ZoneInfo, path: Path) -> int:
    plain = {column.name: column.plain for column in table.columns}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([plain[name] for name in columns])
        number = 0
        for row in rows:
            writer.writerow([_cell(name, row.get(name), zone) for name in columns])
            number += 1
    return number


def _cell(name: str, value: str | int | None, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if name.endswith("_us"):
        return _stamp(int(value) // 1000, zone)
    if name.endswith("_ms"):
        return f"{int(value) // 1000}.{int(value) % 1000:03d}"
    return str(value)


def _stamp(ms: int, zone: ZoneInfo) -> str:
    quarters, rest_ms = divmod(ms, _QUARTER_MS)
    return (_quarter(quarters, zone) + timedelta(milliseconds=rest_ms)).isoformat(timespec="milliseconds")


@cache
def _quarter(number: int, zone: ZoneInfo) -> datetime:
    """Clocks change on the quarter, so within one it is enough to count on; asking the zone each time is slow."""
    return from_us(number * _QUARTER_MS * 1000, zone)
