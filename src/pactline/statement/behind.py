"""The rows behind a figure as a table: contacts, or the waits, tickets or attempts that the metric looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pactline.statement.shown.listing import Listing
from pactline.values.zone import from_us

Row = Mapping[str, Any]

_EPOCH = date(1970, 1, 1)
_CONTACT = (("Contact", "<", 10), ("Visit", ">", 4), ("Channel", "<", 6), ("Queue", "<", 7), ("Offered", "<", 15),
            ("Outcome", "<", 7), ("Wait", ">", 7), ("Agent", "<", 8))  # fmt: skip
_HEADS = {"contact_id": "Ticket", "attempt_id": "Attempt", "local_day": "Day there"}
_OF_CONTACTS = frozenset({"outcome", "asked_us", "over_us"})  # a contact that is looked at as a whole, and no ticket
_UNITS_MS = (("d", 86_400_000), ("h", 3_600_000), ("min", 60_000))


def is_contact(row: Row) -> bool:
    """Whether a row is a contact; others are of a metric that looks at something else."""
    return "offered_us" in row


def listing_of(rows: Sequence[Row], where: ZoneInfo, title: str = "", blank: str = " ") -> Listing:
    """The rows, at least one, in the local time of a zone; ``blank`` stands between a day and its time."""
    if is_contact(rows[0]):
        cells = [_contact_cells(row, where, blank) for row in rows]
        heads, sides, widths = zip(*_CONTACT, strict=True)
        return Listing(title, heads, tuple(cells), "".join(sides), widths)
    names = _shown(rows[0])
    return Listing(
        title,
        tuple(_head_of(name, rows[0]) for name in names),
        tuple(tuple(_cell(name, row[name], where, blank) for name in names) for row in rows),
        "".join(">" if _is_number(name, rows) else "<" for name in names),
        tuple(15 if name.endswith("_us") else 8 for name in names),
    )


def json_of(row: Row, where: ZoneInfo) -> dict[str, Any]:
    """A row for programs: instants as ISO 8601 with offset, durations in milliseconds."""
    if is_contact(row):
        kept = {key: value for key, value in row.items() if key != "offered_us"}
        return {**kept, "offered_at": from_us(row["offered_us"], where).isoformat()}
    found: dict[str, Any] = {}
    for name in _shown(row):
        value = row[name]
        if name.endswith("_us"):
            found[f"{name[:-3]}_at"] = None if value is None else from_us(value, where).isoformat()
        elif name == "local_day":
            found[name] = None if value is None else _day(value)
        else:
            found[name] = value
    return found


def length_text(milliseconds: int) -> str:
    """Milliseconds as a length of time: ``12 s``, ``12.4 s``, ``4 h``, ``2 d 3 h 5 min``."""
    left, parts = milliseconds, []
    for unit, size in _UNITS_MS:
        whole, left = divmod(left, size)
        parts += [f"{whole} {unit}"] if whole else []
    if left or not parts:
        parts.append(seconds_text(left))
    return " ".join(parts)


def seconds_text(milliseconds: int) -> str:
    """Milliseconds as seconds, without a float: ``12 s``, ``12.4 s``."""
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole} s" if not rest else f"{whole}.{rest:03d}".rstrip("0") + " s"


def _contact_cells(row: Row, where: ZoneInfo, blank: str) -> tuple[str, ...]:
    return (
        str(row["contact_id"]),
        str(row["visit"] or 1),
        row["channel"] or "",
        row["queue"] or "",
        _instant(row["offered_us"], where, blank),
        str(row["outcome"]),
        "unknown" if row["wait_ms"] is None else seconds_text(row["wait_ms"]),
        row["agent"] or "",
    )


def _shown(row: Row) -> list[str]:
    """The columns of a row; the instant that places it is one of them, if it has any."""
    names = [name for name in row if name != "at_us"]
    return names if any(name.endswith("_us") for name in names) else ["at_us", *names]


def _head_of(name: str, row: Row) -> str:
    if name == "contact_id" and row.keys() & _OF_CONTACTS:
        return "Contact"
    return _HEADS.get(name) or _head(name)


def _head(name: str) -> str:
    plain = name.removesuffix("_us").removesuffix("_ms").removesuffix("_id").replace("_", " ")
    return plain[:1].upper() + plain[1:]


def _cell(name: str, value: Any, where: ZoneInfo, blank: str) -> str:
    if value is None:
        return ""
    if name.endswith("_us"):
        return _instant(value, where, blank)
    if name.endswith("_ms"):
        return length_text(value)
    if name == "local_day":
        return _day(value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _is_number(name: str, rows: Sequence[Row]) -> bool:
    values = [row[name] for row in rows if row[name] is not None]
    return name.endswith("_ms") or (
        not name.endswith("_us")
        and name != "local_day"
        and bool(values)
        and all(isinstance(value, int) and not isinstance(value, bool) for value in values)
    )


def _instant(us: int, where: ZoneInfo, blank: str) -> str:
    return from_us(us, where).isoformat(sep=blank, timespec="seconds")


def _day(number: int) -> str:
    return (_EPOCH + timedelta(days=number)).isoformat()
