"""One digest of all figures of a month of a million contacts: embedded engine, Spark on a real cluster, PostgreSQL.

``python benchmarks/three_engines.py [--contacts 1000000]`` in the environment of ``make test-engines``. Every metric of
the registry with choices drawn from its arguments, under several levels, clocks and attributions; groups, roll-ups and
a whole statement. It stops with an error when an engine says anything else than the others.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from tests.engines.agreeing import cells, together  # noqa: E402
from tests.engines.made_up import SUNDAY_US, lines  # noqa: E402
from tests.engines.questions import WHERE, everything_asked  # noqa: E402
from tests.engines.servers import PostgresServer, SparkCluster  # noqa: E402

import made_up_contacts  # noqa: E402
import pactline  # noqa: E402
from month_statement import AGREEMENT  # noqa: E402
from pactline.records.any_record_set import AnyRecordSet  # noqa: E402
from pactline.records.folder.store import Store, open_record_set  # noqa: E402
from pactline.records.postgres.writing import put_into_postgres  # noqa: E402
from pactline.records.record_set import RecordSet  # noqa: E402
from pactline.records.tables import CONTACTS, INTERVAL_COUNTS  # noqa: E402
from pactline.values.period import Period  # noqa: E402

JUNE = Period.parse("2025-06").span(WHERE)
FURTHER = {
    "contact_id": "'c' || printf('%09d', i // 3 * 3 + CASE WHEN h1 % 5 = 0 THEN 0 ELSE i % 3 END)",
    "visit": "1 + i % 3",
    "direction": "CASE WHEN h1 % 17 = 0 THEN 'outbound' ELSE 'inbound' END",
    "arrived_us": "CASE WHEN h2 % 7 != 0 THEN offered - (h3 % 60000)::BIGINT * 1000 END",
    "ring_ms": "CASE WHEN answered AND h1 % 9 != 0 THEN (h2 % 20000)::BIGINT END",
    "wait_ms": "CASE WHEN h2 % 31 != 0 THEN wait END",
    "talk_ms": "CASE WHEN answered AND h3 % 37 != 0 THEN talk END",
    "wrap_ms": "CASE WHEN answered AND h2 % 3 != 0 THEN (h2 % 60)::BIGINT * 1000 END",
    "transfer_out": "CASE WHEN answered AND h1 % 11 = 0 THEN 'blind' WHEN answered AND h1 % 23 = 0 THEN 'queue' END",
    "transfer_in": "CASE WHEN h2 % 13 = 0 THEN 'attended' END",
    "reason": "CASE h3 % 6 WHEN 0 THEN 'timeout' WHEN 1 THEN 'voicemail' END",
    "customer": "CASE WHEN h1 % 8 != 0 THEN 'customer-' || (h2 % 300000) END",
    "disposition": "CASE h2 % 4 WHEN 0 THEN 'order' WHEN 1 THEN 'promise' END",
    "csat": "CASE WHEN answered AND h3 % 3 = 0 THEN (1 + h2 % 5)::BIGINT WHEN answered AND h3 % 3 = 1 "
    "THEN (h2 % 11)::BIGINT END",
    "csat_scale": "CASE WHEN answered AND h3 % 3 = 0 THEN '1-5' WHEN answered AND h3 % 3 = 1 THEN '0-10' END",
    "surveyed": "CASE h1 % 3 WHEN 0 THEN 'yes' WHEN 1 THEN 'no' END",
    "resolved": "CASE h2 % 3 WHEN 0 THEN 'yes' WHEN 1 THEN 'no' END",
    "resolved_said": "CASE h3 % 5 WHEN 0 THEN 'yes' WHEN 1 THEN 'no' END",
    "quality_points": "CASE WHEN h1 % 20 = 0 THEN (h2 % 10001)::BIGINT END",
    "self_service": "CASE h3 % 9 WHEN 0 THEN 'done' WHEN 1 THEN 'left' WHEN 2 THEN 'passed_on' END",
    "tags": "CASE h2 % 3 WHEN 0 THEN 'language=de' WHEN 1 THEN 'area=north;language=fr' END",
}
"""What every metric needs, over the contacts of the other benchmarks: three visits in a row are often one contact."""

MEASURED: tuple[tuple[str, dict[str, str], tuple[str, ...]], ...] = (
    ("service_level", {"within": "20 s", "abandons": "ignore_short", "short_abandon": "5 s"}, ("queue", "day")),
    ("service_level", {"within": "under 5 s", "abandons": "count_all"}, ("interval:30m",)),
    ("service_level", {"within": "20 s", "abandons": "count_all", "roll_up": "mean_of_intervals", "interval": "30"},
     ("queue", "tag:language")),
    ("answer_rate", {"short_abandons": "count", "roll_up": "intervals_met", "interval": "15",
                     "interval_target": "at least 80 %"}, ("channel",)),
    ("average_speed_of_answer", {"roll_up": "worst_interval", "interval": "60", "level": "contact"}, ("queue",)),
    ("average_handle_time", {"unrecorded": "as_zero", "roll_up": "days_met", "interval_target": "at most 6 min"}, ()),
    ("wait_percentile", {"percent": "95", "whose": "all", "clock": "arrival"}, ("queue", "day")),
    ("longest_wait", {"whose": "abandoned", "attribution": "event"}, ("agent", "month")),
)  # fmt: skip


_PAGE = """\
# One digest on three engines

Written by `benchmarks/three_engines.py`. A month of contacts with every metric of the registry, drawn choices, groups,
roll-ups, the published forms and a whole statement; one run, seconds of wall time. Spark is a standalone master and two
workers of one core each on the same machine, where it can only lose; from PostgreSQL the rows are copied into the
embedded engine. In brackets: passes over the records.

{day}, {contacts:,} contacts, two cores shared with other work, {versions}.

All three: `sha256:{digest}` over {many:,} lines of figures.

| | Embedded | Spark | PostgreSQL |
|---|---|---|---|
{rows}
"""


def month(folder: Path, contacts: int) -> Path:
    """The record set, made once: contacts made up inside the engine, the other tables brought in by the store."""
    if (folder / "record_set.json").exists():
        return folder
    made_up_contacts.record_set(folder, contacts, part=400_000, further=FURTHER)
    start_us = made_up_contacts.JUNE_2025_US
    rows = lines(contacts=contacts // 10, days=30, agents=150, later_us=start_us - SUNDAY_US)
    with (
        Store(folder) as store,
        store.stage(((n, t, [row]) for n, t, row in rows if t not in (CONTACTS, INTERVAL_COUNTS)), "made-up"),
    ):
        store.commit({"sha256": "0" * 64, "file": "made-up"})
    return folder


def figures(records: AnyRecordSet, rounds: int, clock: Callable[[str, int], Any]) -> Iterator[str]:
    """Every figure as a line of text, in an order of its own."""
    with clock("digest of the records", 1):
        yield records.digest()
    with clock("statement of the agreement", 1):
        agreement = pactline.read_agreement(AGREEMENT.encode())
        yield json.dumps(pactline.evaluate(agreement, records, "2025-06").to_json(), sort_keys=True)
    with clock("compared: every published form", 1):
        compared = pactline.compare(records, "20 s", "5 s", period="2025-06", zone=WHERE.key, limit=50)
        yield json.dumps(compared.to_json(), sort_keys=True)
    with clock("measured: roll-ups, days, tags, agents", len(MEASURED)):
        for metric, choices, by in MEASURED:
            told = pactline.measure(records, metric, choices, period="2025-06", zone=WHERE.key, by=by)
            yield json.dumps(told.to_json(), sort_keys=True)
    asked = {f"{name} ({told})": question for name, told, question in everything_asked(JUNE, rounds)}
    with clock(f"{len(asked)} questions: every metric, by quarter of an hour", len(list(together(asked)))):
        yield from _lines(cells(records, asked, (), JUNE))
    firsts = {told.partition(" ")[0]: (told, question) for told, question in reversed(asked.items())}
    grouped = dict(found for found in firsts.values() if found[1].chosen.rows is None)
    with clock("metrics of contacts, by queue, channel and direction", len(list(together(grouped)))):
        yield from _lines(cells(records, grouped, ("queue", "channel", "direction"), JUNE))


def _lines(found: dict[tuple[Any, ...], Any]) -> Iterator[str]:
    for key in sorted(found, key=str):
        counts = found[key]
        durations = sorted(counts.durations.items()) if counts.durations else None
        sums = f"{counts.sum_ms} {counts.longest_ms} {counts.part} {counts.whole}"
        yield f"{key} {counts.counted} {counts.good} {counts.unknown} {sums} {durations}"


def told_by(name: str, records: AnyRecordSet, rounds: int, times: dict[str, dict[str, float]]) -> tuple[str, int]:
    """The digest of all figures of one engine, and how many lines they are."""
    found, many = hashlib.sha256(), 0

    @contextmanager
    def clock(what: str, passes: int) -> Iterator[None]:
        start = time.perf_counter()
        yield
        took = times.setdefault(f"{what} ({passes})", {})[name] = time.perf_counter() - start
        print(f"  {name}: {what}: {took:.1f} s; so far {found.hexdigest()[:16]}", flush=True)

    for line in figures(records, rounds, clock):
        found.update(line.encode() + b"\n")
        many += 1
    return found.hexdigest(), many


@contextmanager
def on_spark(folder: Path, times: dict[str, dict[str, float]]) -> Iterator[AnyRecordSet]:
    """The folder on a master and two workers."""
    start = time.perf_counter()
    with SparkCluster(executor_memory="2g") as cluster:
        os.environ.update(cluster.environment)
        records = pactline.read_records(folder, engine="spark", master=cluster.master)
        assert records.count
        times.setdefault("start, and the first query", {})["Spark"] = time.perf_counter() - start
        start = time.perf_counter()
        records.check()  # type: ignore[attr-defined]
        times.setdefault("digests of every hour worked out anew", {})["Spark"] = time.perf_counter() - start
        yield records
        records._session.stop()  # type: ignore[attr-defined]


@contextmanager
def from_postgres(records: RecordSet, times: dict[str, dict[str, float]]) -> Iterator[AnyRecordSet]:
    """The same rows out of tables of a PostgreSQL server."""
    with PostgresServer() as server:
        url = server.url + "?" + "&".join(f"{name}=public.{name}" for name in records.tables)
        start = time.perf_counter()
        put_into_postgres(records, url)
        times.setdefault("put into tables", {})["PostgreSQL"] = time.perf_counter() - start
        start = time.perf_counter()
        read = pactline.read_records(url)
        times.setdefault("start, and the first query", {})["PostgreSQL"] = time.perf_counter() - start
        yield read


def report(contacts: int, digest: str, many: int, times: dict[str, dict[str, float]]) -> str:
    """The page beside the benchmarks."""
    import duckdb
    import pyspark

    engines = ("embedded", "Spark", "PostgreSQL")
    rows = [
        f"| {what} | " + " | ".join(f"{took[e]:.1f}" if e in took else "" for e in engines) + " |"
        for what, took in times.items()
    ]
    versions = f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, Spark {pyspark.__version__}"
    return _PAGE.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}", contacts=contacts, versions=versions, digest=digest, many=many,
        rows="\n".join(rows),
    )  # fmt: skip


def main() -> None:
    """Run all three and write the page."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--contacts", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=1, help="how many choices are drawn for each metric")
    arguments.add_argument("--work", type=Path, default=HERE / ".work", help="where the record set is made and kept")
    asked = arguments.parse_args()
    contacts: int = asked.contacts
    folder = month(asked.work.absolute() / f"engines-{contacts}", contacts)
    times: dict[str, dict[str, float]] = {}
    embedded = open_record_set(folder)
    found = {"embedded": told_by("embedded", embedded, asked.rounds, times)}
    print(found)
    with from_postgres(embedded, times) as records:
        found["PostgreSQL"] = told_by("PostgreSQL", records, asked.rounds, times)
    print(found)
    with on_spark(folder, times) as records:
        found["Spark"] = told_by("Spark", records, asked.rounds, times)
    print(found)
    assert len(set(found.values())) == 1, f"the engines do not agree: {found}"
    text = report(contacts, *found["embedded"], times)
    (HERE / "THREE_ENGINES.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
