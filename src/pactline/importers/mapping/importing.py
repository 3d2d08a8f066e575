"""Any table, read by a mapping file: every row a record, or refused or ignored with the reason, and none left out.

See docs/how-to/map-any-spreadsheet.md.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Protocol
from zoneinfo import ZoneInfo

from pactline.importers.fault import Fault, quoted
from pactline.importers.files.cells import shown, word_in
from pactline.importers.files.rows import Table, TableRow
from pactline.importers.files.tables import open_table
from pactline.importers.mapping.cases import Fields, known
from pactline.importers.mapping.codes import CODES as CODES
from pactline.importers.mapping.compiling import Compiler
from pactline.importers.mapping.contacts import ContactTimes
from pactline.importers.mapping.counting import GroupCounts
from pactline.importers.mapping.here import Here, Reader
from pactline.importers.mapping.kinds import columns_of, has_local_times, readings_of
from pactline.importers.mapping.model import (
    AnyRowMapping,
    Case,
    IntervalMapping,
    RecordMapping,
    ReportMapping,
    key_of,
)
from pactline.importers.mapping.targets import TARGETS
from pactline.importers.plain.tables import CHECKS
from pactline.importers.plain.values import contact_id
from pactline.importers.reading import Ignored, Item, Read, Reading, Refused, Source, SourceRefused
from pactline.records.staging import Row
from pactline.records.tables import CONTACTS, TABLES

FILLS = tuple(TABLES)
TRIED = "real data: thirteen public data sets; the mappings for systems known from their papers alone say so"

_TOLD_EVERY = 5_000


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each row of the table as one item, in order. Raises SourceRefused."""
    mapping = reading.mapping
    if isinstance(mapping, ReportMapping):
        message = (
            f"The mapping {mapping.mapping} is for a report, of which nothing becomes a record. Use it with infer, or "
            "write a mapping of kind: interval_counts."
        )
        raise SourceRefused("MAP_KIND", message)
    if not isinstance(mapping, AnyRowMapping):
        raise SourceRefused("MAP_MISSING", "The format mapping needs a mapping file. Name one with --mapping.")
    where = _zone(mapping, reading)
    needed = list(dict.fromkeys(column for _, column in columns_of(mapping)))

    def warn(line: int, code: str, message: str) -> None:
        reading.warnings.append((line, code, message))

    with open_table(source, mapping.source, needed, warn) as table:
        rows = _Rows(mapping, table, where, reading)
        for code, message in rows.warnings():
            warn(mapping.source.skip_lines + 1, code, message)
        for number, row in enumerate(table.rows, start=1):
            if number % _TOLD_EVERY == 0:
                reading.progress(number)
            yield rows.item(row) if isinstance(row, TableRow) else row


def _zone(mapping: AnyRowMapping, reading: Reading) -> ZoneInfo | None:
    """The declared zone. Raises SourceRefused when it is declared twice, or missing and needed by every row."""
    if mapping.zone and reading.zone and mapping.zone.key != reading.zone.key:
        message = f"The mapping says zone {mapping.zone.key} and --zone says {reading.zone.key}. Keep one of them."
        raise SourceRefused("ZONE_TWICE", message)
    declared = mapping.zone or reading.zone
    if declared is None and any(has_local_times(each) for each in readings_of(mapping)):
        message = "The times are local and no zone is declared. Say which with --zone, such as --zone Europe/Berlin."
        raise SourceRefused("TS_ZONE_MISSING", message)
    return declared


class _Rows:
    """A mapping made ready for one header."""

    def __init__(self, mapping: AnyRowMapping, table: Table, zone: ZoneInfo | None, reading: Reading) -> None:
        self._mapping, self._header = mapping, table.header
        self._target, self._key = TARGETS[mapping.kind], key_of(mapping)
        compiler = Compiler(table.header, zone, mapping.source.decimal)
        values = {name: compiler.value(value) for name, value in mapping.values.items()}
        self._cases = [
            (compiler.when(case.when), _Case(case, mapping, compiler, values, reading)) for case in mapping.rows
        ]
        self._key_places = [(table.header.index(column), column) for column in (self._key and self._key.columns) or ()]
        self._tested = list(dict.fromkeys(column for case in mapping.rows for column in case.when))
        self._seen: Counter[str] = Counter()
        self._coarse = compiler.coarse
        self._reading = reading

    def warnings(self) -> Iterator[tuple[str, str]]:
        """What the whole file loses by its mapping: code and sentence."""
        for column in sorted(self._coarse):
            yield "DURATION_COARSE", f"{column} is rounded to whole units by the source: its seconds are not known."
        makers = [maker for _, case in self._cases for maker in case.makers]
        if self._reading.customer_key is None and any("customer" in maker.fields.names for maker in makers):
            yield "CUSTOMER_NOT_KEPT", "customer is kept only as a keyed hash; without a key the column is left out."

    def item(self, row: TableRow) -> Item:
        """What the row is."""
        here = Here(row.cells)
        occurrence = self._content(row) if self._key is not None and self._key.content else ""
        try:
            for holds, case in self._cases:
                if holds(here):
                    if case.ignore:
                        return Ignored(row.line, case.ignore, case.because)
                    if case.refuse:
                        return Refused(row.line, case.refuse, case.because, row.raw)
                    return self._read(row, case, here, occurrence)
        except Fault as fault:
            return Refused(row.line, fault.code, fault.message, row.raw)
        return Refused(row.line, "MAP_NO_CASE", self._no_case(row), row.raw)

    def _read(self, row: TableRow, case: _Case, here: Here, occurrence: str) -> Read:
        """The records of the row. Raises Fault."""
        key: dict[str, str | int] = {}
        if self._target.key is not None:
            key[self._target.key] = occurrence or self._id(row)
        if self._target.table is CONTACTS:
            key["visit"] = 1
        made = []
        flags: set[str] = set()
        for maker in case.makers:
            inside = Here(here.cells)
            made += maker.rows(inside)
            flags |= inside.flags
        if "zone_ambiguous" in flags and isinstance(self._mapping, IntervalMapping):
            message = "the interval begins at a local time that occurs twice; it is counted at the first."
            self._reading.warnings.append((row.line, "INTERVAL_AMBIGUOUS", message))
        if not made:
            raise Fault("FIELD_MISSING", "no column with counts holds one.")
        first, *further = ({**key, **each} for each in made)
        return Read(row.line, first, self._target.table, tuple(further))

    def _no_case(self, row: TableRow) -> str:
        cells = [(column, row.cells[self._header.index(column)]) for column in self._tested]
        said = ", ".join(f"{column} {quoted(shown(cell))}" for column, cell in cells)
        return f"No case of the mapping says what a row with {said} is."

    def _content(self, row: TableRow) -> str:
        """The row's content as a key. Every row is counted, so that its number does not depend on the cases."""
        assert self._key is not None
        named = sorted(zip(self._header, map(shown, row.cells), strict=True))
        digest = hashlib.sha256("\x1f".join(f"{name}={cell}" for name, cell in named).encode()).hexdigest()[:32]
        if self._key.repeated_rows == "duplicate":
            return digest
        self._seen[digest] += 1
        return digest if self._seen[digest] == 1 else f"{digest}-{self._seen[digest]}"

    def _id(self, row: TableRow) -> str:
        key = self._key
        assert key is not None
        parts = []
        for at, column in self._key_places:
            part = word_in(row.cells[at], column, numbers=key.cell == "number")
            if not part:
                raise Fault("ID_EMPTY", f"{column} is empty; without it the record cannot be told from others.")
            if len(self._key_places) > 1 and key.join in part:
                raise Fault("ID_FORMAT", f"{column}: {part!r} holds {key.join!r}, which joins the parts of the id.")
            parts.append(part)
        return contact_id(key.join.join(parts))


class _Case:
    """One case of a mapping, ready to be applied."""

    def __init__(
        self, case: Case, mapping: AnyRowMapping, compiler: Compiler, values: Mapping[str, Reader], reading: Reading
    ) -> None:
        self.ignore, self.refuse, self.because = case.ignore or "", case.refuse or "", case.because or ""
        self.makers: list[Maker] = []
        if case.record is None:
            return
        if isinstance(mapping, IntervalMapping):
            for group in mapping.groups.values():
                fields = Fields(case, mapping, compiler, values, reading, group.record)
                self.makers.append(GroupCounts(fields, group, compiler))
        else:
            self.makers.append(_OneRow(Fields(case, mapping, compiler, values, reading, {}), mapping))


class Maker(Protocol):
    """What makes the records of a row."""

    fields: Fields

    def rows(self, here: Here) -> list[Row]:
        """The records, perhaps none. Raises Fault."""
        ...


class _OneRow:
    """Makes one record of a row."""

    def __init__(self, fields: Fields, mapping: AnyRowMapping) -> None:
        self.fields = fields
        self._times = ContactTimes(mapping, fields.readers) if isinstance(mapping, RecordMapping) else None

    def rows(self, here: Here) -> list[Row]:
        row = self.fields.row(here)
        if self._times is not None:
            self._times.settle(row, here)
        else:
            row = known(row)
            CHECKS[self.fields.target.table.name](row)
        row["flags"] = ";".join(sorted(here.flags)) or None
        return [known(row)]


__all__ = ["read"]
