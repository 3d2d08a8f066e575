"""PostgreSQL as a source of records: both forms of a table, what is refused, and what is never shown."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
import pytest
from tests.engines.agreeing import EVERYTHING, cells, differences
from tests.engines.questions import everything_asked
from tests.engines.servers import PostgresServer

import pactline
from pactline.importers.from_postgres import read_postgres
from pactline.records.postgres.columns import plain_select
from pactline.records.postgres.database import Place, snapshot
from pactline.records.postgres.writing import put_into_postgres
from pactline.records.record_set import RecordSet
from pactline.records.tables import CONTACTS, TABLES
from pactline.values.problem import Problems

HEADER = (
    "contact_id,channel,queue,direction,offered_at,answered_at,ended_at,outcome,wait_s,talk_s,quality,resolved,visit"
)
ROWS = [
    "c1,voice,billing,inbound,2025-03-30T00:59:59.999999Z,2025-03-30T01:00:19.999999Z,,answered,20,,87.5,yes,1",
    "c1,voice,billing,inbound,2025-03-30T03:00:00+02:00,,,abandoned,5.001,,,,2",
    'c2,chat,"Rückfragen; ""A"", B",outbound,2025-10-26T02:30:00+01:00,,,overflowed,0,,,,1',
    "c3,voice,billing,inbound,2025-03-31T08:00:00Z,2025-03-31T08:00:00.5Z,2025-03-31T08:02:00.5Z,answered,0.5,120,,no,1",
]
PLAIN_TABLE = """
CREATE TABLE {name} (contact_id text, channel text, queue varchar(80), direction text, offered_at timestamptz,
    answered_at timestamptz, ended_at timestamptz, outcome text, wait_s {wait}, talk_s interval, quality numeric(6,2),
    resolved boolean, visit integer)"""


@pytest.fixture(scope="session")
def stored(postgres: PostgresServer, embedded: RecordSet) -> str:
    """The address of the small set in tables of the stored form."""
    url = postgres.url + "?" + "&".join(f"{name}=public.{name}" for name in TABLES)
    rows = put_into_postgres(embedded, url)
    assert rows["contacts"] > 1_500
    assert all(rows.values())
    return url


@pytest.fixture
def database(postgres: PostgresServer) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection to prepare a table with, in a schema of its own."""
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute('DROP SCHEMA IF EXISTS "odd.One" CASCADE')
        connection.execute('CREATE SCHEMA "odd.One"')
        yield connection


def plain(connection: psycopg.Connection[tuple[object, ...]], wait: str = "numeric") -> None:
    """The rows above in a table of the plain form, in PostgreSQL's own types."""
    connection.execute(PLAIN_TABLE.format(name='"odd.One".calls', wait=wait))
    names = HEADER.split(",")
    for row in csv.reader(ROWS):
        values = [
            f"{cell} s" if name == "talk_s" and cell else cell or None for name, cell in zip(names, row, strict=True)
        ]
        connection.execute(f'INSERT INTO "odd.One".calls VALUES ({", ".join(["%s"] * len(names))})', values)


def test_tables_of_the_stored_form_give_the_same_digest_and_the_same_counts(stored: str, embedded: RecordSet) -> None:
    read = read_postgres(stored)
    assert read.digest() == embedded.digest()
    assert read.tables == embedded.tables
    assert len(read.conflicts()) == len(embedded.conflicts()) > 0
    asked = {f"{name} ({told})": question for name, told, question in everything_asked(EVERYTHING, rounds=1)}
    assert differences(cells(read, asked), cells(embedded, asked)) == []


def test_a_table_of_the_plain_form_reads_as_the_same_rows_in_a_plain_file(
    postgres: PostgresServer, database: psycopg.Connection[tuple[object, ...]], tmp_path: Path
) -> None:
    plain(database)
    (tmp_path / "calls.csv").write_text("\n".join([HEADER, *ROWS, ""]), encoding="utf-8")
    read = read_postgres(postgres.url + "?table=" + quote('"odd.One".calls'))
    assert read.count == 4
    assert read.digest() == pactline.read_records(tmp_path / "calls.csv").digest()


def test_a_large_table_of_the_plain_form_is_read_the_quick_way_to_the_same_rows(
    postgres: PostgresServer, database: psycopg.Connection[tuple[object, ...]], tmp_path: Path
) -> None:
    plain(database)
    database.execute(
        "INSERT INTO \"odd.One\".calls SELECT 'm' || n, 'voice', 'billing', 'inbound', t, "
        "CASE WHEN n % 5 > 0 THEN t + n % 40 * interval '1 second' END, NULL, "
        "CASE WHEN n % 5 > 0 THEN 'answered' ELSE 'abandoned' END, n % 40, NULL, NULL, n % 2 = 0, 1 "
        "FROM generate_series(1, 20000) AS n, LATERAL (SELECT timestamptz '2025-06-01 00:00Z' + n * interval "
        "'90.000001 seconds' AS t) AS at"
    )
    address = postgres.url + "?table=" + quote('"odd.One".calls')
    read = read_postgres(address)
    assert read.count == 20_004
    place = Place.parse(address)
    with snapshot(place) as records:
        select = plain_select("", CONTACTS, records.columns("contacts"), records.source("contacts"))
        records.copy(select, tmp_path / "calls.csv", header=True)
    assert (tmp_path / "calls.csv").stat().st_size > 1 << 20
    assert pactline.read_records(tmp_path / "calls.csv").digest() == read.digest()  # row by row
    database.execute("UPDATE \"odd.One\".calls SET wait_s = 3000 WHERE contact_id = 'm7'")
    with pytest.raises(Problems, match="DUR_MISMATCH"):
        read_postgres(address)


def test_a_view_and_a_query_are_read_like_a_table(
    postgres: PostgresServer, database: psycopg.Connection[tuple[object, ...]]
) -> None:
    plain(database)
    database.execute('CREATE VIEW "odd.One".voice AS SELECT * FROM "odd.One".calls WHERE channel = \'voice\'')
    view = read_postgres(postgres.url + "?contacts=" + quote('"odd.One".voice'))
    query = "SELECT * FROM \"odd.One\".calls WHERE channel = 'voice'"
    assert view.count == 3
    assert read_postgres(postgres.url + "?query=" + quote(query)).digest() == view.digest()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE {t} SET wait_s = -1 WHERE contact_id = 'c3'", "NUM_NEGATIVE"),
        ("UPDATE {t} SET wait_s = 0.5001 WHERE contact_id = 'c3'", "NUM_FORMAT"),
        ("UPDATE {t} SET wait_s = 'NaN' WHERE contact_id = 'c3'", "NUM_FORMAT"),
        ("UPDATE {t} SET offered_at = 'infinity' WHERE contact_id = 'c3'", "TS_FORMAT"),
        ("UPDATE {t} SET offered_at = '1999-12-31 23:59:59Z' WHERE contact_id = 'c3'", "TS_RANGE"),
        ("UPDATE {t} SET talk_s = '1 month' WHERE contact_id = 'c3'", "NUM_FORMAT"),
        ("UPDATE {t} SET outcome = 'lost' WHERE contact_id = 'c3'", "ENUM_OUTCOME"),
        ("UPDATE {t} SET queue = NULL WHERE contact_id = 'c3'", "QUEUE_EMPTY"),
        ("UPDATE {t} SET queue = E'a\\nb' WHERE contact_id = 'c3'", "CTRL_CHAR"),
        ("ALTER TABLE {t} DROP COLUMN ended_at", "RECORDS_DATABASE"),
        ("ALTER TABLE {t} ALTER wait_s TYPE double precision", "RECORDS_DATABASE"),
        ("ALTER TABLE {t} ALTER offered_at TYPE timestamp", "RECORDS_DATABASE"),
    ],
)
def test_what_the_plain_format_refuses_is_refused_with_the_same_code(
    postgres: PostgresServer, database: psycopg.Connection[tuple[object, ...]], change: str, told: str
) -> None:
    plain(database)
    database.execute(change.format(t='"odd.One".calls'))
    with pytest.raises(Problems) as refusal:
        read_postgres(postgres.url + "?table=" + quote('"odd.One".calls'))
    assert [problem.code for problem in refusal.value.problems] == [told]
    assert urlsplit(postgres.url).password not in str(refusal.value)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE {t} SET outcome = 'lost'", "outcome lost is none of"),
        ("UPDATE {t} SET contact_id = NULL", "contact_id is empty"),
        ("UPDATE {t} SET offered_us = NULL", "offered_us is empty"),
        ("UPDATE {t} SET wait_ms = -1", "wait_ms -1 is no duration"),
        ("UPDATE {t} SET offered_us = 946684799999999", "lies outside the years 2000 to 2099"),
        ("ALTER TABLE {t} ALTER wait_ms TYPE numeric", "cast it in a view"),
        ("ALTER TABLE {t} ALTER queue TYPE bytea USING NULL", "cast it in a view"),
    ],
)
def test_a_wrong_value_in_a_table_of_the_stored_form_is_refused(
    postgres: PostgresServer, database: psycopg.Connection[tuple[object, ...]], stored: str, change: str, told: str
) -> None:
    database.execute('CREATE TABLE "odd.One".calls AS SELECT * FROM public.contacts WHERE wait_ms > 0 LIMIT 1')
    address = postgres.url + "?table=" + quote('"odd.One".calls')
    assert read_postgres(address).count == 1
    database.execute(change.format(t='"odd.One".calls'))
    with pytest.raises(Problems, match=told):
        read_postgres(address)


def test_nothing_is_written_whatever_the_query_says(
    postgres: PostgresServer, database: psycopg.Connection[tuple[object, ...]]
) -> None:
    plain(database)
    for query in (
        'SELECT * FROM "odd.One".calls) AS x; COMMIT; DROP TABLE "odd.One".calls; SELECT (1',
        'DELETE FROM "odd.One".calls RETURNING *',
        "SELECT * FROM dropped()",
    ):
        database.execute(
            'CREATE OR REPLACE FUNCTION public.dropped() RETURNS SETOF "odd.One".calls LANGUAGE sql AS '
            "'DELETE FROM \"odd.One\".calls RETURNING *'"
        )
        with pytest.raises(Problems, match="the database refused"):
            read_postgres(postgres.url + "?query=" + quote(query))
    assert database.execute('SELECT count(*) FROM "odd.One".calls').fetchone() == (4,)


@pytest.mark.parametrize("part", ["?table=calls", "", "?table=", "?table=a&contacts=b", "?table=a&query=b"])
def test_no_message_shows_the_password(postgres: PostgresServer, part: str) -> None:
    secret = quote("s3cret word")
    here = f"127.0.0.1:{postgres.port}/postgres{part}"
    for address in (
        f"postgresql://pactline:{secret}@{here}",
        f"postgresql://pactline:{secret}@127.0.0.1:1/none{part}",
        f"postgresql://pactline@{here}{'' if part else '?'}&password={secret}&nonsense={secret}",
    ):
        with pytest.raises(Problems) as refusal:
            read_postgres(address)
        assert "s3cret" not in str(refusal.value)
        assert str(postgres.port) in str(refusal.value) or ":1/" in str(refusal.value)


def test_a_table_that_is_there_is_left_alone(stored: str, embedded: RecordSet) -> None:
    with pytest.raises(Problems, match="already exists"):
        put_into_postgres(embedded, stored)
    assert read_postgres(stored).digest() == embedded.digest()
