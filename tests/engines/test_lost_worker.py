"""A worker that is lost while it works: the answer comes all the same, and is the same."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import narwhals as nw
from tests.engines.servers import SparkCluster

from pactline.records.any_record_set import AnyRecordSet
from pactline.records.record_set import RecordSet
from pactline.records.spark.record_set import open_on_spark


def every_pair(records: AnyRecordSet) -> list[dict[str, Any]]:
    """A query that takes its time: the waits of every pair of contacts beside each kind of contact, by queue."""
    contacts = records.contacts()
    others = contacts.select(other_ms=nw.col("wait_ms"), other=nw.col("contact_id"))
    kinds = contacts.group_by("outcome", "channel").agg(many=nw.len()).select("many")
    pairs = contacts.join(others, how="cross").filter(nw.col("contact_id") != nw.col("other"))
    pairs = pairs.join(kinds, how="cross")
    waits = nw.col("wait_ms") * 7 + nw.col("other_ms") * 3 + nw.col("many")
    counted = pairs.group_by("queue").agg(n=nw.len(), waits=waits.sum(), longest=waits.max())
    return sorted(({**row, "waits": int(row["waits"])} for row in records.rows(counted)), key=lambda row: row["queue"])


def test_a_worker_killed_in_the_middle_of_a_query_changes_nothing(
    cluster: SparkCluster, session: Any, folder: Path, embedded: RecordSet
) -> None:
    spark = open_on_spark(folder, session)
    expected = every_pair(embedded)
    assert sum(row["n"] for row in expected) > 4_000_000
    assert every_pair(spark) == expected  # undisturbed; the workers have executors now
    worker = next(name for name in cluster.processes if name.startswith("worker") and cluster.executors_of(name))
    cluster.add_worker("worker-in-reserve")
    found: list[list[dict[str, Any]]] = []
    asking = threading.Thread(target=lambda: found.append(every_pair(spark)))
    tracker = session.sparkContext.statusTracker()
    asking.start()
    while not any(
        (stage := tracker.getStageInfo(number)) and stage.numActiveTasks for number in tracker.getActiveStageIds()
    ):
        assert asking.is_alive(), "the query was over before a task of it was seen"
        time.sleep(0.01)
    assert cluster.kill_worker(worker) >= 2  # the worker and its executor
    assert asking.is_alive(), "the query was over before the worker was gone"
    asking.join(300)
    assert found == [expected]
