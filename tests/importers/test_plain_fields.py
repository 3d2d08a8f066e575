"""The plain format's rules, on either side of each edge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.importers.plain import GONE, csv_file, read_csv

from pactline.importers.reading import Item, Read, Refused
from pactline.values.zone import to_us, zone


def _read(folder: Path, changes: dict[str, str], **declared: Any) -> Item:
    (item,) = read_csv(folder, csv_file(folder, changes).read_bytes(), **declared)
    return item


def _row(folder: Path, changes: dict[str, str], **declared: Any) -> Any:
    item = _read(folder, changes, **declared)
    assert isinstance(item, Read), item
    return item.row


def test_a_row_becomes_microseconds_and_milliseconds(tmp_path: Path) -> None:
    row = _row(tmp_path, {"offered_at": "2026-03-02T10:00:00.25+01:00", "wait_s": "11.75", "hold_s": "15.5"})
    assert row["answered_us"] - row["offered_us"] == 11_750_000
    assert (row["wait_ms"], row["hold_ms"], row["talk_ms"]) == (11_750, 15_500, 180_000)


@pytest.mark.parametrize(
    ("changes", "stored"),
    [
        ({"channel": "messaging"}, {"channel": "message"}),
        ({"direction": "internal"}, {"direction": "internal"}),
        ({**GONE}, {"outcome": "abandoned", "left": 41}),
        ({**GONE, "ended_at": ""}, {"outcome": "abandoned", "left": 41}),
        ({**GONE, "outcome": "overflowed"}, {"outcome": "flowed_out", "reason": "overflowed", "left": 41}),
        ({**GONE, "outcome": "voicemail", "reason": "box 7"}, {"outcome": "flowed_out", "reason": "box 7"}),
        ({**GONE, "outcome": "callback_requested"}, {"outcome": "callback"}),
        ({**GONE, "outcome": "blocked", "wait_s": ""}, {"outcome": "refused", "wait_ms": None}),
        ({**GONE, "outcome": "open", "ended_at": "", "wait_s": ""}, {"outcome": "open", "left_us": None}),
        ({**GONE, "left_at": "2026-03-02T09:00:40Z", "wait_s": "40"}, {"left": 40}),
        ({"visit": "2", "legs_offered": "3", "transfer_out": "blind"}, {"visit": 2, "legs_offered": 3}),
        ({"tags": "b=2;a=1"}, {"tags": "a=1;b=2"}),
        ({"flags": "truncated;no_end"}, {"flags": "no_end;truncated"}),
        ({"agent": "  Zoe\u0301  "}, {"agent": "Zoé"}),
        ({"agent": "   "}, {"agent": None}),
        ({"csat": "9", "csat_scale": "0-10"}, {"csat": 9, "csat_scale": "0-10"}),
        ({"source_rev": "2026-03-02T09:00:00Z"}, {"source_rev": 1_772_442_000_000_000}),
        ({"source_rev": "7", "source_ref": "row 9"}, {"source_rev": 7, "source_ref": "row 9"}),
        ({"wait_s": "13"}, {"wait_ms": 13_000}),
        ({"wait_s": "11"}, {"wait_ms": 11_000}),
    ],
)
def test_words_and_columns_are_stored_as_documented(
    tmp_path: Path, changes: dict[str, str], stored: dict[str, Any]
) -> None:
    row = _row(tmp_path, changes)
    if "left" in stored:
        assert row["left_us"] == row["offered_us"] + stored.pop("left") * 1_000_000
    assert {name: row.get(name) for name in stored} == stored


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"contact_id": ""}, "ID_EMPTY"),
        ({"contact_id": "a b"}, "ID_FORMAT"),
        ({"contact_id": "é"}, "ID_FORMAT"),
        ({"contact_id": "x" * 129}, "FIELD_TOO_LONG"),
        ({"queue": ""}, "QUEUE_EMPTY"),
        ({"queue": " "}, "QUEUE_EMPTY"),
        ({"queue": "q" * 129}, "FIELD_TOO_LONG"),
        ({"queue": "bil\u200bling"}, "TEXT_UNSAFE"),
        ({"agent": "a\x1b[2J"}, "CTRL_CHAR"),
        ({"channel": "Voice"}, "ENUM_CHANNEL"),
        ({"direction": ""}, "ENUM_DIRECTION"),
        ({"outcome": "hung up"}, "ENUM_OUTCOME"),
        ({"transfer_in": "warm"}, "ENUM_TRANSFER"),
        ({"flags": "odd"}, "ENUM_FLAG"),
        ({"tags": "a=1;a=2"}, "TAGS_FORMAT"),
        ({"tags": "a"}, "TAGS_FORMAT"),
        ({"visit": "0"}, "NUM_RANGE"),
        ({"visit": "1.0"}, "NUM_FORMAT"),
        ({"legs_offered": "-1"}, "NUM_NEGATIVE"),
        ({"wait_s": "12.0001"}, "NUM_FORMAT"),
        ({"wait_s": "2678400.001"}, "NUM_RANGE"),
        ({"wait_s": "9" * 5_000}, "NUM_RANGE"),
        ({**GONE, "wait_s": ""}, "NUM_MISSING"),
        ({"wait_s": "13.001"}, "DUR_MISMATCH"),
        ({"wait_s": "10.999"}, "DUR_MISMATCH"),
        ({"talk_s": "181.001"}, "DUR_MISMATCH"),
        ({"csat": "6"}, "CSAT_RANGE"),
        ({"csat": "٣"}, "CSAT_RANGE"),
        ({"csat": "3", "csat_scale": "high"}, "CSAT_RANGE"),
        ({**GONE, "csat": "3"}, "OUTCOME_CONTRADICTS"),
        ({"answered_at": ""}, "OUTCOME_CONTRADICTS"),
        ({"outcome": "failed"}, "OUTCOME_CONTRADICTS"),
        ({"arrived_at": "2026-03-02T09:00:01Z"}, "TIME_ORDER"),
        ({"ended_at": "2026-03-02T09:00:11Z"}, "TIME_ORDER"),
        ({"offered_at": "2026-02-29T09:00:00Z"}, "TS_FORMAT"),
        ({"offered_at": "2026-03-02 09:00:00Z"}, "TS_FORMAT"),
        ({"offered_at": "2026-03-02T09:00:00+14:01"}, "TS_FORMAT"),
        ({"offered_at": "1999-12-31T23:59:59Z"}, "TS_RANGE"),
        ({"offered_at": "2026-03-02T09:00:00"}, "TS_NO_OFFSET"),
    ],
)
def test_a_wrong_value_is_refused_with_its_code(tmp_path: Path, changes: dict[str, str], code: str) -> None:
    item = _read(tmp_path, changes)
    assert isinstance(item, Refused)
    assert (item.line, item.code) == (2, code)
    assert item.message.endswith(".")


def test_an_instant_after_the_declared_clock_is_refused(tmp_path: Path) -> None:
    ended = _row(tmp_path, {})["ended_us"]
    assert isinstance(_read(tmp_path, {}, latest_us=ended), Read)
    late = _read(tmp_path, {}, latest_us=ended - 1)
    assert isinstance(late, Refused)
    assert late.code == "TS_RANGE"


@pytest.mark.parametrize(
    ("clock", "code"), [("2026-03-29T02:30:00", "TS_NONEXISTENT"), ("2026-10-25T02:30:00", "TS_AMBIGUOUS")]
)
def test_a_local_time_that_is_skipped_or_comes_twice_is_refused(tmp_path: Path, clock: str, code: str) -> None:
    item = _read(tmp_path, {"offered_at": clock}, zone=zone("Europe/Berlin"))
    assert isinstance(item, Refused)
    assert item.code == code


def test_a_local_time_is_read_in_the_declared_zone(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    row = _row(tmp_path, {"offered_at": "2026-03-02T10:00:00"}, zone=zone("Europe/Berlin"))
    assert row["offered_us"] == to_us(datetime(2026, 3, 2, 9, tzinfo=UTC))
