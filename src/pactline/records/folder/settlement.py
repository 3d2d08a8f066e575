"""The rows of one file against the rows that are there: which are new, which are known, which contradict."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pactline.records.digest import HOUR_US, hours_of
from pactline.records.folder.holding import Held
from pactline.records.folder.manifest import Part, TableParts
from pactline.records.folder.segments import exclusions_sql, parquet, segments_sql, write_exclusions, write_segment
from pactline.records.oddities.bursts import Burst, bursts_of
from pactline.records.oddities.finding import Note, oddities
from pactline.records.persons import persons_in_key
from pactline.records.settling import COUNTING, IN_DIGEST, contested, without
from pactline.records.staging import Staging, path_in_sql
from pactline.records.tables import CONTACTS, Table

_WORKING = ("contested", "fresh", "known")


@dataclass(frozen=True)
class Arrived:
    """The rows of one table that a file brought, settled and not yet part of the set."""

    held: Held
    table: Table
    before: TableParts
    records: int
    fresh: int  # records with a row whose content is new
    outlived: list[tuple[int, str]]  # line and name of the records that lie before what the set keeps
    all_fresh: bool = False  # every row is new and none of them contradicts another

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

    def notes(self) -> list[Note]:
        """What is odd about the rows of the file by themselves."""
        return oddities(self.held.connection, self._named("arriving")) if self.table is CONTACTS else []

    def contacts(self, among: Sequence[str]) -> list[str]:
        """Those of some contacts that rows came for."""
        if "contact_id" not in self.table.key or not among:
            return []
        came = f"SELECT DISTINCT contact_id FROM {self._named('arriving')} WHERE contact_id IN (SELECT unnest(?))"
        return [contact for (contact,) in self.held.connection.execute(came, [list(among)]).fetchall()]

    def added(self) -> TableParts:
        """The files of the table with the new rows among them; the new files are in their places."""
        if not self.fresh:
            return self.before
        table = self.table
        rows = f"SELECT {', '.join(f'a.{name}' for name in table.stored)} FROM {self._named('arriving')} a"
        if not self.all_fresh:
            rows += f" SEMI JOIN {self._named('fresh')} f ON a.n = f.n"
        segment = write_segment(self.held, table, rows)
        parts = replace(self.before, segments=(*self.before.segments, segment), exclusions=self._exclusions())
        touched = self._touched()
        return replace(
            parts,
            hours=self._hours(parts, touched),
            bursts=bursts_with(self.held, table, parts, touched),
            count=count_of(self.held, table, parts),
        )

    def forget(self) -> None:
        """Drop what was worked out aside."""
        for name in _WORKING:
            self._run(f"DROP {'VIEW' if self.all_fresh and name == 'fresh' else 'TABLE'} {self._named(name)}")
        self._run(f"DROP VIEW {self._named('arriving')}")

    def _exclusions(self) -> Part | None:
        ((several,),) = self._run(f"SELECT count(*) FROM {self._named('contested')}")
        if not several:
            return self.before.exclusions
        earlier, key = exclusions_sql(self.held.folder, self.before), self.table.keys()
        kept = "" if earlier is None else (
            f"SELECT e.* FROM ({earlier}) e ANTI JOIN {self._named('contested')} c "
            f"ON {self.table.same('e', 'c')} UNION ALL "
        )  # fmt: skip
        rows = f"{kept} SELECT {key}, top, conflict FROM {self._named('contested')}"
        return write_exclusions(self.held, self.table, rows)

    def _touched(self) -> set[int]:
        """The hours in which something came or stands otherwise than before."""
        table = self.table
        return {
            hour
            for (hour,) in self._run(
                f"SELECT DISTINCT placed_us // {HOUR_US} FROM {self._named('fresh')} "
                f"UNION SELECT DISTINCT placed_us // {HOUR_US} FROM {self._named('known')} k "
                f"SEMI JOIN {self._named('contested')} c ON {table.same('k', 'c')}"
            )
        }

    def _hours(self, after: TableParts, touched: set[int]) -> dict[int, str]:
        table = self.table
        rows = rows_of(self.held, table, after, IN_DIGEST)
        kept = {hour: digest for hour, digest in after.hours.items() if hour not in touched}
        return {**kept, **hours_of(self.held.connection, rows, touched, table.at)}

    def _named(self, name: str) -> str:
        return f"{name}_{self.table.name}"

    def _run(self, sql: str) -> list[Any]:
        return self.held.connection.execute(sql).fetchall()


def rows_of(held: Held, table: Table, parts: TableParts, rule: str) -> str:
    """SQL for the stored rows of a table that a rule of ``records.settling`` keeps."""
    return without(table, segments_sql(held.folder, table, parts), exclusions_sql(held.folder, parts), rule)


def bursts_with(held: Held, table: Table, after: TableParts, touched: set[int]) -> dict[int, Burst]:
    """The bursts of a table after some of its hours were touched."""
    if table is not CONTACTS:
        return {}
    kept = {hour: burst for hour, burst in after.bursts.items() if hour not in touched}
    return {**kept, **bursts_of(held.connection, rows_of(held, table, after, COUNTING), touched)}


def count_of(held: Held, table: Table, parts: TableParts) -> int:
    """How many rows of a table count."""
    if parts.exclusions is None:
        return sum(part.rows or 0 for part in parts.segments)
    ((count,),) = held.connection.execute(f"SELECT count(*) FROM ({rows_of(held, table, parts, COUNTING)})").fetchall()
    return int(count)


def arrived(held: Held, table: Table, staging: Staging) -> Arrived:
    """Settle the rows that were staged for a table against those that are there."""
    parts, name = held.manifest.table(table.name), table.name
    run, select = held.connection.execute, staging.select(table)
    if staging.is_text(table):  # text is read and hashed once
        written = str(held.aside / f"arriving-{name}.parquet")
        run(f"COPY ({select}) TO '{path_in_sql(written)}' (FORMAT parquet, COMPRESSION snappy)")
        select = f"SELECT * FROM {parquet([written])}"
    came = f"SELECT *, coalesce(source_rev, -1) AS rev, {table.at} AS placed_us FROM ({select})"
    kept_from = held.manifest.kept_from_us
    taken = came if kept_from is None else f"SELECT * FROM ({came}) WHERE placed_us >= {kept_from}"
    run(f"CREATE VIEW arriving_{name} AS {taken}")
    run(f"CREATE TABLE known_{name} AS {_known(held, table, parts)}")
    all_fresh = _settle(held, table)
    ((records,),) = run(f"SELECT count(DISTINCT record) FROM arriving_{name}").fetchall()
    fresh = records
    if not all_fresh:
        ((fresh,),) = run(
            f"SELECT count(DISTINCT record) FROM arriving_{name} a SEMI JOIN fresh_{name} f ON a.n = f.n"
        ).fetchall()
    outlived = [] if kept_from is None else _outlived(held, table, came)
    return Arrived(held, table, parts, records, fresh, outlived, all_fresh)


def _settle(held: Held, table: Table) -> bool:
    """Work out which of the arriving rows are new and which are contested; whether they are all new and none is."""
    name, key, run = table.name, table.keys(), held.connection.execute
    ((told_again,),) = run(
        f"SELECT (SELECT count(*) FROM known_{name}) + "
        f"(SELECT count(*) FROM (SELECT {key} FROM arriving_{name} GROUP BY {key} HAVING count(*) > 1))"
    ).fetchall()
    if not told_again:
        run(f"CREATE VIEW fresh_{name} AS SELECT n, {key}, rev, content, placed_us FROM arriving_{name}")
        run(f"CREATE TABLE contested_{name} AS SELECT {key}, rev AS top, false AS conflict FROM fresh_{name} LIMIT 0")
        return True
    run(
        f"CREATE TABLE fresh_{name} AS SELECT min(n) AS n, {key}, rev, content, min(placed_us) AS placed_us "
        f"FROM arriving_{name} a ANTI JOIN known_{name} k ON a.content = k.content GROUP BY {key}, rev, content"
    )
    versions = " UNION ALL ".join(f"SELECT {key}, rev, content FROM {t}_{name}" for t in ("known", "fresh"))
    run(f"CREATE TABLE contested_{name} AS {contested(table, versions)}")
    return False


def _known(held: Held, table: Table, parts: TableParts) -> str:
    """SQL for the rows that are there and have the key of one that arrives.

    Where a person stands in the key and was made a pseudonym, a row is known by its content as well.
    """
    arriving = f"arriving_{table.name}"
    if not parts.segments:
        return f"SELECT {table.keys()}, rev, content, placed_us FROM {arriving} WHERE false"
    stored = (
        f"SELECT {table.keys('s')}, coalesce(source_rev, -1) AS rev, content, {table.at} AS placed_us "
        f"FROM ({segments_sql(held.folder, table, parts)}) s SEMI JOIN {arriving} a ON "
    )
    if held.manifest.erasures and persons_in_key(table):
        return f"{stored} {table.same('s', 'a')} UNION {stored} s.content = a.content"
    return stored + table.same("s", "a")


def _outlived(held: Held, table: Table, came: str) -> list[tuple[int, str]]:
    """Line and name of each record all of whose rows lie before the first instant that the set keeps."""
    first = held.connection.execute(
        f"SELECT line, {table.keys()} FROM ({came}) c ANTI JOIN arriving_{table.name} a ON c.record = a.record "
        "QUALIFY row_number() OVER (PARTITION BY c.record ORDER BY c.n) = 1 ORDER BY c.n"
    ).fetchall()
    return [(line, table.called(key)) for line, *key in first]
