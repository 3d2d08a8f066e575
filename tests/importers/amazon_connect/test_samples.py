"""The published samples: golden reports, and the traps of the format that they hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.golden import assert_golden, report
from tests.importers.suite import assert_twice_changes_nothing, bring_in

SAMPLES = Path(__file__).resolve().parents[3] / "../shared/data/formats/amazon-connect-ctr"
GOLDEN = Path(__file__).parent / "golden"
THRICE = "one-contact-delivered-three-times.jsonl"
CONNECTED = "contact-event-connected.json"
BROKEN = ("agent-event-heartbeat.as-published.jsonc", "contact-event-disconnected.as-published.jsonc")

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [THRICE, CONNECTED, *BROKEN])
def test_the_report_of_a_sample(name: str, tmp_path: Path) -> None:
    assert_golden(report([SAMPLES / name], tmp_path, "amazon-connect", customer_key=b"k"), GOLDEN / f"{name}.json")


def test_one_contact_delivered_three_times_is_one_and_the_last_update_counts() -> None:
    """Trap: at-least-once delivery, and again six days later because attributes were changed; no figure moves."""
    found = golden(THRICE)
    (row,) = found["rows"]["contacts"]
    assert (found["receipts"][0]["read"], found["receipts"][0]["accepted"]) == (3, 1)
    assert found["receipts"][0]["reasons"] == {"SUPERSEDED": 2}
    assert row["source_rev"] == 1_641_874_187_000_000  # 2022-01-11T04:09:47Z


def test_after_the_transfer_to_an_outside_number_the_agents_part_is_over() -> None:
    """Trap: the caller stays on for another 19 minutes; 239 s of talk and 221 s of hold are the agent's 460 s."""
    (row,) = golden(THRICE)["rows"]["contacts"]
    assert row["ended_us"] - row["answered_us"] == 460_000_000 == (row["talk_ms"] + row["hold_ms"]) * 1_000
    assert (row["transfer_out"], row["wait_ms"], row["wrap_ms"], row["legs_offered"]) == ("external", 346_000, 5_000, 1)
    assert "flags" not in row


def test_no_number_and_no_attribute_is_in_the_report() -> None:
    text = (GOLDEN / f"{THRICE}.json").read_text(encoding="utf-8")
    assert "190011112222" not in text
    assert "PathCode" not in text


def test_an_event_alone_makes_an_open_contact() -> None:
    """Trap: event keys begin in lower case, and the queue is named by its ARN alone."""
    (row,) = golden(CONNECTED)["rows"]["contacts"]
    assert (row["outcome"], row["queue"]) == ("open", "12345678-1234-1234-1234-123456789012")
    assert row["answered_us"] - row["offered_us"] == 5_000_000
    assert row["source_rev"] == 2


@pytest.mark.parametrize("name", BROKEN)
def test_comments_and_trailing_commas_are_refused_with_the_place(name: str) -> None:
    """Trap: the guide prints examples that are no JSON; nothing is mended."""
    (receipt,) = golden(name)["receipts"]
    assert (receipt["verdict"], list(receipt["reasons"])) == ("rejected", ["JSON_SYNTAX"])
    assert "line" in receipt["problems"][0]["message"]
    assert "column" in receipt["problems"][0]["message"]


def test_the_disconnect_example_with_its_comma_mended_is_refused_for_its_times(tmp_path: Path) -> None:
    """Trap: the queue's times lie eleven minutes after the disconnect; keys are in mixed case."""
    text = (SAMPLES / BROKEN[1]).read_text(encoding="utf-8").replace('22.000Z",', '22.000Z"')
    file = tmp_path / "mended.json"
    file.write_text(text, encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "amazon-connect")
    assert receipt.reasons == {"TIME_ORDER": 1}


@pytest.mark.parametrize("name", [THRICE, CONNECTED])
def test_a_sample_twice_changes_nothing(name: str, tmp_path: Path) -> None:
    assert_twice_changes_nothing(SAMPLES / name, tmp_path, "amazon-connect")
