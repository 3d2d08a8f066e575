"""A schedule as a spreadsheet: the roster, every shift with its breaks, and the cover of every interval."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from pactline.planning.shifts.schedule import Schedule, Shift
from pactline.values.zone import from_us


def write_workbook(schedule: Schedule, path: Path) -> None:
    """Write the workbook with the sheets Roster, Shifts and Cover. Raises OSError."""
    import xlsxwriter

    try:
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            made = datetime.combine(schedule.slots.first, datetime.min.time())  # the same file for the same schedule
            book.set_properties({"title": schedule.name, "created": made})
            formats = {
                "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
                "day": book.add_format({"num_format": "ddd yyyy-mm-dd"}),
                "at": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
                "hours": book.add_format({"num_format": "0.00"}),
                "bold": book.add_format({"bold": True, "num_format": "#,##0.00"}),
                "under": book.add_format({"bg_color": "#f6c7b6"}),
                "over": book.add_format({"bg_color": "#d9e8f5"}),
            }
            _roster(book.add_worksheet("Roster"), schedule, formats)
            _shifts(book.add_worksheet("Shifts"), schedule, formats)
            _cover(book.add_worksheet("Cover"), schedule, formats)
    except xlsxwriter.exceptions.FileCreateError as failed:
        raise failed.args[0] if failed.args and isinstance(failed.args[0], OSError) else OSError(str(failed)) from None


def _local(us: int, schedule: Schedule) -> datetime:
    return from_us(us, schedule.slots.zone).replace(tzinfo=None)


def rows_of(schedule: Schedule) -> list[tuple[str, dict[int, list[Shift]]]]:
    """For each agent, or for each kind and start of shifts without names, its shifts by day."""
    found: dict[str, dict[int, list[Shift]]] = {agent: {} for agent in schedule.agents}
    for each in sorted(schedule.shifts, key=lambda s: (s.pool, _local(s.start_us, schedule).time(), s.kind, s)):
        start = _local(each.start_us, schedule)
        who = each.agent or f"{each.pool} {each.kind} {start:%H:%M}"
        found.setdefault(who, {}).setdefault(schedule.slots.day_of(schedule.slots.slot(each.start_us)), []).append(each)
    return list(found.items())


def cell_text(shifts: list[Shift], schedule: Schedule) -> str:
    """The shifts of an agent on a day, such as ``07:30-16:00``; shifts without names as how many there are."""
    if not shifts:
        return ""
    if not shifts[0].agent:
        return str(len(shifts))
    return ", ".join(f"{_local(s.start_us, schedule):%H:%M}-{_local(s.end_us, schedule):%H:%M}" for s in shifts)


def _roster(sheet: Any, schedule: Schedule, formats: dict[str, Any]) -> None:
    days = schedule.slots.days
    heads = ["Agent" if schedule.agents else "Shift", *(f"{schedule.slots.day(d):%a %Y-%m-%d}" for d in range(days))]
    sheet.write_row(0, 0, [*heads, "Shifts", "Paid hours", "Cost"], formats["head"])
    row = 0
    for row, (who, by_day) in enumerate(rows_of(schedule), start=1):
        sheet.write(row, 0, who)
        for day, shifts in by_day.items():
            text = cell_text(shifts, schedule)
            sheet.write(row, 1 + day, int(text) if text.isdigit() else text)
        every = [each for shifts in by_day.values() for each in shifts]
        sheet.write(row, days + 1, len(every))
        sheet.write(row, days + 2, sum(each.paid_us for each in every) / 3.6e9, formats["hours"])
        sheet.write(row, days + 3, float(sum(each.cost for each in every)), formats["hours"])
    sheet.write(row + 1, 0, "Total", formats["bold"])
    for column in range(days + 1, days + 4):
        letter = _letters(column)
        total = (len(schedule.shifts), schedule.paid_hours, float(schedule.cost))[column - days - 1]
        sheet.write_formula(row + 1, column, f"=SUM({letter}2:{letter}{row + 1})", formats["bold"], total)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, days + 3, 14)


def _letters(column: int) -> str:
    """The name of a column, 0 first: A, ..., Z, AA, ..."""
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def _shifts(sheet: Any, schedule: Schedule, formats: dict[str, Any]) -> None:
    most = max((len(each.breaks) for each in schedule.shifts), default=0)
    heads = ["Shift", "Agent", "Pool", "Kind", "Start", "End", "Overtime min", "Paid hours", "Cost"]
    sheet.write_row(0, 0, heads + [f"Break {n + 1}" for n in range(most)], formats["head"])
    for row, each in enumerate(sorted(schedule.shifts), start=1):
        sheet.write_row(row, 0, [each.id, each.agent, each.pool, each.kind])
        sheet.write_datetime(row, 4, _local(each.start_us, schedule), formats["at"])
        sheet.write_datetime(row, 5, _local(each.end_us, schedule), formats["at"])
        sheet.write(row, 6, each.overtime_us // 60_000_000)
        sheet.write(row, 7, each.paid_us / 3.6e9, formats["hours"])
        sheet.write(row, 8, float(each.cost), formats["hours"])
        for place, pause in enumerate(each.breaks):
            start, end = _local(pause.start_us, schedule), _local(pause.end_us, schedule)
            sheet.write(row, 9 + place, f"{pause.name} {start:%H:%M}-{end:%H:%M}")
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 3, 12)
    sheet.set_column(4, 5, 17)
    sheet.set_column(9, 9 + most, 19)


def _cover(sheet: Any, schedule: Schedule, formats: dict[str, Any]) -> None:
    heads = [
        "Interval",
        *(f"{d.pool}: {what}" for d in schedule.demands for what in ("needed", "at work", "over", "under")),
    ]
    sheet.write_row(0, 0, heads, formats["head"])
    covers = [(each.need, schedule.at_work(each)) for each in schedule.demands]
    row = 0
    for slot in range(schedule.slots.count):
        if not any(need[slot] or there[slot] for need, there in covers):
            continue
        row += 1
        sheet.write_datetime(row, 0, _local(schedule.slots.us(slot), schedule), formats["at"])
        for place, (need, there) in enumerate(covers):
            over = int(there[slot] - need[slot])
            sheet.write(row, 1 + 4 * place, int(need[slot]))
            sheet.write(row, 2 + 4 * place, int(there[slot]))
            sheet.write(row, 3 + 4 * place, max(over, 0), formats["over"] if over > 0 else None)
            sheet.write(row, 4 + 4 * place, max(-over, 0), formats["under"] if over < 0 else None)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 17)
    sheet.set_column(1, 4 * len(covers), 11)
