"""The rows of one file against the rows that are there: which are new, which are known, which contradict."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from pactline.records.digest import HOUR_US, hours_of
from pactline.records.durable import place_by_content
from pactline.records.manifest import Manifest, Part, TableParts
from pactline.records.segments import exclusions_sql, parquet, segments_sql
from pactline.records.settling import COUNTING, IN_DIGEST, contested, without
from pactline.records.staging import path_in_sql
from pactline.records.tables import Table

_WORKING = ("known", "fresh", "contested")


@dataclass(frozen=True)
class Arrived:
    """The rows of one table that a file brought, settled and not yet part of the set."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    aside: Path
    table: Table
    before: TableParts
    records: int
    fresh: int  # records with a row whose content is new

    def odd(self) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
        """Line and name of the new records that are in conflict, and of those of which a later revision is known.

        A record is in conflict when one of its rows tells something in another way than another row of the same
        revision does.
        """
        table = self.table
        conflicts: dict[int, tuple[int, str]] = {}
        superseded: dict[int, tuple[int, str]] = {}
        for record, line, overtaken, *key in self._run(
            f"SELECT a.record, a.line, f.rev < c.top, {table.keys('f')} FROM {self._named('fresh')} f "
            f"JOIN {self._named('contested')} c ON {table.same('f', 'c')} "
            f"JOIN {self._named('arriving')} a ON a.n = f.n WHERE f.rev < c.top OR c.conflict ORDER BY f.n"
        ):
            (superseded if overtaken else conflicts).setdefault(record, (line, table.called(key)))
        return list(conflicts.values()), [found for n, found in superseded.items() if n not in conflicts]

    def contacts(self) -> list[str]:
        """The contacts that rows came for."""
        if "contact_id" not in self.table.key:
            return []
        return [contact for (contact,) in self._run(f"SELECT DISTINCT contact_id FROM {self._named('arriving')}")]

    def added(self) -> TableParts:
        """The files of the table with the new rows among them; the new files are in their places."""
        if not self.fresh:
            return self.before
        table, written = self.table, self.aside / "segment.parquet"
        columns = ", ".join(f"a.{name}" for name in table.stored)
        self._run(
            f"COPY (SELECT {columns} FROM {self._named('arriving')} a SEMI JOIN {self._named('fresh')} f ON a.n = f.n "
            f"ORDER BY a.{table.at}, {table.keys('a')}, a.content) "
            f"TO '{path_in_sql(written)}' (FORMAT parquet, COMPRESSION zstd)"
        )
        ((rows,),) = self._run(f"SELECT count(*) FROM {self._named('fresh')}")
        segment = self._placed(written, "segments", rows)
        parts = replace(self.before, segments=(*self.before.segments, segment), exclusions=self._exclusions())
        return replace(parts, hours=self._hours(parts), count=self._count(parts))

    def forget(self) -> None:
        """Drop what was worked out aside."""
        self._run(f"DROP VIEW {self._named('arriving')}")
        for name in _WORKING:
            self._run(f"DROP TABLE {self._named(name)}")

    def _placed(self, written: Path, folder: str, rows: int | None = None) -> Part:
        size = written.stat().st_size
        file, sha256 = place_by_content(written, self.folder / folder, ".parquet")
        return Part(file.relative_to(self.folder).as_posix(), sha256, size, rows)

    def _exclusions(self) -> Part | None:
        ((several,),) = self._run(f"SELECT count(*) FROM {self._named('contested')}")
        if not several:
            return self.before.exclusions
        earlier, key = exclusions_sql(self.folder, self.before), self.table.keys()
        kept = "" if earlier is None else (
            f"SELECT e.* FROM ({earlier}) e ANTI JOIN {self._named('contested')} c "
            f"ON {self.table.same('e', 'c')} UNION ALL "
        )  # fmt: skip
        written = self.aside / "exclusions.parquet"
        self._run(
            f"COPY (SELECT * FROM ({kept} SELECT {key}, top, conflict FROM {self._named('contested')}) "
            f"ORDER BY {key}) TO '{path_in_sql(written)}' (FORMAT parquet, COMPRESSION zstd)"
        )
        return self._placed(written, "exclusions")

    def _hours(self, after: TableParts) -> dict[int, str]:
        table = self.table
        touched = {
            hour
            for (hour,) in self._run(
                f"SELECT DISTINCT placed_us // {HOUR_US} FROM {self._named('fresh')} "
                f"UNION SELECT DISTINCT placed_us // {HOUR_US} FROM {self._named('known')} k "
                f"SEMI JOIN {self._named('contested')} c ON {table.same('k', 'c')}"
            )
        }
        rows = without(table, segments_sql(self.folder, table, after), exclusions_sql(self.folder, after), IN_DIGEST)
        kept = {hour: digest for hour, digest in after.hours.items() if hour not in touched}
        return {**kept, **hours_of(self.connection, rows, touched, table.at)}

    def _count(self, after: TableParts) -> int:
        if after.exclusions is None:
            return sum(part.rows or 0 for part in after.segments)
        table = self.table
        rows = without(table, segments_sql(self.folder, table, after), exclusions_sql(self.folder, after), COUNTING)
        ((count,),) = self._run(f"SELECT count(*) FROM ({rows})")
        return int(count)

    def _named(self, name: str) -> str:
        return f"{name}_{self.table.name}"

    def _run(self, sql: str) -> list[Any]:
        return self.connection.execute(sql).fetchall()


def arrived(
    connection: duckdb.DuckDBPyConnection, folder: Path, aside: Path, table: Table, manifest: Manifest, select: str
) -> Arrived:
    """Settle the rows that ``select`` yields against those of the table that are there."""
    parts, name, key = manifest.table(table.name), table.name, table.keys()
    written = str(aside / f"arriving-{name}.parquet")
    run = connection.execute
    run(f"COPY ({select}) TO '{path_in_sql(written)}' (FORMAT parquet, COMPRESSION snappy)")
    arriving = f"SELECT *, coalesce(source_rev, -1) AS rev, {table.at} AS placed_us FROM {parquet([written])}"
    run(f"CREATE VIEW arriving_{name} AS {arriving}")
    known = f"SELECT {key}, rev, content, placed_us FROM arriving_{name} WHERE false"
    if parts.segments:
        known = (
            f"SELECT {table.keys('s')}, coalesce(source_rev, -1) AS rev, content, {table.at} AS placed_us "
            f"FROM ({segments_sql(folder, table, parts)}) s SEMI JOIN arriving_{name} a ON {table.same('s', 'a')}"
        )
    run(f"CREATE TABLE known_{name} AS {known}")
    run(
        f"CREATE TABLE fresh_{name} AS SELECT min(n) AS n, {key}, rev, content, min(placed_us) AS placed_us "
        f"FROM arriving_{name} a ANTI JOIN known_{name} k ON a.content = k.content GROUP BY {key}, rev, content"
    )
    versions = " UNION ALL ".join(f"SELECT {key}, rev, content FROM {t}_{name}" for t in ("known", "fresh"))
    run(f"CREATE TABLE contested_{name} AS {contested(table, versions)}")
    ((records,),) = run(f"SELECT count(DISTINCT record) FROM arriving_{name}").fetchall()
    ((fresh,),) = run(
        f"SELECT count(DISTINCT record) FROM arriving_{name} a SEMI JOIN fresh_{name} f ON a.n = f.n"
    ).fetchall()
    return Arrived(connection, folder, aside, table, parts, records, fresh)
