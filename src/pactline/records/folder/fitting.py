"""Whether rows are what they were: each by its content hash, and the table by its hours, keys and counts."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from pactline.records.digest import HOUR_US, hour_name, hours_of
from pactline.records.folder.manifest import Manifest, Part, TableParts
from pactline.records.folder.segments import exclusions_sql, parquet, segments_sql
from pactline.records.settling import COUNTING, IN_DIGEST, contested, without
from pactline.records.staging import QUARTER_US
from pactline.records.tables import Table
from pactline.values.exact import how_many

SHOWN = 20


def erased_sql(folder: Path, parts: Sequence[Part]) -> str:
    """SQL for the rows out of which a person was taken: table, content, and the hash of what is left.

    Of a row that was changed several times the last erasure counts; its rows lie in the last file.
    """
    files = [folder / part.file for part in parts if part.file.endswith(".parquet")]
    if not files:
        return 'SELECT NULL::VARCHAR AS "table", NULL::VARCHAR AS content, NULL::VARCHAR AS "left" WHERE false'
    each = [f"SELECT *, {number} AS n FROM {parquet([str(file)])}" for number, file in enumerate(files)]
    return (
        f'SELECT "table", content, "left" FROM ({" UNION ALL ".join(each)}) '
        'QUALIFY row_number() OVER (PARTITION BY "table", content ORDER BY n DESC) = 1'
    )


def unfit_rows(
    connection: duckdb.DuckDBPyConnection, folder: Path, table: Table, file: str, erasures: Sequence[Part]
) -> list[str]:
    """The place of every row of a segment whose content hash is not that of what stands in it; at most SHOWN, and how
    many more. Raises duckdb.Error for a file that cannot be decoded."""
    erased = f'SELECT content, "left" FROM ({erased_sql(folder, erasures)}) WHERE "table" = \'{table.name}\''
    rows = f"{parquet([str(folder / file)])[:-1]}, file_row_number = true)"
    found = connection.execute(
        f"SELECT s.file_row_number + 1, s.{table.at}, {table.keys('s')} "
        f"FROM (SELECT *, sha256({table.canonical}) AS now FROM {rows}) s "
        f"LEFT JOIN ({erased}) e ON s.content = e.content "
        f'WHERE (s.now <> s.content AND s.now IS DISTINCT FROM e."left") '
        f"OR s.{table.quarter} IS DISTINCT FROM s.{table.at} // {QUARTER_US} ORDER BY 1"
    ).fetchall()
    places = [f"{_hour(at)}row {number}, {table.called(key)}" for number, at, *key in found[:SHOWN]]
    return places if len(found) <= SHOWN else [*places, f"and {how_many(len(found) - SHOWN, 'more row')}"]


def _hour(at: int | None) -> str:
    """The hour of an instant, for messages; a damaged one may lie anywhere."""
    try:
        return "" if at is None else f"hour {hour_name(at // HOUR_US)}, "
    except OverflowError:
        return ""


def contradictions(
    connection: duckdb.DuckDBPyConnection, folder: Path, table: Table, manifest: Manifest
) -> Iterator[tuple[str, str]]:
    """File and sentence for everything that does not fit in a table whose files are all what they were."""
    parts = manifest.table(table.name)
    stored = segments_sql(folder, table, parts)
    for part in parts.segments:
        ((rows,),) = connection.execute(f"SELECT count(*) FROM {parquet([str(folder / part.file)])}").fetchall()
        if rows != part.rows:
            yield part.file, f"it holds {how_many(rows, 'row')}, the manifest says {part.rows:,}"
    for _, times, *key in connection.execute(
        f"SELECT content, count(*) AS times, {', '.join(f'any_value({k})' for k in table.key)} FROM ({stored}) "
        f"GROUP BY content HAVING count(*) > 1 ORDER BY content LIMIT {SHOWN}"
    ).fetchall():
        yield parts.segments[0].file, f"{table.called(key)} is kept {times} times with the same content"
    yield from _hours(connection, folder, table, parts, stored)
    yield from _exclusions(connection, folder, table, parts, stored)


def _hours(
    connection: duckdb.DuckDBPyConnection, folder: Path, table: Table, parts: TableParts, stored: str
) -> Iterator[tuple[str, str]]:
    exclusions = exclusions_sql(folder, parts)
    found = hours_of(connection, without(table, stored, exclusions, IN_DIGEST), at=table.at)
    for hour in sorted({*found, *parts.hours}):
        if found.get(hour) != parts.hours.get(hour):
            yield "record_set.json", f"{table.name}, hour {hour_name(hour)}: its digest is not that of its rows"
    counting = f"SELECT count(*) FROM ({without(table, stored, exclusions, COUNTING)})"
    ((count,),) = connection.execute(counting).fetchall()
    if count != parts.count:
        yield "record_set.json", f"{table.name}: {count:,} rows count, the manifest says {parts.count:,}"


def _exclusions(
    connection: duckdb.DuckDBPyConnection, folder: Path, table: Table, parts: TableParts, stored: str
) -> Iterator[tuple[str, str]]:
    key = table.keys()
    versions = f"SELECT DISTINCT {key}, coalesce(source_rev, -1) AS rev, content FROM ({stored})"
    right = contested(table, versions)
    kept = exclusions_sql(folder, parts) or f"SELECT * FROM ({right}) WHERE false"
    file = parts.exclusions.file if parts.exclusions else "record_set.json"
    for one, other, what in ((right, kept, "is not excluded as it should be"), (kept, right, "is excluded wrongly")):
        for row in connection.execute(
            f"SELECT {key}, top, conflict FROM ({one}) EXCEPT SELECT {key}, top, conflict FROM ({other}) LIMIT {SHOWN}"
        ).fetchall():
            yield file, f"{table.called(row[:-2])} {what}"
