"""The commands and the Python interface on a cluster and on a database: the same output as on the embedded engine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.engines.made_up import record_set
from tests.engines.servers import PostgresServer, SparkCluster, SparkConnect

import pactline
from pactline.cli import main
from pactline.records.folder.store import open_record_set
from pactline.records.postgres.writing import put_into_postgres
from pactline.records.record_set import RecordSet
from pactline.records.tables import INTERVAL_COUNTS
from pactline.values.problem import Problems

AGREEMENT = """
agreement: Engines
provider: Provider
client: Client
term: 2025-01-01/2026-01-01
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
calendars:
  desk: {mon-sun: "08:00-20:10"}
services:
  voice: {channels: [voice], hours: desk}
commitments:
  prompt: {service: voice, metric: service_level, within: 20 s, abandons: ignore_short, short_abandon: 5 s,
           each: day, target: at least 80 %, remedy: {flat: 100.00}}
  whole: {service: voice, metric: answer_rate, level: contact, each: month, target: at least 80 %,
          short_abandons: count, remedy: {flat: 50.00}}
  p90: {service: voice, metric: wait_percentile, percent: 90, whose: all, each: month, target: at most 60 s}
"""
PROGRAM = str(Path(sys.executable).with_name("pactline"))
DAY = ("--zone", "Europe/Berlin", "--period", "2025-03-31")
METRIC = ("service_level", "--with", "within=20", "--with", "abandons=count_all", "--zone", "Europe/Berlin")
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "measure": ("measure", *METRIC, "--by", "queue,tag:language,day", "--json"),
    "contacts": ("contacts", *METRIC, "--not-good", "--queue", "billing", "--limit", "40"),
    "compare": (
        "compare",
        "--within",
        "20",
        "--short-abandon",
        "5",
        "--zone",
        "Europe/Berlin",
        "--period",
        "2025-03-31",
    ),
}


def pactline_says(*arguments: str, **environment: str) -> str:
    """What the command prints; one that fails is a failure of the test."""
    done = subprocess.run(
        [PROGRAM, *arguments],
        capture_output=True, text=True, check=False, env={**os.environ, **environment}, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small set without interval counts, which no command groups by tags."""
    return record_set(tmp_path_factory.mktemp("records") / "records", leave=(INTERVAL_COUNTS,))


@pytest.fixture(scope="session")
def embedded(folder: Path) -> RecordSet:
    """The same on the embedded engine."""
    return open_record_set(folder)


@pytest.fixture(scope="session")
def contract(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Path:
    """A contract folder whose records are the small set."""
    made = tmp_path_factory.mktemp("contract")
    (made / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    (made / "records").symlink_to(folder)
    return made


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_the_same_on_the_cluster(
    cluster: SparkCluster, session: object, folder: Path, command: str
) -> None:
    words = (*COMMANDS[command], "--records", str(folder))
    # In this process the command finds the application that is running and starts none of its own.
    done = CliRunner().invoke(main, [*words, "--engine", "spark", "--master", cluster.master], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert done.stdout == pactline_says(*words) != ""


def test_a_whole_statement_is_the_same_on_the_cluster(cluster: SparkCluster, contract: Path) -> None:
    words = ("evaluate", str(contract), "--period", "2025-03", "--json")
    expected = pactline_says(*words)
    assert '"sha256:' in expected
    assert pactline_says(*words, "--engine", "spark", PACTLINE_MASTER=cluster.master) == expected


def test_spark_connect_says_the_same_from_a_client_of_its_own(
    connect: SparkConnect, contract: Path, folder: Path
) -> None:
    words = ("evaluate", str(contract), "--period", "2025-03", "--json")
    assert pactline_says(*words, "--engine", "spark", "--master", connect.address) == pactline_says(*words)
    words = (*COMMANDS["measure"], "--records", str(folder))
    assert pactline_says(*words, "--engine", "spark", "--master", connect.address) == pactline_says(*words)


def test_the_workers_can_read_a_copy_at_another_address(
    session: object, folder: Path, embedded: RecordSet, tmp_path: Path
) -> None:
    (tmp_path / "copy").symlink_to(folder)
    copied = pactline.read_records(folder, engine="spark", session=session, segments=f"file://{tmp_path}/copy")
    assert copied.count == embedded.count
    with pytest.raises(Problems, match="RECORDS_ENGINE"):
        pactline.read_records(folder, engine="spark", session=session, segments=f"file://{tmp_path}/nothing")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_the_same_from_postgresql(
    postgres: PostgresServer, embedded: RecordSet, folder: Path, command: str
) -> None:
    schema = f"of_{command}"
    import psycopg

    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    url = f"{postgres.url}?table={schema}.contacts"
    put_into_postgres(embedded, url)
    expected = pactline_says(*COMMANDS[command], "--records", str(folder))
    assert pactline_says(*COMMANDS[command], "--records", url) == expected
    assert pactline_says(*COMMANDS[command], PACTLINE_RECORDS=url) == expected


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--engine", "spark"), 2, "needs a master"),
        (("--master", "spark://127.0.0.1:1"), 2, "--master is for --engine spark"),
        (("--engine", "spark", "--master", "nowhere://x"), 1, "RECORDS_ENGINE"),
        (("--engine", "spark", "--master", "sc://127.0.0.1:1"), 1, "RECORDS_ENGINE"),
    ],
)
def test_what_cannot_be_reached_is_said_in_a_sentence(
    cluster: SparkCluster, folder: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    done = subprocess.run(
        [PROGRAM, *COMMANDS["measure"], "--records", str(folder), *words],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_python_reads_records_on_a_session_that_is_there(
    cluster: SparkCluster, session: object, folder: Path, embedded: RecordSet
) -> None:
    spark = pactline.read_records(folder, engine="spark", session=session)
    choices = {"within": "20 s", "abandons": "count_all"}
    expected = pactline.measure(embedded, "service_level", choices, by=["queue"])
    assert pactline.measure(spark, "service_level", choices, by=["queue"]).to_json() == expected.to_json()
    with pytest.raises(ValueError, match="needs a master"):
        pactline.read_records(folder, engine="spark")
    with pytest.raises(ValueError, match="no engine"):
        pactline.read_records(folder, engine="sail")
