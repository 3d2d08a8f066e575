"""Rendering: an agreement becomes a file that people read and sign, as HTML, PDF or DOCX by the file's name."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from pactline.agreement.model import Agreement
from pactline.agreement.versions import Version, Versions
from pactline.document.drafted import Case
from pactline.document.drafting import draft_document
from pactline.document.model import Document
from pactline.document.sample import sample_statement
from pactline.document.wording import UnknownPlaceholder
from pactline.statement.model import Statement
from pactline.values.problem import Problem, Problems


def _html(document: Document) -> bytes:
    from pactline.document.as_html import as_html

    return as_html(document).encode("utf-8")


def _pdf(document: Document) -> bytes:
    from pactline.document.as_pdf import as_pdf

    return as_pdf(document)


def _docx(document: Document) -> bytes:
    from pactline.document.as_docx import as_docx

    return as_docx(document)


FORMATS: Mapping[str, Callable[[Document], bytes]] = {".html": _html, ".pdf": _pdf, ".docx": _docx}
"""By the ending of the file's name."""


def document_of(agreement: Agreement | Versions, example: Statement | None = None, on: date | None = None) -> Document:
    """The document of an agreement as it stands on a day, the first of the term if left out.

    The worked example is taken from ``example``, or made of invented figures. Raises Problems where a readable clause
    asks for a figure that there is not.
    """
    texts: tuple[Version, ...] = ()
    if isinstance(agreement, Versions):
        texts = agreement.versions
        version = agreement.on(max(on or agreement.term.first, agreement.term.first))
        agreement = replace(version.agreement, digest=version.digest)
    statement = example or sample_statement(agreement)
    try:
        return draft_document(agreement, Case.all_of(statement, agreement) if statement else (), on, texts)
    except UnknownPlaceholder as unknown:
        remedy = "name a key of the commitment or of the agreement, such as {target} or {client}"
        raise Problems([Problem(agreement.file, 0, 0, "AGR_PLACEHOLDER", str(unknown), remedy)]) from None


def render(
    agreement: Agreement | Versions,
    path: str | os.PathLike[str],
    *,
    example: Statement | None = None,
    on: date | None = None,
) -> None:
    """Write the contract of an agreement to a file that ends in ``.html``, ``.pdf`` or ``.docx``.

    The same agreement gives the same bytes. Raises ValueError for any other ending, Problems for a placeholder that
    names nothing and for a character that no font can print, OSError.
    """
    target = Path(path)
    make = FORMATS.get(target.suffix.lower())
    if make is None:
        raise ValueError(f"{target.name}: the name must end in {', '.join(FORMATS)}")
    target.write_bytes(make(document_of(agreement, example, on)))
