"""JSON Lines: types, duplicates, depth, and the same record as the CSV."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.plain import BASE, HEADER, line, read_csv, read_json
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing

from pactline.importers.plain.fields import NUMBERS
from pactline.importers.reading import Read, Refused


def _object(**changes: Any) -> dict[str, Any]:
    plain = {name: int(value) if value and name in NUMBERS else value or None for name, value in BASE.items()}
    return {**plain, **changes}


def test_an_object_is_the_same_record_as_the_csv_row(tmp_path: Path) -> None:
    (from_json,) = read_json(tmp_path, _object())
    (from_csv,) = read_csv(tmp_path, HEADER + line())
    assert isinstance(from_json, Read)
    assert isinstance(from_csv, Read)
    assert from_json.row == from_csv.row


def test_no_binary_float_stands_for_a_number(tmp_path: Path) -> None:
    (item,) = read_json(tmp_path, json.dumps(_object()).replace('"hold_s": 15', '"hold_s": 15.125'))
    assert isinstance(item, Read)
    assert item.row["hold_ms"] == 15_125


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"wait_s": "12"}, "JSON_TYPE"),
        ({"wait_s": True}, "JSON_TYPE"),
        ({"contact_id": 7}, "JSON_TYPE"),
        ({"agent": ["A"]}, "JSON_TYPE"),
        ({"offered_at": None}, "FIELD_MISSING"),
        ({"wait_s": None}, "FIELD_MISSING"),
        ({"wait_s": -1}, "NUM_NEGATIVE"),
        ({"agent": "x" * 65_537}, "FIELD_TOO_LONG"),
        ({"agent": "\ud800"}, "TEXT_UNSAFE"),
        ({"csat": 4.5}, "CSAT_RANGE"),
        ({f"k{n}": 0 for n in range(257)}, "JSON_TOO_WIDE"),
    ],
)
def test_a_wrong_value_is_refused_with_its_code(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    (item,) = read_json(tmp_path, _object(**changes))
    assert isinstance(item, Refused)
    assert item.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "JSON_SYNTAX"),
        ("{} {}", "JSON_SYNTAX"),
        ("[]", "JSON_TYPE"),
        ("7", "JSON_TYPE"),
        ('{"wait_s": NaN}', "JSON_NONFINITE"),
        ('{"a": 1, "a": 1}', "JSON_DUP_KEY"),
        ('{"x": ' + "[" * 33 + "]" * 33 + "}", "JSON_DEPTH"),
        ('{"x": ' + "[" * 200_000, "JSON_DEPTH"),
        ("  ", "BLANK_LINE"),
    ],
)
def test_a_line_that_is_no_object_of_ours_is_named(tmp_path: Path, text: str, code: str) -> None:
    item, good = read_json(tmp_path, text, _object())
    assert not isinstance(item, Read)
    assert (item.line, item.code) == (1, code)
    assert isinstance(good, Read)


def test_brackets_inside_texts_are_no_depth(tmp_path: Path) -> None:
    (item,) = read_json(tmp_path, _object(agent="[" * 60 + '"\\'))
    assert isinstance(item, Read)


def test_the_importer_owes_what_every_importer_owes(tmp_path: Path) -> None:
    lines = [json.dumps(_object(contact_id=f"c-{n}")) + "\n" for n in range(9)]
    lines += [json.dumps(_object(contact_id="c-3", queue="told otherwise")) + "\n", "{\n", lines[0]]
    assert_order_and_split_do_not_matter(lines, tmp_path / "split", "plain-jsonl", seeds=[0, 1])
    file = tmp_path / "once.jsonl"
    file.write_text("".join(lines), encoding="utf-8")
    assert_twice_changes_nothing(file, tmp_path / "set", "plain-jsonl")
