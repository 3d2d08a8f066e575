"""The record set of a folder on Apache Spark: the same rows, the same settling, the same digests, on many machines."""

# ruff: noqa: S608 - the SQL is made of our own column names and view names
from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import narwhals as nw

from pactline.records import digest as digests
from pactline.records.engine import Cell
from pactline.records.folder.manifest import Manifest, damaged, read_manifest
from pactline.records.folder.roll_ups import RollUps, open_roll_ups
from pactline.records.folder.store import read_receipts
from pactline.records.oddities.bursts import Burst
from pactline.records.persons import named_in_listings
from pactline.records.settling import COUNTING, IN_DIGEST, without
from pactline.records.spark.session import told_plainly
from pactline.records.spark.tables import base_of, exclusions_frame, hours_sql, in_quarters, schema_of, stored_frame
from pactline.records.tables import CONTACTS, TABLES, Table
from pactline.values.problem import Problem
from pactline.values.span import Span, union

_numbers = itertools.count(1)


class SparkRecordSet:
    """What a folder holds, counted by a cluster. The manifest is read here, the segments by the workers.

    Made by :func:`open_on_spark`; it has the interface of ``records.any_record_set``.
    """

    def __init__(self, session: Any, folder: Path, manifest: Manifest, segments: str | None = None) -> None:
        self._session, self._folder, self._manifest = session, folder, manifest
        self.notes: tuple[Problem, ...] = ()
        """Nothing: odd rows were told of when they were ingested."""
        self.roll_ups: RollUps | None = open_roll_ups(folder)
        """What questions came to, per quarter of an hour, as far as it was kept beside the records."""
        base, run = base_of(folder, segments), f"pactline_{os.getpid()}_{next(_numbers)}"
        self._stored: dict[str, str] = {}
        self._frames: dict[Hashable, nw.LazyFrame[Any]] = {}
        self._exclusions: dict[str, str] = {}
        with told_plainly(base):
            for name, parts in manifest.tables.items():
                self._stored[name] = self._view(f"{run}_{name}", stored_frame(session, base, TABLES[name], parts))
                if (frame := exclusions_frame(session, base, parts)) is not None:
                    self._exclusions[name] = self._view(f"{run}_{name}_exclusions", frame)

    def _view(self, name: str, frame: Any) -> str:
        frame.createOrReplaceTempView(name)
        return f"SELECT * FROM {name}"

    def _kept(self, table: Table, rule: str) -> str:
        return without(table, self._stored[table.name], self._exclusions.get(table.name), rule)

    @property
    def receipts(self) -> tuple[Mapping[str, Any], ...]:
        """What was read from which file, in order of arrival."""
        return tuple(read_receipts(self._folder, self._manifest))

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that have rows, in the order of TABLES."""
        return tuple(name for name in TABLES if name in self._stored)

    @property
    def count(self) -> int:
        """How many contact rows count."""
        return int(self.rows(self.contacts().select(nw.len().alias("rows")))[0]["rows"])

    def contacts(self) -> nw.LazyFrame[Any]:
        """Every contact row that counts, with the columns of ``records.columns``."""
        return self.table(CONTACTS.name)

    def table(self, name: str) -> nw.LazyFrame[Any]:
        """Every row that counts of one of ``records.tables``; rows that last are cut at quarters of an hour."""
        table = TABLES[name]
        if name not in self._stored:
            return _lazy(self._session.createDataFrame([], schema_of(table)))
        return _lazy(self._session.sql(in_quarters(table, self._kept(table, COUNTING))))

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Cell]]:
        """Run the frame's query on the cluster."""
        return self._run(frame.to_native())

    def kept(self, name: Hashable, make: Callable[[], nw.LazyFrame[Any]]) -> nw.LazyFrame[Any]:
        """Rows that the workers hold, without the query that made them."""
        if name not in self._frames:
            with told_plainly(str(self._folder)):
                self._frames[name] = _lazy(make().to_native().localCheckpoint())
        return self._frames[name]

    def _run(self, native: Any) -> list[dict[str, Cell]]:
        with told_plainly(str(self._folder)):
            found: list[dict[str, Cell]] = native.toArrow().to_pylist()
        return found

    def hours(self, name: str = CONTACTS.name) -> digests.Hours:
        """The digests of a table by UTC hour, as the manifest keeps them."""
        return self._manifest.table(name).hours

    def bursts(self) -> Mapping[int, Burst]:
        """The hours in which calls that were over in seconds came in numbers, as the manifest keeps them."""
        return self._manifest.table(CONTACTS.name).bursts

    def hours_recomputed(self, name: str = CONTACTS.name, hours: Collection[int] | None = None) -> digests.Hours:
        """The digests of a table by UTC hour (or of some hours), worked out on the cluster from the rows."""
        if name not in self._stored or (hours is not None and not hours):
            return {}
        table = TABLES[name]
        sql = hours_sql(self._kept(table, IN_DIGEST), table.at, None if hours is None else sorted(hours))
        return {row["hour"]: row["digest"] for row in self._run(self._session.sql(sql))}

    def check(self) -> None:
        """Work out every digest on the cluster. Raises Problems if the segments are not what the manifest says."""
        for name in self.tables:
            if self.hours_recomputed(name) != self.hours(name):
                raise damaged(self._folder, f"has rows of {name} that do not fit the digests of its manifest")

    def digest(self, spans: Sequence[Span] | None = None, tables: Collection[str] | None = None) -> str:
        """``sha256:`` and the digest of the set, or of the rows placed inside the half-open spans.

        Whole hours are taken from the manifest; an hour that a span cuts is worked out on the cluster.
        """
        named = [name for name in self.tables if tables is None or name in tables]
        hours = {name: self.hours(name) for name in named}
        if spans is not None:
            hours = {name: self._within(TABLES[name], union(spans)) for name in named}
        return digests.set_digest(hours)

    def _within(self, table: Table, joined: Sequence[Span]) -> digests.Hours:
        whole, cut = digests.whole_and_cut(self.hours(table.name), joined)
        if not cut:
            return whole
        rows = f"SELECT * FROM ({self._kept(table, IN_DIGEST)}) WHERE {digests.inside(joined, table.at)}"
        found = self._run(self._session.sql(hours_sql(rows, table.at, sorted(cut))))
        return {**whole, **{row["hour"]: row["digest"] for row in found}}

    def fingerprints(
        self, spans: Sequence[Span] | None = None, tables: Collection[str] | None = None
    ) -> Iterator[tuple[str, int, str]]:
        """Contact id, visit and the first half of the content hash of each row the digest covers, in order."""
        for name in self.tables:
            if tables is None or name in tables:
                yield from self._fingerprints(TABLES[name], spans)

    def _fingerprints(self, table: Table, spans: Sequence[Span] | None) -> Iterator[tuple[str, int, str]]:
        where = "true" if spans is None else digests.inside(spans, table.at)
        named = f"{named_in_listings(table)} AS name, {'visit' if table is CONTACTS else 0} AS visit"
        frame = self._session.sql(
            f"SELECT {named}, substring(content, 1, 32) AS half FROM ({self._kept(table, IN_DIGEST)}) WHERE {where} "
            f"ORDER BY {table.at}, name, visit, content"
        )
        with told_plainly(str(self._folder)):
            for row in frame.toLocalIterator():
                yield row["name"], row["visit"], row["half"]

    def conflicts(self, name: str = CONTACTS.name) -> list[dict[str, Cell]]:
        """Every version of every record that is told in two ways: whole rows, ordered by key and content."""
        if name not in self._exclusions:
            return []
        table = TABLES[name]
        return self._run(
            self._session.sql(
                f"SELECT s.* FROM ({self._kept(table, IN_DIGEST)}) s LEFT SEMI JOIN "
                f"(SELECT * FROM ({self._exclusions[name]}) WHERE conflict) c "
                f"ON {table.same('s', 'c')} ORDER BY {table.keys('s')}, s.content"
            )
        )


def _lazy(frame: Any) -> nw.LazyFrame[Any]:
    lazy: nw.LazyFrame[Any] = nw.from_native(frame).lazy()
    return lazy


def open_on_spark(folder: Path, session: Any, segments: str | None = None) -> SparkRecordSet:
    """The record set of a folder on a session from ``records.spark.session``.

    The manifest is read from ``folder``. ``segments`` is the address of a copy of the folder that the workers read
    instead (``hdfs://…``, ``s3a://…``, another mount). Raises Problems when the folder is damaged.
    """
    return SparkRecordSet(session, folder, read_manifest(folder), segments)
