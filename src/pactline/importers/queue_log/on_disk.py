"""The lines of a log that is too large for memory, in files aside that the engine sorts and joins.

It comes to the same as ``in_memory``, whatever the size. The engine reads the lines it understands and puts the
ordinary calls together by itself; Python reads the other lines, and the other calls one by one. A test holds both
against each other.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb

from pactline.importers.queue_log.events import EVENTS, Kind
from pactline.importers.queue_log.giving import CallLines, Giving, Repeated, Told
from pactline.importers.queue_log.in_memory import SYSTEM, restarted, unsound_wrap
from pactline.importers.queue_log.large_file import Shape, lines_of, shape_of, unpacked
from pactline.importers.queue_log.lines import (
    Found,
    Line,
    LineReader,
    Logged,
    latest_us,
    logged,
    no_contact,
    texts,
)  # fmt: skip
from pactline.importers.queue_log.ordinary_calls import names, of_one_queue, of_several_queues, rows, visits
from pactline.importers.queue_log.recalling import Recalling
from pactline.importers.queue_log.shelf import Kept, Shelf
from pactline.importers.queue_log.sound_lines import COMPLETIONS, EARLIER, NAMES, Sort, lines_as_logged, lines_as_told
from pactline.importers.queue_log.table import columns_of
from pactline.importers.queue_log.wraps_on_disk import WrapsOnDisk, completions
from pactline.importers.queue_log.zone_on_disk import ZoneCheckOnDisk
from pactline.importers.reading import Carried, Item, Reading, Source
from pactline.records.staging import Proven
from pactline.records.tables import CONTACTS

_AT_ONCE = 4_000_000  # lines


class OnDisk:
    """The lines of this file, and of earlier ones where a call goes on. The steps are taken in the order they stand."""

    def __init__(self, source: Source, reading: Reading, shelf: Shelf) -> None:
        self._source, self._reading, self._shelf = source, reading, shelf
        self._restarts: set[int] = set()
        self._more = shelf.written("more", seq="BIGINT", call="VARCHAR", text="VARCHAR")
        self._wraps = WrapsOnDisk(shelf)
        self._check = ZoneCheckOnDisk(shelf, reading.zone)
        self._told = Told()
        self._here = self._known = ""  # SQL for the lines of this file, and for those of earlier ones with them
        self.repeated = Repeated()

    # -- taking in

    def take(self) -> Iterator[Item]:
        """Read the file; every line that is no part of a call. Raises SourceRefused."""
        first = next(texts(self._source, self._reading))
        read = None if columns_of(first[1]) else self._read_by_engine()
        found = logged(self._source, self._reading, self._check) if read is None else self._odd(first, *read)
        for each in found:
            item = self._take(each)
            if item:
                yield item
        more = self._shelf.keep("more", lines_as_told(self._more.select))
        parts = [] if read is None else [f"{read[1].select} WHERE sort BETWEEN {Sort.OTHER} AND {Sort.DID}"]
        self._here = " UNION ALL ".join([*parts, more.select])
        self._reading.warnings.extend(self._check.late_warnings(self._here))
        ((latest,),) = self._shelf.run(f"SELECT coalesce(max(us), 0) FROM ({self._here})")
        self._told.latest_us = max(self._told.latest_us, latest)

    def _read_by_engine(self) -> tuple[Shape, Kept] | None:
        """The shape of the file and its lines; None where the engine may read otherwise than the reader."""
        path = unpacked(self._source, self._shelf.folder)
        shape = shape_of(path)
        if shape is None:
            return None
        reading, sure = self._reading, shape.lines if shape.ended else shape.lines - 1
        select = lines_as_logged(lines_of(path), sure, latest_us(reading), reading.customer_key)
        try:
            kept = self._shelf.keep("lines", select, in_order=True)
        except duckdb.Error:
            return None  # a line too long: the reader says what it is
        reading.progress(shape.lines)
        return (shape, kept) if kept.count == shape.lines else None

    def _odd(self, first: Line, shape: Shape, kept: Kept) -> Iterator[Found]:
        """What the engine left: lines that are no contact, and those that the reader has to look at."""
        members = f"SELECT seq, event, call FROM ({kept.select}) WHERE sort = {Sort.MEMBER} ORDER BY seq"
        yield from (no_contact(seq, NAMES[event], call) for seq, event, call in self._shelf.stream(members))
        reader = LineReader(self._reading)
        odd = f"SELECT seq, text FROM ({kept.select}) WHERE sort = {Sort.ODD} ORDER BY seq"
        for seq, text in self._shelf.stream(odd):
            yield from reader.read((seq, first[1] if seq == 1 else text, shape.ended or seq < shape.lines))
        shape.trailing.tell(self._reading)

    def _take(self, found: Found) -> Item | None:
        if not isinstance(found, Logged):
            return found
        self._told.latest_us = max(self._told.latest_us, found.us)
        kind = EVENTS[found.name].kind
        if kind is Kind.SYSTEM:
            self._restarts.add(found.us)
            return restarted(found.line)
        if kind is not Kind.WRAP:
            self._more.write(found.line, found.call, found.text)
            return None
        refused = unsound_wrap(found)
        if not refused:
            self._wraps.take(found.text, found.line)
        return refused

    def recall(self) -> None:
        """Fetch what earlier files left about these calls, about calls still open and about what hangs on either."""
        self._known = Recalling(self._reading, self._shelf, self._told, self._wraps).recall(self._here)
        self._told.restarts = sorted({*self._told.restarts, *self._restarts})

    # -- giving out

    def items(self, *, prove: bool) -> Iterator[Item | Proven]:
        """The visits, and the wrap-ups that belong to none; with ``prove`` those of the ordinary calls together."""
        yield from self._wraps.join(self._known)
        odd = f"SELECT call, min(seq) AS first_seq FROM ({self._known}) GROUP BY call"
        found = self._prove() if prove else None
        if found is not None:
            proven, odd = found
            if proven.records:
                yield proven
        self._shelf.run(f"CREATE OR REPLACE TABLE odd AS {odd}")
        giving = Giving(self._reading, self._told, self._carry)
        yield from giving.items(self._given())
        self._hand_on(sorted(giving.loose), by_engine=prove)

    def _prove(self) -> tuple[Proven, str] | None:
        """The records of the ordinary calls, and SQL for the other calls and the number of their first line.

        None where two names have one number, so that the engine cannot tell them apart.
        """
        shelf, wraps = self._shelf, self._wraps.joined
        told = shelf.keep("names", names(self._known)).select
        if shelf.run(f"SELECT 1 FROM ({told}) GROUP BY number HAVING count(*) > 1 LIMIT 1"):
            return None
        again = f"SELECT call FROM ({self._known}) WHERE sort = {Sort.RING} GROUP BY call, text HAVING count(*) > 1"
        shelf.run(f"CREATE OR REPLACE TABLE twice AS {again}")
        twice = "SELECT call FROM twice" if shelf.run("SELECT 1 FROM twice LIMIT 1") else None
        with shelf.sparing():
            some = self._in_parts(self._known)
            calls = shelf.keep("calls", *(visits(each, twice, wraps, by_queue=False) for each in some)).select
            lines = f"SELECT k.* FROM ({self._known}) k SEMI JOIN ({calls} WHERE NOT one_queue) c USING (call)"
            several = shelf.keep(
                "queues", *(visits(each, twice, wraps, by_queue=True) for each in self._in_parts(lines))
            )
        ordinary = [of_one_queue(calls, told), of_several_queues(several.select, told)]
        many = sum(shelf.run(f"SELECT count(*) FROM ({each})")[0][0] for each in ordinary)
        odd = (
            f"SELECT call, first_seq FROM ({calls}) WHERE NOT (ordinary AND one_queue AND first_seq < {EARLIER}) "
            f"AND call NOT IN (SELECT call FROM ({ordinary[1]}))"
        )
        return Proven(many, CONTACTS, rows(" UNION ALL BY NAME ".join(ordinary)), by_line=False), odd

    def _in_parts(self, lines: str) -> list[str]:
        """The lines by parts of the calls, so few that the memory suffices to put them together."""
        ((many,),) = self._shelf.run(f"SELECT count(*) FROM ({lines})")
        parts = 1 + many // _AT_ONCE
        return [f"SELECT * FROM ({lines}) WHERE hash(call) % {parts} = {part}" for part in range(parts)]

    def _given(self) -> Iterator[CallLines]:
        """The lines of the calls that are looked at one by one, in the order in which they begin."""
        wraps = self._wraps.joined
        more = "w.ms, w.seq, k.agent, k.us" if wraps else "NULL, NULL, NULL, NULL"
        joined = f"LEFT JOIN ({wraps}) w ON w.agent = k.agent AND w.us = k.us AND k.event IN ({COMPLETIONS})"
        lines = (
            f"SELECT k.call, k.text, k.seq, {more} FROM ({self._known}) k JOIN odd o ON o.call = k.call "
            f"{joined if wraps else ''} ORDER BY o.first_seq, k.call, k.seq"
        )
        for call, found in groupby(self._shelf.stream(lines), key=itemgetter(0)):
            yield self._call(call, found)

    def _call(self, call: str, found: Iterator[tuple[Any, ...]]) -> CallLines:
        lines: dict[str, int] = {}
        wraps: dict[tuple[str, int], int] = {}
        causes: list[int] = []
        for _, text, seq, ms, cause, agent, us in found:
            if text in lines:
                self.repeated.note(seq)
                continue
            lines[text] = seq if seq < EARLIER else 0
            if ms is not None:
                wraps[agent, us] = ms
                if cause < EARLIER:
                    causes.append(cause)
        return CallLines(call, lines, wraps, causes[-1] if causes else 0)

    def _hand_on(self, loose: list[str], *, by_engine: bool) -> None:
        """Hand to the store the lines of this file, and what later files need to find calls by."""
        every = "DISTINCT" if self.repeated.many else ""
        parts = [f"SELECT {every} call AS key, text FROM ({self._here})", completions(self._here), self._wraps.lines()]
        for part in parts:
            if part and by_engine:
                self._reading.carry.selects.append(part)
            elif part:
                self._reading.carry += (Carried(key, text) for key, text in self._shelf.stream(part))
        for us in sorted(self._restarts):
            self._carry(SYSTEM, f"restart\t{us}")
        for text in (f"latest\t{self._told.latest_us}", *(f"open\t{call}" for call in loose)):
            self._carry(SYSTEM, text)

    def _carry(self, key: str, text: str) -> None:
        self._reading.carry.append(Carried(key, text))
