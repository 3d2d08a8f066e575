"""Persons in rows become pseudonyms: the same for all rows of a person, so that no figure by equality changes.

The content hash of such a row stays what it was, because statements were made with it; it can no longer be worked out
again. Therefore what is left of the row is hashed, and both hashes are written down: so a row that was changed on
purpose can be told from one that was damaged.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

import csv
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pactline.records.folder.fitting import erased_sql
from pactline.records.folder.holding import Held
from pactline.records.folder.manifest import Manifest, Part, TableParts
from pactline.records.folder.segments import parquet, segments_sql, write_exclusions, write_segment
from pactline.records.persons import PSEUDONYM, person_columns, text_columns
from pactline.records.removal.searching import Words
from pactline.records.staging import path_in_sql
from pactline.records.tables import TABLES, Table

_FETCH = 50_000


def pseudonym() -> str:
    """A name that says nothing: 128 random bits."""
    return PSEUDONYM + secrets.token_hex(16)


@dataclass
class Renamed:
    """What became of the rows."""

    manifest: Manifest
    replaced: list[Part] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)  # by table
    sources: set[str] = field(default_factory=set)  # the files they came from, by the first half of their SHA-256
    contacts: set[str] = field(default_factory=set)


class Renaming:
    """Renames persons in the rows of a held set; nothing counts before its manifest is written."""

    def __init__(self, held: Held, values: Iterable[tuple[str, str]], words: Words | None = None) -> None:
        """``values`` are columns and the values in them that are persons; ``words`` are looked for in texts."""
        self._held, self._words = held, words
        names = ((column, value, pseudonym()) for column, value in sorted(set(values)))
        self._load("pseudonyms", ("kind", "value", "name"), names)
        self._load("reworded", ("value", "name"), self._reworded())

    def rename(self) -> Renamed:
        """Write the segments anew that hold one of the persons."""
        held, found = self._held, Renamed(self._held.manifest)
        left: list[str] = []
        for name, parts in held.manifest.tables.items():
            table = TABLES[name]
            segments = tuple(self._segment(table, part, found, left) for part in parts.segments)
            after = replace(parts, segments=segments, exclusions=self._exclusions(table, parts, found))
            found.manifest = found.manifest.with_table(name, after)
        if left:
            part = self._write_down(" UNION ALL ".join(left))
            found.manifest = replace(found.manifest, erasures=(*found.manifest.erasures, part))
        return found

    def _segment(self, table: Table, part: Part, found: Renamed, left: list[str]) -> Part:
        """A segment without the persons; itself if none of them is in it."""
        held, rows = self._held, parquet([str(self._held.folder / part.file)])
        columns = (*person_columns(table), *text_columns(table))
        if not columns:
            return part
        contact = "s.contact_id" if "contact_id" in table.key else "NULL"
        touched = held.connection.execute(
            f"SELECT s.source, {contact}, count(*) FROM {self._joined(rows, table)} WHERE {_any(columns)} GROUP BY ALL"
        ).fetchall()
        if not touched:
            return part
        held.sound([part])
        found.sources |= {source for source, _, _ in touched if source}
        found.contacts |= {contact for _, contact, _ in touched if contact}
        found.rows[table.name] = found.rows.get(table.name, 0) + sum(count for _, _, count in touched)
        new = write_segment(held, table, f"SELECT {_renamed(table)} FROM {self._joined(rows, table)}")
        assert new.rows == part.rows, "renaming loses no row"
        found.replaced.append(part)
        left.append(self._what_is_left(table, new))
        return new

    def _what_is_left(self, table: Table, part: Part) -> str:
        """SQL for table, content and the hash of what is left, of every row of a new segment that was changed."""
        now = (
            f'SELECT content, sha256({table.canonical}) AS "left" FROM {parquet([str(self._held.folder / part.file)])}'
        )
        earlier = erased_sql(self._held.folder, self._held.manifest.erasures)
        return (
            f'SELECT \'{table.name}\' AS "table", n.content, n."left" FROM ({now}) n ANTI JOIN ({earlier}) e '
            f'ON e."table" = \'{table.name}\' AND e.content = n.content AND e."left" = n."left" '
            'WHERE n."left" <> n.content'
        )

    def _write_down(self, rows: str) -> Part:
        written = self._held.aside / "erased.parquet"
        ((count,),) = self._held.connection.execute(
            f"COPY (SELECT * FROM ({rows}) ORDER BY \"table\", content) TO '{path_in_sql(written)}' "
            "(FORMAT parquet, COMPRESSION zstd)"
        ).fetchall()
        return self._held.place_by_content(written, "erasures", count)

    def _exclusions(self, table: Table, parts: TableParts, found: Renamed) -> Part | None:
        """The keys of which not every row counts, where a person is part of the key."""
        part, persons = parts.exclusions, [name for name in person_columns(table) if name in table.key]
        if part is None or not persons:
            return part
        rows = parquet([str(self._held.folder / part.file)])
        joins = [_join(name) for name in persons]
        cells = [f"coalesce(p_{n}.name, s.{n}) AS {n}" if n in persons else f"s.{n}" for n in table.key]
        cells += ["s.top", "s.conflict"]
        self._held.sound([part])
        new = write_exclusions(self._held, table, f"SELECT {', '.join(cells)} FROM {rows} s {' '.join(joins)}")
        if new.sha256 == part.sha256:
            return part
        found.replaced.append(part)
        return new

    def _joined(self, rows: str, table: Table) -> str:
        joins = [
            f"LEFT JOIN pseudonyms p_{n} ON p_{n}.kind = '{n}' AND p_{n}.value = s.{n}" for n in person_columns(table)
        ]
        joins += [f"LEFT JOIN reworded p_{n} ON p_{n}.value = s.{n}" for n in text_columns(table)]
        return f"{rows} s {' '.join(joins)}"

    def _reworded(self) -> Iterator[tuple[str, str]]:
        """Every text of the rows in which a person is mentioned, with a pseudonym in that place: one for each
        spelling, so that texts which were alike still are, and no others."""
        if self._words is None:
            return
        names, held = defaultdict[str, str](pseudonym), self._held
        for table_name, parts in held.manifest.tables.items():
            table = TABLES[table_name]
            for column in text_columns(table):
                for value in texts_of(held, table, parts, column):
                    if self._words.in_text(value):
                        yield value, self._words.replaced(value, names.__getitem__)

    def _load(self, table: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
        path = self._held.aside / f"{table}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(sorted(set(rows)))
        types = ", ".join(f"'{column}': 'VARCHAR'" for column in columns)
        self._held.connection.execute(
            f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_csv('{path_in_sql(path)}', header=false, "
            f"auto_detect=false, delim=',', quote='\"', escape='\"', allow_quoted_nulls=false, columns={{{types}}})"
        )
        path.unlink()


def texts_of(held: Held, table: Table, parts: TableParts, column: str) -> Iterator[str]:
    """Every different value of a text column."""
    cursor = held.connection.cursor()
    rows = segments_sql(held.folder, table, parts)
    cursor.execute(f"SELECT DISTINCT {column} FROM ({rows}) WHERE {column} IS NOT NULL")
    while batch := cursor.fetchmany(_FETCH):
        yield from (value for (value,) in batch)


def _renamed(table: Table) -> str:
    """The stored columns, with pseudonyms where there is one."""
    named = {*person_columns(table), *text_columns(table)}
    return ", ".join(f"coalesce(p_{n}.name, s.{n}) AS {n}" if n in named else f"s.{n} AS {n}" for n in table.stored)


def _join(name: str) -> str:
    return f"LEFT JOIN pseudonyms p_{name} ON p_{name}.kind = '{name}' AND p_{name}.value = s.{name}"


def _any(columns: Iterable[str]) -> str:
    return " OR ".join(f"p_{name}.name IS NOT NULL" for name in columns)
