"""Rows in the stored form on their way in and out of PostgreSQL: typed, checked, and written down for others."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from pactline.records.columns import SOURCE_COLUMNS, Column, Kind
from pactline.records.staging import QUARTER_US, path_in_sql
from pactline.records.tables import Table
from pactline.values.problem import Problem

_EARLIEST_US, _END_US = 946_684_800_000_000, 4_102_444_800_000_000  # the years 2000 to 2099
_MOST_MS = 31 * 86_400_000
_SHOWN = 20  # wrong rows told of each check


def stored_rows(table: Table, file: Path) -> str:
    """SQL that yields ``n`` and the stored columns of the rows in a CSV file without header, hashed anew."""
    columns = (*table.columns, *(c for c in SOURCE_COLUMNS if c.name != "content"))
    types = ", ".join(f"'{c.name}': '{c.sql_type}'" for c in columns)
    typed = ", ".join("coalesce(visit, 1) AS visit" if c.name == "visit" else c.name for c in columns)
    return (
        f"SELECT row_number() OVER () AS n, *, sha256({table.canonical}) AS content, "
        f"{table.at} // {QUARTER_US} AS {table.quarter} FROM (SELECT {typed} FROM read_csv("
        f"'{path_in_sql(file)}', header=false, auto_detect=false, delim=',', quote='\"', escape='\"', nullstr='', "
        f"columns={{{types}}}))"
    )


def check_stored(connection: duckdb.DuckDBPyConnection, place: str, table: Table, rows: str) -> Iterator[Problem]:
    """What is wrong with rows in the stored form: an empty key, a word from no list, a value out of its range."""
    wrong = " OR ".join(f"({condition})" for column in table.columns for condition, _ in _faults(table, column))
    if not connection.execute(f"SELECT 1 FROM ({rows}) WHERE {wrong} LIMIT 1").fetchall():
        return  # one look at the rows, instead of one for each column
    key = ", ".join(f"coalesce({name}::VARCHAR, '(empty)')" for name in table.key)
    for column in table.columns:
        for condition, message in _faults(table, column):
            found = connection.execute(
                f"SELECT concat_ws(' ', {key}), {column.name}::VARCHAR FROM ({rows}) WHERE {condition} LIMIT {_SHOWN}"
            ).fetchall()
            for named, value in found:
                told = f"{column.name} {'is empty' if value is None else value + ' ' + message} (row {named})"
                yield Problem(f"{place} ({table.name})", 0, 0, "RECORDS_VALUE", told)


def _faults(table: Table, column: Column) -> Iterator[tuple[str, str]]:
    """The condition that makes a value of a column wrong, and what is then said of it."""
    name = column.name
    if name in (*table.key, table.at):
        yield f"{name} IS NULL", "is empty"
    if column.words:
        words = ", ".join(f"'{word}'" for word in column.words)
        yield f"{name} NOT IN ({words})", f"is none of: {', '.join(column.words)}"
    if column.kind is Kind.INSTANT:
        yield f"NOT {name} BETWEEN {_EARLIEST_US} AND {_END_US - 1}", "lies outside the years 2000 to 2099"
    elif column.kind is Kind.DURATION:
        yield f"NOT {name} BETWEEN 0 AND {_MOST_MS}", "is no duration up to 31 days, in milliseconds"
    elif column.kind in (Kind.WHOLE, Kind.POINTS):
        yield f"{name} < 0", "is negative"
