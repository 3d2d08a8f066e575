"""Documents for tests: an agreement's text becomes its document, and a document its words."""

from __future__ import annotations

from functools import cache

from tests.agreement.faults import GOOD as WITH_A_CLAUSE
from tests.document.full import FULL

from pactline.agreement.model import Agreement
from pactline.agreement.reading import read
from pactline.document.common_clauses import block_texts, section_texts
from pactline.document.model import Clause, Document, Section
from pactline.document.rendering import document_of
from pactline.statement.rules import vocabulary

GOOD = WITH_A_CLAUSE[: WITH_A_CLAUSE.index("clauses:")]
"""The good agreement without further clauses."""


@cache
def agreement(text: str = FULL) -> Agreement:
    """The agreement of a text."""
    return read(text.encode(), vocabulary())


@cache
def document(text: str = FULL) -> Document:
    """The document of the agreement of a text."""
    return document_of(agreement(text))


def section(title: str, text: str = FULL) -> Section:
    """The one section of that title."""
    (found,) = [section for section in document(text).sections if section.title == title]
    return found


def clause(number: str, text: str = FULL) -> Clause:
    """The clause of that number."""
    blocks = [block for section in document(text).sections for block in section.blocks]
    (found,) = [block for block in blocks if isinstance(block, Clause) and block.number == number]
    return found


def words(part: Section | Clause) -> str:
    """Everything a section or clause says, with plain spaces."""
    texts = section_texts(part) if isinstance(part, Section) else block_texts(part)
    return plain(" ".join(texts))


def plain(text: str) -> str:
    """A text with plain spaces only."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


__all__ = ["FULL", "GOOD", "agreement", "clause", "document", "plain", "section", "words"]
