"""A document as one HTML page: complete in itself, no script, the same bytes always, for screen, phone and paper."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from pactline.document.model import Block, Clause, Definitions, Document, Paragraph, Section, Table


def as_html(document: Document) -> str:
    """The page as text, to be written as UTF-8. It asks nothing of any network."""
    return _environment().get_template("contract.html").render(document=document)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pactline.document", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"anchor": anchor, "kind": kind}
    return environment


def kind(block: Block) -> str:
    """What a block is: paragraph, table, definitions or clause."""
    match block:
        case Paragraph():
            return "paragraph"
        case Table():
            return "table"
        case Definitions():
            return "definitions"
        case Clause():
            return "clause"


def anchor(part: Section | Clause) -> str:
    """The name by which a section or clause of the page can be linked to: ``s4``, ``c4.1``; or empty."""
    number = part.number.lower().replace(" ", "-")
    if isinstance(part, Clause):
        return f"c{number}" if number[:1].isdigit() and not number.endswith(".") else ""
    return f"s{number}" if number and number[0].isdigit() else number or part.title.lower()
