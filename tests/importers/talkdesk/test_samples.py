"""The documented entry: its golden report, and the traps it holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.importers.golden import assert_golden, report
from tests.importers.suite import assert_twice_changes_nothing, bring_in

from pactline.values.zone import zone

SAMPLES = Path(__file__).resolve().parents[3] / "../shared/data/formats/talkdesk"
GOLDEN = Path(__file__).parent / "golden"
ENTRY = "explore-calls-entry-2022.json"
CENTRAL = zone("America/Chicago")

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


def test_the_report_of_the_sample(tmp_path: Path) -> None:
    assert_golden(report([SAMPLES / ENTRY], tmp_path, "talkdesk", zone=CENTRAL), GOLDEN / f"{ENTRY}.json")


def test_fractions_of_a_day_become_whole_seconds_and_three_seconds_are_neither_talk_nor_wait() -> None:
    """Traps: 6.9444446e-05 of a day is 6 s; 14 s in all; yes and no are spelt TRUE, FALSE and No."""
    (row,) = json.loads((GOLDEN / f"{ENTRY}.json").read_text(encoding="utf-8"))["rows"]["contacts"]
    assert (row["talk_ms"], row["wait_ms"], row["ring_ms"], row["hold_ms"]) == (6_000, 5_000, 4_000, 0)
    assert row["ended_us"] - row["arrived_us"] == 14_000_000
    assert row["offered_us"] - row["arrived_us"] == 3_000_000
    assert (row["tags"], row["csat"], "transfer_out" in row) == ("business_hours=yes", 1, False)


def test_the_agents_ring_lies_inside_the_callers_wait() -> None:
    """Trap: speed to answer (4 s) is not the wait (5 s): one second was in the queue before the phone rang."""
    (row,) = json.loads((GOLDEN / f"{ENTRY}.json").read_text(encoding="utf-8"))["rows"]["contacts"]
    assert row["ring_ms"] < row["wait_ms"]
    assert "flags" not in row


def test_without_a_zone_the_report_is_refused_and_the_zone_asked_for(tmp_path: Path) -> None:
    """Trap: times have no zone; none is guessed."""
    (receipt,), _ = bring_in([SAMPLES / ENTRY], tmp_path, "talkdesk")
    assert (receipt.verdict, receipt.reasons) == ("rejected", {"TS_ZONE_MISSING": 1})
    assert "--zone" in receipt.problems[0]["message"]


def test_the_sample_twice_changes_nothing(tmp_path: Path) -> None:
    assert_twice_changes_nothing(SAMPLES / ENTRY, tmp_path, "talkdesk", zone=CENTRAL)
