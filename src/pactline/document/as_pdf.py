"""A document as PDF, set by Typst: tagged, archival, and the same bytes every time.

The document goes in as JSON and is only ever placed as text, so nothing in it can be read as markup. Fonts come with
the typesetter; only characters that none of them has are looked for among the machine's own.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import Any

import typst

from pactline.document.model import Block, Clause, Definitions, Document, Paragraph, Table
from pactline.values.problem import Problem, Problems

STANDARDS: list[Any] = ["a-2a", "ua-1"]
"""Archival (PDF/A) and accessible (PDF/UA): what is set is tagged, and no glyph may be missing."""


def as_pdf(document: Document) -> bytes:
    """The contract as PDF. Raises Problems where no font has a character of it."""
    return typeset("contract.typ", document_json(document), document.date)


def typeset(template: str, content: dict[str, Any], day: str) -> bytes:
    """Content set by a template of this room; ``day`` (YYYY-MM-DD) is the date the file bears.

    Raises Problems where no font has a character of the text.
    """
    stamp = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
    text = json.dumps(content, ensure_ascii=False)
    with as_file(files("pactline.document")) as folder:
        for own_fonts_only in (True, False):
            try:
                made = typst.compile(
                    str(folder / template),
                    root=str(folder),
                    format="pdf",
                    ignore_system_fonts=own_fonts_only,
                    sys_inputs={"document": text},
                    pdf_standards=STANDARDS,
                    timestamp=stamp,
                )
            except typst.TypstError as refused:
                if "could not be displayed" not in str(refused):
                    raise
                missing = str(refused)
                continue
            assert isinstance(made, bytes), "one file was asked for"
            return made
    raise Problems([_no_glyph(missing)])


def _no_glyph(said: str) -> Problem:
    message = f"a character cannot be printed with the fonts at hand: {said.splitlines()[0]}"
    remedy = "install a font that has it (such as Noto), or render to HTML or DOCX"
    return Problem("PDF", 0, 0, "PDF_NO_GLYPH", message, remedy)


def document_json(document: Document) -> dict[str, Any]:
    """The document as the template reads it."""
    return {
        "title": {
            "kind": document.title.kind,
            "name": document.title.name,
            "parties": document.title.parties,
            "facts": document.title.facts,
        },
        "header": document.header,
        "digest": document.digest,
        "date": document.date,
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "heading": section.heading,
                "new_page": section.new_page,
                "blocks": [block_json(block) for block in section.blocks],
            }
            for section in document.sections
        ],
        "sign_text": [block_json(block) for block in document.sign_text],
        "signatures": [
            {"role": one.role, "party": one.party, "name": one.name, "lines": one.lines} for one in document.signatures
        ],
    }


def block_json(block: Block) -> dict[str, Any]:
    """A block as the template reads it."""
    match block:
        case Paragraph():
            runs = [{"text": run.text, "style": run.style} for run in block.runs]
            return {"kind": "paragraph", "runs": runs, "style": block.style}
        case Table():
            return {
                "kind": "table",
                "caption": block.caption,
                "heads": block.heads,
                "rows": block.rows,
                "sides": list(block.sides),
                "widths": block.widths,
            }
        case Definitions():
            return {"kind": "definitions", "items": [{"term": i.term, "meaning": i.meaning} for i in block.items]}
        case Clause():
            inner = [block_json(part) for part in block.blocks]
            return {"kind": "clause", "number": block.number, "title": block.title, "blocks": inner}
