"""Drafting: an agreement becomes a document, section by section. Every renderer shows this one document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from pactline.agreement.model import Agreement
from pactline.agreement.versions import Version
from pactline.document import common_clauses, front, schedules
from pactline.document.arranging import LEVELS, plan
from pactline.document.drafted import Case, Draft
from pactline.document.levels import service_levels
from pactline.document.model import Block, Document, Section, SignatureBlock, paragraph, safe
from pactline.document.parts import title_of
from pactline.document.remedy_clauses import remedies_section
from pactline.document.rule_sections import free_clause, rule_section

Drafter = Callable[[Draft], Sequence[Block]]

_SECTIONS: Mapping[str, tuple[str, Drafter]] = {
    "term": ("Term", lambda draft: common_clauses.numbered(draft.plan.number("term"), front.term_clauses(draft))),
    "services": ("Services", front.services),
    LEVELS: ("Service levels", service_levels),
    "measurement": ("Measurement", common_clauses.measurement),
    "remedies": ("Remedies", remedies_section),
    "statements": ("Statements", common_clauses.statements),
    "precedence": ("Precedence", common_clauses.precedence),
    "amendments": ("Text and amendments", common_clauses.amendments),
}
_SCHEDULES: Mapping[str, tuple[str, Drafter]] = {
    "summary": ("Commitments", schedules.summary),
    "charges": ("Charges", schedules.charges),
    "indices": ("Indices", schedules.indices),
    "hours": ("Opening hours", schedules.opening_hours),
    "choices": ("How each commitment is counted", schedules.choices),
    "example": ("Worked example", schedules.example),
}


def draft_document(
    agreement: Agreement, cases: Sequence[Case] = (), on: date | None = None, texts: Sequence[Version] = ()
) -> Document:
    """The document of an agreement, with cases worked out for its example; ``on`` is the day whose text it is.

    ``texts`` are the text as signed and those after each amendment, where there are amendments.

    Raises UnknownPlaceholder for a text that asks for a figure there is not.
    """
    arranged = plan(agreement, example=bool(cases))
    draft = Draft(agreement, arranged, on or agreement.term.first, tuple(cases), tuple(texts))
    body = [_section(draft, key) for key in arranged.sections if key != "definitions"]
    attached = [
        Section(arranged.number(key), title, tuple(drafter(draft)), new_page=True)
        for key in arranged.schedules
        for title, drafter in [_SCHEDULES[key]]
    ]
    words = Section(
        arranged.number("definitions"),
        "Definitions",
        tuple(common_clauses.definitions(draft, [*body, *attached])),
    )
    body.insert(arranged.sections.index("definitions"), words)
    opening = [Section("", "Parties", tuple(front.parties(draft)))]
    if background := front.background(draft):
        opening.append(Section("", "Background", tuple(background)))
    return Document(
        title=front.title_page(draft),
        sections=(*opening, *body, *attached),
        sign_text=(
            paragraph(
                "Both parties sign this agreement. What they sign is the text whose digest stands below; this document "
                "is drawn from it."
            ),
        ),
        signatures=tuple(_signature(draft, role) for role in ("provider", "client")),
        digest=agreement.digest,
        header=safe(agreement.name),
        date=draft.on.isoformat(),
    )


def _section(draft: Draft, key: str) -> Section:
    number = draft.plan.number(key)
    if key in _SECTIONS:
        title, drafter = _SECTIONS[key]
        return Section(number, title, tuple(drafter(draft)))
    if key.startswith("clauses/"):
        title, blocks = free_clause(draft, key.partition("/")[2])
        return Section(number, safe(title), tuple(blocks))
    return Section(number, title_of(key), tuple(rule_section(draft, key)))


def _signature(draft: Draft, role: str) -> SignatureBlock:
    party = front.party_of(draft, role)
    signs = getattr(party, "represented_by", None) or ""
    return SignatureBlock(role.capitalize(), safe(front.legal_name(draft, role)), safe(str(signs)))
