"""What came between two states of a record set: the records that are new, told anew, or told in conflict."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from pactline.records.digest import inside
from pactline.records.engine import connect
from pactline.records.folder.manifest import Manifest, TableParts
from pactline.records.folder.segments import exclusions_sql, segments_sql
from pactline.records.settling import IN_DIGEST, without
from pactline.records.tables import TABLES, Table
from pactline.values.span import Span


def records_changed(
    folder: Path, before: Manifest, after: Manifest, spans: Sequence[Span], tables: Collection[str]
) -> int:
    """How many records inside the spans came, or are told otherwise, since an earlier state of the set.

    A revision that moves a record out of the spans counts like one that moves it in. What was overtaken already when it
    came changes nothing and does not count.
    """
    return sum(
        _changed(folder, TABLES[name], before.table(name), parts, spans)
        for name, parts in after.tables.items()
        if name in tables and _may_touch(before.table(name), parts, spans)
    )


def _may_touch(before: TableParts, after: TableParts, spans: Sequence[Span]) -> bool:
    """Whether an hour that a span touches has another digest than before."""
    hours = {hour for hour in {*before.hours, *after.hours} if before.hours.get(hour) != after.hours.get(hour)}
    return any(span.start < (hour + 1) * _HOUR and hour * _HOUR < span.end for hour in hours for span in spans)


_HOUR = 3_600_000_000


def _changed(folder: Path, table: Table, before: TableParts, after: TableParts, spans: Sequence[Span]) -> int:
    named = {part.file for part in before.segments}
    new = TableParts(segments=tuple(part for part in after.segments if part.file not in named))
    rows = without(table, segments_sql(folder, table, new), exclusions_sql(folder, after), IN_DIGEST)
    earlier = without(table, segments_sql(folder, table, before), exclusions_sql(folder, before), IN_DIGEST)
    if not named <= {part.file for part in after.segments}:  # somebody compacted meanwhile
        rows = f"SELECT r.* FROM ({rows}) r ANTI JOIN ({earlier}) e ON r.content = e.content"
    key, where = table.keys(), inside(spans, table.at)
    connection = connect()
    try:
        ((count,),) = connection.execute(
            f"WITH came AS (SELECT {key}, {table.at} FROM ({rows})), "
            f"told AS (SELECT {table.keys('e')}, e.{table.at} FROM ({earlier}) e SEMI JOIN came c "
            f"ON {table.same('e', 'c')}) "
            f"SELECT count(*) FROM (SELECT DISTINCT {key} FROM (SELECT * FROM came UNION ALL SELECT * FROM told) "
            f"WHERE {where})"
        ).fetchall()
    finally:
        connection.close()
    return int(count)
