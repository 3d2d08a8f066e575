"""Interval counts as CSV: one row is one interval of one queue, its columns are what the source counted.

The times are ISO 8601, with an offset or in the zone of ``--zone``. By name, ``from_at`` and either ``to_at`` or
``minutes`` say when, ``queue`` whose, ``channel`` (voice unless given) and ``direction`` (inbound unless given) how;
then any of the counts and sums: ``answered_within_20`` counts the contacts answered within 20 seconds. A cell left
empty was not counted, which is another thing than 0. See docs/how-to/use-interval-counts.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from pactline.importers.fault import Fault, quoted
from pactline.importers.files.csv_records import CsvRecords
from pactline.importers.files.lines import excerpt
from pactline.importers.files.opening import past_the_mark
from pactline.importers.plain.values import Instants, text_of, whole
from pactline.importers.reading import Ignored, Item, Read, Reading, Refused, Source, SourceRefused
from pactline.records.columns import CHANNELS, DIRECTIONS
from pactline.records.staging import Row
from pactline.records.tables import INTERVAL_COUNTS, WHATS
from pactline.values.exact import how_many

CODES: Mapping[str, str] = {
    "IC_MINUTES": "the length is not 15, 30 or 60 minutes, or a whole number of hours up to a day; give to_at instead",
    "IC_GRAIN": "the interval does not begin and end on a quarter of an hour, the grain of all counting",
    "IC_MORE": "a part is greater than the whole it is a part of",
    "IC_NOTHING": "the row counts nothing: every cell is empty",
    "IC_WORD": "the channel or the direction is none of the list",
}
FILLS = ("interval_counts",)
TRIED = "our own format"

_QUARTER_US = 900_000_000
_PLACE = ("from_at", "to_at", "minutes", "queue", "channel", "direction")
_WITHIN = re.compile(r"(answered|abandoned)_within_([0-9]{1,6})")
_SECONDS = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,3}))?")
_SUMS = {f"{what.removesuffix('_ms')}_s": what for what in WHATS if what.endswith("_ms")}


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each row of the file as one item. Raises SourceRefused."""
    with source.open() as file:
        stream = iter(CsvRecords(past_the_mark(file)))
        number, cells, _ = next(stream)
        columns = _header(number, cells, reading)
        rows = _Rows(columns, reading)
        for number, cells, raw in stream:
            try:
                if cells is None:
                    yield Ignored(number, "BLANK_LINE", "A blank line carries no record.")
                elif isinstance(cells, Fault):
                    raise cells
                elif len(cells) != len(columns):
                    raise Fault(
                        "CSV_COLUMNS", f"The row has {how_many(len(cells), 'field')}, the header {len(columns)}."
                    )
                else:
                    first, *further = rows.read(cells)
                    yield Read(number, first, INTERVAL_COUNTS, tuple(further))
            except Fault as fault:
                yield Refused(number, fault.code, fault.message, excerpt(raw))


def counted(column: str) -> tuple[str, int] | None:
    """What a column counts, and within how many milliseconds (0: no matter); None for one that counts nothing."""
    if found := _WITHIN.fullmatch(column):
        return f"{found[1]}_within", int(found[2]) * 1000
    if column in _SUMS:
        return _SUMS[column], 0
    return (column, 0) if column in WHATS and not column.endswith(("_ms", "_within")) else None


def _header(number: int, cells: Sequence[str] | Fault | None, reading: Reading) -> Sequence[str]:
    if isinstance(cells, Fault):
        raise SourceRefused(cells.code, f"The header cannot be read: {cells.message}", number)
    names = cells or [""]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SourceRefused("HDR_DUPLICATE", f"Column {quoted(twice[0])} stands twice in the header.", number)
    missing = [name for name in ("queue", "from_at") if name not in names]
    if not {"to_at", "minutes"} & set(names):
        missing.append("to_at or minutes")
    if not any(counted(name) for name in names):
        missing.append("a column with counts (answered, answered_within_20, abandoned, talk_s, ...)")
    if missing:
        raise SourceRefused(
            "HDR_MISSING_COLUMN",
            f"The header lacks {', '.join(missing)}. A report with other names is described in a mapping file "
            "of kind: interval_counts.",
            number,
        )
    if unknown := [quoted(name) for name in names if name not in _PLACE and not counted(name)]:
        reading.warnings.append((number, "HDR_UNKNOWN_COLUMN", f"Ignored unknown columns: {', '.join(unknown)}."))
    return names


class _Rows:
    """Reads rows whose columns stand in a given order."""

    def __init__(self, columns: Sequence[str], reading: Reading) -> None:
        self._at = {name: at for at, name in enumerate(columns)}
        self._counts = [(at, name, found) for at, name in enumerate(columns) if (found := counted(name))]
        self._instant = Instants(reading.zone, reading.latest_us)
        self._name = text_of(128)

    def read(self, cells: Sequence[str]) -> list[Row]:
        """The counts of one row, each as a row of the table. Raises Fault."""
        place = self._place(cells)
        found = {what: self._value(cells[at], name) for at, name, what in self._counts if cells[at]}
        if not found:
            raise Fault("IC_NOTHING", "The row counts nothing: every cell is empty.")
        _check_parts(found)
        return [{**place, "what": what, "within_ms": within, "value": found[what, within]} for what, within in found]

    def _value(self, text: str, name: str) -> int:
        return _sum_ms(text, name) if name in _SUMS else whole(text, name)

    def _place(self, cells: Sequence[str]) -> dict[str, Any]:
        given = {name: cells[at] for name, at in self._at.items() if name in _PLACE}
        queue = self._name(given["queue"], "queue")
        if not queue:
            raise Fault("QUEUE_EMPTY", "queue is empty; the queue decides which commitment a count belongs to.")
        from_us = self._instant(given["from_at"], "from_at")
        if given.get("to_at"):
            to_us = self._instant(given["to_at"], "to_at")
        else:
            to_us = from_us + _length_us(given.get("minutes", ""))
        if to_us <= from_us:
            raise Fault("TIME_ORDER", "to_at does not lie after from_at.")
        if from_us % _QUARTER_US or to_us % _QUARTER_US:
            raise Fault("IC_GRAIN", "The interval does not begin and end on a quarter of an hour.")
        return {
            "queue": queue,
            "channel": _word(given.get("channel") or "voice", "channel", CHANNELS),
            "direction": _word(given.get("direction") or "inbound", "direction", DIRECTIONS),
            "from_us": from_us,
            "to_us": to_us,
        }


def _sum_ms(text: str, column: str) -> int:
    """Seconds of many contacts together, as milliseconds; more than a single contact can take."""
    if not (match := _SECONDS.fullmatch(text)):
        raise Fault("NUM_FORMAT", f"{column} {quoted(text)} is not a number of seconds; write it like 12 or 12.5.")
    return int(match[1]) * 1000 + int((match[2] or "0").ljust(3, "0"))


def _length_us(text: str) -> int:
    if text not in ("15", "30", "60") and (not text.isdigit() or not 60 < int(text) <= 1440 or int(text) % 60):
        raise Fault("IC_MINUTES", f"minutes {quoted(text)} is not 15, 30, 60 or whole hours; give to_at instead.")
    return int(text) * 60_000_000


def _word(text: str, column: str, words: Sequence[str]) -> str:
    if text not in words:
        raise Fault("IC_WORD", f"{column} {quoted(text)} is none of: {', '.join(words)}.")
    return text


def _check_parts(found: Mapping[tuple[str, int], int]) -> None:
    """A part is never greater than its whole, nor a shorter wait's count than a longer one's."""
    for kind in ("answered", "abandoned"):
        steps = [(within, value) for (what, within), value in sorted(found.items()) if what == f"{kind}_within"]
        if (kind, 0) in found:
            steps.append((-1, found[kind, 0]))
        for (within, fewer), (_, more) in pairwise(steps):
            if fewer > more:
                message = (
                    f"{fewer:,} were {kind} within {within // 1000} s, and only {more:,} in all or in a longer time."
                )
                raise Fault("IC_MORE", message)
    for part, of in (("short_abandoned", "abandoned"), ("transferred", "answered")):
        if found.get((part, 0), 0) > found.get((of, 0), found.get((part, 0), 0)):
            raise Fault("IC_MORE", f"{found[part, 0]:,} were {part}, and only {found[of, 0]:,} {of}.")
