"""The real samples: golden reports, and the traps of the format that they hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.importers.golden import assert_golden, report
from tests.importers.suite import assert_twice_changes_nothing

SAMPLES = Path(__file__).resolve().parents[3] / "../shared/data/formats/genesys-cloud"
GOLDEN = Path(__file__).parent / "golden"
OLD, CHAT = "conversation-details-2016-a.json", "conversation-chat-held-2021.json"
KEY = b"0123456789abcdef"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


@pytest.mark.parametrize("name", [OLD, CHAT])
def test_the_report_of_a_real_sample(name: str, tmp_path: Path) -> None:
    assert_golden(report([SAMPLES / name], tmp_path, "genesys-cloud", customer_key=KEY), GOLDEN / name)


def test_the_chat_has_milliseconds_and_they_add_up() -> None:
    """Trap: metrics are milliseconds; answered after 11179, talk 374561, hold 544176, handle 918737 = talk + hold."""
    (row,) = json.loads((GOLDEN / CHAT).read_text(encoding="utf-8"))["rows"]["contacts"]
    assert (row["wait_ms"], row["talk_ms"], row["hold_ms"]) == (11_179, 374_561, 544_176)
    assert row["talk_ms"] + row["hold_ms"] == (row["ended_us"] - row["answered_us"]) // 1000 == 918_737
    assert "flags" not in row


def test_the_old_answers_without_metrics_and_end_are_told_from_segments() -> None:
    """Traps: no metrics and no conversationEnd; previews the agent skipped; an alert of 0 ms that failed, then another
    session of the same agent; wrap-up that begins before the talk ends."""
    found = json.loads((GOLDEN / OLD).read_text(encoding="utf-8"))
    (receipt,), (row,) = found["receipts"], found["rows"]["contacts"]
    assert (receipt["read"], receipt["accepted"], receipt["verdict"]) == (17, 1, "accepted")
    assert receipt["reasons"] == {"GC_NO_QUEUE": 2, "GC_PREVIEW_SKIPPED": 14}
    assert [(line, code) for line, code, _ in receipt["warnings"]] == [(5, "GC_ALERT_FAILED")]
    assert (row["wait_ms"], row["talk_ms"], row["ring_ms"], row["wrap_ms"]) == (13_703, 16_072, 5_425, 5_000)
    assert (row["legs_offered"], row["self_service"]) == (1, "passed_on")


@pytest.mark.parametrize("name", [OLD, CHAT])
def test_a_sample_twice_changes_nothing(name: str, tmp_path: Path) -> None:
    assert_twice_changes_nothing(SAMPLES / name, tmp_path, "genesys-cloud", customer_key=KEY)
