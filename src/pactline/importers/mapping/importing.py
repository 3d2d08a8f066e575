"""Any table, read by a mapping file: every row a contact, or refused or ignored with the reason, and none left out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from pactline.importers.customers import hashed
from pactline.importers.fault import Fault, quoted
from pactline.importers.files.cells import shown, word_in
from pactline.importers.files.rows import Table, TableRow
from pactline.importers.files.tables import open_table
from pactline.importers.mapping.compiling import Compiler, Here, Reader
from pactline.importers.mapping.kinds import FIELDS, NEEDED, columns_of, has_local_times, readings_of
from pactline.importers.mapping.model import Case, Check, RecordMapping, ReportMapping
from pactline.importers.plain.values import contact_id, text_of, whole
from pactline.importers.reading import Ignored, Item, Read, Reading, Refused, Source, SourceRefused
from pactline.records.columns import Kind, Outcome
from pactline.records.engine import Row
from pactline.values.duration import Duration

_TOLD_EVERY = 5_000
_WAITED = (Outcome.ANSWERED, Outcome.ABANDONED, Outcome.FLOWED_OUT, Outcome.CALLBACK)
_LENGTHS = {"queue": 128, "agent": 128}
_LONG = 512


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each row of the table as one item, in order. Raises SourceRefused."""
    mapping = reading.mapping
    if isinstance(mapping, ReportMapping):
        message = (
            f"The mapping {mapping.mapping} is for a report of counts, whose rows are no contacts. Use it with infer."
        )
        raise SourceRefused("MAP_KIND", message)
    if not isinstance(mapping, RecordMapping):
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


def _zone(mapping: RecordMapping, reading: Reading) -> ZoneInfo | None:
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

    def __init__(self, mapping: RecordMapping, table: Table, zone: ZoneInfo | None, reading: Reading) -> None:
        self._mapping, self._header = mapping, table.header
        compiler = Compiler(table.header, zone, mapping.source.decimal)
        values = {name: compiler.value(value) for name, value in mapping.values.items()}
        self._cases = [
            (compiler.when(case.when), _Case(case, mapping, compiler, values, reading)) for case in mapping.rows
        ]
        self._key_places = [(table.header.index(column), column) for column in mapping.key.columns or ()]
        self._tested = list(dict.fromkeys(column for case in mapping.rows for column in case.when))
        self._seen: Counter[str] = Counter()
        self._coarse = compiler.coarse
        self._drops_customers = reading.customer_key is None

    def warnings(self) -> Iterator[tuple[str, str]]:
        """What the whole file loses by its mapping: code and sentence."""
        for column in sorted(self._coarse):
            yield "DURATION_COARSE", f"{column} is rounded to whole units by the source: its seconds are not known."
        if self._drops_customers and any("customer" in case.fields for _, case in self._cases):
            yield "CUSTOMER_NOT_KEPT", "customer is kept only as a keyed hash; without a key the column is left out."

    def item(self, row: TableRow) -> Item:
        """What the row is."""
        here = Here(row.cells)
        occurrence = self._content(row) if self._mapping.key.content else ""
        try:
            for holds, case in self._cases:
                if holds(here):
                    if case.fields:
                        key = occurrence or self._id(row)
                        return Read(row.line, {"contact_id": key, "visit": 1, **case.record(here)})
                    if case.ignore:
                        return Ignored(row.line, case.ignore, case.because)
                    return Refused(row.line, case.refuse, case.because, row.raw)
        except Fault as fault:
            return Refused(row.line, fault.code, fault.message, row.raw)
        return Refused(row.line, "MAP_NO_CASE", self._no_case(row), row.raw)

    def _no_case(self, row: TableRow) -> str:
        cells = [(column, row.cells[self._header.index(column)]) for column in self._tested]
        said = ", ".join(f"{column} {quoted(shown(cell))}" for column, cell in cells)
        return f"No case of the mapping says what a row with {said} is."

    def _content(self, row: TableRow) -> str:
        """The row's content as a key. Every row is counted, so that its number does not depend on the cases."""
        named = sorted(zip(self._header, map(shown, row.cells), strict=True))
        digest = hashlib.sha256("\x1f".join(f"{name}={cell}" for name, cell in named).encode()).hexdigest()[:32]
        if self._mapping.key.repeated_rows == "duplicate":
            return digest
        self._seen[digest] += 1
        return digest if self._seen[digest] == 1 else f"{digest}-{self._seen[digest]}"

    def _id(self, row: TableRow) -> str:
        key = self._mapping.key
        parts = []
        for at, column in self._key_places:
            part = word_in(row.cells[at], column, numbers=key.cell == "number")
            if not part:
                raise Fault("ID_EMPTY", f"{column} is empty; without it the contact cannot be told from others.")
            if len(self._key_places) > 1 and key.join in part:
                raise Fault("ID_FORMAT", f"{column}: {part!r} holds {key.join!r}, which joins the parts of the id.")
            parts.append(part)
        return contact_id(key.join.join(parts))


class _Case:
    """One case of a mapping, ready to be applied."""

    def __init__(
        self, case: Case, mapping: RecordMapping, compiler: Compiler, values: Mapping[str, Reader], reading: Reading
    ) -> None:
        self.fields: Mapping[str, Reader] = {}
        self.ignore, self.refuse, self.because = case.ignore or "", case.refuse or "", case.because or ""
        if case.record is None:
            return
        readings = {**mapping.always, **case.record}
        self.fields = {name: compiler.field(reading, FIELDS[name][1]) for name, reading in readings.items()}
        self._readers: Mapping[str, Reader] = {**values, **self.fields}
        self._tags = {name: compiler.field(reading, Kind.TEXT) for name, reading in sorted(mapping.tags.items())}
        self._flags = case.flags
        self._checks = [_Checked(check, mapping, self._readers) for check in mapping.checks]
        self._clocks = mapping.clocks
        self._customer_key, self._latest_us = reading.customer_key, reading.latest_us
        self._texts = {name: text_of(_LENGTHS.get(name, _LONG)) for name in [*self.fields, *self._tags]}

    def record(self, here: Here) -> Row:
        """The fields of the contact. Raises Fault."""
        here.readers = self._readers
        here.flags.update(self._flags)
        row: dict[str, Any] = {}
        for name in self.fields:
            stored, kind, words = FIELDS[name]
            row[stored] = self._typed(name, kind, words, here.value(name))
        tags = [(name, value) for name, read in self._tags.items() if (value := read(here)) is not None]
        row["tags"] = ";".join(f"{name}={self._tag(name, value)}" for name, value in tags) or None
        self._settle(row, here)
        row["flags"] = ";".join(sorted(here.flags)) or None
        return {name: value for name, value in row.items() if value is not None}

    def _typed(self, name: str, kind: Kind, words: tuple[str, ...], value: Any) -> Any:
        if value is None:
            if name in NEEDED:
                raise Fault("FIELD_MISSING", f"{name} is not known, and every contact needs it.")
            return None
        if kind is Kind.INSTANT and self._latest_us is not None and value > self._latest_us:
            raise Fault("TS_RANGE", f"{name} lies in the future; check the clock of the source.")
        if name == "customer":
            return hashed(value, self._customer_key)
        if kind is Kind.TEXT:
            text = self._texts[name](value, name)
            if words and text not in words:
                code = "ENUM_TRANSFER" if name.startswith("transfer") else f"ENUM_{name.upper()}"
                raise Fault(code, f"{text!r} is not a word of {name}; the mapping must translate it.")
            return text
        return whole(value, name) if kind is Kind.WHOLE and isinstance(value, str) else value

    def _tag(self, name: str, value: str) -> str:
        text = self._texts[name](value, name)
        if ";" in text or "=" in text:
            raise Fault("TAGS_FORMAT", f"the tag {name} is {text!r}; a tag holds neither ; nor =.")
        return text

    def _settle(self, row: dict[str, Any], here: Here) -> None:
        """The row's times must be in order and agree, within what the mapping allows."""
        offered, answered, left = row["offered_us"], row.get("answered_us"), row.get("left_us")
        if row["outcome"] != Outcome.ANSWERED and answered is not None:
            raise Fault(
                "OUTCOME_CONTRADICTS", f"the contact has an instant of answer and the outcome {row['outcome']}."
            )
        if row["outcome"] == Outcome.ANSWERED and left is not None:
            raise Fault("OUTCOME_CONTRADICTS", "the contact is answered and has an instant of leaving unanswered.")
        for earlier, later in (
            ("offered", "answered"),
            ("offered", "left"),
            ("answered", "ended"),
            ("offered", "ended"),
        ):
            first, second = row.get(f"{earlier}_us"), row.get(f"{later}_us")
            if first is not None and second is not None and second < first:
                raise Fault("TIME_ORDER", f"{later} lies before {earlier}.")
        if row.get("arrived_us") is not None and row["arrived_us"] > offered:
            self._disagree("arrived lies after offered", "TIME_ORDER", "clock_disagrees", here)
            row["arrived_us"] = None  # flagged above: which of the two is wrong is not known, and offered decides
        end = answered if answered is not None else left
        wait = row.get("wait_ms")
        self._compare(offered, end, wait, "wait", "clock_disagrees", here)
        talk = row.get("talk_ms")
        talked = None if talk is None else talk + (row.get("hold_ms") or 0)
        self._compare(answered, row.get("ended_us"), talked, "talk and hold", "durations_disagree", here)
        for check in self._checks:
            if (text := check.fault(here)) is not None:
                self._disagree(text, "DUR_MISMATCH", "clock_disagrees", here)
        if wait is None and row["outcome"] in _WAITED:
            here.flags.add("wait_unknown")

    def _compare(self, start: int | None, end: int | None, ms: int | None, name: str, flag: str, here: Here) -> None:
        if start is None or end is None or ms is None:
            return
        if abs(end - start - ms * 1000) > self._clocks.tolerance.ms * 1000:
            self._disagree(
                f"{name} and the clock times differ by more than {self._clocks.tolerance}", "DUR_MISMATCH", flag, here
            )

    def _disagree(self, text: str, code: str, flag: str, here: Here) -> None:
        if self._clocks.beyond == "refuse":
            raise Fault(code, text + ".")
        here.flags.add(flag)


class _Checked:
    """A cross-check of the mapping, ready to be applied."""

    def __init__(self, check: Check, mapping: RecordMapping, readers: Mapping[str, Reader]) -> None:
        self._check = check
        self._applies = check.from_ in readers and check.to in readers
        self._tolerance = check.tolerance or mapping.clocks.tolerance
        self._takes = None if check.takes in readers else Duration.parse(check.takes).ms

    def fault(self, here: Here) -> str | None:
        """What disagrees, in words; None when nothing does or something is not known."""
        if not self._applies:
            return None
        start, end = here.value(self._check.from_), here.value(self._check.to)
        takes = here.value(self._check.takes) if self._takes is None else self._takes
        if start is None or end is None or takes is None:
            return None
        if abs(end - start - takes * 1000) <= self._tolerance.ms * 1000:
            return None
        return f"from {self._check.from_} to {self._check.to} is not {self._check.takes} within {self._tolerance}"


__all__ = ["read"]
