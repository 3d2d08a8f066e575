"""A hostile sample of our own: duplicates, orphans, clocks that disagree, wrong types, a cut file, two contents."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.importers.golden import assert_golden, report
from tests.importers.suite import assert_twice_changes_nothing
from tests.importers.zendesk_talk.made_up import call, leg, lines, unanswered

from pactline.importers.plain import codes as plain_codes
from pactline.importers.zendesk_talk import importing
from pactline.importers.zendesk_talk.importing import CODES

GOLDEN = Path(__file__).parent / "golden" / "hostile.json"


def hostile() -> str:
    """One record a line; the comment says what is wrong with it."""
    found: list[Any] = [
        call(1), call(1), leg(11, 1), leg(11, 1),  # delivered twice
        call(2), call(2, wrap_up_time=6),  # two contents of one update
        call(3), call(3, wrap_up_time=7, updated_at="2026-03-02T11:00:00+01:00"),  # the same instant with an offset
        leg(91, 90),  # no call
        call(4, wait_time=50),  # waited longer than it took to answer
        call(5, duration=20),  # over before it was answered
        call(6, talk_time=1_000),  # talked longer than it lasted
        call(7, wait_time="twenty"), call(8, voicemail="false"), call(9, completion_status="lost"),
        call(10, ivr_destination_group_name="sa\u202eles"), call(11, created_at="2026-02-30T09:00:00Z"),
        unanswered("abandoned_in_queue", id=12, wait_time=None, duration=None),
        leg(13, 1, call_id=True), {"id": 14}, [], "call", None,
    ]  # fmt: skip
    return lines(found) + json.dumps(call(15))[:-5]  # cut short


def test_the_report_of_the_hostile_sample(tmp_path: Path) -> None:
    file = tmp_path / "hostile.jsonl"
    file.write_text(hostile(), encoding="utf-8")
    assert_golden(report([file], tmp_path / "set", "zendesk-talk"), GOLDEN)


def test_the_hostile_sample_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "hostile.jsonl"
    file.write_text(hostile(), encoding="utf-8")
    assert assert_twice_changes_nothing(file, tmp_path / "set", "zendesk-talk").verdict == "partial"


def test_every_code_that_is_shown_is_explained_and_none_besides() -> None:
    folder = Path(importing.__file__).parent
    text = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py") if file.name != "codes.py")
    shown = set(re.findall(r'"([A-Z]{2,}_[A-Z0-9_]+)"', text))
    plain = {*plain_codes.REFUSED_RECORDS, *plain_codes.REFUSED_FILES, *plain_codes.OTHERS}
    assert {code for code in shown if code.startswith("ZT_")} == set(CODES)
    assert {code for code in shown if not code.startswith("ZT_")} <= plain
