"""What is fuzzed: every reader of the registry by itself, mapping files, agreements, fact files and files of planning.

A target takes bytes and returns, or raises: an AssertionError where a promise of the reader is broken, whatever the
reader raises where it may not. A format that is added to the registry is a target without another line here.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fuzz.planning_targets import planning_targets

from pactline.importers.accounting import entry
from pactline.importers.fault import LONGEST_FIELD
from pactline.importers.kept import Carried
from pactline.importers.reading import Ignored, Incomplete, Read, Reading, Refused, Source, SourceRefused
from pactline.importers.registry import formats, importer
from pactline.records.columns import FLAGS, Kind
from pactline.records.tables import TABLES, Table
from pactline.values.problem import Problems
from pactline.values.zone import to_us, zone

Target = Callable[[bytes], None]

LATEST_US = to_us(datetime(2026, 7, 1, tzinfo=UTC))
_KEY = b"a secret of sixteen bytes or more"
_CODE = re.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
_WHOLE = range(-(2**63), 2**63)
_ROW_KEYS = {name: {*(c.name for c in table.columns), "source_ref"} for name, table in TABLES.items()}


def targets(*, twice: int = 1) -> dict[str, Target]:
    """Every target by its name. Of every ``twice``-th input it is also looked whether a second time brings nothing."""
    found: dict[str, Target] = {name: reader(name, twice=twice) for name in formats() if name != "mapping"}
    for name, mapping in MAPPINGS.items():
        found[f"mapping-{name}"] = reader("mapping", mapping, twice=twice)
    for name, read in _fact_readers().items():
        found[f"facts-{name}"] = _on_a_file(name, read)
    found["plain-csv-by-the-engine"] = _by_the_engine()
    found |= planning_targets(check_problem)
    return {**found, "archive": _archive, "plain-report": _plain_report, "mapping-file": _mapping_file,
            "agreement": _agreement, "amendment": _amendment}  # fmt: skip


class Memory(Source):
    """A source that lies in a file of its own in memory, as good as a file on a disk."""

    def __init__(self, name: str = "input") -> None:
        folder = "/dev/shm" if os.path.isdir("/dev/shm") else None
        self.folder = Path(tempfile.mkdtemp(prefix="pactline-fuzz-", dir=folder))
        super().__init__(name, self.folder / name, self.folder)

    def hold(self, content: bytes) -> None:
        """Let it hold this from now on."""
        self.path.write_bytes(content)


def reader(name: str, mapping: str | None = None, *, twice: int = 1) -> Target:
    """The target of a format; of ``mapping`` with the mapping of this text."""
    source = Memory()
    declared: dict[str, Any] = {"zone": zone("Europe/Berlin"), "latest_us": LATEST_US, "customer_key": _KEY}
    if mapping is not None:
        from pactline.importers.mapping.file import parse_mapping

        declared["mapping"] = parse_mapping(mapping.encode(), "fuzz.yaml")
        declared["zone"] = None

    def target(content: bytes) -> None:
        source.hold(content)
        first, carried = _read(name, source, declared, {})
        if zlib.crc32(content) % twice:
            return
        again, _ = _read(name, source, declared, {})
        assert _shape(first) == _shape(again), "the same bytes are read in two ways"
        later, _ = _read(name, source, declared, carried)
        assert len(later) == len(first), "the second time another number of records is found"
        assert _counting(first) == _counting([*first, *later]), "the second time something is new"

    return target


def _read(
    name: str, source: Source, declared: Mapping[str, Any], known: Mapping[str, list[Carried]]
) -> tuple[list[Any], dict[str, list[Carried]]]:
    """The items, each looked at, and the lines to be carried; nothing of a source that is refused."""

    def earlier(keys: Collection[str]) -> Iterable[Carried]:
        return [line for key in sorted(known) for line in known[key]]

    reading = Reading(**declared)
    reading.earlier = earlier
    try:
        items = list(importer(name).read(source, reading))
    except SourceRefused as refused:
        _check_told(refused.line, refused.code, refused.message)
        return [], {}
    for item in items:
        _check_item(item)
    for warning in reading.warnings:
        _check_told(*warning)
    carried: dict[str, list[Carried]] = defaultdict(list)
    for line in reading.carry:
        line.text.encode()
        carried[line.key].append(line)
    return items, carried


def _check_item(item: Any) -> None:
    if isinstance(item, Read):
        assert item.line >= 0
        for row in (item.row, *item.further):
            check_row(item.table, row)
        return
    assert isinstance(item, Refused | Incomplete | Ignored), type(item)
    _check_told(item.line, item.code, item.message)
    if not isinstance(item, Ignored):
        json.dumps(item.raw).encode()
    if isinstance(item, Incomplete):
        item.contact.encode()


def _check_told(line: int, code: str, message: str) -> None:
    assert isinstance(line, int)
    assert line >= 0
    assert _CODE.fullmatch(code), code
    assert len(message.split()) >= 3, f"{code}: {message!r} is no sentence"
    assert len(message) < 5_000, f"{code}: a message of {len(message)} characters"
    shown = entry(line, code, message)["message"]
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in shown)


def check_row(table: Table, row: Mapping[str, Any]) -> None:
    """Whether a row can be stored: known columns, values of their kinds, whole keys, nothing that hides or forges."""
    assert row.keys() <= _ROW_KEYS[table.name], row.keys() - _ROW_KEYS[table.name]
    for column in table.columns:
        value = row.get(column.name)
        if value is None:
            assert column.name not in table.key or column.name == "visit", f"{column.name} is null"
        elif column.kind is Kind.TEXT:
            _check_text(column.name, value, column.words)
        else:
            assert type(value) is int, f"{column.name} is {value!r}"
            assert value in _WHOLE
            assert value >= 0 or column.kind not in (Kind.DURATION, Kind.INSTANT), f"{column.name} is {value}"
    assert row.get(table.at) is not None, f"{table.at} is null"


def _check_text(name: str, value: Any, words: Collection[str]) -> None:
    assert isinstance(value, str), f"{name} is {value!r}"
    assert value, f"{name} is empty and not null"
    assert not words or value in words, f"{name} is {value!r}"
    assert name != "flags" or set(value.split(";")) <= FLAGS.keys(), value
    assert len(value) <= LONGEST_FIELD, f"{name} has {len(value):,} characters"
    for character in value:
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp"), f"{name} holds {character!r}"


def _shape(items: list[Any]) -> list[Any]:
    return [(type(item).__name__, item.line, getattr(item, "code", ""), getattr(item, "row", None)) for item in items]


def _counting(items: Iterable[Any]) -> dict[Any, Any]:
    """The contents of the greatest revision by table and key: what the record set makes of the rows."""
    versions: dict[Any, dict[int, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for item in items:
        if isinstance(item, Read):
            for row in (item.row, *item.further):
                told = tuple(sorted((k, v) for k, v in row.items() if v is not None and k != "source_ref"))
                key = (item.table.name, *(row.get(name) for name in item.table.key))
                revision = row.get("source_rev")
                versions[key][-1 if revision is None else int(revision)].add(told)
    return {key: found[max(found)] for key, found in versions.items()}


def _by_the_engine() -> Target:
    """Plain CSV that the engine reads where it can: the same rows, and the same told of all others."""
    import duckdb

    from pactline.importers import plain_csv
    from pactline.importers.plain import quick
    from pactline.records.staging import Proven

    source, names = Memory(), [column.name for column in TABLES["contacts"].columns]
    connection = duckdb.connect()
    read: Any = plain_csv.read

    def told(aside: Path | None) -> tuple[list[Any], list[Any], list[Any]]:
        reading = Reading(latest_us=LATEST_US, aside=aside)
        rows: list[Any] = []
        others: list[Any] = []
        try:
            for item in read(source, reading):
                if isinstance(item, Proven):
                    columns = ", ".join(["line", *names])
                    rows += connection.execute(f"SELECT {columns} FROM ({item.select})").fetchall()
                elif isinstance(item, Read) and item.table is TABLES["contacts"]:
                    row = {"visit": 1, **item.row}
                    rows.append((item.line, *(row.get(name) for name in names)))
                else:
                    others.append(item)
        except SourceRefused as refused:
            return [], [refused.code], []
        return sorted(rows, key=repr), sorted(others, key=repr), sorted(reading.warnings)

    def target(content: bytes) -> None:
        source.hold(content)
        quick._LEAST_BYTES = 0  # type: ignore[attr-defined]
        by_the_engine, by_the_reader = told(source.folder), told(None)
        assert by_the_engine == by_the_reader, (by_the_engine, by_the_reader)

    return target


# -- what is no reader of the registry


def _on_a_file(name: str, read: Callable[[Path], Any]) -> Target:
    source = Memory(name)

    def target(content: bytes) -> None:
        source.hold(content)
        _only_problems(lambda: read(source.path))

    return target


def _fact_readers() -> dict[str, Callable[[Path], Any]]:
    from pactline.importers.facts.reading import READERS

    return {name: read for name, (_, read) in READERS.items()}


def _only_problems(work: Callable[[], Any]) -> None:
    try:
        work()
        return
    except Problems as wrong:
        problems = wrong.problems
    assert problems
    for problem in problems:
        check_problem(problem)


def check_problem(problem: Any) -> None:
    """Whether a problem can be shown: a place, a code, a sentence that is text."""
    assert problem.line >= 0
    assert problem.column >= 0
    assert _CODE.fullmatch(problem.code), problem.code
    assert problem.message
    str(problem).encode()


def _archive(content: bytes) -> None:
    from pactline.importers.files.archives import taken_apart

    source = _of_archives()
    source.hold(content)
    try:
        archive = taken_apart(source.path, source.folder)
    except SourceRefused as refused:
        _check_told(refused.line, refused.code, refused.message)
        return
    beside = {path.name for path in source.folder.iterdir()}
    assert beside <= {"input", "members"}
    for member in archive.members if archive else ():
        assert member.path.parent == source.folder / "members"
        assert all(c.isprintable() for c in member.name)


_kept: list[Memory] = []


def _of_archives() -> Memory:
    if not _kept:
        _kept.append(Memory())
    return _kept[0]


def _plain_report(content: bytes) -> None:
    from pactline.importers.plain.report import read_plain_report

    def read() -> None:
        for problem in read_plain_report(content, "report.csv", zone("Europe/Berlin"), "day").problems:
            check_problem(problem)

    _only_problems(read)


def _mapping_file(content: bytes) -> None:
    from pactline.importers.mapping.file import parse_mapping

    _only_problems(lambda: parse_mapping(content, "fuzz.yaml"))


def _agreement(content: bytes) -> None:
    from pactline.agreement.reading import read
    from pactline.statement.rules import vocabulary

    _only_problems(lambda: read(content, vocabulary(), name="agreement.yaml"))


def _amendment(content: bytes) -> None:
    from pactline.agreement.amendment_file import read_amendment
    from pactline.agreement.report import Report

    def read() -> None:
        report = Report("amendment.yaml")
        read_amendment(content, report)
        for problem in report.problems:
            check_problem(problem)

    _only_problems(read)


def _lines(*lines: str) -> str:
    return "\n".join([*lines, ""])


_FIELDS = _lines(
    "key: {columns: [contact_id]}",
    "clocks: {tolerance: 1 s, beyond: flag}",
    "always:",
    "  channel: {column: channel}",
    "  queue: {column: queue}",
    "  direction: {column: direction}",
    "  offered: {column: offered_at, format: iso}",
    "  agent: {column: agent}",
    "  wrap: {column: wrap_s, unit: s}",
    "rows:",
    "  - when: {outcome: answered}",
    "    record: {outcome: answered, answered: {column: answered_at, format: iso}, wait: {column: wait_s, unit: s}}",
    "  - record: {outcome: {column: outcome, words: {abandoned: abandoned, overflowed: flowed_out}}}",
)
MAPPINGS: Mapping[str, str] = {
    name: _lines("mapping: fuzz", "kind: records", f"source: {{{source}}}", "zone: Europe/Berlin") + _FIELDS
    for name, source in (
        ("csv", "format: csv"),
        ("tsv", "format: tsv, encoding: windows-1252"),
        ("semicolon", "format: csv, delimiter: semicolon, decimal: comma, encoding: utf-16, skip_lines: 1"),
        ("xlsx", "format: xlsx"),
    )
}
"""Mappings for tables with the columns of the plain format."""
