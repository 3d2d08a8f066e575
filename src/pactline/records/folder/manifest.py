"""The manifest of a record-set folder: which files belong to it, each with its SHA-256.

Replacing it is the moment an ingest takes effect: a file that the manifest does not name does not exist, so a run that
was cut short leaves nothing behind that counts. The last line is the SHA-256 of what stands before it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pactline.records.digest import hour_name, hour_number, set_digest
from pactline.records.folder.durable import place_text, sha256_of
from pactline.records.oddities.bursts import Burst
from pactline.records.tables import CONTACTS, TABLES
from pactline.values.problem import Problem, Problems

NAME = "record_set.json"
LAYOUT = 2
ERASED, RETAINED = "erased", "retained"
"""How the names of the files in ``erasures/`` end: a person was taken out, or what is no longer kept."""


@dataclass(frozen=True)
class Part:
    """A file of the set, which never changes."""

    file: str  # relative to the folder of the set
    sha256: str
    bytes: int
    rows: int | None = None  # of a segment; of a file with several receipts, how many
    came: str | None = None  # when it became part of the set, UTC: what retention goes by


@dataclass(frozen=True)
class Removed:
    """A file that was part of the set and was taken out on purpose."""

    file: str
    sha256: str
    by: str  # the file in erasures/ that says why


@dataclass(frozen=True)
class Retired:
    """A file that another took the place of, kept for those who are still reading it."""

    file: str
    sha256: str
    since: str  # UTC; empty: to be removed at once


@dataclass(frozen=True)
class TableParts:
    """The files of one table."""

    count: int = 0  # rows that count
    segments: tuple[Part, ...] = ()
    exclusions: Part | None = None  # the keys told in several ways, with the revision that counts
    hours: Mapping[int, str] = field(default_factory=dict)  # digest by UTC hour
    bursts: Mapping[int, Burst] = field(default_factory=dict)  # of contacts, by UTC hour

    @property
    def files(self) -> tuple[Part, ...]:
        """All of them."""
        return (*self.segments, *([self.exclusions] if self.exclusions else []))


@dataclass(frozen=True)
class Manifest:
    """What a record set is made of."""

    tables: Mapping[str, TableParts] = field(default_factory=lambda: MappingProxyType({}))
    receipts: tuple[Part, ...] = ()
    refused: tuple[Part, ...] = ()  # the rows not taken, as they stood
    raw: tuple[Part, ...] = ()  # the files as they came
    carried: tuple[Part, ...] = ()  # lines of event logs kept for later files
    erasures: tuple[Part, ...] = ()  # what was taken out, when and why
    incomplete: tuple[str, ...] = ()  # contacts that wait for the rest of their events
    kept_from_us: int | None = None  # rows placed before this instant were taken out and are not taken again
    removed: tuple[Removed, ...] = ()
    retired: tuple[Retired, ...] = ()
    compacted: str | None = None  # when the last compaction was, UTC: what was replaced by then goes with the next

    def table(self, name: str) -> TableParts:
        """The files of a table; none if there is no row of it."""
        return self.tables.get(name, TableParts())

    def with_table(self, name: str, parts: TableParts) -> Manifest:
        """The same set with other files of one table."""
        return replace(self, tables=MappingProxyType({**self.tables, name: parts}))

    @property
    def count(self) -> int:
        """How many contact rows count."""
        return self.table(CONTACTS.name).count

    @property
    def receipt_count(self) -> int:
        """How many files were brought in."""
        return sum(part.rows or 1 for part in self.receipts)

    @property
    def hours(self) -> dict[str, Mapping[int, str]]:
        """The digests by table and hour, of tables that have rows."""
        return {name: parts.hours for name, parts in self.tables.items() if parts.hours}

    def parts(self) -> Iterator[Part]:
        """Every file that belongs to the set."""
        for table in self.tables.values():
            yield from table.files
        for several in (self.receipts, self.refused, self.raw, self.carried, self.erasures):
            yield from several

    def to_json(self) -> dict[str, Any]:
        """As written to ``record_set.json``, but for its own SHA-256."""
        return {
            "layout": LAYOUT,
            "digest": set_digest(self.hours),
            "tables": {name: _table_json(self.tables[name]) for name in TABLES if name in self.tables},
            **{name: [_part_json(part) for part in getattr(self, name)] for name in LISTS},
            "incomplete": list(self.incomplete),
            "kept_from_us": self.kept_from_us,
            "removed": [asdict(each) for each in self.removed],
            "retired": [asdict(each) for each in self.retired],
            "compacted": self.compacted,
        }


LISTS = ("receipts", "refused", "raw", "carried", "erasures")


def _part_json(part: Part) -> dict[str, Any]:
    return {name: value for name, value in asdict(part).items() if value is not None}


def _table_json(parts: TableParts) -> dict[str, Any]:
    return {
        "count": parts.count,
        "segments": [_part_json(part) for part in parts.segments],
        "exclusions": None if parts.exclusions is None else _part_json(parts.exclusions),
        "hours": {hour_name(hour): parts.hours[hour] for hour in sorted(parts.hours)},
        "bursts": [asdict(parts.bursts[hour]) for hour in sorted(parts.bursts)],
    }


def _table(found: Mapping[str, Any]) -> TableParts:
    return TableParts(
        found["count"],
        tuple(Part(**part) for part in found["segments"]),
        None if found["exclusions"] is None else Part(**found["exclusions"]),
        {hour_number(name): digest for name, digest in found["hours"].items()},
        {burst["hour"]: Burst(**burst) for burst in found["bursts"]},
    )


UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What :func:`manifest_of` raises for a text that is no manifest."""


def manifest_of(text: str) -> Manifest:
    """The manifest that a text says, whether or not its SHA-256 fits. Raises one of UNREADABLE."""
    found = json.loads(text)
    if found["layout"] != LAYOUT:
        raise ValueError(f"it has layout {found['layout']}, this version of pactline reads {LAYOUT}")
    return Manifest(
        MappingProxyType({name: _table(parts) for name, parts in found["tables"].items()}),
        **{name: tuple(Part(**part) for part in found[name]) for name in LISTS},
        incomplete=tuple(found["incomplete"]),
        kept_from_us=found.get("kept_from_us"),
        removed=tuple(Removed(**each) for each in found.get("removed", ())),
        retired=tuple(Retired(**each) for each in found["retired"]),
        compacted=found.get("compacted"),
    )


def is_as_written(text: str) -> bool:
    """Whether no character of a manifest, or another index with its own SHA-256, changed since it was written."""
    found = json.loads(text)
    return with_its_own_sha256({name: value for name, value in found.items() if name != "sha256"}) == text


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder; an empty set if there is none. Raises Problems when it is damaged or lost, or a
    segment is missing or cut short."""
    path = folder / NAME
    if not path.exists():
        if was_a_set(folder):
            raise damaged(path, "is missing, and the folder holds what several ingests brought")
        return Manifest()
    try:
        text = path.read_bytes().decode()
        manifest = manifest_of(text)
        if not is_as_written(text):
            raise ValueError("it was changed since it was written")
        if json.loads(text)["digest"] != set_digest(manifest.hours):
            raise ValueError("its digest does not fit its hours")
    except UNREADABLE as error:
        raise damaged(path, f"cannot be read: {error}") from None
    for parts in manifest.tables.values():
        for part in parts.files:
            file = folder / part.file
            if not file.is_file() or file.stat().st_size != part.bytes:
                raise damaged(file, "is missing or was cut short")
    return manifest


def was_a_set(folder: Path) -> bool:
    """Whether a manifest was there once: a first ingest that was cut short leaves at most one receipt, the first."""
    return any(_NOT_THE_FIRST.match(file.name) for file in folder.glob("receipts/*"))


_NOT_THE_FIRST = re.compile(r"(?!000001-\w+\.json$)\d{6}-")


def write_manifest(folder: Path, manifest: Manifest, aside: Path) -> None:
    """Replace the manifest in one step; ``aside`` is a folder on the same disk to write in."""
    place_text(with_its_own_sha256(manifest.to_json()), folder / NAME, aside)


def with_its_own_sha256(content: dict[str, Any]) -> str:
    """The text of an index whose last line is the SHA-256 of what stands before it."""
    before = json.dumps(content, indent=1, ensure_ascii=False)
    return (
        json.dumps({**content, "sha256": hashlib.sha256(before.encode()).hexdigest()}, indent=1, ensure_ascii=False)
        + "\n"
    )


def damaged(path: Path, what: str) -> Problems:
    """The problem of a file of the set that is not what it was."""
    return Problems(
        [
            Problem(
                str(path), 0, 0, "RECORDS_DAMAGED", f"this part of the record set {what}",
                "restore the folder from a backup, or ingest the original files into a new folder",
            )
        ]
    )  # fmt: skip


def check_rows(folder: Path) -> None:
    """Raises Problems where a file of rows of the set is not byte for byte what was written."""
    for parts in read_manifest(folder).tables.values():
        for part in parts.files:
            if sha256_of(folder / part.file) != part.sha256:
                raise damaged(folder / part.file, "is not what was written")
