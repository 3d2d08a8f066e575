"""The plain format of what is told beside the contacts: agent states, attempts, messages, counts.

One row is one record, columns are found by their names, and which table a file is of follows from its columns. A row is
taken as a whole or refused with one code and one sentence, as everywhere in the plain format.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from pactline.importers.fault import Fault, quoted
from pactline.importers.plain.fields import REQUIRED as CONTACT_COLUMNS
from pactline.importers.plain.fields import PlainRow, flags_in, tags_in
from pactline.importers.plain.values import Instants, Remembered, contact_id, milliseconds, points, text_of, whole
from pactline.records.columns import Column, Kind
from pactline.records.staging import Row
from pactline.records.tables import (
    AGENT_STATES,
    ATTEMPTS,
    CONTACTS,
    EVERY_QUEUE,
    INTERVAL_COUNTS,
    TABLES,
    TICKET_EVENTS,
    Table,
)
from pactline.values.zone import zone

REQUIRED: Mapping[str, tuple[str, ...]] = {
    AGENT_STATES.name: ("agent", "plan", "state", "from_at", "to_at"),
    ATTEMPTS.name: ("attempt_id", "campaign", "dialled_at", "result"),
    TICKET_EVENTS.name: ("contact_id", "event_id", "at", "channel"),
    INTERVAL_COUNTS.name: ("queue", "channel", "direction", "from_at", "to_at", "what", "value"),
}
"""The columns that make a file one of a table; each must hold a value in every row."""

WORKED_OUT = frozenset({"local_day", "local_second"})
"""Columns that no file gives: they follow from others."""

Reader: TypeAlias = Callable[[str, str], Any]
_EPOCH = date(1970, 1, 1)


class RowReader(Protocol):
    """What makes a record of the cells of one row."""

    def read(self, cells: Sequence[str]) -> Row:
        """The record; an empty cell is a value that was not given. Raises Fault."""
        ...


def table_of(columns: Collection[str]) -> Table:
    """The table that a file with these columns is of; contacts, unless only another has all its columns there."""
    if set(CONTACT_COLUMNS) <= set(columns):
        return CONTACTS
    for name, required in REQUIRED.items():
        if set(required) <= set(columns):
            return TABLES[name]
    return CONTACTS


def known(table: Table) -> tuple[str, ...]:
    """Every column of a table that a file may give; any other is ignored and listed."""
    return (*(name for name in table.by_plain_name if name not in WORKED_OUT), "source_ref")


def reader_of(table: Table, columns: Sequence[str], where: ZoneInfo | None, latest_us: int | None) -> RowReader:
    """A reader of rows whose columns stand in this order."""
    if table is CONTACTS:
        return PlainRow(columns, where, latest_us)
    return _TableRow(table, columns, where, latest_us)


class _TableRow:
    """Reads rows of any table but the contacts."""

    def __init__(self, table: Table, columns: Sequence[str], where: ZoneInfo | None, latest_us: int | None) -> None:
        self._table = table
        self._instant = Instants(where, None if table is AGENT_STATES else latest_us)  # a schedule lies ahead
        self._required = REQUIRED[table.name]
        of = table.by_plain_name
        self._cells = [
            (at, name, of[name].name if name in of else name, self._reader(name, of.get(name)))
            for at, name in enumerate(columns)
            if name in known(table)
        ]

    def _reader(self, name: str, column: Column | None) -> Reader:
        if column is None:
            return text_of(1_024)
        if column.words:
            return _word_of(column)
        special: dict[str, Reader] = {
            "contact_id": lambda text, _: contact_id(text),
            "tags": Remembered(tags_in),
            "flags": Remembered(flags_in),
            "local_zone": Remembered(_zone_in),
            "source_rev": lambda text, column: whole(text, column) if text.isdigit() else self._instant(text, column),
        }
        by_kind: dict[Kind, Reader] = {
            Kind.INSTANT: self._instant,
            Kind.DURATION: Remembered(milliseconds),
            Kind.WHOLE: whole,
            Kind.POINTS: points,
            Kind.TEXT: Remembered(text_of(128 if name in ("agent", "queue", "attempt_id", "event_id") else 1_024)),
        }
        return special.get(name) or by_kind[column.kind]

    def read(self, cells: Sequence[str]) -> Row:
        """The record of one row; an empty cell is a value that was not given. Raises Fault."""
        row: dict[str, str | int | None] = {}
        for at, name, stored, read in self._cells:
            if text := cells[at]:
                value = read(text, name)
                if value != "":
                    row[stored] = value
            elif name in self._required:
                raise Fault("FIELD_MISSING", f"{name} is empty.")
        CHECKS[self._table.name](row)
        return row


def _word_of(column: Column) -> Reader:
    words = frozenset(column.words)

    def read(text: str, name: str) -> str:
        if text not in words:
            raise Fault("ENUM_WORD", f"{name} {quoted(text)} is none of: {', '.join(column.words)}.")
        return text

    return read


def _zone_in(text: str, column: str) -> str:
    try:
        return zone(text).key
    except ValueError:
        raise Fault("ENUM_ZONE", f"{column} {quoted(text)} is no time zone; write it like Europe/Berlin.") from None


def in_order(row: Mapping[str, Any], names: Sequence[str]) -> None:
    """Check that the instants that are given follow one another. Raises Fault."""
    before, earlier = "", -1
    for name in names:
        instant = row.get(name)
        if instant is not None:
            if instant < earlier:
                raise Fault("TIME_ORDER", f"{_plainly(name)} lies before {_plainly(before)}.")
            before, earlier = name, instant


def local_clock(us: int, place: str) -> tuple[int, int]:
    """Day since 1970-01-01 and second of the day by the clock of a place. Seconds are cut, not rounded."""
    local = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)).astimezone(zone(place))
    return (local.date() - _EPOCH).days, (local.hour * 60 + local.minute) * 60 + local.second


def _check_state(row: dict[str, Any]) -> None:
    row.setdefault("queue", EVERY_QUEUE)
    if row["to_us"] <= row["from_us"]:
        raise Fault("TIME_ORDER", "to_at does not lie after from_at.")


def _check_attempt(row: dict[str, Any]) -> None:
    in_order(row, ("dialled_us", "greeting_start_us", "greeting_end_us"))
    in_order(row, ("dialled_us", "connected_us", "ended_us"))
    if row["result"] != "person" and row.get("connected_us") is not None:
        raise Fault("OUTCOME_CONTRADICTS", f"result is {row['result']}, yet connected_at is given.")
    if place := row.get("local_zone"):
        row["local_day"], row["local_second"] = local_clock(row["dialled_us"], place)


def _check_event(row: dict[str, Any]) -> None:
    if not {"author", "status", "queue"} & row.keys():
        raise Fault("FIELD_MISSING", "neither author, status nor queue is given; the row tells nothing.")
    if "author" in row and "public" not in row:
        raise Fault("FIELD_MISSING", "author is given without public; say yes or no.")


def _check_count(row: dict[str, Any]) -> None:
    timed = row["what"].endswith("_within")
    if timed != ("within_ms" in row):
        raise Fault("FIELD_MISSING", f"{row['what']} {'needs' if timed else 'has no'} within_s.")
    row.setdefault("within_ms", 0)
    if row["to_us"] <= row["from_us"]:
        raise Fault("TIME_ORDER", "to_at does not lie after from_at.")


CHECKS: Mapping[str, Callable[[dict[str, Any]], None]] = {
    AGENT_STATES.name: _check_state,
    ATTEMPTS.name: _check_attempt,
    TICKET_EVENTS.name: _check_event,
    INTERVAL_COUNTS.name: _check_count,
}
"""What the stored columns of a row say about one another, by table: fills what follows from others. Raises Fault."""


def _plainly(stored: str) -> str:
    return stored.replace("_us", "" if stored.startswith("greeting") else "_at")
