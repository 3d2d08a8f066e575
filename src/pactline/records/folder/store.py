"""The record set in a folder: adding the rows of one file, all of them with their receipt or none.

``raw/`` holds the files as they came, ``segments/`` the rows, ``receipts/`` what each file brought, ``refused/`` the
rows not taken, ``carried/`` lines of event logs that later files may need, ``exclusions/`` the keys of which not every
row counts; ``record_set.json`` names what of it is valid.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from pactline.records.digest import set_digest
from pactline.records.engine import connect
from pactline.records.folder.carrying import Carrying
from pactline.records.folder.durable import copied
from pactline.records.folder.holding import Held
from pactline.records.folder.manifest import ERASED, NAME, Manifest, Part, read_manifest, was_a_set
from pactline.records.folder.roll_ups import open_roll_ups
from pactline.records.folder.segments import exclusions_sql, segments_sql
from pactline.records.folder.settlement import Arrived, arrived
from pactline.records.oddities.finding import Note
from pactline.records.record_set import Kept, RecordSet
from pactline.records.staging import Proven, Row, Staging
from pactline.records.tables import TABLES, Table


@dataclass(frozen=True)
class Settlement:
    """What becomes of the rows of one file. The lists hold line and what the row is called."""

    accepted: int
    duplicates: int
    conflicts: list[tuple[int, str]] = field(default_factory=list)
    superseded: list[tuple[int, str]] = field(default_factory=list)
    outlived: list[tuple[int, str]] = field(default_factory=list)  # placed before what the set keeps: not taken
    notes: list[Note] = field(default_factory=list)  # what is odd about the contacts of the file


@dataclass(frozen=True)
class Raw:
    """An input file as it was copied aside."""

    path: Path
    sha256: str


class Store(Held):
    """A record-set folder that takes records. Use it as a context; :meth:`commit` makes each file's rows last."""

    def __init__(self, folder: Path, now: datetime | None = None) -> None:
        super().__init__(folder, now)
        self._arrived: list[Arrived] = []

    def __enter__(self) -> Self:
        """Take the folder (a second writer waits) and sweep what runs that were cut short left."""
        super().__enter__()
        self.carrying = Carrying(self)
        return self

    @property
    def digest(self) -> str:
        """The digest of the set as it stands."""
        return set_digest(self.manifest.hours)

    def copy_aside(self, path: Path) -> Raw:
        """Copy an input file, so that what is read, hashed and kept are the same bytes. Raises OSError."""
        with path.open("rb") as file:
            target = self.aside / "raw"
            return Raw(target, copied(file, target))

    @contextmanager
    def stage(self, records: Iterable[Proven | tuple[int, Table, Sequence[Row]]], source: str) -> Iterator[Settlement]:
        """Read the records of a file aside and settle them against the set; nothing is kept unless committed inside."""
        with Staging(source, str(self.aside)) as staging:
            for number, record in enumerate(records, 1):
                if isinstance(record, Proven):
                    staging.add(record)
                else:
                    staging.write(number, *record)
            self._arrived = [arrived(self, table, staging) for table in staging.tables()]
        try:
            yield self._settlement()
        finally:
            for each in self._arrived:
                each.forget()
            self._arrived = []

    def _settlement(self) -> Settlement:
        odd = [each.odd() for each in self._arrived]
        conflicts, superseded = (sorted(found for each in odd for found in each[side]) for side in (0, 1))
        fresh, everything = (sum(getattr(each, name) for each in self._arrived) for name in ("fresh", "records"))
        outlived = sorted(found for each in self._arrived for found in each.outlived)
        accepted = fresh - len(conflicts) - len(superseded)
        notes = [note for each in self._arrived for note in each.notes()]
        return Settlement(accepted, everything - fresh, conflicts, superseded, outlived, notes)

    def commit(
        self,
        receipt: Mapping[str, Any],
        raw: Raw | None = None,
        refused: Path | None = None,
        carried: Collection[tuple[str, str]] = (),
        incomplete: Collection[str] = (),
        carried_selects: Sequence[str] = (),
    ) -> None:
        """Make the staged rows part of the set, with the receipt of their file.

        ``carried_selects`` is SQL for lines to be carried that are not among ``carried``.
        """
        manifest = self.manifest
        for each in self._arrived:
            after = each.added()
            manifest = manifest.with_table(each.table.name, after)
            if each.before.exclusions not in (None, after.exclusions):
                assert each.before.exclusions is not None
                manifest = self.retire(manifest, [each.before.exclusions])
        if carried or incomplete or carried_selects:
            resolved = {contact for each in self._arrived for contact in each.contacts(manifest.incomplete)}
            manifest = replace(
                manifest,
                carried=(
                    *manifest.carried,
                    *self.carrying.write(manifest.carried, carried, carried_selects, str(receipt["format"])),
                ),
                incomplete=tuple(sorted({*manifest.incomplete} - resolved | {*incomplete})),
            )
        self._finish(manifest, receipt, raw, refused)

    def commit_nothing(self, receipt: Mapping[str, Any], raw: Raw | None = None, refused: Path | None = None) -> None:
        """Keep the receipt of a file of which nothing was taken."""
        self._finish(self.manifest, receipt, raw, refused)

    def _finish(self, manifest: Manifest, receipt: Mapping[str, Any], raw: Raw | None, refused: Path | None) -> None:
        name = self._name(str(receipt["sha256"]))
        if raw is not None and not self.was_erased(raw.sha256):
            manifest = replace(manifest, raw=self._with(manifest.raw, raw.path, f"raw/{raw.sha256}", raw.sha256))
        if refused is not None:
            kept_in = self.refused_name(str(receipt["sha256"]))
            manifest = replace(manifest, refused=self._with(manifest.refused, refused, kept_in))
        part = self.dated(self.place_text(receipt_text(receipt), f"receipts/{name}.json"))
        self.write(replace(manifest, receipts=(*manifest.receipts, part)))

    def _with(self, parts: tuple[Part, ...], written: Path, file: str, sha256: str | None = None) -> tuple[Part, ...]:
        """The parts with a finished file among them; one that is there already is not written again."""
        if any(part.file == file for part in parts):
            return parts
        return (*parts, self.dated(self.place(written, file, sha256)))

    def was_erased(self, sha256: str) -> bool:
        """Whether a file was taken out because it names a person who was erased: it is not kept again."""
        return any(each.sha256 == sha256 and ERASED in each.by for each in self.manifest.removed)

    def refused_name(self, sha256: str) -> str:
        """Where the refused rows of the file with this SHA-256 will lie, once committed."""
        return f"refused/{self._name(sha256)}.jsonl"

    def _name(self, sha256: str) -> str:
        return f"{self.manifest.receipt_count + 1:06d}-{sha256[:12]}"


def receipt_text(receipt: Mapping[str, Any]) -> str:
    """A receipt as it is kept."""
    return json.dumps(receipt, indent=1, ensure_ascii=False) + "\n"


def read_receipts(folder: Path, manifest: Manifest) -> list[dict[str, Any]]:
    """Every receipt of a set in order of arrival, whether it lies in a file of its own or with others in one."""
    found: list[dict[str, Any]] = []
    for part in manifest.receipts:
        text = (folder / part.file).read_text(encoding="utf-8")
        found += [json.loads(text)] if part.rows is None else map(json.loads, text.splitlines())
    return found


def open_record_set(folder: Path) -> RecordSet:
    """The record set of a folder, as its manifest names it. Raises Problems when a part of it is damaged."""
    manifest = read_manifest(folder)

    def receipts() -> list[Any]:
        return read_receipts(folder, manifest)

    kept = {
        name: Kept(segments_sql(folder, TABLES[name], parts), exclusions_sql(folder, parts), parts.hours, parts.bursts)
        for name, parts in manifest.tables.items()
    }
    records = RecordSet(connect(), kept, receipts)
    records.roll_ups = open_roll_ups(folder)
    return records


def is_record_set(folder: Path) -> bool:
    """Whether a folder holds a record set, if only one whose manifest was lost."""
    return (folder / NAME).is_file() or was_a_set(folder)
