"""Records read from a PostgreSQL database into the embedded engine, by the rules of the plain format."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from pactline.importers import plain_csv
from pactline.importers.plain.fields import REQUIRED as OF_CONTACTS
from pactline.importers.plain.tables import REQUIRED
from pactline.importers.reading import Ignored, Read, Reading, Source, SourceRefused
from pactline.records.engine import connect
from pactline.records.postgres.columns import Described, is_stored, plain_select, stored_select
from pactline.records.postgres.database import Database, Place, refused, snapshot
from pactline.records.postgres.rows import check_stored, stored_rows
from pactline.records.record_set import RecordSet, from_selects
from pactline.records.staging import Proven, Staging
from pactline.records.tables import CONTACTS, TABLES, Table
from pactline.values.problem import Problem, Problems

_EXCERPT = 200  # characters of a row that cannot be taken
_MOST = 200  # problems that are told; a table of another kind has one in every row


def read_postgres(url: str) -> RecordSet:
    """The records of a database as a record set in memory (what memory does not hold goes to a temp folder).

    ``url`` is what :meth:`pactline.records.postgres.database.Place.parse` reads. Each table is read in the plain or in
    the stored form, whichever its columns are; all of them from one snapshot. Raises Problems.
    """
    place = Place.parse(url)
    named = [table for name, table in TABLES.items() if name in place.tables or (table is CONTACTS and place.query)]
    connection = connect()
    with tempfile.TemporaryDirectory(prefix="pactline-postgres-") as aside, ExitStack() as stack:
        files = {table.name: Path(aside, f"{table.name}.csv") for table in named}
        with snapshot(place) as database:
            stored = {table.name for table in named if _copy(database, table, files[table.name])}
        selects: list[tuple[Table, str]] = []
        problems: list[Problem] = []
        for table in named:
            if table.name in stored:
                selects.append((table, stored_rows(table, files[table.name])))
                problems += check_stored(connection, place.shown, *selects[-1])
                continue
            staging = stack.enter_context(Staging(table.name, aside))
            problems += _stage_plain(staging, place, table, files[table.name])
            selects.append((table, staging.select(table)))
        if problems:
            raise Problems(problems[:_MOST])
        return from_selects(connection, selects)


def _copy(database: Database, table: Table, target: Path) -> bool:
    """Copy a table out into a file; whether it is in the stored form, which has no header."""
    columns, source, place = database.columns(table.name), database.source(table.name), database.place.shown
    if is_stored(table, columns):
        database.copy(stored_select(place, table, columns, source), target, header=False)
        return True
    _check_columns(place, table, columns)
    database.copy(plain_select(place, table, columns, source), target, header=True)
    return False


def _check_columns(place: str, table: Table, columns: Described) -> None:
    names = {name for name, _, _ in columns}
    wanted = OF_CONTACTS if table is CONTACTS else REQUIRED[table.name]
    if missing := [name for name in wanted if name not in names]:
        remedy = f"make a view with the columns of the plain format, or with the stored ones ({table.at} and so on)"
        raise refused(place, f"the table of {table.name} has no column {', '.join(missing)}", remedy)


def _stage_plain(staging: Staging, place: Place, table: Table, file: Path) -> list[Problem]:
    """Stage the records of a table that came out as plain CSV; the problems name rows, the header being the first."""
    problems: list[Problem] = []
    source, reading = f"{place.shown} ({table.name})", Reading(aside=file.parent)
    try:
        for number, item in enumerate(plain_csv.read(Source(source, file), reading), 1):
            if isinstance(item, Proven):
                staging.add(item)
            elif isinstance(item, Read):
                staging.write(number, item.line, table, (item.row, *item.further))
            elif not isinstance(item, Ignored):
                problems.append(Problem(source, item.line, 0, item.code, item.message, "", item.raw[:_EXCERPT]))
                if len(problems) >= _MOST:
                    break
    except SourceRefused as refusal:
        problems.append(Problem(source, refusal.line, 0, refusal.code, refusal.message))
    return problems
