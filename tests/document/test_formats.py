"""HTML, PDF and DOCX: the same words in all three, the same bytes every time, and complete in themselves."""

from __future__ import annotations

import html
import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from tests.document.drafting import FULL, GOOD, document, plain

from pactline.document.as_docx import as_docx
from pactline.document.as_html import as_html
from pactline.document.as_pdf import as_pdf
from pactline.document.common_clauses import section_texts
from pactline.document.docx_parts import FIXED_TIME
from pactline.document.rendering import FORMATS, render

PDFTOTEXT = shutil.which("pdftotext")


def letters(text: str) -> str:
    """A text without anything that line ends, hyphenation and columns change."""
    return re.sub(r"[^\w%÷−“”]", "", plain(text), flags=re.UNICODE).replace("_", "")


def html_text(text: str = FULL) -> str:
    """The words of the page, in order."""
    page = as_html(document(text))
    body = page[page.index("<body>") :]
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def word_text(text: str = FULL) -> str:
    """The words of the Word file, in order, table cells included."""
    file = docx.Document(io.BytesIO(as_docx(document(text))))
    return " ".join(node.text or "" for node in file.element.body.iter(qn("w:t"), qn("w:tab")))


def pdf_text(tmp_path: Path, text: str = FULL) -> str:
    """The words of the PDF as another program reads them."""
    if PDFTOTEXT is None:
        if os.environ.get("CI"):
            pytest.fail("CI has poppler-utils")
        pytest.skip("pdftotext is not installed")
    file = tmp_path / "contract.pdf"
    file.write_bytes(as_pdf(document(text)))
    done = subprocess.run([PDFTOTEXT, "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("text", [GOOD, FULL], ids=["good", "full"])
def test_every_text_of_the_document_is_in_the_page_and_in_the_word_file(text: str) -> None:
    page, file = letters(html_text(text)), letters(word_text(text))
    for section in document(text).sections:
        for said in section_texts(section):
            assert letters(said) in page, said
            assert letters(said) in file, said


@pytest.mark.parametrize("text", [GOOD, FULL], ids=["good", "full"])
def test_every_word_of_the_document_is_in_the_pdf(text: str, tmp_path: Path) -> None:
    found = pdf_text(tmp_path, text)
    joined = re.sub(r"[-\u00ad\u2010]\s*\n\s*", "", found).replace("\u00ad", "")
    known = set(re.findall(r"\w+", joined) + re.findall(r"\w+", found))
    for section in document(text).sections:
        for said in section_texts(section):
            missing = [word for word in re.findall(r"\w+", said) if word not in known]
            assert not missing, (missing, said)


def test_the_digest_can_be_copied_from_the_pdf(tmp_path: Path) -> None:
    assert document().digest in pdf_text(tmp_path)


def test_the_pdf_counts_its_pages_and_names_the_agreement_on_each(tmp_path: Path) -> None:
    pages = pdf_text(tmp_path).split("\f")[:-1]
    for number, page in enumerate(pages[1:], 2):
        assert f"Page {number} of {len(pages)}" in page
        assert "Customer care master agreement" in page
    assert "Page 1 of" not in pages[0]


@pytest.mark.parametrize("make", [as_pdf, as_docx, as_html], ids=["pdf", "docx", "html"])
def test_the_same_document_gives_the_same_bytes(make: object) -> None:
    assert callable(make)
    assert make(document()) == make(document())


def test_the_pdf_is_tagged_archival_and_bears_the_date_of_the_text() -> None:
    made = as_pdf(document())
    assert made.startswith(b"%PDF-1.7")
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"pdfuaid:part", b"pdfaid:part", b"2025-01-01T00:00:00"):
        assert mark in made, mark


def test_the_page_is_complete_in_itself_and_holds_no_script() -> None:
    page = as_html(document())
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert "http" not in page.replace("http-equiv", "")
    targets = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= targets


def test_no_two_parts_of_the_page_have_one_name() -> None:
    names = re.findall(r'id="([^"]+)"', as_html(document()))
    assert len(names) == len(set(names))


def test_the_word_file_has_real_headings_for_every_section() -> None:
    file = docx.Document(io.BytesIO(as_docx(document())))
    headings = [
        p.text.replace("\t", " ") for p in file.paragraphs if p.style is not None and p.style.name == "Heading 1"
    ]
    assert headings == list(document().contents)
    assert any(
        p.style is not None and p.style.name == "Heading 2" and p.text.startswith("4.1\t") for p in file.paragraphs
    )


def test_the_contents_of_the_word_file_lead_to_its_headings() -> None:
    body = docx.Document(io.BytesIO(as_docx(document()))).element.body
    anchors = [node.get(qn("w:anchor")) for node in body.iter(qn("w:hyperlink"))]
    marks = [node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))]
    assert anchors == marks
    assert len(anchors) == len(document().contents)


def test_heads_of_tables_repeat_and_rows_stay_whole_in_the_word_file() -> None:
    file = docx.Document(io.BytesIO(as_docx(document())))
    ruled = [table for table in file.tables if table._tbl.tblPr.find(qn("w:tblBorders")) is not None]
    assert len(ruled) > 10
    for table in ruled:
        first, *others = [row._tr.trPr for row in table.rows]
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:tblHeader")) is None for row in others)
        assert all(row.find(qn("w:cantSplit")) is not None for row in (first, *others))


def test_the_word_file_numbers_its_pages_and_bears_no_time_of_making() -> None:
    made = as_docx(document())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {member.date_time for member in archive.infolist()} == {FIXED_TIME}
        assert archive.namelist()[0] == "[Content_Types].xml"
        head = next(archive.read(name).decode() for name in archive.namelist() if "header" in name)
        core = archive.read("docProps/core.xml").decode()
        assert not [name for name in archive.namelist() if "thumbnail" in name]
    assert "NUMPAGES" in head
    assert "python-docx" not in core
    properties = docx.Document(io.BytesIO(made)).core_properties
    assert properties.title == "Customer care master agreement: Service Level Agreement"
    assert str(properties.created).startswith("2025-01-01")
    assert properties.identifier == document().digest


def test_the_order_of_elements_is_what_the_format_asks_for() -> None:
    """Word refuses a file whose properties stand in another order; every kind we write is looked at."""
    body = docx.Document(io.BytesIO(as_docx(document()))).element.body
    orders = {
        "w:pPr": [
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "widowControl",
            "pBdr",
            "tabs",
            "spacing",
            "ind",
            "jc",
        ],
        "w:tblPr": ["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblLook"],
        "w:tcPr": ["tcW", "tcBorders"],
    }
    for tag, order in orders.items():
        for node in body.iter(qn(tag)):
            names = [child.tag.rpartition("}")[2] for child in node]
            assert set(names) <= set(order), names
            assert names == sorted(names, key=order.index), names


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_the_file_s_ending_chooses_the_format(ending: str, tmp_path: Path) -> None:
    from tests.document.drafting import agreement

    file = tmp_path / f"contract{ending.upper()}"
    render(agreement(GOOD), file)
    begins = {".pdf": b"%PDF", ".docx": b"PK", ".html": b"<!doctype html>"}[ending]
    assert file.read_bytes().startswith(begins)


@pytest.mark.parametrize("name", ["contract", "contract.txt", "contract.pdf.bak"])
def test_any_other_ending_is_refused_and_nothing_written(name: str, tmp_path: Path) -> None:
    from tests.document.drafting import agreement

    with pytest.raises(ValueError, match=r"must end in .html, .pdf, .docx"):
        render(agreement(GOOD), tmp_path / name)
    assert not list(tmp_path.iterdir())
