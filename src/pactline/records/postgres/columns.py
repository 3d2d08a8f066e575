"""Which columns of a database table are which columns of a record, and how each is asked for.

A table holds records in one of two forms. In the *plain* form it has the columns of the plain format (``offered_at``,
``wait_s``) in types that say the same: they come out as the plain format's texts and are read by its rules. In the
*stored* form it has the columns of ``records.tables`` (``offered_us``, ``wait_ms``): texts and whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pactline.records.columns import Column, Kind
from pactline.records.postgres.database import refused
from pactline.records.tables import Table

_WHOLE = ("smallint", "integer", "bigint")
_EXACT = (*_WHOLE, "numeric")
_INSTANT = "timestamp with time zone"

Described = Sequence[tuple[str, str, str]]
"""Name, type and category of type of each column."""


def is_stored(table: Table, columns: Described) -> bool:
    """Whether the table is in the stored form: it has the instant that places a row in microseconds."""
    return table.at in {name for name, _, _ in columns}


def plain_select(place: str, table: Table, columns: Described, source: Any) -> Any:
    """The query for a table in the plain form: every column that a record has, as the text of the plain format.

    Raises Problems for a column of a type that cannot be read exactly.
    """
    known = {**table.by_plain_name}
    chosen = [_plain(place, known[name], kind, category) for name, kind, category in columns if name in known]
    chosen += [_text("source_ref") for name, _, _ in columns if name == "source_ref"]
    return _select(chosen, source)


def stored_select(place: str, table: Table, columns: Described, source: Any) -> Any:
    """The query for a table in the stored form: every column of the record in order, missing ones as null.

    Raises Problems for a column of another type than text or whole number.
    """
    from psycopg import sql

    types = {name: (kind, category) for name, kind, category in columns}
    chosen = []
    for column in (*table.columns, *(Column(name, Kind.TEXT, "", name) for name in ("source", "source_ref"))):
        if column.name not in types:
            chosen.append(sql.SQL("NULL"))
            continue
        kind, category = types[column.name]
        if category not in ("S", "E") if column.kind is Kind.TEXT else kind not in _WHOLE:
            wanted = "text" if column.kind is Kind.TEXT else "bigint"
            raise _wrong_type(place, column.name, kind, f"the stored form has it as {wanted}; cast it in a view")
        chosen.append(_text(column.name))
    return _select(chosen, source)


def _plain(place: str, column: Column, kind: str, category: str) -> Any:
    """One column as the text of the plain format."""
    name = column.plain
    if category in ("S", "E"):  # strings and enums: read like the cells of a CSV file
        return _text(name)
    if kind == _INSTANT and (column.kind is Kind.INSTANT or name == "source_rev"):
        return _sql(
            "CASE WHEN isfinite({0}) THEN to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') "
            "ELSE {0}::text END AS {0}",
            name,
        )
    if column.kind in (Kind.DURATION, Kind.WHOLE, Kind.POINTS) and kind in _EXACT:
        return _sql("trim_scale({0}::numeric)::text AS {0}", name)
    if column.kind is Kind.DURATION and kind == "interval":  # a month has no length: it is shown and then refused
        return _sql(
            "CASE WHEN extract(year FROM {0}) = 0 AND extract(month FROM {0}) = 0 "
            "THEN trim_scale(extract(epoch FROM {0}))::text ELSE {0}::text END AS {0}",
            name,
        )
    if column.words == ("yes", "no") and kind == "boolean":
        return _sql("CASE WHEN {0} THEN 'yes' WHEN NOT {0} THEN 'no' END AS {0}", name)
    if column.kind is Kind.TEXT and kind in (*_WHOLE, "uuid"):
        return _text(name)
    raise _wrong_type(place, name, kind, _REMEDIES.get(column.kind, "cast it to text in a view"))


_REMEDIES = {
    Kind.INSTANT: "make it timestamptz in a view, such as (offered AT TIME ZONE 'Europe/Berlin') AS offered_at",
    Kind.DURATION: "make it whole, numeric(12,3) or interval in a view; binary floats do not hold a wait exactly",
    Kind.POINTS: "make it numeric(8,2) in a view; binary floats do not hold a score exactly",
    Kind.WHOLE: "make it bigint in a view",
}


def _wrong_type(place: str, name: str, kind: str, remedy: str) -> Exception:
    return refused(place, f"the column {name} has the type {kind}, which cannot be read as such", remedy)


def _text(name: str) -> Any:
    return _sql("{0}::text AS {0}", name)


def _sql(text: str, name: str) -> Any:
    from psycopg import sql

    return sql.SQL(text).format(sql.Identifier(name))


def _select(chosen: Sequence[Any], source: Any) -> Any:
    from psycopg import sql

    return sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(chosen), source)
