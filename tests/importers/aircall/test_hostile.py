"""A folder of webhooks as it really looks: repeated, out of order, mixed with pages of the interface, cut short."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.aircall.made_up import BEGAN, call, event, lines, missed
from tests.importers.aircall.test_calls import COURSE
from tests.importers.golden import assert_golden, report
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing, bring_in

GOLDEN = Path(__file__).parent / "golden"
EVERYTHING: list[dict[str, Any]] = [
    *COURSE,
    COURSE[1],
    event("call.ended", missed("no_available_agent", 900), 25),
    event("call.ended", missed("agents_did_not_answer", 900), 25),
    event("call.ended", missed("short_abandoned", 901), 25),
    event("call.voicemail_left", missed("no_available_agent", 902, voicemail="https://v"), 40),
    missed("abandoned_in_ivr", 903),
    call(904, direction="outbound"),
    event("call.transferred", call(904, transferred_to={"id": 2, "name": "Bob", "email": "b@example.com"}), 400),
    event("call.ended", missed("teleported", 905), 25),
    event("call.created", call(906, started_at=BEGAN * 1000), 0),
    event("contact.created", {"id": 5}, 9, resource="contact"),
    call(907, started_at=4_000_000_000),
    call(908, id="9 08"),
]


def test_the_report_of_a_bad_day(tmp_path: Path) -> None:
    file = tmp_path / "bad-day.jsonl"
    text = "".join(lines(*EVERYTHING)) + '\n{"event": "call.ended", "data": {"id": 12,}}\n{"event": "call.en'
    file.write_text(text, encoding="utf-8")
    assert_golden(report([file], tmp_path / "set", "aircall", customer_key=b"k"), GOLDEN / "bad-day.json")


def test_order_and_split_do_not_matter(tmp_path: Path) -> None:
    assert_order_and_split_do_not_matter(lines(*EVERYTHING), tmp_path, "aircall", seeds=range(8))


def test_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "bad-day.jsonl"
    file.write_text("".join(lines(*EVERYTHING)), encoding="utf-8")
    assert assert_twice_changes_nothing(file, tmp_path / "set", "aircall").read == len(EVERYTHING)


@pytest.mark.parametrize("shape", ["lines", "array", "page", "pages", "spread"])
def test_the_same_calls_in_any_shape_of_file(shape: str, tmp_path: Path) -> None:
    calls = [call(n) for n in range(1, 5)] + [missed("short_abandoned", 9)]
    meta = {"count": 5, "next_page_link": None}
    text = {
        "lines": "".join(lines(*calls)),
        "array": json.dumps(calls),
        "page": json.dumps({"meta": meta, "calls": calls}),
        "pages": "".join(lines({"meta": meta, "calls": calls[:2]}, {"meta": meta, "calls": calls[2:]})),
        "spread": json.dumps({"meta": meta, "calls": calls}, indent=2),
    }[shape]
    file = tmp_path / shape
    file.write_text(text, encoding="utf-8")
    (receipt,), digest = bring_in([file], tmp_path / "set", "aircall")
    plain = tmp_path / "plain"
    plain.write_text("".join(lines(*calls)), encoding="utf-8")
    assert (receipt.accepted, digest) == (5, bring_in([plain], tmp_path / "other", "aircall")[1])
