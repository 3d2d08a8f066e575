"""What is odd about the contacts of one file, whatever is in the set: for its receipt.

None of it takes anything from the figures. A file whose ids are numbered and lack some, whose clock goes back, that has
an empty hour between busy ones or a burst of calls over in seconds, is worth a question to whoever sent it.
"""

# ruff: noqa: S608 - the SQL is made of our own column names
from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import duckdb

from pactline.records.oddities.bursts import bursts_of
from pactline.values.exact import how_many

Note: TypeAlias = tuple[int, str, str]
"""Line (0: of the whole file), code and sentence."""

LEAST = 100  # contacts in a file; of fewer nothing can be said
BUSY = 20  # contacts in the hour before and in the hour after an empty one
MISSING_IN = 50  # a numbering that lacks more than one number in so many is none
BACK = timedelta(minutes=10)  # how far a clock must go back
UNORDERED_IN = 1_000  # a file in which more than one row in so many goes back is in no order
_LISTED = 10
_HOUR_US = 3_600_000_000
_SAMPLE = 1_000
_MOST_PREFIXES = 50


def oddities(connection: duckdb.DuckDBPyConnection, rows: str) -> list[Note]:
    """What is odd about these rows (the name of a view with ``line`` and the columns of contacts)."""
    ((many,),) = connection.execute(f"SELECT count(*) FROM {rows}").fetchall()
    if many < LEAST:
        return []
    return [
        *_empty_hours(connection, rows),
        *_bursts(connection, rows),
        *_missing_numbers(connection, rows),
        *_clock_back(connection, rows, many),
    ]


def _empty_hours(connection: duckdb.DuckDBPyConnection, rows: str) -> Iterator[Note]:
    found = connection.execute(f"SELECT offered_us // {_HOUR_US}, count(*) FROM {rows} GROUP BY 1").fetchall()
    by_hour = dict(found)
    for hour in sorted(by_hour):
        before, gap, after = by_hour[hour], by_hour.get(hour + 1, 0), by_hour.get(hour + 2, 0)
        if not gap and before >= BUSY and after >= BUSY:
            message = (
                f"no contact from {_hour(hour + 1)}, {before:,} in the hour before and {after:,} in the hour after"
            )
            yield 0, "INTEGRITY_HOUR", message


def _bursts(connection: duckdb.DuckDBPyConnection, rows: str) -> Iterator[Note]:
    for hour, burst in bursts_of(connection, f"SELECT * FROM {rows}").items():
        yield 0, "INTEGRITY_BURST", burst.sentence(_hour(hour))


def _missing_numbers(connection: duckdb.DuckDBPyConnection, rows: str) -> Iterator[Note]:
    """The numbers that contact ids of one beginning lack, where nearly all are there."""
    run = connection.execute
    split = "regexp_replace(contact_id, '[0-9]+$', '') AS beginning, regexp_extract(contact_id, '[0-9]+$') AS digits"
    ((prefixes, numbered),) = run(
        "SELECT count(DISTINCT beginning), count(*) FILTER (digits != '') "
        f"FROM (SELECT {split} FROM (SELECT contact_id FROM {rows} LIMIT {_SAMPLE}))"
    ).fetchall()
    if prefixes > _MOST_PREFIXES or not numbered:
        return
    numbers = (
        "SELECT beginning, try_cast(digits AS BIGINT) AS number, length(digits) AS width, offered_us "
        f"FROM (SELECT {split}, offered_us FROM {rows} WHERE visit = 1) WHERE length(digits) BETWEEN 1 AND 15"
    )
    dense = run(
        "SELECT beginning, max(number) - min(number) + 1 - count(DISTINCT number) AS missing, "
        f"count(DISTINCT number) AS n, min(width) FROM ({numbers}) GROUP BY beginning "
        f"HAVING n >= {LEAST} AND missing > 0 AND missing * {MISSING_IN} <= n ORDER BY beginning"
    ).fetchall()
    for beginning, missing, many, width in dense:
        gaps = run(
            "SELECT before + 1, number - 1, offered_us FROM (SELECT number, offered_us, "
            f"lag(number) OVER (ORDER BY number) AS before FROM ({numbers}) WHERE beginning = ?) "
            f"WHERE number - before > 1 ORDER BY number LIMIT {_LISTED}",
            [beginning],
        ).fetchall()
        listed = "; ".join(_gap(beginning, width, *gap) for gap in gaps)
        message = f"{missing:,} of {many + missing:,} contact ids in a row are not in the file: {listed}"
        yield 0, "INTEGRITY_SEQUENCE", message


def _gap(beginning: str, width: int, first: int, last: int, after_us: int) -> str:
    """The ids that are missing, as wide as the narrowest of their kind, and where they belong."""
    one, other = (f"{beginning}{number:0{width}d}" for number in (first, last))
    return f"{one if first == last else f'{one} to {other}'}, before {_instant(after_us)}"


def _clock_back(connection: duckdb.DuckDBPyConnection, rows: str, many: int) -> Iterator[Note]:
    """Where the instants of a file that is in order of time go back."""
    steps = f"SELECT line, offered_us, offered_us - lag(offered_us) OVER (ORDER BY line) AS step FROM {rows}"
    ((back,),) = connection.execute(f"SELECT count(*) FROM ({steps}) WHERE step < 0").fetchall()
    if not back or back * UNORDERED_IN > many:
        return
    far = BACK // timedelta(microseconds=1)
    jumps = connection.execute(
        f"SELECT line, offered_us, step FROM ({steps}) WHERE step <= -{far} ORDER BY line LIMIT {_LISTED}"
    ).fetchall()
    for line, offered_us, step in jumps:
        minutes = -step // 60_000_000
        message = f"the clock of the source goes back by {how_many(minutes, 'minute')}, to {_instant(offered_us)}"
        yield line, "INTEGRITY_CLOCK", message


def _hour(hour: int) -> str:
    return f"{_at(hour * _HOUR_US):%Y-%m-%dT%H:%MZ} to {_at((hour + 1) * _HOUR_US):%H:%MZ}"


def _instant(us: int) -> str:
    return f"{_at(us):%Y-%m-%dT%H:%M:%SZ}"


def _at(us: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)
