"""The seconds in the call ids of a large table against its times: as in ``zone``, worked out by the engine."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from zoneinfo import ZoneInfo

from pactline.importers.queue_log.shelf import Shelf
from pactline.importers.queue_log.zone import APART_US, CALL_EPOCH, Warnings, disagreement, offset_of


class ZoneCheckOnDisk:
    """Compares the first time of each call with the second in its call id."""

    def __init__(self, shelf: Shelf, zone: ZoneInfo | None) -> None:
        self._shelf, self._zone = shelf, zone
        self._first_us: int | None = None  # None: the file is no table

    def note(self, call: str, us: int, line: int) -> None:
        """Keep the earliest time of all."""
        self._first_us = us if self._first_us is None else min(self._first_us, us)

    def warnings(self) -> Warnings:
        """Nothing yet: the lines are not sorted by their calls."""
        return []

    def late_warnings(self, lines: str) -> Warnings:
        """One warning when most calls disagree with their ids by more than five minutes."""
        if self._first_us is None:
            return []
        epoch = f"try_cast(regexp_extract(call, '{CALL_EPOCH}', 1) AS BIGINT) * 1000000"
        first = f"SELECT call, min(struct_pack(us := us, line := seq)) AS f FROM ({lines}) GROUP BY call"
        apart = f"SELECT f.us - {epoch} AS apart_us, f.line AS line FROM ({first}) WHERE {epoch} IS NOT NULL"
        ((calls, wrong, line),) = self._shelf.run(
            f"SELECT count(*), count(*) FILTER (abs(apart_us) > {APART_US}), "
            f"min(line) FILTER (abs(apart_us) > {APART_US}) FROM ({apart})"
        )
        if not wrong:
            return []
        ((middle_us,),) = self._shelf.run(
            f"SELECT apart_us FROM ({apart}) WHERE abs(apart_us) > {APART_US} ORDER BY ALL LIMIT 1 OFFSET {wrong // 2}"
        )
        return disagreement(calls, wrong, middle_us, line, declared=offset_of(self._zone, self._first_us))
