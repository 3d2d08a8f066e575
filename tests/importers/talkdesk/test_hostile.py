"""Reports as they pile up: twice, in both formats and generations, with entries that cannot be."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.golden import assert_golden, report
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing, bring_in
from tests.importers.talkdesk.made_up import BERLIN, UTC, csv_lines, days, gone, json_lines, new, old

GOLDEN = Path(__file__).parent / "golden"
EVERYTHING: list[dict[str, Any]] = [
    old("h-1"),
    old("h-1"),
    old("h-1", csat_score=None),  # fetched before the customer answered
    old("h-2", talk_time=days(100)),
    old("h-2", talk_time=days(101)),
    new("h-3"),
    gone("short_abandoned", "h-4"),
    gone("missed", "h-5"),
    gone("voicemail", "h-6", wait_time=None),
    gone("outbound_missed", "h-7"),
    new("h-8", end_at=None),
    new("h-8"),
    old("h-9", start_time="2025-10-26 02:10:00", end_time="2025-10-26 02:13:20"),
    old("h-10", start_time="2026-03-29 02:10:00", end_time="2026-03-29 03:13:20"),
    old("h-11", talk_time="6"),
    old("h-12", waiting_time=days(13) + "9"),
    new("h-13", type="hologram"),
    new("h 14"),
    new("h-15", total_ringing_time=60),
]


def test_the_report_of_a_bad_day(tmp_path: Path) -> None:
    file = tmp_path / "bad-day.jsonl"
    text = "".join(json_lines(*EVERYTHING)) + '{"call_id": "h-20", "type": "inb'
    file.write_text(text, encoding="utf-8")
    assert_golden(report([file], tmp_path / "set", "talkdesk", zone=BERLIN), GOLDEN / "bad-day.json")


def test_order_and_split_do_not_matter(tmp_path: Path) -> None:
    assert_order_and_split_do_not_matter(json_lines(*EVERYTHING), tmp_path, "talkdesk", seeds=range(8), zone=BERLIN)


def test_order_and_split_do_not_matter_as_csv(tmp_path: Path) -> None:
    entries = [entry for entry in EVERYTHING if "interaction_id" in entry]
    header, *rows = csv_lines(*entries)
    assert_order_and_split_do_not_matter(rows, tmp_path, "talkdesk", header=header, zone=BERLIN)


def test_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "bad-day.jsonl"
    file.write_text("".join(json_lines(*EVERYTHING)), encoding="utf-8")
    assert assert_twice_changes_nothing(file, tmp_path / "set", "talkdesk", zone=BERLIN).read == len(EVERYTHING)


@pytest.mark.parametrize("shape", ["entries", "array", "lines", "pages", "csv", "crlf", "mark", "packed"])
def test_the_same_calls_in_any_shape_of_file(shape: str, tmp_path: Path) -> None:
    entries = [old(f"s-{n}", waiting_time=days(n)) for n in range(5)]
    lines = [line.strip() for line in json_lines(*entries)]
    table = "".join(csv_lines(*entries))
    content = {
        "entries": f'{{"type": "calls", "entries": [{",".join(lines)}], "total": 5}}'.encode(),
        "array": f"[{','.join(lines)}]".encode(),
        "lines": "\n".join(lines).encode(),
        "pages": f'{{"entries": [{lines[0]}]}}\n{{"entries": [{",".join(lines[1:])}]}}\n'.encode(),
        "csv": table.encode(),
        "crlf": table.replace("\n", "\r\n").encode(),
        "mark": b"\xef\xbb\xbf" + table.encode(),
        "packed": gzip.compress(table.encode()),
    }[shape]
    file, plain = tmp_path / shape, tmp_path / "plain.jsonl"
    file.write_bytes(content)
    plain.write_text("".join(json_lines(*entries)), encoding="utf-8")
    (receipt,), digest = bring_in([file], tmp_path / "set", "talkdesk", zone=UTC)
    assert (receipt.accepted, digest) == (5, bring_in([plain], tmp_path / "other", "talkdesk", zone=UTC)[1])


def test_a_broken_row_of_a_table_costs_itself(tmp_path: Path) -> None:
    header, first, second = csv_lines(old("s-1"), old("s-2"))
    file = tmp_path / "report.csv"
    file.write_text(header + first + "\n" + "s-9,inbound\n" + '"s-8' + "\n" + second.rstrip("\n"), encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "talkdesk", zone=UTC)
    assert receipt.accepted == 2
    assert receipt.reasons == {"BLANK_LINE": 1, "CSV_COLUMNS": 1, "CSV_QUOTE": 1}


def test_no_number_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    file.write_text("".join(json_lines(old("s-1"))), encoding="utf-8")
    found = report([file], tmp_path / "set", "talkdesk", zone=UTC, customer_key=b"k")
    assert "123456" not in json.dumps(found)
