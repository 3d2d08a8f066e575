"""A schedule for programs: JSON and CSV. Instants are local with offset, hours and money are decimal text."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np

from pactline.planning.shifts.demand import Demand
from pactline.planning.shifts.schedule import Schedule, Shift
from pactline.values.zone import from_us

CSV_COLUMNS = ("pool", "agent", "shift", "kind", "start", "end", "breaks", "overtime_min", "paid_h", "cost")


def hours_text(us: float) -> str:
    """Microseconds as hours with two decimals."""
    return f"{us / 3_600_000_000:.2f}"


def to_json(schedule: Schedule) -> dict[str, Any]:
    """The schedule as ``pactline schedule --json`` prints it."""
    proof = schedule.proof
    return {
        "rules": schedule.name,
        "period": {
            "first": schedule.slots.first.isoformat(),
            "end": schedule.slots.day(schedule.slots.days).isoformat(),
            "zone": schedule.slots.zone.key,
        },
        "result": {
            "status": proof.status, "value": str(proof.objective), "bound": str(proof.bound), "unit": proof.unit,
            "workers": proof.workers, "seed": proof.seed,
        },
        "totals": {
            "shifts": len(schedule.shifts), "paid_h": f"{schedule.paid_hours:.2f}", "cost": str(schedule.cost),
            "currency": schedule.currency,
        },
        "shifts": [_shift(each, schedule) for each in sorted(schedule.shifts)],
        "cover": [_cover(schedule, demand) for demand in schedule.demands],
        "notes": [{"about": note.about, "text": note.text} for note in schedule.notes],
    }  # fmt: skip


def _shift(shift: Shift, schedule: Schedule) -> dict[str, Any]:
    def iso(us: int) -> str:
        return from_us(us, schedule.slots.zone).isoformat()

    return {
        "id": shift.id, "pool": shift.pool, "agent": shift.agent or None, "kind": shift.kind,
        "start": iso(shift.start_us), "end": iso(shift.end_us),
        "breaks": [
            {"name": each.name, "start": iso(each.start_us), "end": iso(each.end_us), "paid": each.paid}
            for each in shift.breaks
        ],
        "overtime_min": shift.overtime_us // 60_000_000, "paid_h": hours_text(shift.paid_us), "cost": str(shift.cost),
    }  # fmt: skip


def _cover(schedule: Schedule, demand: Demand) -> dict[str, Any]:
    """The slots of a pool where agents are needed or at work."""
    at_work = schedule.at_work(demand)
    shown = np.flatnonzero((demand.need > 0) | (at_work > 0))
    over = np.maximum(at_work - demand.need, 0)
    under = np.maximum(demand.need - at_work, 0)
    slot_us = schedule.slots.grain_us
    return {
        "pool": demand.pool,
        "queues": list(demand.queues),
        "minutes": slot_us // 60_000_000,
        "needed_h": hours_text(float(demand.need.sum()) * slot_us),
        "over_h": hours_text(float(over.sum()) * slot_us),
        "under_h": hours_text(float(under.sum()) * slot_us),
        "intervals": [
            {
                "interval": from_us(schedule.slots.us(int(slot)), schedule.slots.zone).isoformat(),
                "needed": int(demand.need[slot]), "at_work": int(at_work[slot]),
                "over": int(over[slot]), "under": int(under[slot]),
            }
            for slot in shown
        ],
    }  # fmt: skip


def to_csv(schedule: Schedule) -> str:
    """A row for each shift; breaks as ``12:00-12:30`` in local time, separated by blanks."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(CSV_COLUMNS)
    zone = schedule.slots.zone
    for each in sorted(schedule.shifts):
        breaks = " ".join(f"{from_us(p.start_us, zone):%H:%M}-{from_us(p.end_us, zone):%H:%M}" for p in each.breaks)
        rows.writerow(
            (
                each.pool, each.agent, each.id, each.kind, from_us(each.start_us, zone).isoformat(),
                from_us(each.end_us, zone).isoformat(), breaks, each.overtime_us // 60_000_000,
                hours_text(each.paid_us), each.cost,
            )
        )  # fmt: skip
    return out.getvalue()
