"""3CX call data records: one line per call, no header, times of the house's clock.

A call's lines may come in several files and another file may tell that a number is a queue, so lines are carried and a
call's records are made again when more is known. See docs/how-to/import-3cx.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from pactline.importers.fault import Fault
from pactline.importers.files.csv_records import CsvRecords
from pactline.importers.files.lines import excerpt
from pactline.importers.files.opening import past_the_mark
from pactline.importers.reading import Carried, Ignored, Incomplete, Item, Read, Reading, Refused, Source, SourceRefused
from pactline.importers.threecx.codes import CODES as CODES
from pactline.importers.threecx.columns import USUAL, Columns, declared
from pactline.importers.threecx.lines import CdrLine, from_text, is_segment, line_of
from pactline.importers.threecx.visits import row_of, visits_of
from pactline.importers.threecx.words import AGENTS, QUEUE
from pactline.records.columns import Outcome
from pactline.records.staging import Row
from pactline.values.exact import how_many

FILLS = ("contacts",)
TRIED = "partly real data: one outbound call of 2024; queues, chains and rings on made-up lines"

_PROGRESS = 10_000
_DIGIT = re.compile("[0-9]")  # every call has a time; a line that names columns has no digit
_QUEUE, _PASSED = "queue/", "passed/"  # before a number: lines about a queue, and about a number of unknown kind


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each queue visit as one record, every other line with its reason. Raises SourceRefused."""
    if reading.zone is None:
        raise SourceRefused(
            "TS_ZONE_MISSING", "3CX writes times without an offset; say whose clock it is with --zone, such as UTC."
        )
    log = _Log(reading, reading.zone)
    yield from log.take(source)
    log.recall()
    yield from log.items()
    log.carry()


@dataclass
class _Call:
    """The lines of one history id: text to its line numbers in this file; none for a line of an earlier file."""

    lines: dict[str, list[int]] = field(default_factory=dict)
    cause: int = 0  # a line of this file that told more about the call of an earlier one


class _Log:
    """The lines of this file, and those of earlier files that they complete."""

    def __init__(self, reading: Reading, where: ZoneInfo) -> None:
        self._reading, self._where = reading, where
        self._calls: dict[str, _Call] = {}
        self._parsed: dict[str, CdrLine] = {}
        self._queues: dict[str, int] = {}  # number to the line that names it as a queue; 0: an earlier file
        self._known: set[tuple[str, str]] = set()  # what is carried already
        self._hidden: list[int] = []

    # -- taking in

    def take(self, source: Source) -> Iterator[Item]:
        """Read the file; yield the lines that are refused or no calls."""
        columns = Columns(USUAL)
        with source.open() as file:
            for count, (number, cells, raw) in enumerate(CsvRecords(past_the_mark(file)), 1):
                if count % _PROGRESS == 0:
                    self._reading.progress(count)
                if cells is None or not raw.strip():
                    yield Ignored(number, "BLANK_LINE", "A blank line carries no record.")
                    continue
                named = declared(cells, number) if isinstance(cells, list) and not _DIGIT.search(raw) else None
                if named is not None:
                    columns = named
                    if count > 1:
                        yield Ignored(number, "CX_HEADER", "The line names the columns and is no call.")
                    continue
                try:
                    self._add(number, columns, cells)
                except Fault as fault:
                    yield Refused(number, fault.code, fault.message, excerpt(raw))

    def _add(self, number: int, columns: Columns, cells: list[str] | Fault) -> None:
        if isinstance(cells, Fault):
            raise cells
        if len(cells) != len(columns.names) and is_segment(cells):
            raise Fault(
                "CX_SEGMENTS", "The line looks like a segment that newer versions log; only the CDR output is read."
            )
        found = line_of(columns.values(cells), self._where, self._reading.latest_us, self._reading.customer_key)
        text = found.to_text()
        self._parsed[text] = found
        self._calls.setdefault(found.history, _Call()).lines.setdefault(text, []).append(number)
        for queue in found.queues_named:
            self._queues.setdefault(queue, number)

    def recall(self) -> None:
        """Fetch earlier lines of these calls and what is known of the numbers they passed.

        Where a queue is first named here, also the calls of earlier files that passed its number.
        """
        self._ask(f"{_QUEUE}{number}" for number in list(self._queues))
        self._ask(f"{_PASSED}{number}" for number, line in list(self._queues.items()) if line)
        asked: set[str] = set()
        while wanted := self._wanted() - asked:
            asked |= wanted
            self._ask(wanted)

    def _wanted(self) -> set[str]:
        passed = {number for line in self._parsed.values() for number in line.unnamed}
        return {*self._calls, *(f"{_QUEUE}{number}" for number in passed)}

    def _ask(self, keys: Iterable[str]) -> None:
        wanted = set(keys)
        for carried in self._reading.earlier(wanted) if wanted else ():
            if carried.key in wanted:
                self._recall(carried.key, carried.text)

    def _recall(self, key: str, text: str) -> None:
        self._known.add((key, text))
        if key.startswith(_QUEUE):
            self._queues[key.removeprefix(_QUEUE)] = 0
        elif key.startswith(_PASSED):
            call = self._calls.setdefault(text, _Call())
            call.cause = call.cause or self._queues[key.removeprefix(_PASSED)]
        else:
            self._parsed.setdefault(text, from_text(text))
            self._calls[key].lines.setdefault(text, [])

    # -- giving out

    def items(self) -> Iterator[Item]:
        """The visits of the calls that this file tells of, and its lines that are none."""
        for call in self._calls.values():
            own = sorted(number for numbers in call.lines.values() for number in numbers)
            news = own[0] if own else call.cause
            if news:
                yield from self._of(call, news)
        if self._hidden:
            message = (
                f"{how_many(len(self._hidden), 'answered visit')} without the instant of the agent's answer: what is "
                "logged is the pick-up of the queue or of a menu, so their waits are unknown"
            )
            self._reading.warnings.append((min(self._hidden), "CX_WAIT_HIDDEN", message))

    def _of(self, call: _Call, news: int) -> Iterator[Item]:
        lines = [line for text in sorted(call.lines) if (line := self._parsed[text]).matters]
        told: set[str] = set()
        for number, versions in enumerate(visits_of(lines, self._queues), 1):
            rows: dict[str, tuple[Row, list[int]]] = {}
            for visit in versions:
                text = visit.line.to_text()
                row = row_of(number, visit, lines, self._queues)
                rows.setdefault(json.dumps(row, sort_keys=True), (row, []))[1].extend(call.lines[text] or [news])
                told.add(text)
                if row["outcome"] == Outcome.ANSWERED and "wait_ms" not in row:
                    self._hidden.append(news)
            for _, (row, at) in sorted(rows.items()):
                yield from (Read(line, row) for line in at)
        for text, numbers in call.lines.items():
            if text not in told:
                yield from (self._no_visit(line, self._parsed[text], lines) for line in numbers)

    def _no_visit(self, number: int, line: CdrLine, lines: list[CdrLine]) -> Item:
        name = f"call {line.history}"
        if line.from_type == QUEUE:
            if all(each.from_type == QUEUE for each in lines):
                message = f"{name}: a queue called an agent, and the customer's own call is not known yet"
                return Incomplete(number, "CX_NO_CALL", message, line.to_text(), line.history)
            return Ignored(number, "CX_LEG", f"{name}: a queue called an agent; it is a ring of the customer's visit")
        if line.outbound:
            return Ignored(number, "CX_OUTBOUND", f"{name} goes out of the house and enters no queue")
        where = "an extension" if line.to_type in AGENTS else (line.to_type or "no party that is named")
        return Ignored(number, "CX_NO_QUEUE", f"{name} went to {where} and, as far as is known, to no queue")

    # -- carrying

    def carry(self) -> None:
        """Hand to the store the lines that another file may complete, and what is known of queues."""
        found: set[tuple[str, str]] = set()
        for history, call in self._calls.items():
            for text, numbers in call.lines.items():
                line = self._parsed[text]
                if numbers and line.matters:
                    found.add((history, text))
                    found |= {(f"{_PASSED}{number}", history) for number in line.unnamed}
        found |= {(f"{_QUEUE}{number}", "named") for number, line in self._queues.items() if line}
        self._reading.carry += [Carried(key, text) for key, text in sorted(found - self._known)]
