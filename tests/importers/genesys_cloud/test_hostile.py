"""A hostile sample of our own: duplicates, orphans, a clock that jumps, wrong types, a cut file, two contents."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.importers.genesys_cloud.made_up import agent, answered, at, conversation, customer, party, segment, waiting
from tests.importers.golden import assert_golden, report
from tests.importers.suite import assert_twice_changes_nothing

from pactline.importers.genesys_cloud import importing
from pactline.importers.genesys_cloud.importing import CODES
from pactline.importers.plain import codes as plain_codes

GOLDEN = Path(__file__).parent / "golden" / "hostile.json"


def hostile() -> str:
    """One conversation a line; the comment says what is wrong with it."""
    other = answered("two-contents")
    other["participants"][2]["userId"] = "u-9"
    found: list[Any] = [
        answered("good"),
        answered("good"),  # fetched twice
        answered("two-contents"),
        other,  # and told in another way
        conversation("agent-alone", agent(3, 8, 60), end=60),  # the queue's part is missing
        conversation(
            "clock", customer(60), party("acd", segment("interact", 30, 10, "q")), end=60
        ),  # ends before it began
        conversation("clock-2", customer(60), waiting(70, 80, "peer"), end=60),  # entered after the end
        {**answered("types"), "participants": "none"},
        {**answered("types-2"), "conversationStart": 1772442000},
        {**answered("bad id"), "conversationEnd": at(143)},
        conversation("open", customer(None), waiting(3, None, None)),
        ["no", "conversation"],
        {"id": "operations", "participants": []},
    ]
    lines = "".join(json.dumps(each) + "\n" for each in found)
    lines += '{"conversationId": "twice", "conversationId": "twice", "conversationStart": "' + at(0) + '"}\n'
    return lines + json.dumps(answered("cut"))[:-20]  # cut short


def test_the_report_of_the_hostile_sample(tmp_path: Path) -> None:
    file = tmp_path / "hostile.jsonl"
    file.write_text(hostile(), encoding="utf-8")
    assert_golden(report([file], tmp_path / "set", "genesys-cloud"), GOLDEN)


def test_the_hostile_sample_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "hostile.jsonl"
    file.write_text(hostile(), encoding="utf-8")
    assert assert_twice_changes_nothing(file, tmp_path / "set", "genesys-cloud").verdict == "partial"


def test_a_document_that_is_cut_short_is_refused_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "cut.json"
    file.write_text(json.dumps({"conversations": [answered("c-1"), answered("c-2")]})[:-30], encoding="utf-8")
    (receipt,) = report([file], tmp_path / "set", "genesys-cloud")["receipts"]
    assert (receipt["verdict"], receipt["read"]) == ("rejected", 0)


def test_every_code_that_is_shown_is_explained_and_none_besides() -> None:
    folder = Path(importing.__file__).parent
    text = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py") if file.name != "codes.py")
    shown = set(re.findall(r'"([A-Z]{2,}_[A-Z0-9_]+)"', text))
    plain = {*plain_codes.REFUSED_RECORDS, *plain_codes.REFUSED_FILES, *plain_codes.OTHERS}
    assert {code for code in shown if code.startswith("GC_")} == set(CODES)
    assert {code for code in shown if not code.startswith("GC_")} <= plain
