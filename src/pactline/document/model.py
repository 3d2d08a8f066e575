"""A document as its parts: sections of numbered clauses, paragraphs, tables, definitions, signature blocks.

All numbers are text by the time they stand here, and all text is safe to show (``safe``), so the three renderers only
place what they are given and cannot disagree.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

from pactline.agreement.report import UNSAFE

_FIRST_STRONG, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_UNBROKEN = re.compile(rf"(?<=\d) (?=%|m?s\b|min\b|h\b|(?:{_MONTH})\b)|(?<=\b[A-Z]{{3}}) (?=\d)")
_REFERENCE = re.compile(r"\b([Cc]lauses?|[Ss]ection|Schedule) (?=\d)")


def safe(text: str) -> str:
    """The text as it may be shown anywhere.

    Characters that show nothing, end a line or turn the reading direction become a replacement character. Words written
    from right to left are set apart, so that they cannot pull the figures beside them out of order. No line ends
    between a number and its unit, or between a clause and its number.
    """
    shown = UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", " "))
    kept = _REFERENCE.sub("\\1\N{NO-BREAK SPACE}", _UNBROKEN.sub("\N{NO-BREAK SPACE}", shown))
    return _set_apart(kept)


def _set_apart(text: str) -> str:
    """Each stretch of right-to-left words between isolates; text without any, which is nearly all, unchanged."""
    turned = [at for at, character in enumerate(text) if unicodedata.bidirectional(character) in ("R", "AL", "AN")]
    if not turned:
        return text
    stretches: list[list[int]] = []
    for at in turned:
        between = text[stretches[-1][1] : at] if stretches else "x"
        if between.strip() == "":
            stretches[-1][1] = at + 1
        else:
            stretches.append([at, at + 1])
    for start, end in reversed(stretches):
        text = f"{text[:start]}{_FIRST_STRONG}{text[start:end]}{_POP}{text[end:]}"
    return text


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style."""

    text: str
    style: str = ""  # "", "strong", "emphasis" or "code"


@dataclass(frozen=True)
class Paragraph:
    """Text in one block."""

    runs: tuple[Run, ...]
    style: str = ""  # "", "formula" (set apart), "note" (small)

    @property
    def text(self) -> str:
        """The words without their styles."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Table:
    """Rows under a repeated head. ``sides`` has < or > for each column; ``widths`` their shares of the line."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sides: str
    widths: tuple[int, ...]

    def __post_init__(self) -> None:
        assert len(self.heads) == len(self.sides) == len(self.widths), self.heads
        assert all(len(row) == len(self.heads) for row in self.rows), self.caption


@dataclass(frozen=True)
class Definition:
    """A word and what it means in this document."""

    term: str
    meaning: str


@dataclass(frozen=True)
class Definitions:
    """Words in the order of the alphabet."""

    items: tuple[Definition, ...]


@dataclass(frozen=True)
class Clause:
    """A numbered part of a section; items of a list are clauses as well: (a), (b)."""

    number: str
    title: str  # empty: the clause goes straight to its text
    blocks: tuple[Block, ...]


Block: TypeAlias = "Paragraph | Table | Definitions | Clause"


@dataclass(frozen=True)
class Section:
    """A part of the document with a heading of its own. ``number`` is empty for parties, background and signatures."""

    number: str
    title: str
    blocks: tuple[Block, ...]
    new_page: bool = False

    @property
    def heading(self) -> str:
        """Number and title as one text."""
        if self.number.startswith("Schedule"):
            return f"{self.number}: {self.title}"
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True)
class SignatureBlock:
    """Where one party signs."""

    role: str  # "Provider" or "Client"
    party: str
    name: str  # printed name of who signs; empty: a line to fill in
    lines: tuple[str, ...] = ("Place", "Date", "Signature", "Name", "Title")


@dataclass(frozen=True)
class TitlePage:
    """What stands on the first page."""

    kind: str  # "Service level agreement"
    name: str
    parties: tuple[tuple[str, str], ...]  # name, role
    facts: tuple[tuple[str, str], ...]  # label, text


@dataclass(frozen=True)
class Document:
    """A whole document."""

    title: TitlePage
    sections: tuple[Section, ...]
    sign_text: tuple[Paragraph, ...]  # what the signatures are under
    signatures: tuple[SignatureBlock, ...]
    digest: str  # sha256 of the agreement's file
    header: str  # at the head of every page
    date: str  # YYYY-MM-DD, of which the files' own dates are made: the first day of the text's validity

    @property
    def contents(self) -> tuple[str, ...]:
        """The headings of all sections, and of the signature page."""
        return (*(section.heading for section in self.sections), "Signatures")


def paragraph(*parts: str | Run, style: str = "") -> Paragraph:
    """A paragraph of plain texts and styled runs, each made safe to show."""
    runs = [part if isinstance(part, Run) else Run(part) for part in parts]
    return Paragraph(tuple(Run(safe(run.text), run.style) for run in runs if run.text), style)


def strong(text: str) -> Run:
    """Text in bold."""
    return Run(text, "strong")


def table(caption: str, heads: str, rows: list[list[str]], sides: str, widths: tuple[int, ...]) -> Table:
    """A table whose heads are written with bars between them: ``Figure | Credit``."""
    named = tuple(safe(head.strip()) for head in heads.split("|"))
    return Table(safe(caption), named, tuple(tuple(safe(cell) for cell in row) for row in rows), sides, widths)
