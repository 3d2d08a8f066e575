"""Interval counts as CSV: what was counted becomes rows, what contradicts itself is refused."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing, bring_in

from pactline.importers import interval_counts
from pactline.importers.ingesting import read_records
from pactline.importers.plain import codes as plain_codes
from pactline.statement.counting.choices_in_words import choose
from pactline.statement.measuring import measure
from pactline.values.zone import zone

HEADER = "from_at,minutes,queue,answered,answered_within_20,abandoned,abandoned_within_5,wait_answered_s\n"
LINES = [
    "2025-06-02T09:00:00+02:00,30,line,10,8,2,1,100\n",
    "2025-06-02T09:30:00+02:00,30,line,20,18,0,0,200.5\n",
    "2025-06-02T09:30:00+02:00,30,other,5,,1,,\n",
]


def brought(tmp_path: Path, text: str, **declared: object) -> list[tuple[int, str]]:
    file = tmp_path / "counts.csv"
    file.write_text(text, encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "interval-counts", **declared)
    return [(problem["line"], problem["code"]) for problem in receipt.problems]


def test_it_owes_what_every_importer_owes(tmp_path: Path) -> None:
    file = tmp_path / "counts.csv"
    file.write_text(HEADER + "".join(LINES), encoding="utf-8")
    receipt = assert_twice_changes_nothing(file, tmp_path / "set", "interval-counts")
    assert (receipt.read, receipt.accepted) == (3, 3), "a record is a row of the file, however many counts it holds"
    assert_order_and_split_do_not_matter(LINES, tmp_path / "splits", "interval-counts", header=HEADER)


def test_figures_come_out_by_queue_and_what_was_not_counted_is_not_zero(tmp_path: Path) -> None:
    assert brought(tmp_path, HEADER + "".join(LINES[:2])) == []
    records = read_records(tmp_path / "set")
    named = choose("service_level", {"within": "20 s", "abandons": "count_all"})
    assert measure(records, named).rows[0].figure.value == Fraction(2600, 32)
    assert measure(records, choose("average_speed_of_answer", {})).rows[0].figure.value == Fraction(3005, 300)
    counts = {row["what"]: row["value"] for row in records.rows(records.table("interval_counts")) if row["value"] != 0}
    assert counts["wait_answered_ms"] in (100_000, 200_500)


def test_the_same_interval_counted_otherwise_is_a_conflict_of_the_whole_row(tmp_path: Path) -> None:
    file = tmp_path / "counts.csv"
    file.write_text(HEADER + LINES[0] + LINES[0].replace(",8,2,", ",7,2,"), encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "interval-counts")
    assert (receipt.read, receipt.accepted, receipt.conflicts) == (2, 0, 2)
    assert "interval_counts with queue line" in receipt.conflicting[0]["message"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2025-06-02T09:00:00,30,line,1,1,0,0,1", "TS_NO_OFFSET"),
        ("2025-06-02T09:05:00+02:00,30,line,1,1,0,0,1", "IC_GRAIN"),
        ("2025-06-02T09:00:00+02:00,20,line,1,1,0,0,1", "IC_MINUTES"),
        ("2025-06-02T09:00:00+02:00,,line,1,1,0,0,1", "IC_MINUTES"),
        ("2025-06-02T09:00:00+02:00,30,,1,1,0,0,1", "QUEUE_EMPTY"),
        ("2025-06-02T09:00:00+02:00,30,line,,,,,", "IC_NOTHING"),
        ("2025-06-02T09:00:00+02:00,30,line,3,4,0,0,1", "IC_MORE"),
        ("2025-06-02T09:00:00+02:00,30,line,3,3,1,2,1", "IC_MORE"),
        ("2025-06-02T09:00:00+02:00,30,line,-3,,0,0,1", "NUM_NEGATIVE"),
        ("2025-06-02T09:00:00+02:00,30,line,3.5,,0,0,1", "NUM_FORMAT"),
        ("2025-06-02T09:00:00+02:00,30,line,3,,0,0,1e3", "NUM_FORMAT"),
        ("2025-06-02T09:00:00+02:00,30,line,3,,0,0", "CSV_COLUMNS"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_with_its_reason(tmp_path: Path, line: str, code: str) -> None:
    assert brought(tmp_path, HEADER + LINES[1] + line + "\n") == [(3, code)]


def test_local_times_are_read_in_the_declared_zone_and_the_end_may_be_given(tmp_path: Path) -> None:
    text = "queue,from_at,to_at,channel,direction,answered\nline,2025-06-02T00:00:00,2025-06-03T00:00:00,chat,,7\n"
    assert brought(tmp_path, text, zone=zone("Europe/Berlin")) == []
    records = read_records(tmp_path / "set")
    (row,) = records.rows(records.table("interval_counts"))
    assert (row["channel"], row["direction"], row["value"]) == ("chat", "inbound", 7)
    assert row["to_us"] - row["from_us"] == 86_400_000_000
    assert brought(tmp_path, text.replace("chat", "fax"), zone=zone("Europe/Berlin")) == [(2, "IC_WORD")]


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("from_at,minutes,answered", "queue"),
        ("queue,from_at,answered", "to_at or minutes"),
        ("queue,from_at,minutes", "counts"),
    ],
)
def test_a_header_without_what_it_takes_names_it(tmp_path: Path, header: str, missing: str) -> None:
    file = tmp_path / "counts.csv"
    file.write_text(header + "\n", encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "interval-counts")
    assert [(p["code"], missing in p["message"]) for p in receipt.problems] == [("HDR_MISSING_COLUMN", True)]


def test_every_code_is_explained() -> None:
    text = Path(interval_counts.__file__).read_text(encoding="utf-8")
    shown = set(re.findall(r'"([A-Z]+_[A-Z_]+)"', text))
    shared = {*plain_codes.REFUSED_RECORDS, *plain_codes.REFUSED_FILES, *plain_codes.OTHERS}
    assert shown - shared == set(interval_counts.CODES)
