"""Records in a PostgreSQL database: where they are, and how they come out, in one read-only snapshot.

Nothing is written to the database, and nothing of it is trusted: names are quoted, values are typed and checked on this
side. A connection string is never shown with its password.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from pactline.records.tables import CONTACTS, TABLES
from pactline.values.problem import Problem, Problems

SCHEMES = ("postgresql", "postgres")
_OWN = ("table", "query", *TABLES)
_OLDEST = 140_000  # extract() of PostgreSQL 13 and older gives binary floats
_INSTALL = "install what reads it with: pip install 'pactline[postgres]'"
_SNAPSHOT = "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL client_encoding = 'UTF8'"


@dataclass(frozen=True)
class Place:
    """A database and what of it is records."""

    connection: str  # what libpq is given; it may hold a password
    shown: str  # the same for people
    tables: Mapping[str, str]  # name of a record table to the name of a table or view
    query: str | None = None  # a query for the contacts, instead of a table

    @classmethod
    def parse(cls, url: str) -> Place:
        """Read ``postgresql://user@host/database?table=schema.calls``.

        ``table`` (or ``contacts``) names the table or view of the contacts, ``query`` holds a query instead;
        ``agent_states``, ``attempts``, ``ticket_events`` and ``interval_counts`` name further ones. Every other
        parameter is PostgreSQL's own (``sslmode`` and so on). Raises Problems.
        """
        parts = urlsplit(url)
        given = parse_qsl(parts.query, keep_blank_values=True)
        own = [(key, value) for key, value in given if key in _OWN]
        rest = urlencode([pair for pair in given if pair[0] not in _OWN], quote_via=quote)
        shown = _without_password(parts.scheme, parts.netloc, parts.path)
        tables = {CONTACTS.name if key == "table" else key: value for key, value in own if key != "query"}
        query = dict(own).get("query")
        wrong = None
        if len({key if key != "table" else CONTACTS.name for key, _ in own}) < len(own):
            wrong = "a table of records is named twice"
        elif not own or not all(value.strip() for _, value in own):
            wrong = "it is not said which table or view holds the records"
        elif query is not None and CONTACTS.name in tables:
            wrong = "both a table and a query are named for the contacts"
        if wrong:
            remedy = "write postgresql://user@host/database?table=schema.name, and &agent_states=schema.name beside it"
            raise refused(shown, wrong, remedy)
        connection = parts._replace(query=rest).geturl()
        return cls(connection, shown, tables, query)

    def scrubbed(self, text: str) -> str:
        """A message of the database without the password, should it quote the connection string."""
        secrets = {urlsplit(self.connection).password or ""}
        secrets |= {value for key, value in parse_qsl(urlsplit(self.connection).query) if key == "password"}
        for secret in {form for word in secrets if word for form in (word, unquote(word), quote(unquote(word)))}:
            text = text.replace(secret, "***")
        return " ".join(text.split())


def _without_password(scheme: str, netloc: str, path: str) -> str:
    user, sign, host = netloc.rpartition("@")
    return f"{scheme}://{user.partition(':')[0]}{sign}{host}{path}"


def is_postgres(where: object) -> bool:
    """Whether records are named by the address of a database."""
    return isinstance(where, str) and where.partition("://")[0] in SCHEMES and "://" in where


class Database:
    """One read-only snapshot of a database. Made by :func:`snapshot`."""

    def __init__(self, place: Place, connection: Any) -> None:
        self.place = place
        self._connection = connection

    def source(self, name: str) -> Any:
        """A record table's own table, view or query for FROM, with its identifiers quoted."""
        from psycopg import sql

        if name == CONTACTS.name and self.place.query is not None:
            return sql.SQL("({}) AS given").format(sql.SQL(self.place.query))
        return sql.Identifier(*identifiers(self.place.tables[name]))

    def columns(self, name: str) -> list[tuple[str, str, str]]:
        """The columns of a record table: name, type, and PostgreSQL's category of the type."""
        from psycopg import sql

        # In binary the server takes one command alone, so that a query cannot bring others along.
        asked = sql.SQL("SELECT * FROM {} LIMIT 0").format(self.source(name))
        cursor = self._connection.execute(asked, binary=True)
        described = [(column.name, column.type_code) for column in cursor.description or ()]
        types = self._connection.execute(
            "SELECT oid::bigint, format_type(oid, NULL), typcategory::text FROM pg_type WHERE oid = ANY(%s)",
            [[oid for _, oid in described]],
        ).fetchall()
        known = {oid: (called, category) for oid, called, category in types}
        return [(column, *known[oid]) for column, oid in described]

    def copy(self, select: Any, target: Path, *, header: bool) -> None:
        """Stream what a query yields into a CSV file."""
        from psycopg import sql

        command = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, HEADER {})").format(select, sql.SQL(str(header).lower()))
        with target.open("wb") as file, self._connection.cursor().copy(command) as blocks:
            for block in blocks:
                file.write(block)


@contextmanager
def snapshot(place: Place) -> Iterator[Database]:
    """The database as it stands at this moment: one read-only transaction. Raises Problems."""
    psycopg = driver(place)
    try:
        with psycopg.connect(place.connection, autocommit=False) as connection:
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            if connection.info.server_version < _OLDEST:
                raise refused(place.shown, "the server is older than PostgreSQL 14", "read it from a newer one")
            connection.execute(_SNAPSHOT)
            yield Database(place, connection)
            connection.rollback()
    except psycopg.Error as error:
        remedy = "check the address, the user's rights and the name of the table"
        message = f"the database refused: {place.scrubbed(str(error))[:400]}"
        raise refused(place.shown, message, remedy) from None


def driver(place: Place) -> Any:
    """What speaks to the database. Raises Problems where it is not installed."""
    try:
        import psycopg
    except ImportError:
        raise refused(place.shown, "psycopg is not installed here", _INSTALL) from None
    return psycopg


def identifiers(name: str) -> list[str]:
    """``schema.table`` in its parts, exactly as written; a part in double quotes may hold a point."""
    found: list[str] = []
    quoted = False
    part = ""
    for sign in name.strip():
        if sign == '"':
            quoted = not quoted
        elif sign == "." and not quoted:
            found.append(part)
            part = ""
        else:
            part += sign
    return [*found, part]


def refused(place: str, message: str, remedy: str) -> Problems:
    """The problem of records that cannot be read from a database."""
    return Problems([Problem(place, 0, 0, "RECORDS_DATABASE", message, remedy)])
