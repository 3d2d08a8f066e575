"""A day's shifts as bars of text, with breaks, and the cover against what is needed below."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from pactline.planning.shifts.demand import MINUTE_US, Demand
from pactline.planning.shifts.schedule import Schedule, Shift
from pactline.values.zone import from_us, midnight_us

WORK, BREAK, OVERTIME = "█", "░", "▓"
LINES = 60  # of bars in a picture; what is beyond is said


def busiest_day(schedule: Schedule) -> date:
    """The first of the days with most need."""
    per_day = [0] * schedule.slots.days
    for demand in schedule.demands:
        for slot in np.flatnonzero(demand.need):
            per_day[schedule.slots.day_of(int(slot))] += int(demand.need[slot])
    return schedule.slots.day(max(range(len(per_day)), key=lambda n: (per_day[n], -n)))


def gantt(schedule: Schedule, day: date) -> list[str]:
    """Lines of text: for each pool the bars of the shifts that are worked on a day, and its cover."""
    slots = schedule.slots
    low, high = midnight_us(day, slots.zone), midnight_us(day + timedelta(days=1), slots.zone)
    step = max(slots.grain_us, 15 * MINUTE_US)
    mine = [each for each in schedule.shifts if each.start_us < high and each.end_us > low]
    if not mine:
        return [f"{day:%a %Y-%m-%d}: no shifts"]
    hour = 60 * MINUTE_US
    first = low + (max(low, min(each.start_us for each in mine)) - low) // hour * hour
    last = min(high, max(each.end_us for each in mine))
    columns = range(first, last, step)
    lines = [
        f"{day:%a %Y-%m-%d}, each column {step // MINUTE_US} min: {WORK} at work, {BREAK} break, {OVERTIME} overtime"
    ]
    for demand in schedule.demands:
        lines += _pool(schedule, demand, sorted(each for each in mine if each.pool == demand.pool), columns)
    return lines


def _pool(schedule: Schedule, demand: Demand, shifts: list[Shift], columns: range) -> Iterator[str]:
    labels: dict[tuple[str, str], int] = {}
    for each in shifts:
        key = (each.agent or each.kind, _bar(each, columns))
        labels[key] = labels.get(key, 0) + 1
    width = max([len(who) for who, _ in labels] + [len("at work")]) + 5
    yield ""
    yield f"{demand.pool:<{width}} {_hours(schedule, columns)}"
    for (who, bar), number in list(labels.items())[:LINES]:
        label = who if number == 1 else f"{number} x {who}"
        yield f"{label:<{width}} {bar}".rstrip()
    if len(labels) > LINES:
        yield f"and {sum(list(labels.values())[LINES:])} more shifts"
    for what, values in _tightest(schedule, demand, columns).items():
        cells = "".join(f"{value:<{_each(columns)}}" for value in values)
        yield f"{what:<{width}} {cells}".rstrip()


def _tightest(schedule: Schedule, demand: Demand, columns: range) -> dict[str, list[int]]:
    """Needed, at work and over (under below 0) in the slot of each hour where it is tightest."""
    slots, there = schedule.slots, schedule.at_work(demand)
    found: dict[str, list[int]] = {"needed": [], "at work": [], "over": []}
    for start in list(columns)[:: _each(columns)]:
        first = slots.slot(start)
        inside = range(first, min(first + max(1, columns.step * _each(columns) // slots.grain_us), slots.count))
        slot = min(inside, key=lambda at: (there[at] - demand.need[at], -demand.need[at]), default=None)
        need, on = (0, 0) if slot is None else (int(demand.need[slot]), int(there[slot]))
        for what, value in zip(found, (need, on, on - need), strict=True):
            found[what].append(value)
    return found


def _each(columns: range) -> int:
    """Columns in an hour."""
    return max(4, 60 * MINUTE_US // columns.step)


def _hours(schedule: Schedule, columns: range) -> str:
    return "".join(
        f"{from_us(start, schedule.slots.zone):%H}".ljust(_each(columns)) for start in list(columns)[:: _each(columns)]
    ).rstrip()


def _bar(shift: Shift, columns: range) -> str:
    def sign(start: int) -> str:
        end = start + columns.step
        if end <= shift.start_us or start >= shift.end_us:
            return " "
        if any(each.start_us < end and each.end_us > start for each in shift.breaks):
            return BREAK
        return OVERTIME if start >= shift.end_us - shift.overtime_us else WORK

    return "".join(sign(start) for start in columns).rstrip()
