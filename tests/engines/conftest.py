"""The servers of these tests, each started once a run. They are asked for by ``make test-engines`` alone, and then a
server that cannot be started is a failure."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.engines.made_up import record_set
from tests.engines.servers import PostgresServer, SparkCluster, SparkConnect

import pactline
from pactline.records.record_set import RecordSet

if not os.environ.get("PACTLINE_TEST_ENGINES"):
    collect_ignore_glob = ["test_*.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spark's own warnings (of pandas, which is not used, and of sockets left to the collector) stop nothing."""
    for item in items:
        if "tests/engines/" in str(item.path):
            for kind in (
                "FutureWarning",
                "ResourceWarning",
                "DeprecationWarning",
                "pytest.PytestUnraisableExceptionWarning",
            ):
                item.add_marker(pytest.mark.filterwarnings(f"ignore::{kind}"))


@pytest.fixture(scope="session")
def cluster() -> Iterator[SparkCluster]:
    """A master and two workers."""
    with SparkCluster() as started:
        os.environ.update(started.environment)
        yield started


@pytest.fixture(scope="session")
def session(cluster: SparkCluster) -> Iterator[Any]:
    """One application on the cluster."""
    from pactline.records.spark.session import start_session

    started = start_session(cluster.master)
    yield started
    started.stop()


@pytest.fixture(scope="session")
def connect(cluster: SparkCluster) -> Iterator[SparkConnect]:
    """Spark Connect on the cluster."""
    with cluster.connect() as started:
        yield started


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server."""
    with PostgresServer() as started:
        yield started


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small record set with every table, in a folder whose name is hard on those who take a path for a pattern."""
    return record_set(tmp_path_factory.mktemp("records") / "a {b} [c]*, 50 % Ünï'code")


@pytest.fixture(scope="session")
def embedded(folder: Path) -> RecordSet:
    """The same set on the embedded engine: what the others are held against."""
    return pactline.read_records(folder)
