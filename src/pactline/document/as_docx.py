"""A document as a Word file: real headings, hanging clauses, tables whose heads repeat, and the same bytes every time.

Clause numbers are text, because statements and amendments cite them: they do not move when somebody edits the file.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from pactline.document.docx_parts import (
    bookmark,
    close_field,
    fixed_bytes,
    keep_whole,
    line_above,
    link,
    open_field,
    repeat_head,
    rule,
    set_widths,
)
from pactline.document.docx_styles import MONO, NUMBER, SERIF, SOFT, lay_out, set_properties
from pactline.document.model import Block, Clause, Definitions, Document, Paragraph, Section, SignatureBlock, Table

_LINE = Mm(152)  # the length of a line of text
_SHORT = 7  # rows of a table that stays on one page


def as_docx(document: Document) -> bytes:
    """The contract as a DOCX file."""
    file = docx.Document()
    lay_out(file, document)
    set_properties(file, document)
    _title_page(file, document)
    _contents(file, document)
    for place, section in enumerate(document.sections):
        _section(file, section, place, document.sections[place - 1].new_page if place else False)
    _signatures(file, document)
    made = io.BytesIO()
    file.save(made)
    return fixed_bytes(made.getvalue())


def _title_page(file: WordFile, document: Document) -> None:
    front = document.title
    kind = _centred(file, front.kind.upper())
    kind.paragraph_format.space_before, kind.paragraph_format.space_after = Pt(110), Pt(14)
    kind.runs[0].font.color.rgb = SOFT
    file.add_paragraph(front.name, style="Title")
    for number, (party, role) in enumerate(front.parties):
        if number:
            _centred(file, "and").runs[0].italic = True
        _centred(file, party).runs[0].font.size = Pt(14)
        _centred(file, f"the {role}").runs[0].font.color.rgb = SOFT
    for place, (label, fact) in enumerate(front.facts):
        line = file.add_paragraph()
        line.paragraph_format.space_before = Pt(120 if place == 0 else 0)
        _hang(line, Mm(36), label)
        run = line.add_run(fact)
        if fact.startswith("sha256:"):
            run.font.name, run.font.size = MONO, Pt(7.5)


def _centred(file: WordFile, text: str) -> WordParagraph:
    made = file.add_paragraph(text)
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return made


def _contents(file: WordFile, document: Document) -> None:
    """The headings as links. The field names no page numbers, so it is right before anybody has it worked out."""
    head = file.add_paragraph()
    head.paragraph_format.page_break_before = True
    head.add_run("Contents").bold = True
    head.runs[0].font.size = Pt(12.5)
    for place, heading in enumerate(document.contents):
        line = file.add_paragraph()
        line.paragraph_format.space_after = Pt(3)
        if place == 0:
            open_field(line, ' TOC \\o "1-1" \\n \\h ')
        link(line, heading, f"_Toc{place:06d}")
        if place == len(document.contents) - 1:
            close_field(line)


def _section(file: WordFile, section: Section, place: int, after_schedule: bool) -> None:
    titled = section.number and not section.new_page
    head = file.add_heading(f"{section.number}.\t{section.title}" if titled else section.heading, level=1)
    if titled:
        _hanging(head, NUMBER, Mm(0))
    if place == 0 or (section.new_page and not after_schedule):
        head.paragraph_format.page_break_before = True
    bookmark(head, place, f"_Toc{place:06d}")
    indent = NUMBER if titled else Mm(0)
    for number, block in enumerate(section.blocks):
        _block(file, block, Mm(0) if isinstance(block, Clause) else indent, _leads(section.blocks, number))


def _leads(blocks: Sequence[Block], place: int) -> bool:
    """Whether a block is a sentence that leads to the table after it."""
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    return isinstance(blocks[place], Paragraph) and isinstance(following, Table | Clause)


def _block(file: WordFile, block: Block, indent: Length, leads: bool = False) -> None:
    match block:
        case Paragraph():
            made = file.add_paragraph()
            made.paragraph_format.left_indent = Length(indent + (Mm(8) if block.style == "formula" else 0))
            made.paragraph_format.keep_with_next = leads
            _write(made, block)
        case Table():
            _table(file, block, indent)
        case Definitions():
            _definitions(file, block, indent)
        case Clause():
            _clause(file, block, indent)


def _clause(file: WordFile, clause: Clause, indent: Length) -> None:
    width = NUMBER if not indent else Mm(9)
    inner = Length(indent + width)
    blocks = list(clause.blocks)
    if clause.title:
        head = file.add_heading(f"{clause.number}\t{clause.title}", level=3 if indent else 2)
        _hanging(head, width, indent)
    elif blocks and isinstance(blocks[0], Paragraph):
        made = file.add_paragraph()
        _hanging(made, width, indent)
        made.add_run(f"{clause.number}\t")
        made.paragraph_format.keep_with_next = _leads(blocks, 0)
        _write(made, blocks.pop(0))
    for place, block in enumerate(blocks):
        _block(file, block, inner, _leads(blocks, place))


def _hanging(paragraph: WordParagraph, width: Length, indent: Length) -> None:
    """A number in front of the text, which stands in from it."""
    layout = paragraph.paragraph_format
    layout.left_indent, layout.first_line_indent = Length(indent + width), Length(-width)
    layout.tab_stops.add_tab_stop(Length(indent + width))


def _hang(paragraph: WordParagraph, width: Length, label: str) -> None:
    _hanging(paragraph, width, Mm(0))
    paragraph.add_run(f"{label}\t").font.color.rgb = SOFT


def _write(paragraph: WordParagraph, content: Block) -> None:
    assert isinstance(content, Paragraph)
    for run in content.runs:
        made = paragraph.add_run(run.text)
        made.bold, made.italic = (run.style == "strong") or None, (run.style == "emphasis") or None
        if run.style == "code":
            made.font.name, made.font.size = MONO, Pt(8)


def _definitions(file: WordFile, content: Definitions, indent: Length) -> None:
    made = file.add_table(rows=0, cols=2)
    for item in content.items:
        row = made.add_row()
        keep_whole(row)
        for cell, text in zip(row.cells, (item.term, item.meaning), strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).bold = (text is item.term) or None
            paragraph.paragraph_format.space_after = Pt(3)
    set_widths(made, (Mm(42), Length(_LINE - indent - Mm(42))), indent)
    file.add_paragraph().paragraph_format.space_after = Pt(0)


def _table(file: WordFile, content: Table, indent: Length) -> None:
    caption = file.add_paragraph(content.caption, style="Caption")
    caption.paragraph_format.left_indent = indent
    made = file.add_table(rows=0, cols=len(content.heads))
    for place, texts in enumerate([content.heads, *content.rows]):
        row = made.add_row()
        keep_whole(row)
        for cell, text, side in zip(row.cells, texts, content.sides, strict=True):
            last = place == len(content.rows)
            _cell(cell, text, right=side == ">", head=place == 0, with_next=not last and len(content.rows) <= _SHORT)
    whole = _LINE - indent
    set_widths(made, [Length(whole * width // sum(content.widths)) for width in content.widths], indent)
    repeat_head(made.rows[0])
    rule(made)
    file.add_paragraph().paragraph_format.space_after = Pt(2)


def _cell(cell: _Cell, text: str, *, right: bool, head: bool, with_next: bool) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold = SERIF, Pt(8.8), head or None
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2.5)
    paragraph.paragraph_format.line_spacing = 1
    paragraph.paragraph_format.keep_with_next = with_next or head
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _signatures(file: WordFile, document: Document) -> None:
    head = file.add_heading("Signatures", level=1)
    head.paragraph_format.page_break_before = True
    bookmark(head, len(document.sections), f"_Toc{len(document.sections):06d}")
    for block in document.sign_text:
        _block(file, block, Mm(0))
    table = file.add_table(rows=0, cols=3)
    lines = document.signatures[0].lines
    for line in ("", *lines):
        row = table.add_row()
        keep_whole(row)
        for cell, one in zip((row.cells[0], row.cells[2]), document.signatures, strict=True):
            _sign(cell, one, line)
    half = Length((_LINE - Mm(12)) // 2)
    set_widths(table, (half, Mm(12), half), Mm(0))
    signed = file.add_paragraph("Digest of the signed text")
    signed.paragraph_format.space_before, signed.paragraph_format.space_after = Pt(30), Pt(2)
    digest = file.add_paragraph().add_run(document.digest)
    digest.font.name, digest.font.size = MONO, Pt(7.5)


def _sign(cell: _Cell, one: SignatureBlock, line: str) -> None:
    """The head of a party's column, or one line for it to fill in."""
    first = cell.paragraphs[0]
    if not line:
        first.add_run(f"For the {one.role}").font.color.rgb = SOFT
        cell.add_paragraph().add_run(one.party).bold = True
        return
    first.text = one.name if line == "Name" else ""
    first.paragraph_format.space_before, first.paragraph_format.space_after = Pt(12), Pt(0)
    label = cell.add_paragraph()
    label.paragraph_format.space_after = Pt(0)
    line_above(label)
    named = label.add_run(line)
    named.font.size, named.font.color.rgb = Pt(8), SOFT
