"""The digest of a record set: what two parties compare to know that they count the same records.

An hour's digest is the SHA-256 of the content hashes of its rows (64 lower-case hex digits each), sorted and written
one after the other. The digest of the set is the SHA-256 of the lines ``YYYY-MM-DDTHH:<hour's digest>``, each with a
feed, in order of hours that have rows. Hours are UTC hours of ``offered_us``. Further tables follow, each hour with its
table and ``/`` before it. Order, repetition and splitting of the input cannot move it.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import duckdb

from pactline.records.tables import CONTACTS
from pactline.values.span import Span, union

HOUR_US = 3_600_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BATCH = 400_000  # rows whose hashes are sorted in memory at once

Hours: TypeAlias = Mapping[int, str]
"""Digest by hour, hours counted from 1970-01-01 00:00 UTC."""


def hour_name(hour: int) -> str:
    """``2026-03-02T09`` for the number of an hour."""
    return f"{_EPOCH + timedelta(hours=hour):%Y-%m-%dT%H}"


def hour_number(name: str) -> int:
    """The number of the hour called ``2026-03-02T09``."""
    return (datetime.strptime(name, "%Y-%m-%dT%H").replace(tzinfo=UTC) - _EPOCH) // timedelta(hours=1)


def set_digest(tables: Mapping[str, Hours]) -> str:
    """The digest of a set from those of the hours of its tables."""
    lines = "".join(
        f"{'' if name == CONTACTS.name else name + '/'}{hour_name(hour)}:{tables[name][hour]}\n"
        for name in sorted(tables, key=lambda name: (name != CONTACTS.name, name))
        for hour in sorted(tables[name])
    )
    return "sha256:" + hashlib.sha256(lines.encode()).hexdigest()


def hours_of(
    connection: duckdb.DuckDBPyConnection, rows: str, hours: Collection[int] | None = None, at: str = CONTACTS.at
) -> dict[int, str]:
    """The digests of these hours (or of all), from the rows that ``rows`` (SQL) yields; empty hours are absent.

    ``at`` is the column with the instant that places a row.
    """
    if hours is not None and not hours:
        return {}
    where = "true" if hours is None else f"{at} >= {min(hours) * HOUR_US} AND {at} < {(max(hours) + 1) * HOUR_US}"
    counts = connection.execute(
        f"SELECT {at} // {HOUR_US} AS hour, count(*) FROM ({rows}) WHERE {where} GROUP BY hour ORDER BY hour"
    ).fetchall()
    found: dict[int, str] = {}
    for batch in _batches(counts, hours):
        first, end = batch[0] * HOUR_US, (batch[-1] + 1) * HOUR_US
        found.update(
            connection.execute(
                f"SELECT {at} // {HOUR_US} AS hour, sha256(string_agg(content, '' ORDER BY content)) "
                f"FROM ({rows}) WHERE {at} >= {first} AND {at} < {end} GROUP BY hour"
            ).fetchall()
        )
    return found


def _batches(counts: Sequence[tuple[int, int]], hours: Collection[int] | None) -> Iterator[list[int]]:
    """Runs of wanted hours with no unwanted rows between: at most a batch of rows unless a single hour has more."""
    batch: list[int] = []
    size = 0
    for hour, count in counts:
        wanted = hours is None or hour in hours
        if batch and (not wanted or size + count > _BATCH):
            yield batch
            batch, size = [], 0
        if wanted:
            batch.append(hour)
            size += count
    if batch:
        yield batch


def within_spans(
    connection: duckdb.DuckDBPyConnection, rows: str, cached: Hours, spans: Sequence[Span], at: str = CONTACTS.at
) -> dict[int, str]:
    """The digests by hour of the rows inside the spans; a whole hour inside them is taken from ``cached``."""
    joined = union(spans)
    whole, cut = whole_and_cut(cached, joined)
    if not cut:
        return whole
    return {**whole, **hours_of(connection, f"SELECT {at}, content FROM ({rows}) WHERE {inside(joined, at)}", cut, at)}


def whole_and_cut(cached: Hours, joined: Sequence[Span]) -> tuple[dict[int, str], set[int]]:
    """The digests of the hours that lie whole inside disjoint spans, and the hours that the spans cut."""
    whole: dict[int, str] = {}
    cut: set[int] = set()
    for hour in cached:
        start, end = hour * HOUR_US, (hour + 1) * HOUR_US
        touching = [span for span in joined if span.start < end and start < span.end]
        if any(span.start <= start and end <= span.end for span in touching):
            whole[hour] = cached[hour]
        elif touching:
            cut.add(hour)
    return whole, cut


def inside(spans: Sequence[Span], at: str = CONTACTS.at) -> str:
    """SQL for: the row lies inside one of the spans."""
    return " OR ".join(f"({at} >= {s.start} AND {at} < {s.end})" for s in spans) or "false"
