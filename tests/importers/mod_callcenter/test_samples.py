"""The real samples: golden reports, and the traps of the format that they hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.importers.golden import assert_golden, report
from tests.importers.suite import assert_twice_changes_nothing, bring_in

from pactline.values.zone import zone

SAMPLES = Path(__file__).resolve().parents[3] / "../shared/data/formats/freeswitch-mod_callcenter"
GOLDEN = Path(__file__).parent / "golden"
PAIR, EVENT = "queue-call-two-cdrs-2023.csv", "member-queue-end-event.json"
LISTS = sorted(path.name for path in SAMPLES.glob("*-list.txt")) if SAMPLES.is_dir() else []
EASTERN = zone("America/New_York")

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


@pytest.mark.parametrize("name", [PAIR, EVENT, *LISTS])
def test_the_report_of_a_real_sample(name: str, tmp_path: Path) -> None:
    found = report([SAMPLES / name], tmp_path, "mod_callcenter", zone=EASTERN)
    assert_golden(found, GOLDEN / f"{name}.json")


def test_the_two_rows_are_one_call_whose_answer_is_the_agents_and_not_second_zero() -> None:
    """Trap: the caller's leg says answered at second 0 and 9 s billed; the truth is 5 s of wait and 4 s of talk."""
    (row,) = json.loads((GOLDEN / f"{PAIR}.json").read_text(encoding="utf-8"))["rows"]["contacts"]
    assert (row["wait_ms"], row["talk_ms"], row["ring_ms"], row["agent"]) == (5_000, 4_000, 5_000, "1001")
    assert (row["answered_us"] - row["offered_us"], row["ended_us"] - row["answered_us"]) == (5_000_000, 4_000_000)


def test_the_event_has_seconds_and_microseconds_side_by_side() -> None:
    """Trap: Caller-Channel-Created-Time is in microseconds, all CC- times in seconds; 5 s of wait, 4 s of talk."""
    (row,) = json.loads((GOLDEN / f"{EVENT}.json").read_text(encoding="utf-8"))["rows"]["contacts"]
    assert row["arrived_us"] == row["offered_us"] == 1_696_995_740_000_000
    assert (row["wait_ms"], row["talk_ms"], row["queue"]) == (5_000, 4_000, "3000@default")


def test_without_a_zone_the_csv_is_refused_and_the_event_is_not(tmp_path: Path) -> None:
    (pair, event), _ = bring_in([SAMPLES / PAIR, SAMPLES / EVENT], tmp_path, "mod_callcenter")
    assert (pair.verdict, list(pair.reasons)) == ("rejected", ["TS_ZONE_MISSING"])
    assert (event.verdict, event.accepted) == ("accepted", 1)


@pytest.mark.parametrize("name", [PAIR, EVENT])
def test_a_sample_twice_changes_nothing(name: str, tmp_path: Path) -> None:
    assert_twice_changes_nothing(SAMPLES / name, tmp_path, "mod_callcenter", zone=EASTERN)


def test_both_samples_in_any_order_are_two_calls_and_one_digest(tmp_path: Path) -> None:
    files = [SAMPLES / PAIR, SAMPLES / EVENT]
    receipts, one = bring_in(files, tmp_path / "a", "mod_callcenter", zone=EASTERN)
    _, other = bring_in(files[::-1], tmp_path / "b", "mod_callcenter", zone=EASTERN)
    assert (one, sum(receipt.accepted for receipt in receipts)) == (other, 2)
