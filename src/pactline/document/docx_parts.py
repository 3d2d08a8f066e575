"""The parts of a Word file that python-docx has no call for: fields, bookmarks, links, repeated heads, fixed bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can bear: a file's bytes say nothing of when it was made


def element(tag: str, /, **attributes: str) -> Any:
    """An element of WordprocessingML: ``element("w:tblHeader", val="true")``."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field such as ``PAGE``, with what it shows until the reader's program works it out."""
    for kind in ("begin", "instr", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "instr":
            code = element("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = instruction
            run._r.append(code)
        elif kind == "shown":
            run.text = shown
        else:
            run._r.append(element("w:fldChar", fldCharType=kind))


def open_field(paragraph: Paragraph, instruction: str) -> None:
    """The beginning of a field that runs over several paragraphs."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="begin"))
    code = element("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = instruction
    paragraph.add_run()._r.append(code)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))


def close_field(paragraph: Paragraph) -> None:
    """The end of a field that runs over several paragraphs."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def bookmark(paragraph: Paragraph, number: int, name: str) -> None:
    """A name for the paragraph, which links can lead to."""
    start, end = element("w:bookmarkStart", id=str(number), name=name), element("w:bookmarkEnd", id=str(number))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def link(paragraph: Paragraph, text: str, name: str) -> None:
    """Text that leads to a bookmark."""
    run = paragraph.add_run(text)
    leading = element("w:hyperlink", anchor=name, history="1")
    paragraph._p.append(leading)
    leading.append(run._r)


def repeat_head(row: _Row) -> None:
    """Show the row again at the top of every page that the table runs over."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader", val="true"))


def keep_whole(row: _Row) -> None:
    """Never tear the row between two pages."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit", val="true"))


def rule(table: Table) -> None:
    """Lines above and below the table, below its head, and thin ones between its rows; none beside its cells."""
    borders = element("w:tblBorders")
    for side, size, colour in (("top", "8", "1A1A1A"), ("bottom", "8", "1A1A1A"), ("insideH", "2", "C3C9D0")):
        borders.append(element(f"w:{side}", val="single", sz=size, space="0", color=colour))
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for cell in table.rows[0].cells:
        edges = element("w:tcBorders")
        edges.append(element("w:bottom", val="single", sz="6", space="0", color="1A1A1A"))
        cell._tc.get_or_add_tcPr().append(edges)


def set_widths(table: Table, widths: Sequence[Length], indent: Length) -> None:
    """The width of every column, for programs that look at the columns and for those that look at the cells."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    begin = element("w:tblInd", w=str(int(indent.twips)), type="dxa")
    following = ("w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    table._tbl.tblPr.insert_element_before(begin, *following)


def line_above(paragraph: Paragraph) -> None:
    """A line to write on, above the paragraph."""
    edges = element("w:pBdr")
    edges.append(element("w:top", val="single", sz="4", space="2", color="9AA3AD"))
    _add_edges(paragraph, edges)


def line_below(paragraph: Paragraph) -> None:
    """A line below the paragraph."""
    edges = element("w:pBdr")
    edges.append(element("w:bottom", val="single", sz="4", space="4", color="9AA3AD"))
    _add_edges(paragraph, edges)


def _add_edges(paragraph: Paragraph, edges: Any) -> None:
    """Borders of a paragraph, where the order of the format asks for them."""
    following = (
        "w:shd",
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:spacing",
        "w:ind",
        "w:contextualSpacing",
        "w:jc",
        "w:rPr",
    )
    paragraph._p.get_or_add_pPr().insert_element_before(edges, *following)


def fixed_bytes(made: bytes) -> bytes:
    """The same file with every member stored under one fixed time, in order of name, the content types first."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as target:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            member = zipfile.ZipInfo(name, FIXED_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            target.writestr(member, source.read(name), compresslevel=9)
    return found.getvalue()
