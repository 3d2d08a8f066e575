"""The real samples: golden reports, and the traps of the format that they hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.importers.golden import assert_golden, report
from tests.importers.suite import assert_twice_changes_nothing, bring_in

SAMPLES = Path(__file__).resolve().parents[3] / "../shared/data/formats/zendesk-talk"
GOLDEN = Path(__file__).parent / "golden"
CALLS, LEGS = "incremental-calls.jsonl", "incremental-legs.jsonl"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


@pytest.mark.parametrize("names", [(CALLS,), (LEGS,), (CALLS, LEGS)], ids=["calls", "legs", "calls-and-legs"])
def test_the_report_of_the_real_samples(names: tuple[str, ...], tmp_path: Path, request: pytest.FixtureRequest) -> None:
    found = report([SAMPLES / name for name in names], tmp_path, "zendesk-talk")
    assert_golden(found, GOLDEN / f"{request.node.callspec.id}.json")


def test_the_traps_of_the_samples() -> None:
    found = json.loads((GOLDEN / "calls-and-legs.json").read_text(encoding="utf-8"))
    calls, legs = found["receipts"]
    rows = {row["contact_id"]: row for row in found["rows"]["contacts"]}
    assert (calls["read"], calls["accepted"], calls["duplicates"]) == (5, 4, 1), "the last call comes twice"
    failed, long = rows["360088814475"], rows["360120313416"]
    assert (failed["outcome"], failed.get("talk_ms"), failed["ended_us"] - failed["offered_us"]) == (
        "failed",
        None,
        18_000_000,
    )  # fmt: skip - a failed call has a duration and no talk: null is not 0
    assert (long["talk_ms"], long["hold_ms"]) == (0, 0), "and 0 is 0"
    assert (long["ended_us"] - long["offered_us"]) // 1_000_000 == 349, "its only leg says 347; the call counts"
    assert long["source_rev"] // 1000 == 1_634_751_276, "updated three hours after the call"
    assert legs["reasons"] == {"ZT_NO_CALL": 1}, "one leg belongs to a call that is not in the file"
    assert (legs["accepted"], legs["incomplete"]) == (2, 1)
    assert failed["agent"] == "360786799676", "the leg knows the agent that the call does not"


def test_the_samples_in_any_order_are_one_digest(tmp_path: Path) -> None:
    files = [SAMPLES / CALLS, SAMPLES / LEGS]
    _, one = bring_in(files, tmp_path / "a", "zendesk-talk")
    _, other = bring_in(files[::-1], tmp_path / "b", "zendesk-talk")
    assert one == other


@pytest.mark.parametrize("name", [CALLS, LEGS])
def test_a_sample_twice_changes_nothing(name: str, tmp_path: Path) -> None:
    assert_twice_changes_nothing(SAMPLES / name, tmp_path, "zendesk-talk")
