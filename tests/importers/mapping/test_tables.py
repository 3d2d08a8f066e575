"""CSV, TSV and workbooks as rows: layout declared, faults with their line, nothing dangerous unpacked."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pactline.importers.reading import Ignored, Read, Refused, SourceRefused

ROW = "1,2025-06-02 09:00:00,5\n"


def codes(items):
    """``read`` or the code, with the line."""
    return [(item.line, "read" if isinstance(item, Read) else item.code) for item in items]


def refusal(importing, *arguments: Any, **given: Any) -> str:
    """The code a whole file is refused with."""
    with pytest.raises(SourceRefused) as refused:
        importing(*arguments, **given)
    assert refused.value.message
    return refused.value.code


def test_blank_lines_are_ignored_and_lines_are_physical(importing, base):
    items = importing(base, "id,start,wait\r\n\r\n1,2025-06-02 09:00:00,5\r\n")
    assert codes(items) == [(2, "BLANK_LINE"), (3, "read")]
    assert isinstance(items[0], Ignored)


def test_quoted_cells_may_hold_separators_quotes_and_line_ends(importing, base):
    mapping = base.replace("queue: support", "queue: {column: q}").replace("rows:", "tags: {n: {column: note}}\nrows:")
    head = "id,start,wait,q,note\n"
    items = importing(mapping, head + '1,2025-06-02 09:00:00,5,"a ""b"", c",x\n2,2025-06-02 09:00:00,5,q,y\n')
    assert [item.row["queue"] for item in items] == ['a "b", c', "q"]
    items = importing(
        base.replace("wait}", "wait}"),
        'id,start,wait,note\n1,2025-06-02 09:00:00,5,"two\nlines"\n2,2025-06-02 09:00:00,5,x\n',
    )
    assert codes(items) == [(2, "read"), (4, "read")]


@pytest.mark.parametrize("bad", ['1,2025-06-02 09:00:00,5"', '1,2025-06-02 09:00:00,"5"0', '1,2025-06-02 09:00:00,"5'])
def test_wrong_quotes_cost_one_row(importing, base, bad):
    items = importing(base, f"id,start,wait\n{bad}\n2,2025-06-02 09:00:00,5\n")
    assert codes(items) == [(2, "CSV_QUOTE"), (3, "read")]


def test_a_row_of_another_width_is_refused_with_what_stood_there(importing, base):
    items = importing(base, f"id,start,wait\n1,2025-06-02 09:00:00\n{ROW}Total: 1\n")
    assert codes(items) == [(2, "CSV_COLUMNS"), (3, "read"), (4, "CSV_COLUMNS")]
    assert isinstance(items[2], Refused)
    assert items[2].raw == "Total: 1"


def test_a_cell_without_end_is_refused_and_the_rest_goes_on(importing, base):
    items = importing(base, f"id,start,wait\n{'x' * 70_000},2025-06-02 09:00:00,5\n{ROW}")
    assert codes(items) == [(2, "FIELD_TOO_LONG"), (3, "read")]


def test_in_tsv_a_quote_is_a_character_like_any_other(importing, base):
    mapping = base.replace("format: csv", "format: tsv").replace("queue: support", "queue: {column: q}")
    [item] = importing(mapping, 'id\tstart\twait\tq\n1\t2025-06-02 09:00:00\t5\t"a" b\n')
    assert item.row["queue"] == '"a" b'


@pytest.mark.parametrize(("name", "mark"), [("semicolon", ";"), ("tab", "\t"), ("pipe", "|")])
def test_the_delimiter_is_declared(importing, base, name, mark):
    table = ("id,start,wait\n" + ROW).replace(",", mark)
    assert codes(importing(base.replace("{format: csv}", f"{{format: csv, delimiter: {name}}}"), table)) == [
        (2, "read")
    ]
    with pytest.raises(SourceRefused) as refused:
        importing(base, table)
    assert refused.value.code == "HDR_MISSING_COLUMN"
    assert f"declare source: {{format: csv, delimiter: {name}}}" in refused.value.message


@pytest.mark.parametrize("encoding", ["latin-1", "windows-1252", "utf-16"])
def test_the_encoding_is_declared(importing, base, encoding):
    mapping = base.replace("queue: support", "queue: {column: q}")
    raw = "id,start,wait,q\n1,2025-06-02 09:00:00,5,Büro\n".encode(encoding)
    declared = mapping.replace("{format: csv}", f"{{format: csv, encoding: {encoding}}}")
    assert importing(declared, raw)[0].row["queue"] == "Büro"
    assert refusal(importing, mapping, raw) in ("ENC_NOT_UTF8", "ENC_UTF16")


def test_a_byte_order_mark_is_no_part_of_the_header(importing, base):
    assert codes(importing(base, b"\xef\xbb\xbf" + f"id,start,wait\n{ROW}".encode())) == [(2, "read")]


def test_lines_above_the_header_are_skipped_if_declared(importing, base):
    mapping = base.replace("{format: csv}", "{format: csv, skip_lines: 2}")
    assert codes(importing(mapping, f"My report\n\nid,start,wait\n{ROW}")) == [(4, "read")]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("id,start", "HDR_MISSING_COLUMN"),
        ("id,start,Wait", "HDR_MISSING_COLUMN"),
        ("id,start,wait,wait", "HDR_DUPLICATE"),
        ("id,start,wait," + ",".join(f"c{n}" for n in range(300)), "HDR_TOO_WIDE"),
    ],
)
def test_a_header_that_cannot_serve_refuses_the_file(importing, base, header, code):
    assert refusal(importing, base, header + "\n" + ROW) == code


def test_a_file_without_a_header_is_refused(importing, base):
    assert refusal(importing, base, "") == "EMPTY_FILE"
    assert refusal(importing, base, b"PK\x03\x04 and more") == "FILE_WORKBOOK"


def test_a_declared_header_must_be_exact_and_otherwise_unused_columns_are_told(importing, base):
    declared = base.replace("{format: csv}", "{format: csv, header: [id, start, wait]}")
    assert codes(importing(declared, "id,start,wait\n" + ROW)) == [(2, "read")]
    assert refusal(importing, declared, "id,wait,start\n1,5,2025-06-02 09:00:00\n") == "HDR_DIFFERS"
    assert refusal(importing, declared, "id,start,wait,more\n1,2025-06-02 09:00:00,5,x\n") == "HDR_DIFFERS"
    warnings: list[Any] = []
    importing(base, "id,start,wait,more\n1,2025-06-02 09:00:00,5,x\n", warnings=warnings)
    assert warnings == [(1, "HDR_UNUSED", "columns the mapping does not name: more")]


def test_a_last_line_without_end_is_told(importing, base):
    warnings: list[Any] = []
    importing(base, "id,start,wait\n" + ROW.rstrip(), warnings=warnings)
    assert [code for _, code, _ in warnings] == ["NO_FINAL_NEWLINE"]


def book_of(base: str) -> str:
    """The base mapping for a workbook with a day, a clock and numbers."""
    return (
        base.replace("format: csv", "format: xlsx")
        .replace('{column: start, format: "%Y-%m-%d %H:%M:%S"}', "{column: start, format: excel}")
        .replace("{column: wait, unit: s}", "{column: wait, unit: day}")
    )


def test_dates_times_and_numbers_of_a_workbook_are_exact(importing, base):
    rows = [
        ["id", "start", "wait"],
        ["a", datetime(2025, 6, 2, 9), time(0, 2, 23)],  # noqa: DTZ001 - a sheet has no zone
        ["b", 45810.375, 0.00165509259259259],
    ]
    items = importing(book_of(base), rows)
    assert [(item.row["offered_us"], item.row["wait_ms"]) for item in items] == [(1_748_847_600_000_000, 143_000)] * 2


def test_a_workbook_may_hold_the_day_as_text_and_the_clock_as_a_fraction(importing, base):
    mapping = book_of(base).replace(
        "{column: start, format: excel}", '{date: day, date_format: "%Y-%m-%d", clock: at, clock_format: excel}'
    )
    [item] = importing(mapping, [["id", "day", "at", "wait"], ["a", "2025-06-02", 0.38400462962963, None]])
    assert item.row["offered_us"] == 1_748_848_378_000_000
    assert item.row["flags"] == "wait_unknown"


def test_a_number_stands_for_an_id_only_if_declared(importing, base):
    rows = [["id", "start", "wait"], [7, 45810.375, 0], [123456789012345678, 45810.375, 0]]
    assert codes(importing(book_of(base), rows)) == [(2, "XLSX_TYPE"), (3, "XLSX_TYPE")]
    items = importing(book_of(base).replace("{columns: [id]}", "{columns: [id], cell: number}"), rows)
    assert codes(items) == [(2, "read"), (3, "XLSX_TYPE")]
    assert items[0].row["contact_id"] == "7"


def test_a_formula_or_an_error_in_a_cell_that_is_needed_refuses_the_row(importing, base):
    rows = [
        ["id", "start", "wait", "note"],
        ["a", 45810.375, "=1+1", "x"],
        ["b", 45810.375, "#REF!", "x"],
        ["c", 45810.375, 0, "=A1"],
    ]
    assert codes(importing(book_of(base), rows)) == [(2, "XLSX_FORMULA"), (3, "XLSX_ERROR_CELL"), (4, "read")]


def test_empty_rows_of_a_sheet_are_ignored(importing, base):
    rows = [["id", "start", "wait"], ["a", 45810.375, 0], [None, None, None], ["b", 45810.375, 0]]
    assert codes(importing(book_of(base), rows)) == [(2, "read"), (3, "BLANK_LINE"), (4, "read")]


def two_sheets(hidden: bool) -> bytes:
    """A workbook of two sheets."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Calls"
    first.append(["id", "start", "wait"])
    first.append(["a", 45810.375, 0])
    other = book.create_sheet("Other")
    other.append(["nothing"])
    other.sheet_state = "hidden" if hidden else "visible"
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def test_of_several_visible_sheets_one_is_declared(importing, base):
    assert refusal(importing, book_of(base), two_sheets(hidden=False)) == "XLSX_SHEETS"
    declared = book_of(base).replace("format: xlsx", "format: xlsx, sheet: Calls")
    assert codes(importing(declared, two_sheets(hidden=False))) == [(2, "read")]
    assert refusal(importing, declared.replace("Calls", "Missing"), two_sheets(hidden=False)) == "XLSX_SHEETS"


def test_a_hidden_sheet_is_not_read_and_is_told(importing, base):
    warnings: list[Any] = []
    assert codes(importing(book_of(base), two_sheets(hidden=True), warnings=warnings)) == [(2, "read")]
    assert [code for _, code, _ in warnings] == ["XLSX_HIDDEN_SHEET"]


def packed(entries: dict[str, str]) -> bytes:
    """A zip of these entries beside those of an honest workbook."""
    raw = io.BytesIO(two_sheets(hidden=True))
    with zipfile.ZipFile(raw, "a", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"id,start,wait\n", "XLSX_NOT_ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "XLSX_ENCRYPTED"),
        (two_sheets(hidden=True)[:-200], "ZIP_DAMAGED"),
        (packed({"../out.xml": "<a/>"}), "ZIP_PATH"),
        (packed({"/etc/out.xml": "<a/>"}), "ZIP_PATH"),
        (packed({"XL/workbook.xml": "<a/>"}), "ZIP_DUPLICATE_ENTRY"),
        (packed({"xl/externalLinks/externalLink1.xml": "<a/>"}), "XLSX_EXTERNAL"),
        (packed({"xl/vbaProject.bin": "x"}), "XLSX_MACRO"),
        (packed({"xl/more.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "XLSX_DTD"),
        (packed({"xl/more.xml": "no XML"}), "XLSX_XML"),
        (packed({"xl/more.bin": "x" * 20_000_000}), "ZIP_BOMB"),
        (packed({f"xl/{n}.bin": "x" for n in range(1_001)}), "ZIP_BOMB"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_no_dishonest_workbook_is_opened(importing, base, raw, code):
    assert refusal(importing, book_of(base), raw) == code


def test_a_zip_that_is_no_workbook_is_refused(importing, base):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as package:
        package.writestr("calls.csv", "id,start,wait\n")
    assert refusal(importing, book_of(base), raw.getvalue()) == "XLSX_PARTS"


HOSTILE = Path(__file__).resolve().parents[3] / "../shared/data/hostile"
PLAIN_BOOK = """\
mapping: plain
kind: records
source: {format: xlsx}
key: {columns: [contact_id]}
clocks: {tolerance: 1 s, beyond: refuse}
always:
  channel: {column: channel}
  queue: {column: queue}
  direction: {column: direction}
  offered: {column: offered_at, format: iso}
rows:
  - when: {outcome: answered}
    record: {outcome: answered, answered: {column: answered_at, format: iso}, wait: {column: wait_s, unit: s}}
  - record: {outcome: {column: outcome, words: {abandoned: abandoned, overflowed: flowed_out, voicemail: flowed_out}}}
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("base", 5), ("shared_strings", 5), ("dimension_lie", 5), ("hidden_sheet", 2),
        ("absolute_path", "ZIP_PATH"), ("path_traversal", "ZIP_PATH"), ("duplicate_entry", "ZIP_DUPLICATE_ENTRY"),
        ("broken_xml", "XLSX_XML"), ("encrypted", "XLSX_ENCRYPTED"), ("external_link", "XLSX_EXTERNAL"),
        ("is_csv", "XLSX_NOT_ZIP"), ("no_rows", "EMPTY_FILE"), ("not_a_workbook", "XLSX_PARTS"),
        ("truncated", "ZIP_DAMAGED"), ("xml_laughs", "XLSX_DTD"), ("zip_bomb", "ZIP_BOMB"),
    ],
)  # fmt: skip
def test_the_corpus_of_hostile_workbooks_is_met(importing, name, expected):
    path = HOSTILE / f"xlsx_{name}.xlsx"
    if not path.exists():
        pytest.skip("the corpus is not here")
    if isinstance(expected, str):
        assert refusal(importing, PLAIN_BOOK, path.read_bytes()) == expected
    else:
        items = importing(PLAIN_BOOK, path.read_bytes())
        assert sum(isinstance(item, Read) for item in items) == expected, items


@pytest.mark.parametrize("before", ["1,2025-06-02 09:00:00,5\n", '1,2025-06-02 09:00:00,"5\n'])
def test_a_line_too_long_to_read_is_one_refused_row_and_never_several(importing, base, monkeypatch, before):
    monkeypatch.setattr("pactline.importers.files.tables.LONGEST_LINE", 40)
    long = "2,2025-06-02 09:00:00,5," + "x" * 16 + ROW.strip() + "\n"  # what is cut off would read as a row
    items = importing(base, "id,start,wait\n" + before + long + "3,2025-06-02 09:00:00,5\n")
    first = "CSV_QUOTE" if '"' in before else "read"
    assert codes(items) == [(2, first), (3, "FIELD_TOO_LONG"), (4, "read")]
