"""Where records are in a database: addresses as they are written, and what is never shown of them."""

from __future__ import annotations

import pytest

from pactline.records.postgres.database import Place, identifiers, is_postgres
from pactline.values.problem import Problems


def test_an_address_names_the_tables_and_keeps_what_is_postgresqls_own() -> None:
    place = Place.parse("postgresql://me@db:5433/calls?table=a.contacts&sslmode=verify-full&attempts=a.dials")
    assert place.tables == {"contacts": "a.contacts", "attempts": "a.dials"}
    assert place.connection == "postgresql://me@db:5433/calls?sslmode=verify-full"
    assert place.query is None


def test_a_query_takes_the_place_of_a_table() -> None:
    place = Place.parse("postgres://db/calls?query=SELECT%20%2A%20FROM%20c%20WHERE%20a%20%3D%20%27b%26c%27")
    assert place.query == "SELECT * FROM c WHERE a = 'b&c'"
    assert place.tables == {}


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:s3cret@db/calls",
        "postgresql://me:s3cret@db/calls?table=",
        "postgresql://me:s3cret@db/calls?table=a&contacts=b",
        "postgresql://me:s3cret@db/calls?table=a&query=SELECT",
        "postgresql://me@db/calls?password=s3cret",
    ],
)
def test_an_address_without_one_clear_table_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(Problems) as refusal:
        Place.parse(address)
    assert "s3cret" not in str(refusal.value)
    assert "postgresql://me@db/calls" in str(refusal.value)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://me:s3cret@db/calls?table=a", "no pg_hba.conf entry for s3cret"),
        ("postgresql://me:s3%40cret@db/calls?table=a", "bad: s3@cret or s3%40cret"),
        ("postgresql://me@db/calls?table=a&password=s3%20cret", "bad: s3 cret"),
    ],
)
def test_a_message_of_the_database_is_shown_without_the_password(address: str, said: str) -> None:
    shown = Place.parse(address).scrubbed(said)
    assert "cret" not in shown
    assert "***" in shown


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("calls", ["calls"]),
        ("reporting.calls", ["reporting", "calls"]),
        ('"Call Centre"."calls.2025"', ["Call Centre", "calls.2025"]),
        ('x"; DROP TABLE y; --', ["x; DROP TABLE y; --"]),
    ],
)
def test_names_are_taken_apart_at_points_outside_quotes(name: str, parts: list[str]) -> None:
    assert identifiers(name) == parts


@pytest.mark.parametrize(
    ("where", "is_one"),
    [("postgresql://db/calls", True), ("postgres://db", True), ("postgresql", False), ("C://x", False), ("a/b", False)],
)
def test_an_address_is_told_from_a_path(where: str, is_one: bool) -> None:
    assert is_postgres(where) is is_one
