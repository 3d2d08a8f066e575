"""Which engine a command runs on, as far as it can be told without one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.cli.running import EXAMPLES, run

METRIC = ("measure", "answer_rate", "--with", "short_abandons=count")
RECORDS = next(path for path in sorted(EXAMPLES.glob("*/records")) if any(path.glob("*.csv")))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--engine", "spark"), "needs a master, such as spark://host:7077"),
        (("--master", "spark://head:7077"), "--master is for --engine spark"),
        (("--segments", "hdfs://here/records"), "--segments is for --engine spark"),
        (("--engine", "sail"), "'sail' is not one of"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_use(words: tuple[str, ...], told: str) -> None:
    done = run(*METRIC, "--records", RECORDS, *words)
    assert done.exit_code == 2
    assert told in done.stderr.replace("\n", " ")


def test_a_master_in_the_environment_changes_nothing_for_the_engine_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    before = run(*METRIC, "--records", RECORDS)
    monkeypatch.setenv("PACTLINE_MASTER", "spark://head:7077")
    assert before.exit_code == 0
    assert run(*METRIC, "--records", RECORDS).stdout == before.stdout


def test_records_may_be_named_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    before = run(*METRIC, "--records", RECORDS)
    monkeypatch.setenv("PACTLINE_RECORDS", str(RECORDS))
    assert run(*METRIC).stdout == before.stdout != ""


def test_plain_files_are_not_for_spark(tmp_path: Path) -> None:
    done = run(*METRIC, "--records", RECORDS, "--engine", "spark", "--master", "spark://head:7077")
    assert done.exit_code == 1
    assert "RECORDS_ENGINE: Spark reads record sets alone" in done.stderr
    assert "pactline ingest" in done.stderr


def test_records_of_a_database_are_not_for_spark() -> None:
    address = "postgresql://reader:secret@db/calls?table=calls"
    done = run(*METRIC, "--records", address, "--engine", "spark", "--master", "spark://head:7077")
    assert done.exit_code == 2
    assert "embedded engine" in done.stderr
    assert "secret" not in done.output


OF_CONTRACTS = [
    ("evaluate", "agreement.yaml", "--period", "2025-06"),
    ("explain", "agreement.yaml", "prompt-answer", "--period", "2025-06"),
    ("backtest", "agreement.yaml", "--from", "2025-06", "--sweep", "prompt-answer.target=75..95"),
]


@pytest.mark.parametrize("command", [METRIC, *OF_CONTRACTS])
def test_without_its_extra_a_database_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)  # as if it were not there
    done = run(*command, "--records", "postgresql://reader:secret@db/calls?table=calls")
    assert done.exit_code == 1
    assert "pip install 'pactline[postgres]'" in done.stderr
    assert "secret" not in done.output


def test_without_its_extra_spark_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = run("ingest", next(RECORDS.glob("*.csv")), "--into", tmp_path, "--format", "plain-csv")
    assert made.exit_code in (0, 1)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    done = run(*METRIC, "--records", tmp_path, "--engine", "spark", "--master", "spark://head:7077")
    assert done.exit_code == 1
    assert "pip install 'pactline[spark]'" in done.stderr


@pytest.mark.parametrize("command", OF_CONTRACTS)
def test_commands_on_contracts_are_run_on_a_cluster_as_well(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = run(*command, "--records", tmp_path, "--engine", "spark")
    assert done.exit_code == 2
    assert "needs a master, such as spark://host:7077" in done.stderr.replace("\n", " ")
