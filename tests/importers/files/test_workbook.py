"""The XML of a workbook: cells exactly as they stand, and what is refused before it costs memory."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from pactline.importers.fault import MOST_COLUMNS
from pactline.importers.files import shared_strings, sheet
from pactline.importers.files.cells import BadCell, Truth
from pactline.importers.files.rows import TableRow
from pactline.importers.files.sheet import number
from pactline.importers.files.workbook import open_workbook
from pactline.importers.reading import Source, SourceRefused

HEAD = '<c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c>'


def book(rows: str, strings: str | None = None, parts: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """A workbook with one sheet of these rows, written as its XML."""
    shared = '<Relationship Id="r2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>' if strings else ""
    given = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": '<workbook xmlns:r="urn:r"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Type="http://x/worksheet" '
        f'Target="worksheets/sheet1.xml"/>{shared}</Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
    }  # fmt: skip
    if strings:
        given["xl/sharedStrings.xml"] = f"<sst>{strings}</sst>"
    raw = io.BytesIO()
    with ZipFile(raw, "w", ZIP_DEFLATED) as package:
        for name, content in {**given, **parts}.items():
            package.writestr(name, content)
    return raw.getvalue()


def rows(folder: Path, raw: bytes) -> list[Any]:
    """Cells of each row below the header; line and code of what is no row."""
    path = folder / "book.xlsx"
    path.write_bytes(raw)
    with open_workbook(Source("book", path, folder), None, 0, lambda *_: None) as table:
        return [row.cells if isinstance(row, TableRow) else (row.line, row.code) for row in table.rows]


def refusal(folder: Path, raw: bytes) -> str:
    """The code the workbook is refused with."""
    with pytest.raises(SourceRefused) as refused:
        rows(folder, raw)
    return refused.value.code


def cells(folder: Path, row: str) -> tuple[Any, ...]:
    """The cells of one row below a header of two columns."""
    (found,) = rows(folder, book(f"<row>{HEAD}</row><row>{row}</row>"))
    return found  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("xml", "content"),
    [
        ("<c><v>12</v></c>", Fraction(12)),
        ('<c t="n"><v>4.0999999999999996</v></c>', Fraction("4.1")),
        ("<c><v>1.5E-2</v></c>", Fraction("0.015")),
        ("<c><v>123456789012345678</v></c>", Fraction(123456789012345678)),
        ('<c t="str"><v>text</v></c>', "text"),
        ('<c t="d"><v>2026-03-02T09:00:00</v></c>', "2026-03-02T09:00:00"),
        ('<c t="inlineStr"><is><r><t>two </t></r><r><t>runs</t></r><rPh><t>hint</t></rPh></is></c>', "two runs"),
        ('<c t="inlineStr"><is><t>_x0009_tab_x005F_x0041_</t></is></c>', "\ttab_x0041_"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="inlineStr"><is><t>&lt;b&gt;</t></is></c>', "<b>"),
        ("<c/>", ""),
        ("<c><v></v></c>", ""),
    ],
)
def test_a_cell_is_what_stands_in_it(tmp_path: Path, xml: str, content: Any) -> None:
    assert cells(tmp_path, xml + "<c><v>1</v></c>") == (content, Fraction(1))


def test_truth_is_no_text(tmp_path: Path) -> None:
    assert isinstance(cells(tmp_path, '<c t="b"><v>0</v></c>')[0], Truth)


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<c><f>1+1</f><v>2</v></c>", "XLSX_FORMULA"),
        ("<c><f/><v>2</v></c>", "XLSX_FORMULA"),
        ('<c t="e"><v>#REF!</v></c>', "XLSX_ERROR_CELL"),
        ('<c t="s"><v>0</v></c>', "XLSX_TYPE"),
        ('<c t="s"><v>-1</v></c>', "XLSX_TYPE"),
        ("<c><v>twelve</v></c>", "NUM_FORMAT"),
        ("<c><v>nan</v></c>", "NUM_FORMAT"),
        ("<c><v>1_000</v></c>", "NUM_FORMAT"),
        ("<c><v>1e400</v></c>", "NUM_RANGE"),
        (f'<c t="str"><v>{"x" * 65_537}</v></c>', "FIELD_TOO_LONG"),
        (f'<c t="inlineStr"><is><t>{"x" * 65_537}</t></is></c>', "FIELD_TOO_LONG"),
    ],
)
def test_a_cell_that_cannot_be_used_says_why(tmp_path: Path, xml: str, code: str) -> None:
    content = cells(tmp_path, xml)[0]
    assert isinstance(content, BadCell)
    assert content.code == code


def test_a_field_of_the_greatest_length_is_taken(tmp_path: Path) -> None:
    assert cells(tmp_path, f'<c t="str"><v>{"x" * 65_536}</v></c>')[0] == "x" * 65_536


@pytest.mark.parametrize("text", ["0", "-7", "+1.5", "0.1", "45992.375", "99999999999999999999", "1E+2", "12.50"])
def test_the_shortest_decimal_names_the_number(text: str) -> None:
    assert number(text) == Fraction(text)


def test_cells_stand_where_their_names_say(tmp_path: Path) -> None:
    raw = book(f'<row r="1">{HEAD}</row><row r="2"><c r="B2"><v>1</v></c></row><row r="5"><c r="A5"><v>2</v></c></row>')
    assert rows(tmp_path, raw) == [("", Fraction(1)), (3, "BLANK_LINE"), (Fraction(2), "")]


@pytest.mark.parametrize(
    "row",
    [
        '<row r="2"><c r="B2"/><c r="A2"/></row>',
        '<row r="2"><c r="A2"/><c r="A2"/></row>',
        '<row r="2"><c r="A3"/></row>',
        '<row r="2"><c r="2A"/></row>',
        '<row r="1"><c/></row>',
        '<row r="0"><c/></row>',
        '<row r="two"><c/></row>',
        "<row><row></row></row>",
    ],
)
def test_cells_out_of_order_refuse_the_workbook(tmp_path: Path, row: str) -> None:
    """Another reader would see other rows."""
    assert refusal(tmp_path, book(f'<row r="1">{HEAD}</row>{row}')) == "XLSX_XML"


def test_a_row_wider_than_the_header_is_refused_and_blanks_beyond_are_none(tmp_path: Path) -> None:
    wide = "<c/>" * 2 + "<c><v>3</v></c>"
    raw = book(f"<row>{HEAD}<c/></row><row>{wide}</row><row><c><v>1</v></c>{'<c/>' * 16_383}</row>")
    assert rows(tmp_path, raw) == [(2, "CSV_COLUMNS"), (Fraction(1), "")]
    assert refusal(tmp_path, book(f"<row>{HEAD}</row><row>{'<c/>' * 16_385}</row>")) == "XLSX_XML"


def test_a_header_may_have_256_columns_and_one_more_is_seen(tmp_path: Path) -> None:
    one = '<c t="inlineStr"><is><t>a</t></is></c>'
    for columns in (MOST_COLUMNS, MOST_COLUMNS + 1, 3 * MOST_COLUMNS):
        path = tmp_path / "book.xlsx"
        path.write_bytes(book(f"<row>{one * columns}</row>"))
        with open_workbook(Source("b", path), None, 0, lambda *_: None) as table:
            assert len(table.header) == min(columns, MOST_COLUMNS + 1)


def test_a_row_longer_than_memory_bears_is_refused_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "LONGEST_LINE", 10)
    fits, long = '<c t="str"><v>12345</v></c>' * 2, '<c t="str"><v>123456</v></c><c t="str"><v>12345</v></c>'
    raw = book(f"<row>{HEAD}</row><row>{fits}</row><row>{long}</row><row>{fits}</row>")
    assert rows(tmp_path, raw) == [("12345", "12345"), (3, "FIELD_TOO_LONG"), ("12345", "12345")]


def test_so_many_rows_and_no_more(tmp_path: Path) -> None:
    last = '<row r="1000000"><c><v>1</v></c></row>'
    assert rows(tmp_path, book(f"<row>{HEAD}</row>{last}")) == [(2, "BLANK_LINE"), (Fraction(1), "")]
    assert refusal(tmp_path, book(f"<row>{HEAD}</row>{last}<row/>")) == "XLSX_TOO_LONG"


def test_shared_texts_come_from_memory_or_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strings = "".join(f"<si><t>text {n} \u00e9</t></si>" for n in range(100))
    raw = book(f'<row>{HEAD}</row><row><c t="s"><v>99</v></c><c t="s"><v>0</v></c></row>', strings)
    expected = [("text 99 \u00e9", "text 0 \u00e9")]
    assert rows(tmp_path, raw) == expected
    monkeypatch.setattr(shared_strings, "_IN_MEMORY", 100)
    assert rows(tmp_path, raw) == expected
    assert [file.name for file in tmp_path.iterdir()] == ["book.xlsx"], "the file has no name"
    monkeypatch.setattr(shared_strings, "MOST_TEXTS", 99)
    assert refusal(tmp_path, raw) == "XLSX_TOO_LONG"


def test_a_workbook_may_be_packed_once_more_by_gzip(tmp_path: Path) -> None:
    raw = book(f"<row>{HEAD}</row><row><c><v>1</v></c></row>")
    assert rows(tmp_path, gzip.compress(raw)) == [(Fraction(1), "")]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"xl/worksheets/sheet1.xml": "<a>" * 65}, "XLSX_XML"),
        ({"xl/worksheets/sheet1.xml": "<!-- " + "x" * 3_000_000 + " --><a/>"}, "XLSX_XML"),
        ({"xl/worksheets/sheet1.xml": "<a " + " ".join(f'b{n}="x"' for n in range(300_000)) + "/>"}, "XLSX_XML"),
        ({"xl/worksheets/sheet1.xml": '<!DOCTYPE a><worksheet/>'}, "XLSX_DTD"),
        ({"xl/workbook.xml": "<workbook/>"}, "XLSX_SHEETS"),
        ({"xl/workbook.xml": '<workbook><workbookPr date1904="1"/></workbook>'}, "XLSX_EPOCH"),
        ({"xl/_rels/workbook.xml.rels": "<Relationships/>"}, "XLSX_SHEETS"),
        (
            {"xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="no.xml"/>'
             "</Relationships>"},
            "XLSX_PARTS",
        ),
        (
            {"xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r9" Type="x/externalLink" '
             'TargetMode="External" Target="http://example.org/"/></Relationships>'},
            "XLSX_EXTERNAL",
        ),
        ({"xl/worksheets/sheet1.xml": "<worksheet/>"}, "EMPTY_FILE"),
        ({"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row/></sheetData></worksheet>"}, "EMPTY_FILE"),
    ],
)  # fmt: skip
def test_a_part_that_no_honest_workbook_has_refuses_it(tmp_path: Path, parts: dict[str, str], code: str) -> None:
    assert refusal(tmp_path, book(f"<row>{HEAD}</row>", parts=parts)) == code
