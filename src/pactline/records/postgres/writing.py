"""A record set put into PostgreSQL: tables in the stored form, made and filled in one transaction."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from pactline.records.columns import SOURCE_COLUMNS
from pactline.records.postgres.database import Place, driver, identifiers, refused
from pactline.records.record_set import RecordSet
from pactline.records.tables import TABLES, Table

_BLOCK = 1 << 20
_TYPES = {"VARCHAR": "text", "BIGINT": "bigint"}


def put_into_postgres(records: RecordSet, url: str) -> dict[str, int]:
    """Make the tables that ``url`` names and fill them; how many rows each was given.

    ``postgresql://user@host/database?contacts=calls.contacts&attempts=calls.attempts``: tables that are not named are
    not put there. The rows are those that the digest covers, so that reading them gives the same digest. Raises
    Problems; a table that is there already is left alone and refused, and then nothing is done.
    """
    place = Place.parse(url)
    psycopg = driver(place)
    if place.query is not None:
        raise refused(place.shown, "rows cannot be put into a query", "name a table with ?table=schema.name")
    try:
        with tempfile.TemporaryDirectory(prefix="pactline-postgres-") as aside, psycopg.connect(place.connection) as to:
            return {
                name: _filled(to, TABLES[name], called, records, Path(aside)) for name, called in place.tables.items()
            }
    except psycopg.Error as error:
        message = f"the database refused: {place.scrubbed(str(error))[:400]}"
        raise refused(place.shown, message, "check the user's rights, and that the tables are not there yet") from None


def ddl(table: Table, called: str) -> Any:
    """``CREATE TABLE`` for the stored form of a record table."""
    from psycopg import sql

    types = {c.name: _TYPES[c.sql_type] for c in (*table.columns, *SOURCE_COLUMNS)}
    columns = [sql.SQL("{} {}").format(sql.Identifier(n), sql.SQL(types.get(n, "bigint"))) for n in table.stored]
    return sql.SQL("CREATE TABLE {} ({})").format(sql.Identifier(*identifiers(called)), sql.SQL(", ").join(columns))


def _filled(connection: Any, table: Table, called: str, records: RecordSet, aside: Path) -> int:
    from psycopg import sql

    connection.execute(ddl(table, called))
    if table.name not in records.tables:
        return 0
    file = aside / f"{table.name}.csv"
    records.write_csv(table.name, file)
    copy = sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(sql.Identifier(*identifiers(called)))
    with connection.cursor() as cursor:
        with file.open("rb") as rows, cursor.copy(copy) as target:
            while block := rows.read(_BLOCK):
                target.write(block)
        return int(cursor.rowcount)
