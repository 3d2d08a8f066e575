"""The real samples, as they come out of an ingest: golden reports, and the traps of the format that they hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.importers.golden import assert_golden, report

SAMPLES = Path(__file__).resolve().parents[3] / "../shared/data/formats/asterisk-queue_log"
GOLDEN = Path(__file__).parent / "golden"
ZONES = {"db-table-2012.tsv": ZoneInfo("America/New_York")}
NAMES = (
    "consult-transfer-2024.queue_log",
    "db-table-2012.tsv",
    "restarts-and-orphan-2020.queue_log",
    "scenarios-2012.queue_log",
)

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


@pytest.mark.parametrize("name", NAMES)
def test_the_report_of_the_real_samples(name: str, tmp_path: Path) -> None:
    assert_golden(report([SAMPLES / name], tmp_path, "queue_log", zone=ZONES.get(name)), GOLDEN / f"{name}.json")


def test_no_sample_lacks_its_report() -> None:
    logs = {path.name for path in SAMPLES.iterdir() if path.name != "SOURCE.md"}
    assert logs == set(NAMES)


def test_the_table_and_the_log_of_one_day_tell_the_same_calls() -> None:
    table, log = (kept(name) for name in ("db-table-2012.tsv", "scenarios-2012.queue_log"))
    for one, other in zip(table["rows"]["contacts"], log["rows"]["contacts"], strict=True):
        assert (one["contact_id"], one["outcome"], one["queue"]) == (
            other["contact_id"],
            other["outcome"],
            other["queue"],
        )
        assert one["offered_us"] // 1_000_000 == other["offered_us"] // 1_000_000, "whole seconds in the log"


def test_the_traps_of_the_samples() -> None:
    consulted, restarted = kept("consult-transfer-2024.queue_log"), kept("restarts-and-orphan-2020.queue_log")
    first, second = consulted["rows"]["contacts"]
    assert first["contact_id"] == second["contact_id"], "the consultation's own call id makes no contact"
    assert (second["transfer_in"], second["flags"]) == ("attended", "no_entry")
    assert consulted["receipts"][0]["reasons"] == {"QL_CONSULTATION": 1}
    (failed,) = [row for row in restarted["rows"]["contacts"] if row["outcome"] == "failed"]
    assert failed["flags"] == "restarted", "never abandoned by guess"
    codes = {code for _, code, _ in restarted["receipts"][0]["warnings"]}
    assert {"QL_FAILED", "QL_TRAILING_FIELD"} <= codes


def kept(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
