"""Retention: what a record set keeps no longer than agreed. Files as they came, persons, and rows, each by a day.

A row goes only with all versions of its record, so that none of those that are left begins to count by it. Rows before
the day are not taken again: whoever sends an old file again changes nothing.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from pactline.records.digest import HOUR_US, hour_name, hours_of, set_digest
from pactline.records.folder.holding import Held
from pactline.records.folder.manifest import RETAINED, Manifest, Part, TableParts
from pactline.records.folder.segments import exclusions_sql, parquet, segments_sql, write_exclusions, write_segment
from pactline.records.folder.settlement import bursts_with, count_of, rows_of
from pactline.records.persons import PSEUDONYM, person_columns
from pactline.records.removal.pseudonyms import Renaming
from pactline.records.removal.taking_out import TakingOut
from pactline.records.settling import IN_DIGEST
from pactline.records.tables import TABLES, Table

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Limits:
    """The first day, of UTC, that is kept of each; None keeps everything."""

    raw: date | None = None  # files as they came and refused rows: by the day on which they came
    persons: date | None = None  # customers and agents of whom no row lies on that day or later
    rows: date | None = None  # by the instant that places them

    def to_json(self) -> dict[str, str]:
        """As in the record of it."""
        return {name: day.isoformat() for name, day in vars(self).items() if day is not None}


@dataclass
class Kept:
    """What a retention took out."""

    digest: str = ""
    raw: int = 0
    refused: int = 0
    carried: int = 0
    persons: int = 0
    rows: dict[str, int] = field(default_factory=dict)  # taken out, by table

    @property
    def anything(self) -> bool:
        """Whether there was anything to take out."""
        return bool(self.raw or self.refused or self.carried or self.persons or self.rows)

    def to_json(self) -> dict[str, Any]:
        """As in ``records retain --json``."""
        return dict(vars(self))


def retain(folder: Path, limits: Limits, now: datetime | None = None) -> Kept:
    """Take out what lies before the limits; nothing is written where nothing does and no limit of rows is new.

    Raises Problems when a file that is to be rewritten is not what it was.
    """
    with Held(folder, now) as held:
        found, taking = Kept(), TakingOut(held, RETAINED)
        said: dict[str, Any] = {"because": "retention", "before": limits.to_json()}
        if limits.persons is not None:
            persons = _persons_before(held, limits.persons)
            renamed = Renaming(held, persons).rename()
            taking.renamed(renamed.manifest, renamed.replaced)
            found.persons = len(persons)
        if limits.rows is not None:
            said["hours"] = _rows(held, taking, limits.rows, found)
        if limits.raw is not None:
            _files(taking, limits.raw, found)
        if found.anything or taking.manifest != held.manifest:
            counts = {name: getattr(found, name) for name in ("raw", "refused", "carried", "persons", "rows")}
            taking.finish({**said, **counts})
        found.digest = set_digest(held.manifest.hours)
    return found


def _files(taking: TakingOut, day: date, found: Kept) -> None:
    """Files as they came, refused rows, and carried lines of contacts that wait for nothing."""
    found.raw = taking.raw(_before(taking.manifest.raw, day))
    found.refused = taking.refused(_before(taking.manifest.refused, day))
    waiting = set(taking.manifest.incomplete)
    found.carried = taking.carried_lines(lambda key, text: key not in waiting, _before(taking.manifest.carried, day))


def _before(parts: Iterable[Part], day: date) -> list[Part]:
    return [part for part in parts if part.came is not None and part.came < day.isoformat()]


def _persons_before(held: Held, day: date) -> set[tuple[str, str]]:
    """Column and value of every person of whom no row lies on a day or later, in whatever table."""
    seen = []
    for name, parts in held.manifest.tables.items():
        table = TABLES[name]
        rows = segments_sql(held.folder, table, parts)
        for column in person_columns(table):
            seen.append(
                f"SELECT '{column}' AS kind, {column} AS value, max({table.at}) AS last FROM ({rows}) GROUP BY ALL"
            )
    if not seen:
        return set()
    return set(
        held.connection.execute(
            f"SELECT kind, value FROM ({' UNION ALL '.join(seen)}) WHERE value IS NOT NULL "
            f"AND NOT starts_with(value, '{PSEUDONYM}') GROUP BY kind, value HAVING max(last) < {_us(day)}"
        ).fetchall()
    )


def _rows(held: Held, taking: TakingOut, day: date, found: Kept) -> dict[str, dict[str, str]]:
    """Take rows out; the digests of the hours that they made up, so that they can still be told by them."""
    gone: dict[str, dict[str, str]] = {}
    manifest, replaced = taking.manifest, []
    for name, parts in taking.manifest.tables.items():
        table = TABLES[name]
        after, count = _without_rows(held, table, parts, _us(day))
        if count:
            found.rows[name] = count
            gone[name] = {hour_name(h): d for h, d in parts.hours.items() if after.hours.get(h) != d}
            replaced += [part for part in parts.files if part not in after.files]
            manifest = manifest.with_table(name, after)
    taking.renamed(_kept_from(manifest, _us(day)), replaced)
    return gone


def _kept_from(manifest: Manifest, us: int) -> Manifest:
    return replace(manifest, kept_from_us=max(us, manifest.kept_from_us or us))


def _without_rows(held: Held, table: Table, parts: TableParts, us: int) -> tuple[TableParts, int]:
    """The files of a table without the records all of whose rows lie before an instant; how many rows went."""
    run, key = held.connection.execute, table.keys()
    stored = segments_sql(held.folder, table, parts)
    run(f"CREATE OR REPLACE TABLE old AS SELECT {key} FROM ({stored}) GROUP BY {key} HAVING max({table.at}) < {us}")
    gone = (
        f"SELECT {table.at} // {HOUR_US} AS hour, count(*) FROM ({stored}) s SEMI JOIN old o ON {table.same('s', 'o')}"
    )
    touched = dict(run(f"{gone} GROUP BY hour").fetchall())
    if not touched:
        return parts, 0
    segments = tuple(new for part in parts.segments if (new := _segment(held, table, part)) is not None)
    after = replace(parts, segments=segments, exclusions=_exclusions(held, table, parts))
    rest = hours_of(held.connection, rows_of(held, table, after, IN_DIGEST), touched, table.at) if segments else {}
    hours = {hour: digest for hour, digest in parts.hours.items() if hour not in touched} | rest
    bursts = bursts_with(held, table, after, {*touched})
    return replace(after, hours=hours, bursts=bursts, count=count_of(held, table, after)), sum(touched.values())


def _segment(held: Held, table: Table, part: Part) -> Part | None:
    """A segment without the old records; itself if it has none of them, None if it has nothing else."""
    rows = parquet([str(held.folder / part.file)])
    kept = f"SELECT {', '.join(f's.{n}' for n in table.stored)} FROM {rows} s ANTI JOIN old o ON {table.same('s', 'o')}"
    ((count,),) = held.connection.execute(f"SELECT count(*) FROM ({kept})").fetchall()
    if count == part.rows:
        return part
    held.sound([part])
    return write_segment(held, table, kept) if count else None


def _exclusions(held: Held, table: Table, parts: TableParts) -> Part | None:
    if parts.exclusions is None:
        return None
    there = exclusions_sql(held.folder, parts)
    kept = f"SELECT s.* FROM ({there}) s ANTI JOIN old o ON {table.same('s', 'o')}"
    ((count,),) = held.connection.execute(f"SELECT count(*) FROM ({kept})").fetchall()
    return write_exclusions(held, table, kept) if count else None


def _us(day: date) -> int:
    return (day - _EPOCH) // timedelta(microseconds=1)
