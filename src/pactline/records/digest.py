"""The digest of a record set: what two parties compare to know that they count the same records.

A day's digest is the SHA-256 of the content hashes of its rows (64 lower-case hex digits each), sorted and written
one after the other. The digest of the set is the SHA-256 of the lines ``YYYY-MM-DD:<day's digest>`` and a line feed,
in order of days that have rows. Days are UTC days of ``offered_us``. Order, repetition and splitting of the input
cannot move it.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import duckdb

from pactline.values.span import Span, union

DAY_US = 86_400_000_000
_BATCH = 400_000  # rows whose hashes are sorted in memory at once

Days = Mapping[int, str]
"""Digest by day, days counted from 1970-01-01 UTC."""


def day_name(day: int) -> str:
    """``2026-03-02`` for the number of a day."""
    return f"{datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day):%Y-%m-%d}"


def day_number(name: str) -> int:
    """The number of the day called ``2026-03-02``."""
    return (datetime.strptime(name, "%Y-%m-%d").replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days


def set_digest(days: Days) -> str:
    """The digest of a set from those of its days."""
    lines = "".join(f"{day_name(day)}:{days[day]}\n" for day in sorted(days))
    return "sha256:" + hashlib.sha256(lines.encode()).hexdigest()


def days_of(connection: duckdb.DuckDBPyConnection, rows: str, days: Collection[int] | None = None) -> dict[int, str]:
    """The digests of these days (or of all), from the rows that ``rows`` (SQL) yields; days without rows are absent."""
    if days is not None and not days:
        return {}
    where = (
        "true" if days is None else f"offered_us >= {min(days) * DAY_US} AND offered_us < {(max(days) + 1) * DAY_US}"
    )
    counts = connection.execute(
        f"SELECT offered_us // {DAY_US} AS day, count(*) FROM ({rows}) WHERE {where} GROUP BY day ORDER BY day"
    ).fetchall()
    found: dict[int, str] = {}
    for batch in _batches(counts, days):
        first, end = batch[0] * DAY_US, (batch[-1] + 1) * DAY_US
        found.update(
            connection.execute(
                f"SELECT offered_us // {DAY_US} AS day, sha256(string_agg(content, '' ORDER BY content)) "
                f"FROM ({rows}) WHERE offered_us >= {first} AND offered_us < {end} GROUP BY day"
            ).fetchall()
        )
    return found


def _batches(counts: Sequence[tuple[int, int]], days: Collection[int] | None) -> Iterator[list[int]]:
    """Runs of wanted days with no unwanted rows between: at most a batch of rows unless a single day has more."""
    batch: list[int] = []
    size = 0
    for day, count in counts:
        wanted = days is None or day in days
        if batch and (not wanted or size + count > _BATCH):
            yield batch
            batch, size = [], 0
        if wanted:
            batch.append(day)
            size += count
    if batch:
        yield batch


def within_spans(
    connection: duckdb.DuckDBPyConnection, rows: str, cached: Days, spans: Sequence[Span]
) -> dict[int, str]:
    """The digests by day of the rows inside the spans; a day that lies inside as a whole is taken from ``cached``."""
    joined = union(spans)
    whole: dict[int, str] = {}
    cut: set[int] = set()
    for day in cached:
        start, end = day * DAY_US, (day + 1) * DAY_US
        touching = [span for span in joined if span.start < end and start < span.end]
        if any(span.start <= start and end <= span.end for span in touching):
            whole[day] = cached[day]
        elif touching:
            cut.add(day)
    if not cut:
        return whole
    return {**whole, **days_of(connection, f"SELECT offered_us, content FROM ({rows}) WHERE {inside(joined)}", cut)}


def inside(spans: Sequence[Span]) -> str:
    """SQL for: the row was offered inside one of the spans."""
    return " OR ".join(f"(offered_us >= {s.start} AND offered_us < {s.end})" for s in spans) or "false"
