"""Shifts as calendar files (RFC 5545): one for each agent, UTC times, a UID that stays when the file is made again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pactline.planning.shifts.schedule import Schedule, Shift
from pactline.values.zone import from_us, zone

MOST_OCTETS = 75  # of a line, RFC 5545 section 3.1


def calendars(schedule: Schedule, stamp: datetime) -> dict[str, str]:
    """File name -> calendar, one for each agent; shifts without names go into one for each pool.

    ``stamp`` says when the schedule was made (DTSTAMP).
    """
    found: dict[str, list[Shift]] = {}
    for each in sorted(schedule.shifts):
        found.setdefault(each.agent or each.pool, []).append(each)
    names: dict[str, str] = {}
    for who in found:
        name = re.sub(r"[^\w-]+", "_", who).strip("_") or "agent"
        taken = {each.lower() for each in names.values()}
        names[who] = name if name.lower() not in taken else f"{name}-{hashlib.sha256(who.encode()).hexdigest()[:6]}"
    return {f"{names[who]}.ics": calendar(schedule, who, shifts, stamp) for who, shifts in found.items()}


def write_calendars(schedule: Schedule, folder: Path, stamp: datetime) -> list[str]:
    """Write the calendars into a folder; returns the names of the files. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    files = calendars(schedule, stamp)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8"))
    return sorted(files)


def calendar(schedule: Schedule, who: str, shifts: Sequence[Shift], stamp: datetime) -> str:
    """The calendar of one agent, with the line ends and the folding that the standard asks for."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pactline//schedule//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(who)}",
    ]
    for each in shifts:
        lines += _event(schedule, each, stamp)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in folded(line))


def _event(schedule: Schedule, shift: Shift, stamp: datetime) -> Iterable[str]:
    local = schedule.slots.zone
    told = [
        f"{each.name} {from_us(each.start_us, local):%H:%M}-{from_us(each.end_us, local):%H:%M}"
        f"{'' if each.paid else ' (unpaid)'}"
        for each in shift.breaks
    ]
    if shift.overtime_us:
        told.append(f"overtime {shift.overtime_us // 60_000_000} min at the end")
    return [
        "BEGIN:VEVENT",
        f"UID:{uid(shift)}",
        f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{_utc(shift.start_us)}",
        f"DTEND:{_utc(shift.end_us)}",
        f"SUMMARY:{_text(f'{shift.pool}: {shift.kind}')}",
        *([f"DESCRIPTION:{_text(chr(10).join(told))}"] if told else []),
        f"CATEGORIES:{_text(shift.pool)}",
        "TRANSP:OPAQUE",
        "END:VEVENT",
    ]


def uid(shift: Shift) -> str:
    """What names a shift for ever: its agent, or its number where it has none, and its beginning."""
    key = "\x1f".join((shift.agent or shift.id, shift.pool, str(shift.start_us)))
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@schedule.pactline"


def folded(line: str) -> list[str]:
    """A line in parts of at most 75 octets, no character cut in two; every part but the first begins with a blank."""
    found, part, size = [], "", 0
    for letter in line:
        octets = len(letter.encode("utf-8"))
        if size + octets > MOST_OCTETS:
            found.append(part)
            part, size = " ", 1
        part, size = part + letter, size + octets
    return [*found, part]


def _text(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")


def _utc(us: int) -> str:
    return f"{from_us(us, zone('UTC')):%Y%m%dT%H%M%SZ}"
