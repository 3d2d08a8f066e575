"""JSON files as records: lines, objects in a row, arrays, objects around an array; and what is refused, where."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest

from pactline.importers.fault import Fault
from pactline.importers.files import json_document, json_lines
from pactline.importers.files.json_records import JsonRecord, document_records, json_records
from pactline.importers.files.strict_json import Number, parse
from pactline.importers.reading import SourceRefused


def found(text: str | bytes, *lists: str) -> list[tuple[int, Any]]:
    raw = text if isinstance(text, bytes) else text.encode()
    records = json_records(io.BufferedReader(io.BytesIO(raw)), lists)  # type: ignore[arg-type]
    return [(each.line, _told(each)) for each in records]


def _told(record: JsonRecord) -> Any:
    return record.value.code if isinstance(record.value, Fault) else record.value


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}\n{"a": 2}\n',
        '{"a": 1}{"a": 2}',
        '{"a": 1} {"a": 2}\n\n',
        '[{"a": 1}, {"a": 2}]',
        '[\n {"a": 1},\n {"a": 2}\n]\n',
        '{"total": 2, "list": [{"a": 1}, {"a": 2}], "next": null}',
        '{"list" :\n[{"a":1},{"a":2}]}',
        '\ufeff[{"a": 1},{"a": 2}]',
        '{\n "a": 1\n}\n{\n "a":\n 2}\n',
    ],
)
def test_the_same_records_however_they_stand_in_the_file(text: str) -> None:
    assert [value for _, value in found(text, "list")] == [{"a": "1"}, {"a": "2"}]


def test_a_number_stays_as_it_is_written() -> None:
    value = parse('{"a": 6.9444446e-05, "b": 12345678901234567890, "c": -0.0}')
    assert value == {"a": "6.9444446e-05", "b": "12345678901234567890", "c": "-0.0"}
    assert all(type(each) is Number for each in value.values())


def test_lines_are_numbered_and_a_broken_one_costs_itself() -> None:
    text = '{"a": 1}\nnonsense\n\n{"a": 1, "a": 2}\n{"a": NaN}\n{"open": [\n{"a": 6}\n'
    assert found(text) == [
        (1, {"a": "1"}), (2, "JSON_SYNTAX"), (4, "JSON_DUP_KEY"), (5, "JSON_NONFINITE"), (6, "JSON_SYNTAX"),
        (7, {"a": "6"}),
    ]  # fmt: skip


def test_brackets_and_quotes_inside_strings_are_text() -> None:
    assert found('[{"a": "]}\\" ,[{"}, {"b": "\\\\"}]') == [(1, {"a": ']}" ,[{'}), (2, {"b": "\\"})]


def test_elements_of_an_array_are_numbered_whatever_they_are() -> None:
    assert found('[1, {"a": [1, 2]}, "x,]", null, [3]]') == [
        (1, "1"), (2, {"a": ["1", "2"]}), (3, "x,]"), (4, None), (5, ["3"]),
    ]  # fmt: skip
    assert found("[]") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[{"a": 1},]', "JSON_SYNTAX"),
        ('[{"a": 1} {"a": 2}]', "JSON_SYNTAX"),
        ('[{"a": 1}, {"a": 2}', "JSON_SYNTAX"),
        ('[{"a": 1}]]', "JSON_SYNTAX"),
        ('[{"a": 1}, {"b": "never ends}]', "JSON_SYNTAX"),
        ('[{"a": 1}] // done', "JSON_SYNTAX"),
        ('[{"a": 1, "a": 1}]', "JSON_DUP_KEY"),
        ('{"list": [{"a": 1}], "list": []}', "JSON_DUP_KEY"),
        ('[{"a": 1},,{"a": 2}]', "JSON_SYNTAX"),
        ("[,]", "JSON_SYNTAX"),
        ('["cut \\', "JSON_SYNTAX"),
        ("[" * 34 + "]" * 34, "JSON_DEPTH"),
        ("", "EMPTY_FILE"),
        (b'[{"a": "\xff"}]', "ENC_NOT_UTF8"),
        (b"\xff\xfe[\x00", "ENC_UTF16"),
    ],
)
def test_a_document_is_good_as_a_whole_or_not_at_all(text: str | bytes, code: str) -> None:
    with pytest.raises(SourceRefused) as refused:
        found(text, "list")
    assert refused.value.code == code


@pytest.mark.parametrize("block", [1, 2, 3, 7, 64])
def test_where_the_blocks_of_a_file_end_changes_nothing(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '{"n": 2, "list": [{"a": "\u00e9,]\\"}"}, 7, {"b": {"c": [1]}}]}'
    expected = found(text, "list")
    monkeypatch.setattr(json_document, "_BLOCK", block)
    reads = io.BufferedReader(io.BytesIO(text.encode()))  # type: ignore[arg-type]
    assert [(r.line, _told(r)) for r in document_records(reads, ("list",))] == expected == [
        (1, {"a": 'é,]"}'}), (2, "7"), (3, {"b": {"c": ["1"]}}),
    ]  # fmt: skip


def test_a_record_too_long_is_refused_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactline.importers.files.lines.LONGEST_LINE", 40)
    assert found('{"a": "' + "x" * 90 + '"}\n{"a": 2}\n') == [(1, "FIELD_TOO_LONG"), (2, {"a": "2"})]


def test_a_list_of_any_length_is_read_and_only_what_stands_around_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (json_document, json_lines):
        monkeypatch.setattr(place, "LONGEST_LINE", 100)
    assert len(found('{"list": [' + ", ".join(["1"] * 500) + "]}", "list")) == 500
    for text in ('{"more": "' + "x" * 101 + '", "list": [1]}', '[1, "' + "x" * 99 + '"]'):
        with pytest.raises(SourceRefused) as refused:
            found(text, "list")
        assert refused.value.code == "FIELD_TOO_LONG"


def test_a_record_goes_on_over_so_many_lines_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "MOST_LINES", 4)
    assert found('{"a":\n1\n,"b":\n2}\n') == [(1, {"a": "1", "b": "2"})]
    assert found('{"a":\n1\n,"b":\n\n2}\n7\n') == [
        (1, "JSON_SYNTAX"), (2, "1"), (3, "JSON_SYNTAX"), (5, "JSON_SYNTAX"), (6, "7"),
    ]  # fmt: skip


def test_brackets_that_are_never_closed_cost_their_own_lines_however_many_they_are() -> None:
    told = found("{\n" * 50_000 + '{"a": 1,\n"b": 2}\n')
    assert told[:50_000] == [(line, "JSON_SYNTAX") for line in range(1, 50_001)]
    assert told[50_000:] == [(50_001, {"a": "1", "b": "2"})]


@pytest.mark.parametrize("text", ['"' + '\\"' * 500_000, "{" + '"a' * 300_000, '{"a":[' * 200_000, "{}" * 200_000])
def test_no_line_takes_longer_than_another_of_its_length(text: str) -> None:
    began = time.process_time()
    assert found(text)
    assert time.process_time() - began < 5  # a search that begins anew at every quote takes hours


def test_a_record_holds_so_many_values_and_no_more() -> None:
    fits = "[" + ",".join("1" * 99_999) + "]"
    assert len(parse(fits)) == 99_999
    with pytest.raises(Fault) as refused:
        parse(fits[:-1] + ",1,1]")
    assert refused.value.code == "JSON_TOO_WIDE"
    assert parse('["' + "," * 200_000 + '"]') == ["," * 200_000]
