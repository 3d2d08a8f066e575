"""A schedule as text: what it costs, how it covers each day, the roster, and the bars of one day."""

from __future__ import annotations

from datetime import date

import numpy as np

from pactline.planning.shifts.gantt_text import busiest_day, gantt
from pactline.planning.shifts.schedule import Schedule
from pactline.planning.shifts.workbook import cell_text, rows_of
from pactline.statement.shown.text import table
from pactline.values.exact import how_many


def to_text(schedule: Schedule, day: date | None = None) -> str:
    """The whole schedule for the terminal; bars are drawn for ``day``, left out for the busiest."""
    slots = schedule.slots
    lines = [
        schedule.name,
        f"{slots.first} to {slots.day(slots.days - 1)} ({slots.zone.key}), slots of {slots.grain_us // 60_000_000} min",
        "",
        *proof_said(schedule),
        *_days(schedule),
    ]
    if schedule.agents or slots.days > 1:
        lines += ["", *_roster(schedule)]
    if schedule.notes:
        lines += ["", *(f"{note.about}: {note.text}" for note in schedule.notes)]
    return "\n".join([*lines, "", *gantt(schedule, day or busiest_day(schedule))])


def proof_said(schedule: Schedule) -> list[str]:
    """How many shifts, hours, what they cost, and whether fewer would do."""
    proof = schedule.proof
    told = (
        f"{how_many(len(schedule.shifts), 'shift')}, {schedule.paid_hours:,.2f} paid hours, "
        f"{schedule.cost:,} {schedule.currency}"
    )
    if proof.status == "optimal":
        return [told, f"optimal: nothing better exists (seed {proof.seed}, {how_many(proof.workers, 'worker')})"]
    return [
        told,
        f"not proven best: {proof.objective:,} {proof.unit} found, none below {proof.bound:,}, gap {proof.gap:.1%}",
        f"time was up (seed {proof.seed}, {how_many(proof.workers, 'worker')}); more with --seconds",
    ]


def _days(schedule: Schedule) -> list[str]:
    slots = schedule.slots
    rows = []
    day_of = np.array([slots.day_of(slot) for slot in range(slots.count)])
    for demand in schedule.demands:
        balance = schedule.balance(demand)
        starts = [slots.day_of(slots.slot(each.start_us)) for each in schedule.of_pool(demand.pool)]
        for day in range(slots.days):
            mine = day_of == day
            needed, over = demand.need[mine], balance[mine]
            if not needed.any() and day not in starts:
                continue
            hours = slots.hours
            rows.append(
                [
                    demand.pool, f"{slots.day(day):%a %Y-%m-%d}", str(starts.count(day)), str(needed.max(initial=0)),
                    f"{needed.sum() * hours:,.2f}", f"{np.maximum(over, 0).sum() * hours:,.2f}",
                    f"{np.maximum(-over, 0).sum() * hours:,.2f}", str(int(np.maximum(-over, 0).max(initial=0))),
                ]
            )  # fmt: skip
    heads = ["Pool", "Day", "Shifts", "Peak", "Needed h", "Over h", "Under h", "Most under"]
    return ["", *table(heads, "<<>>>>>>", rows)]


def _roster(schedule: Schedule) -> list[str]:
    days = range(schedule.slots.days)
    heads = ["Agent" if schedule.agents else "Shift", *(f"{schedule.slots.day(day):%a %d}" for day in days), "Hours"]
    rows = []
    for who, by_day in rows_of(schedule):
        hours = sum(each.paid_us for shifts in by_day.values() for each in shifts) / 3.6e9
        rows.append([who, *(cell_text(by_day.get(day, []), schedule) for day in days), f"{hours:,.2f}"])
    return list(table(heads, "<" + (">" if not schedule.agents else "<") * len(days) + ">", rows))
