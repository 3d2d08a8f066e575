"""The record set in a folder: adding the rows of one file, all of them with their receipt or none.

``segments/`` holds the rows, ``receipts/`` what each file brought, ``refused/`` the rows not taken, ``carried/`` lines
of event logs that later files may need, ``exclusions/`` the keys of which not every row counts, ``record_set.json``
names what of it is valid.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
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
from pactline.records.digest import HOUR_US, hours_of, set_digest
from pactline.records.durable import locked, place, place_by_content
from pactline.records.engine import connect
from pactline.records.manifest import NAME, Manifest, Segment, read_manifest, write_manifest
from pactline.records.record_set import RecordSet
from pactline.records.settling import COUNTING, IN_DIGEST, contested, without
from pactline.records.staging import STORED, Row, path_in_sql, staged

_EMPTY = "SELECT * FROM nothing"
_MEMORY = "2GB"  # the rest spills to disk


@dataclass(frozen=True)
class Settlement:
    """What becomes of the rows of one file. The lists hold line, contact and visit."""

    accepted: int
    duplicates: int
    conflicts: list[tuple[int, str, int]] = field(default_factory=list)
    superseded: list[tuple[int, str, int]] = field(default_factory=list)


class Store:
    """A record-set folder held for writing. Use it as a context; :meth:`commit` makes each file's rows last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Take the folder (a second writer waits) and sweep what a run that was cut short left aside."""
        self._stack.enter_context(locked(self.folder))
        for left in self.folder.glob(".incoming-*"):
            shutil.rmtree(left)
        self.aside = Path(tempfile.mkdtemp(prefix=".incoming-", dir=self.folder))
        self._stack.callback(shutil.rmtree, self.aside)
        self.manifest = read_manifest(self.folder)
        self._connection = connect()
        self._stack.callback(self._connection.close)
        self._connection.execute(f"SET memory_limit = '{_MEMORY}'")
        _make_nothing(self._connection)
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

    @contextmanager
    def stage(self, lines: Iterable[tuple[int, Row]], source: str) -> Iterator[Settlement]:
        """Read the rows of one file aside and settle them against the set; nothing is kept unless committed inside."""
        arriving = str(self.aside / "arriving.parquet")
        with staged(lines, source) as (select, _):
            self._run(f"COPY ({select}) TO '{path_in_sql(arriving)}' (FORMAT parquet, COMPRESSION snappy)")
        self._run(f"CREATE VIEW arriving AS SELECT *, coalesce(source_rev, -1) AS rev FROM {_parquet([arriving])}")
        try:
            yield self._settle()
        finally:
            self._run("DROP VIEW arriving")
            for table in ("known", "fresh", "contested"):
                self._run(f"DROP TABLE IF EXISTS {table}")

    def _settle(self) -> Settlement:
        stored = segments_sql(self.folder, self.manifest)
        self._run(
            "CREATE TABLE known AS SELECT contact_id, visit, coalesce(source_rev, -1) AS rev, content, offered_us "
            f"FROM ({stored}) s SEMI JOIN arriving a ON s.contact_id = a.contact_id AND s.visit = a.visit"
        )
        self._run(
            "CREATE TABLE fresh AS SELECT min(n) AS n, contact_id, visit, rev, content, min(offered_us) AS offered_us "
            "FROM arriving a ANTI JOIN known k ON a.content = k.content GROUP BY contact_id, visit, rev, content"
        )
        versions = " UNION ALL ".join(f"SELECT contact_id, visit, rev, content FROM {t}" for t in ("known", "fresh"))
        self._run(f"CREATE TABLE contested AS {contested(versions)}")
        ((arrived,),) = self._run("SELECT count(*) FROM arriving")
        ((fresh,),) = self._run("SELECT count(*) FROM fresh")
        odd = self._run(
            "SELECT a.line, f.contact_id, f.visit, f.rev < c.top FROM fresh f JOIN contested c "
            "ON f.contact_id = c.contact_id AND f.visit = c.visit JOIN arriving a ON a.n = f.n "
            "WHERE f.rev < c.top OR c.conflict ORDER BY f.n"
        )
        superseded = [tuple(row[:3]) for row in odd if row[3]]
        conflicts = [tuple(row[:3]) for row in odd if not row[3]]
        return Settlement(fresh - len(odd), arrived - fresh, conflicts, superseded)

    def commit(
        self,
        receipt: Mapping[str, Any],
        refused: Path | None = None,
        carried: Sequence[tuple[str, str]] = (),
        incomplete: Collection[str] = (),
    ) -> None:
        """Make the staged rows part of the set, with the receipt of their file."""
        manifest = self._with_rows()
        if carried or incomplete:
            manifest = replace(manifest, carried=(*manifest.carried, *self.carrying.write(manifest.carried, carried)))
            resolved = {key for (key,) in self._run("SELECT DISTINCT contact_id FROM arriving")}
            manifest = replace(manifest, incomplete=tuple(sorted({*manifest.incomplete} - resolved | {*incomplete})))
        self._finish(manifest, receipt, refused)

    def commit_nothing(self, receipt: Mapping[str, Any], refused: Path | None = None) -> None:
        """Keep the receipt of a file of which nothing was taken."""
        self._finish(self.manifest, receipt, refused)

    def _with_rows(self) -> Manifest:
        before = self.manifest
        ((fresh,),) = self._run("SELECT count(*) FROM fresh")
        if not fresh:
            return before
        written = self.aside / "segment.parquet"
        columns = ", ".join(f"a.{name}" for name in STORED)
        self._run(
            f"COPY (SELECT {columns} FROM arriving a SEMI JOIN fresh f ON a.n = f.n "
            f"ORDER BY a.offered_us, a.contact_id, a.visit, a.content) "
            f"TO '{path_in_sql(written)}' (FORMAT parquet, COMPRESSION zstd)"
        )
        size = written.stat().st_size
        file = place_by_content(written, self.folder / "segments", ".parquet")
        segment = Segment(file.relative_to(self.folder).as_posix(), fresh, size)
        after = replace(before, segments=(*before.segments, segment), exclusions=self._exclusions())
        return replace(after, hours=self._hours(after), count=self._count(after))

    def _exclusions(self) -> str | None:
        ((several,),) = self._run("SELECT count(*) FROM contested")
        if not several:
            return self.manifest.exclusions
        earlier = exclusions_sql(self.folder, self.manifest)
        kept = "" if earlier is None else (
            f"SELECT e.* FROM ({earlier}) e ANTI JOIN contested c "
            "ON e.contact_id = c.contact_id AND e.visit = c.visit UNION ALL "
        )  # fmt: skip
        written = self.aside / "exclusions.parquet"
        self._run(
            f"COPY (SELECT * FROM ({kept} SELECT contact_id, visit, top, conflict FROM contested) "
            f"ORDER BY contact_id, visit) TO '{path_in_sql(written)}' (FORMAT parquet, COMPRESSION zstd)"
        )
        file = place_by_content(written, self.folder / "exclusions", ".parquet")
        return file.relative_to(self.folder).as_posix()

    def _hours(self, after: Manifest) -> dict[int, str]:
        touched = {
            hour
            for (hour,) in self._run(
                f"SELECT DISTINCT offered_us // {HOUR_US} FROM fresh UNION SELECT DISTINCT offered_us // {HOUR_US} "
                "FROM known k SEMI JOIN contested c ON k.contact_id = c.contact_id AND k.visit = c.visit"
            )
        }
        rows = without(segments_sql(self.folder, after), exclusions_sql(self.folder, after), IN_DIGEST)
        kept = {hour: digest for hour, digest in after.hours.items() if hour not in touched}
        return {**kept, **hours_of(self._connection, rows, touched)}

    def _count(self, after: Manifest) -> int:
        if after.exclusions is None:
            return sum(segment.rows for segment in after.segments)
        rows = without(segments_sql(self.folder, after), exclusions_sql(self.folder, after), COUNTING)
        ((count,),) = self._run(f"SELECT count(*) FROM ({rows})")
        return int(count)

    def _finish(self, manifest: Manifest, receipt: Mapping[str, Any], refused: Path | None) -> None:
        name = self._name(str(receipt["sha256"]))
        if refused is not None:
            place(refused, self.folder / self.refused_name(str(receipt["sha256"])))
        written = self.aside / "receipt.json"
        written.write_text(json.dumps(receipt, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
        place(written, self.folder / "receipts" / f"{name}.json")
        manifest = manifest.with_receipt(f"receipts/{name}.json")
        write_manifest(self.folder, manifest, self.aside)
        self.manifest = manifest

    def refused_name(self, sha256: str) -> str:
        """Where the refused rows of the file with this SHA-256 will lie, once committed."""
        return f"refused/{self._name(sha256)}.jsonl"

    def _name(self, sha256: str) -> str:
        return f"{len(self.manifest.receipts) + 1:06d}-{sha256[:12]}"

    def _run(self, sql: str) -> list[Any]:
        return self._connection.execute(sql).fetchall()


def open_record_set(folder: Path) -> RecordSet:
    """The record set of a folder, as its manifest names it. Raises Problems when a part of it is damaged."""
    manifest = read_manifest(folder)
    connection = connect()
    if not manifest.segments:
        _make_nothing(connection)

    def receipts() -> list[Any]:
        return [json.loads((folder / name).read_text(encoding="utf-8")) for name in manifest.receipts]

    stored, exclusions = segments_sql(folder, manifest), exclusions_sql(folder, manifest)
    return RecordSet(connection, stored, exclusions, manifest.hours, receipts)


def is_record_set(folder: Path) -> bool:
    """Whether a folder holds a record set."""
    return (folder / NAME).is_file()


def segments_sql(folder: Path, manifest: Manifest) -> str:
    """SQL for every stored row, read straight from the segments."""
    if not manifest.segments:
        return _EMPTY
    return f"SELECT * FROM {_parquet([str(folder / segment.file) for segment in manifest.segments])}"


def exclusions_sql(folder: Path, manifest: Manifest) -> str | None:
    """SQL for the keys of which not every row counts; None if there are none."""
    return None if manifest.exclusions is None else f"SELECT * FROM {_parquet([str(folder / manifest.exclusions)])}"


def _make_nothing(connection: Any) -> None:
    with staged(()) as (select, _):
        connection.execute(f"CREATE TABLE nothing AS SELECT {', '.join(STORED)} FROM ({select})")


def _parquet(paths: Sequence[str]) -> str:
    return "read_parquet([" + ", ".join(f"'{path_in_sql(path)}'" for path in paths) + "])"
