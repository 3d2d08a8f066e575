"""Talkdesk: the entries of its calls reports, from JSON or CSV, each one call with one visit.

See docs/how-to/import-talkdesk.md.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, cast

from pactline.importers.fault import MOST_COLUMNS, Fault, quoted
from pactline.importers.files.csv_records import CsvRecords
from pactline.importers.files.json_pages import json_pages
from pactline.importers.files.json_records import JsonRecord
from pactline.importers.files.lines import excerpt
from pactline.importers.files.opening import past_the_mark
from pactline.importers.reading import Ignored, Item, Read, Reading, Refused, Source, SourceRefused
from pactline.importers.talkdesk.entries import NAMES, NEEDED, EntryReader, spelt, told
from pactline.importers.talkdesk.rows import row_of
from pactline.values.exact import how_many

CODES: Mapping[str, str] = {
    "TD_NO_QUEUE": "warning: calls that name neither a ring group nor a line; their queue is called talkdesk",
    "TD_NOT_WHOLE": "warning: lengths that are no whole seconds; they are kept to the millisecond",
    "TD_SCALE": "warning: scores outside 1 to 5, taken as of 0 to 10; the report does not tell the scale of the survey",
    "TD_SCORE": "warning: scores of calls that nobody answered; they are not kept",
    "TD_TYPE": "refused: a type of call that is not known; what became of the call is not guessed",
}
FILLS = ("contacts",)
TRIED = "published example: one entry of each generation of the report; the rest on made-up calls"
_ODD = {
    "TD_NO_QUEUE": "without ring group and line; the queue is called talkdesk",
    "TD_NOT_WHOLE": "with a length of no whole seconds; it is kept to the millisecond",
    "TD_SCALE": "with a score outside 1 to 5, taken as one of 0 to 10; scores up to 5 are taken as of 1 to 5",
    "TD_SCORE": "with a score, though nobody answered; the score is not kept",
}
_LISTS = ("entries", "data")
_HEAD = 4_096
_PROGRESS = 10_000


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each entry as one item, in order. Raises SourceRefused."""
    with source.open() as file:
        start = cast(io.BufferedReader, past_the_mark(file)).peek(_HEAD)[:_HEAD].lstrip()
    entries = _Entries(reading)
    yield from entries.of_json(source) if start[:1] in (b"{", b"[") else entries.of_csv(source)
    entries.warn()


class _Entries:
    """The entries of one file, and what is odd about many of them."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._reader = EntryReader(reading.zone, reading.latest_us)
        self._odd: dict[str, list[int]] = {}

    def of_json(self, source: Source) -> Iterator[Item]:
        """The entries of a report in JSON."""
        for record in json_pages(source.open, _LISTS, self._reading.progress):
            try:
                yield self._item(record.line, _values(record))
            except Fault as fault:
                yield Refused(record.line, fault.code, fault.message, record.raw)

    def of_csv(self, source: Source) -> Iterator[Item]:
        """The rows of a report in CSV."""
        with source.open() as file:
            names, rows = _header(past_the_mark(file))
            for count, (line, cells, raw) in enumerate(rows, 1):
                if count % _PROGRESS == 0:
                    self._reading.progress(count)
                if cells is None:
                    yield Ignored(line, "BLANK_LINE", "A blank line carries no record.")
                    continue
                try:
                    if isinstance(cells, Fault):
                        raise cells
                    if len(cells) != len(names):
                        raise Fault("CSV_COLUMNS", f"The row has {len(cells)} fields, the header {len(names)}.")
                    yield self._item(line, dict(zip(names, cells, strict=True)))
                except Fault as fault:
                    yield Refused(line, fault.code, fault.message, excerpt(raw))

    def _item(self, line: int, values: Mapping[str, str]) -> Item:
        """The item of an entry by its spelt names. Raises Fault."""
        entry = self._reader.read(values)
        row = row_of(entry, self._reading.customer_key)
        odd = {
            "TD_NO_QUEUE": "queue" not in entry.words,
            "TD_NOT_WHOLE": entry.broken,
            "TD_SCALE": row.get("csat_scale") is not None,
            "TD_SCORE": "score" in entry.words and "csat" not in row and entry.end_us is not None,
        }
        for code, here in odd.items():
            if here:
                self._odd.setdefault(code, []).append(line)
        return Read(line, row)

    def warn(self) -> None:
        """Tell once what is odd about many."""
        for code, lines in sorted(self._odd.items()):
            self._reading.warnings.append((lines[0], code, f"{how_many(len(lines), 'call')} {_ODD[code]}."))


def _values(record: JsonRecord) -> dict[str, str]:
    """The values of a JSON entry by their spelt names. Raises Fault."""
    if isinstance(record.value, Fault):
        raise record.value
    if not isinstance(record.value, dict):
        raise Fault("JSON_TYPE", "The entry is not a JSON object.")
    wanted = {name for names in NAMES.values() for name in names}
    found: dict[str, str] = {}
    for name, value in record.value.items():
        ours = spelt(name)
        if ours in found:
            raise Fault("JSON_DUP_KEY", f"The key {quoted(name)} stands twice, spelt in two ways.")
        found[ours] = told(value, name) if ours in wanted else ""
    return found


def _header(file: BinaryIO) -> tuple[list[str], Iterator[tuple[int, list[str] | Fault | None, str]]]:
    """The spelt names of the columns, and the rows below them. Raises SourceRefused."""
    rows = iter(CsvRecords(file))
    line, cells, raw = next(rows)
    if isinstance(cells, Fault):
        raise SourceRefused(cells.code, f"The header cannot be read: {cells.message}", line)
    names = [spelt(name) for name in cells or []]
    if len(names) > MOST_COLUMNS:
        raise SourceRefused("HDR_TOO_WIDE", f"The header names {len(names)} columns; at most {MOST_COLUMNS}.", line)
    _complain(names, raw, line)
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        raise SourceRefused("HDR_DUPLICATE", f"Column {quoted(twice[0])} stands twice in the header.", line)
    return names, rows


def _complain(names: Sequence[str], raw: str, line: int) -> None:
    missing = [ours for ours in NEEDED if not set(NAMES[ours]) & set(names)]
    if not missing:
        return
    for mark, word in ((";", "semicolons"), ("\t", "tabs")):
        if {spelt(name) for name in raw.split(mark)} & set(NAMES["start"]):
            message = f"The columns are separated by {word}; export the report with commas."
            raise SourceRefused("CSV_DELIMITER", message, line)
    wanted = "; ".join(" or ".join(NAMES[ours]) for ours in missing)
    raise SourceRefused("HDR_MISSING_COLUMN", f"This is no calls report: the header lacks {wanted}.", line)
