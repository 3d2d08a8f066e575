"""Reading times as exports write them: declared patterns, day numbers, epochs, clocks that follow one another.

Nothing is guessed from looks: a mapping names the pattern. A local time becomes UTC by the declared zone; one that
occurs twice is taken the first time and marked, one that the clock skipped is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from pactline.importers.fault import Fault
from pactline.importers.files.cells import NUMBER
from pactline.values.zone import to_us

Cell: TypeAlias = str | Fraction
"""A cell: text, or the exact number of a spreadsheet cell that holds one."""

YEARS = range(1970, 2100)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DIRECTIVES = {
    "Y": r"(?P<Y>[0-9]{4})",
    "y": r"(?P<y>[0-9]{2})",
    "m": r"(?P<m>[0-9]{1,2})",
    "d": r"(?P<d>[0-9]{1,2})",
    "b": r"(?P<b>[A-Za-z]{3})",
    "a": r"(?P<a>[A-Za-z]{3})",  # the day of the week: it must be there, and says nothing that the date does not
    "H": r"(?P<H>[0-9]{1,2})",
    "I": r"(?P<I>[0-9]{1,2})",
    "M": r"(?P<M>[0-9]{2})",
    "S": r"(?P<S>[0-9]{2})",
    "f": r"(?P<f>[0-9]{1,6})",
    "p": r"(?P<p>[AaPp][Mm])",
    "z": r"(?P<z>Z|[+-][0-9]{2}(?::?[0-9]{2})?)",
    "%": "%",
}
_PACKED = {"Y": "[0-9]{4}", "y": "[0-9]{2}", "m": "[0-9]{2}", "d": "[0-9]{2}", "H": "[0-9]{2}", "I": "[0-9]{2}"}
_ISO = re.compile(
    r"(?P<Y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"
    r"(?:[T ](?P<H>[0-9]{2}):(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:\.(?P<f>[0-9]{1,6}))?)?"
    r"(?P<z>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_EXCEL_DAY_0 = date(1899, 12, 30)
_DAY_US = 86_400_000_000
_HALF_A_DAY_US = _DAY_US // 2
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NUMBERED: dict[str, int] = {"epoch_s": 1_000_000, "epoch_ms": 1_000, "excel": _DAY_US}


@dataclass(frozen=True)
class LocalTime:
    """What a cell says: a day, a clock time, or both; ``offset`` where the cell itself carries one."""

    day: date | None = None
    clock_us: int | None = None  # microseconds since local midnight
    offset: timedelta | None = None


def check_pattern(pattern: str) -> None:
    """Raise ValueError unless ``pattern`` is ``iso``, one of NUMBERED, or made of known directives."""
    if pattern == "iso" or pattern in NUMBERED:
        return
    used = re.findall(r"%(.?)", pattern)
    unknown = [letter for letter in used if letter not in _DIRECTIVES]
    if unknown or not used:
        raise ValueError(
            f"{pattern!r} is not a time pattern; %{unknown[0]} is not known"
            if unknown
            else f"{pattern!r} is not a time pattern"
        )
    if len(set(used) - {"%"}) < len([letter for letter in used if letter != "%"]):
        raise ValueError(f"{pattern!r} says the same part twice")
    parts = set(used)
    if ("I" in parts) != ("p" in parts):
        raise ValueError(f"{pattern!r}: %I (12 hours) and %p (AM/PM) go together")
    dated, clocked = parts & set("Yymdb"), parts & set("HI")
    whole_day = len(parts & set("Yy")) == 1 and len(parts & set("mb")) == 1 and "d" in parts
    if (dated and not whole_day) or not (dated or clocked):
        raise ValueError(f"{pattern!r} needs year, month and day, or hours, or both")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression. Parts of one or two digits need two where another follows at once."""
    pieces: list[str] = []
    parts = re.findall(r"%.|[^%]+", pattern)
    for index, part in enumerate(parts):
        if not part.startswith("%"):
            pieces.append(re.escape(part))
            continue
        letter = part[1]
        touches = index + 1 < len(parts) and parts[index + 1][0] == "%" and parts[index + 1] != "%p"
        packed = letter in _PACKED and (touches or (index > 0 and parts[index - 1][0] == "%"))
        pieces.append(f"(?P<{letter}>{_PACKED[letter]})" if packed else _DIRECTIVES[letter])
    return re.compile("".join(pieces))


def read_time(cell: Cell, pattern: str) -> LocalTime:
    """The day, the clock time or both that the cell holds in the declared pattern. Raises Fault."""
    return _read_time(cell.strip() if isinstance(cell, str) else cell, pattern)


@lru_cache(maxsize=16_384)
def _read_time(cell: Cell, pattern: str) -> LocalTime:
    if pattern in NUMBERED:
        return _numbered(cell, pattern)
    if not isinstance(cell, str):
        raise Fault("TS_FORMAT", "a number stands where a time is written as text; a spreadsheet's time is `excel`")
    matched = (_ISO if pattern == "iso" else _compiled(pattern)).fullmatch(cell.strip())
    if not matched:
        wanted = "YYYY-MM-DDTHH:MM:SS with or without an offset" if pattern == "iso" else pattern
        raise Fault("TS_FORMAT", f"{cell.strip()[:60]!r} is not a time written {wanted}")
    return _assembled(matched.groupdict(), cell, pattern)


def _assembled(parts: dict[str, str | None], cell: str, pattern: str) -> LocalTime:
    try:
        day = _day(parts)
        clock = (
            None
            if _hour(parts) is None
            else time(
                _hour(parts) or 0,
                int(parts.get("M") or 0),
                int(parts.get("S") or 0),
                int((parts.get("f") or "0").ljust(6, "0")),
            )
        )
    except ValueError:
        raise Fault("TS_FORMAT", f"{cell.strip()!r}, read as {pattern}, is no real day or clock time") from None
    if day is not None and day.year not in YEARS:
        raise Fault("TS_RANGE", f"{cell.strip()!r} lies outside the years 1970 to 2099")
    clock_us = None if clock is None else timedelta_us(clock)
    return LocalTime(day, clock_us, _offset(parts.get("z")))


def timedelta_us(clock: time) -> int:
    """Microseconds since midnight."""
    return ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000_000 + clock.microsecond


def _day(parts: dict[str, str | None]) -> date | None:
    if parts.get("d") is None:
        return None
    short = parts.get("y")
    year = int(parts.get("Y") or 0) if short is None else int(short) + (1900 if int(short) >= 70 else 2000)
    named = parts.get("b")
    month = int(parts.get("m") or 0) if named is None else _MONTHS.index(named.lower()) + 1
    return date(year, month, int(parts["d"] or 0))


def _hour(parts: dict[str, str | None]) -> int | None:
    if parts.get("I") is not None:
        hour = int(parts["I"] or 0)
        if not 1 <= hour <= 12:
            raise ValueError
        return hour % 12 + (12 if (parts.get("p") or "").lower() == "pm" else 0)
    return None if parts.get("H") is None else int(parts["H"] or 0)


def _offset(text: str | None) -> timedelta | None:
    if text is None:
        return None
    if text == "Z":
        return timedelta(0)
    hours, minutes = int(text[1:3]), int(text[3:].removeprefix(":") or 0)
    if hours > 14 or minutes > 59:
        raise Fault("TS_FORMAT", f"{text!r} is no offset from UTC")
    return timedelta(hours=hours, minutes=minutes) * (-1 if text[0] == "-" else 1)


def _numbered(cell: Cell, pattern: str) -> LocalTime:
    if isinstance(cell, str) and not NUMBER.fullmatch(cell.strip()):
        raise Fault("TS_FORMAT", f"{cell.strip()[:60]!r} is not a number, as {pattern} is")
    number = Fraction(cell.strip()) if isinstance(cell, str) else cell
    if (
        pattern == "excel"
    ):  # a binary day number is good to some microseconds: the nearest millisecond is what was meant
        us = round(number * 86_400_000) * 1_000
        days, clock_us = divmod(us, _DAY_US)
        if not 0 <= days < 73_051:
            raise Fault("TS_RANGE", f"the day number {number} lies outside the years 1970 to 2099")
        day = _EXCEL_DAY_0 + timedelta(days=days) if days else None
    else:
        days, clock_us = divmod(round(number * NUMBERED[pattern]), _DAY_US)
        if not 0 <= days < 47_482:
            raise Fault("TS_RANGE", f"{pattern} {number} lies outside the years 1970 to 2099")
        return LocalTime(date(1970, 1, 1) + timedelta(days=days), clock_us, timedelta(0))
    if day is not None and day.year not in YEARS:
        raise Fault("TS_RANGE", f"the day number {number} lies outside the years 1970 to 2099")
    return LocalTime(day, clock_us)


Instant: TypeAlias = tuple[int, bool]
"""Microseconds since 1970-01-01 UTC, and whether the local time occurs twice (then the first was taken)."""


def _no_zone() -> Fault:
    return Fault("TS_NO_OFFSET", "the time has no offset; declare a zone: in the mapping, or ingest it with --zone")


def instant(day: date, clock_us: int, offset: timedelta | None, where: ZoneInfo | None) -> Instant:
    """The UTC instant of a day and a clock time. Raises Fault: no zone declared, or a time the clock skipped."""
    if offset is not None:
        fixed = datetime.combine(day, time(0), timezone(offset)) + timedelta(microseconds=clock_us)
        return to_us(fixed), False
    if where is None:
        raise _no_zone()
    return _in_zone(day, clock_us, where, 0)


@lru_cache(maxsize=16_384)
def _in_zone(day: date, clock_us: int, where: ZoneInfo, fold: int) -> Instant:
    local = (datetime.combine(day, time(0)) + timedelta(microseconds=clock_us)).replace(tzinfo=where)
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    assert first is not None
    assert second is not None
    if second > first:
        text = local.replace(tzinfo=None).isoformat(" ")
        raise Fault("TS_NONEXISTENT", f"{text} does not exist in {where.key}: the clock skipped it")
    return to_us(local.replace(fold=fold)), first != second


def following(clock_us: int, earlier_us: int, where: ZoneInfo | None) -> Instant:
    """The instant of a bare clock time that goes with an earlier mark: the nearest one, so that a clock which passed
    midnight belongs to the next day and one that runs a second behind stays on the same day.

    Of a clock time that occurs twice the first is taken, unless only the second is not before the earlier mark.
    """
    if where is None:
        raise _no_zone()
    local = (_EPOCH + timedelta(microseconds=earlier_us)).astimezone(where)
    ahead = clock_us - timedelta_us(local.time())
    shift = 1 if ahead <= -_HALF_A_DAY_US else -1 if ahead > _HALF_A_DAY_US else 0
    day = local.date() + timedelta(days=shift)
    us, twice = _in_zone(day, clock_us, where, 0)
    if twice and us < earlier_us:
        us, _ = _in_zone(day, clock_us, where, 1)
    return us, twice
