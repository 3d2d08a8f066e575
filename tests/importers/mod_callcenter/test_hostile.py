"""A hostile sample of our own: duplicates, orphans, a set-back clock, wrong types, a cut file, two contents."""

from __future__ import annotations

import re
from pathlib import Path

from tests.importers.golden import assert_golden, report
from tests.importers.mod_callcenter.made_up import T0, US, as_json, call, event, left
from tests.importers.suite import assert_twice_changes_nothing

from pactline.importers.mod_callcenter import importing
from pactline.importers.mod_callcenter.importing import CODES
from pactline.importers.plain import codes as plain_codes

GOLDEN = Path(__file__).parent / "golden" / "hostile.json"


def hostile() -> str:
    """One event a line; the comment says what is wrong with it."""
    good = call(0, 8, 60, session="s-good", member="m-good")
    ended_twice = left(100, 30, "BREAK_OUT", session="s-two", member="m-two")
    set_back = left(300, 20, "TIMEOUT", session="s-clock", member="m-clock")
    set_back[1]["CC-Member-Leaving-Time"] = str(T0 + 299)
    events: list[object] = [
        *good,
        good[1],  # delivered twice
        *ended_twice,
        {**ended_twice[1], "CC-Member-Leaving-Time": str(T0 + 131)},  # another content of the same end
        event("bridge-agent-fail", 400, session="s-orphan", member="m-orphan", CC_Agent="1001"),  # and no entry
        *set_back,  # leaves before it joined
        {**left(500, 5, "TIMEOUT", session="s-type", member="m-type")[1], "CC-Queue": {"name": "x"}},
        {**left(500, 5, "TIMEOUT", session="s-type", member="m-type")[1], "CC-Member-Leaving-Time": str(T0 * US)},
        {**left(500, 5, "TIMEOUT", session="s-name", member="m-name")[1], "CC-Queue": "sa\u202eles"},
        {**left(500, 5, "TIMEOUT", session="s na me", member="m-id")[1]},
        event("agent-status-change", 600, CC_Agent_Status="Available"),
        event("agent-status-change", 500, CC_Agent_Status="Logged Out"),  # out of order
        event("member-queue-start", 700, session="s-open", member="m-open"),
        ["no", "object"],
    ]
    lines = as_json(events)  # type: ignore[arg-type]
    return lines + '{"CC-Action": "member-queue-end", "CC-Queue": "sal'  # cut short


def test_the_report_of_the_hostile_sample(tmp_path: Path) -> None:
    file = tmp_path / "hostile.json"
    file.write_text(hostile(), encoding="utf-8")
    assert_golden(report([file], tmp_path / "set", "mod_callcenter"), GOLDEN)


def test_the_hostile_sample_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "hostile.json"
    file.write_text(hostile(), encoding="utf-8")
    receipt = assert_twice_changes_nothing(file, tmp_path / "set", "mod_callcenter")
    assert receipt.verdict == "partial"


def test_every_code_that_is_shown_is_explained_and_none_besides() -> None:
    folder = Path(importing.__file__).parent
    text = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    shown = set(re.findall(r'"([A-Z]{2,}_[A-Z0-9_]+)"', text.replace("NO_AGENT_TIMEOUT", "").replace("BREAK_OUT", "")))
    shown -= {"EXIT_WITH_KEY"}
    plain = {*plain_codes.REFUSED_RECORDS, *plain_codes.REFUSED_FILES, *plain_codes.OTHERS}
    assert {code for code in shown if code.startswith("FS_")} == set(CODES)
    assert {code for code in shown if not code.startswith("FS_")} <= plain | {"TS_ZONE_MISSING"}
