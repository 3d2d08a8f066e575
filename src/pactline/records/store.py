"""The record set in a folder: adding the rows of one file, all of them with their receipt or none.

``raw/`` holds the files as they came, ``segments/`` the rows, ``receipts/`` what each file brought, ``refused/`` the
rows not taken, ``carried/`` lines of event logs that later files may need, ``exclusions/`` the keys of which not every
row counts; ``record_set.json`` names what of it is valid.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pactline.records.carrying import Carrying
from pactline.records.digest import set_digest
from pactline.records.durable import copied, locked, place, place_text, sha256_of, sweep
from pactline.records.engine import connect
from pactline.records.manifest import NAME, Manifest, Part, read_manifest, write_manifest
from pactline.records.record_set import Kept, RecordSet
from pactline.records.segments import exclusions_sql, segments_sql
from pactline.records.settlement import Arrived, arrived
from pactline.records.staging import Row, Staging
from pactline.records.tables import TABLES, Table

_MEMORY = "2GB"  # the rest spills to disk


@dataclass(frozen=True)
class Settlement:
    """What becomes of the rows of one file. The lists hold line and what the row is called."""

    accepted: int
    duplicates: int
    conflicts: list[tuple[int, str]] = field(default_factory=list)
    superseded: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Raw:
    """An input file as it was copied aside."""

    path: Path
    sha256: str


class Store:
    """A record-set folder held for writing. Use it as a context; :meth:`commit` makes each file's rows last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stack = ExitStack()
        self._arrived: list[Arrived] = []

    def __enter__(self) -> Self:
        """Take the folder (a second writer waits) and sweep what a run that was cut short left aside."""
        self._stack.enter_context(locked(self.folder))
        sweep(self.folder)
        self.aside = Path(tempfile.mkdtemp(prefix=".incoming-", dir=self.folder))
        self._stack.callback(shutil.rmtree, self.aside, ignore_errors=True)
        self.manifest = read_manifest(self.folder)
        self._connection = connect()
        self._stack.callback(self._connection.close)
        self._connection.execute(f"SET memory_limit = '{_MEMORY}'")
        self.carrying = Carrying(self._connection, self.folder, self.aside)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

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
    def stage(self, records: Iterable[tuple[int, Table, Sequence[Row]]], source: str) -> Iterator[Settlement]:
        """Read the records of a file aside and settle them against the set; nothing is kept unless committed inside."""
        with Staging(source, str(self.aside)) as staging:
            for number, (line, table, rows) in enumerate(records, 1):
                staging.write(number, line, table, rows)
            self._arrived = [
                arrived(self._connection, self.folder, self.aside, table, self.manifest, staging.select(table))
                for table in staging.tables()
            ]
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
        return Settlement(fresh - len(conflicts) - len(superseded), everything - fresh, conflicts, superseded)

    def commit(
        self,
        receipt: Mapping[str, Any],
        raw: Raw | None = None,
        refused: Path | None = None,
        carried: Sequence[tuple[str, str]] = (),
        incomplete: Collection[str] = (),
    ) -> None:
        """Make the staged rows part of the set, with the receipt of their file."""
        manifest = self.manifest
        for each in self._arrived:
            manifest = manifest.with_table(each.table.name, each.added())
        if carried or incomplete:
            resolved = {contact for each in self._arrived for contact in each.contacts()}
            manifest = replace(
                manifest,
                carried=(*manifest.carried, *self.carrying.write(manifest.carried, carried)),
                incomplete=tuple(sorted({*manifest.incomplete} - resolved | {*incomplete})),
            )
        self._finish(manifest, receipt, raw, refused)

    def commit_nothing(self, receipt: Mapping[str, Any], raw: Raw | None = None, refused: Path | None = None) -> None:
        """Keep the receipt of a file of which nothing was taken."""
        self._finish(self.manifest, receipt, raw, refused)

    def _finish(self, manifest: Manifest, receipt: Mapping[str, Any], raw: Raw | None, refused: Path | None) -> None:
        name = self._name(str(receipt["sha256"]))
        if raw is not None:
            manifest = replace(manifest, raw=self._with(manifest.raw, raw.path, f"raw/{raw.sha256}", raw.sha256))
        if refused is not None:
            kept_in = self.refused_name(str(receipt["sha256"]))
            manifest = replace(manifest, refused=self._with(manifest.refused, refused, kept_in, sha256_of(refused)))
        text = json.dumps(receipt, indent=1, ensure_ascii=False) + "\n"
        file = f"receipts/{name}.json"
        part = Part(file, place_text(text, self.folder / file, self.aside), len(text.encode()))
        manifest = replace(manifest, receipts=(*manifest.receipts, part))
        write_manifest(self.folder, manifest, self.aside)
        self.manifest = manifest

    def _with(self, parts: tuple[Part, ...], written: Path, file: str, sha256: str) -> tuple[Part, ...]:
        """The parts with a finished file among them; one that is there already is not written again."""
        if any(part.file == file for part in parts):
            return parts
        part = Part(file, sha256, written.stat().st_size)
        place(written, self.folder / file)
        return (*parts, part)

    def refused_name(self, sha256: str) -> str:
        """Where the refused rows of the file with this SHA-256 will lie, once committed."""
        return f"refused/{self._name(sha256)}.jsonl"

    def _name(self, sha256: str) -> str:
        return f"{len(self.manifest.receipts) + 1:06d}-{sha256[:12]}"


def open_record_set(folder: Path) -> RecordSet:
    """The record set of a folder, as its manifest names it. Raises Problems when a part of it is damaged."""
    manifest = read_manifest(folder)

    def receipts() -> list[Any]:
        return [json.loads((folder / part.file).read_text(encoding="utf-8")) for part in manifest.receipts]

    kept = {
        name: Kept(segments_sql(folder, TABLES[name], parts), exclusions_sql(folder, parts), parts.hours)
        for name, parts in manifest.tables.items()
    }
    return RecordSet(connect(), kept, receipts)


def is_record_set(folder: Path) -> bool:
    """Whether a folder holds a record set."""
    return (folder / NAME).is_file()
