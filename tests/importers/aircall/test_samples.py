"""The documented event: its golden report and what is odd about it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.importers.golden import assert_golden, report
from tests.importers.suite import assert_twice_changes_nothing

SAMPLES = Path(__file__).resolve().parents[3] / "../shared/data/formats/aircall"
GOLDEN = Path(__file__).parent / "golden"
CREATED = "webhook-call.created.json"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


def test_the_report_of_the_sample(tmp_path: Path) -> None:
    assert_golden(report([SAMPLES / CREATED], tmp_path, "aircall", customer_key=b"k"), GOLDEN / f"{CREATED}.json")


def test_a_call_just_created_is_open_and_its_hidden_digits_are_no_customer() -> None:
    """Traps: the resource is called number though the event is a call's; digits are masked; the call has no end."""
    found = json.loads((GOLDEN / f"{CREATED}.json").read_text(encoding="utf-8"))
    (row,) = found["rows"]["contacts"]
    assert (row["contact_id"], row["direction"], row["outcome"]) == ("123", "outbound", "open")
    assert row["offered_us"] == 1_732_622_895_000_000
    assert not {"customer", "wait_ms", "ended_us"} & row.keys()
    assert [code for _, code, _ in found["receipts"][0]["warnings"]] == ["AIR_NO_NUMBER"]


def test_the_sample_twice_changes_nothing(tmp_path: Path) -> None:
    assert_twice_changes_nothing(SAMPLES / CREATED, tmp_path, "aircall")
