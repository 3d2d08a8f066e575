"""Hours in which calls that were answered at once and over in seconds came in numbers, and from whom.

They are kept with the digest of the hour, because they follow from the rows of the hour alone: a statement says them
without reading contacts again.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import duckdb

from pactline.records.digest import HOUR_US

LEAST, SHARE = 20, 10
"""So many contacts in an hour, and at least one in so many of it."""
FEW, MOST_OF = 3, 80
"""So many callers make up so many percent of those whose caller is known."""
SHORT = "outcome = 'answered' AND wait_ms <= 1000 AND talk_ms < 5000"


@dataclass(frozen=True)
class Burst:
    """One hour of UTC, counted from 1970, with many contacts answered within a second and over within five."""

    hour: int
    short: int
    every: int  # contacts of the hour
    most: int  # of the short ones, those from the few callers with most of them
    callers: int  # how many callers these are; 0: no caller is known

    def sentence(self, when: str) -> str:
        """What is to be asked about."""
        word = "caller" if self.callers == 1 else "callers"
        whose = f"{self.most:,} of them from {self.callers} {word}" if self.callers else "their callers are unknown"
        which = f"{self.short:,} of {self.every:,} contacts from {when}"
        return f"{which} were answered within a second and over within five; {whose}"


def bursts_of(
    connection: duckdb.DuckDBPyConnection, rows: str, hours: Collection[int] | None = None
) -> dict[int, Burst]:
    """The bursts among these hours (or among all), from the rows that count (SQL)."""
    if hours is not None and not hours:
        return {}
    where = "true"
    if hours is not None:
        where = f"offered_us >= {min(hours) * HOUR_US} AND offered_us < {(max(hours) + 1) * HOUR_US}"
    odd = connection.execute(
        f"SELECT offered_us // {HOUR_US} AS hour, count(*) FILTER ({SHORT}) AS short, count(*) AS every FROM ({rows}) "
        f"WHERE {where} GROUP BY hour HAVING short >= {LEAST} AND short * {SHARE} >= every ORDER BY hour"
    ).fetchall()
    found = (_burst(connection, rows, *each) for each in odd if hours is None or each[0] in hours)
    return {burst.hour: burst for burst in found if burst is not None}


def _burst(connection: duckdb.DuckDBPyConnection, rows: str, hour: int, short: int, every: int) -> Burst | None:
    """The burst of an hour; None where many callers made it: perhaps a wrong number in the news, but not a few."""
    callers = connection.execute(
        f"SELECT count(*) FROM ({rows}) WHERE {SHORT} AND customer IS NOT NULL AND offered_us >= {hour * HOUR_US} "
        f"AND offered_us < {(hour + 1) * HOUR_US} GROUP BY customer ORDER BY 1 DESC"
    ).fetchall()
    many = [number for (number,) in callers]
    most = sum(many[:FEW])
    if many and 100 * most < MOST_OF * sum(many):
        return None
    return Burst(hour, short, every, most, min(FEW, len(many)))
