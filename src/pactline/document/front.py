"""The front of a contract: title page, parties, background, term, services."""

from __future__ import annotations

from typing import Any

from pactline.agreement.model import Service
from pactline.document.drafted import Draft
from pactline.document.model import Block, Clause, Paragraph, TitlePage, paragraph, safe, strong, table
from pactline.document.parts import given
from pactline.document.saying import capital, day, spoken, term


def legal_name(draft: Draft, role: str) -> str:
    """The full name of a party."""
    party = party_of(draft, role)
    return str(getattr(party, "name", None) or getattr(draft.agreement, role))


def party_of(draft: Draft, role: str) -> Any:
    """What the agreement says of a party; None where it says nothing."""
    return getattr(given(draft.agreement, "parties"), role, None)


def title_page(draft: Draft) -> TitlePage:
    """Name, parties, term, the day whose text it is, the digest of the text."""
    agreement = draft.agreement
    facts = [
        ("Term", f"{term(agreement.term)}, both days included"),
        ("Version", f"the text in force on {day(draft.on)}"),
        ("Digest of the text", agreement.digest),
    ]
    roles = [("provider", "Provider"), ("client", "Client")]
    return TitlePage(
        "Service Level Agreement",
        safe(agreement.name),
        tuple((safe(legal_name(draft, role)), said) for role, said in roles),
        tuple((label, safe(text)) for label, text in facts),
    )


def parties(draft: Draft) -> list[Block]:
    """Both parties, with address and who represents them where the agreement says it."""
    blocks: list[Block] = [paragraph("This agreement is made between:")]
    for number, role in enumerate(("provider", "client"), 1):
        party = party_of(draft, role)
        details = [
            getattr(party, "address", None),
            f"registered under {party.registered}" if getattr(party, "registered", None) else None,
            f"represented by {party.represented_by}" if getattr(party, "represented_by", None) else None,
            f"notices to {party.email}" if getattr(party, "email", None) else None,
        ]
        said = "".join(f", {detail}" for detail in details if detail)
        known_as = f" (“{getattr(draft.agreement, role)}”, the " if _has_two_names(draft, role) else " (the "
        text = paragraph(strong(legal_name(draft, role)), said, known_as, strong(capital(role)), ").")
        blocks.append(Clause(f"({number})", "", (text,)))
    return blocks


def _has_two_names(draft: Draft, role: str) -> bool:
    return bool(legal_name(draft, role) != getattr(draft.agreement, role))


def background(draft: Draft) -> list[Block]:
    """Why the parties agree this; nothing where they do not say."""
    purpose = given(draft.agreement, "purpose")
    if not purpose:
        return []
    return [
        Clause(f"({chr(ord('A') + number)})", "", (paragraph(draft.filled(part)),))
        for number, part in enumerate(texts(str(purpose)))
    ]


def texts(words: str) -> list[str]:
    """The paragraphs of a text: a blank line parts them."""
    parts = [" ".join(part.split()) for part in words.split("\n\n")]
    return [part for part in parts if part]


def term_clauses(draft: Draft) -> list[Paragraph]:
    """From when to when, and when days begin."""
    agreement = draft.agreement
    first, last = term(agreement.term).split(" to ")
    return [
        paragraph(f"This agreement begins on {first} and ends on {last}; both days are included."),
        paragraph(
            f"Days, weeks, months, quarters and years begin and end at midnight by the clock of the time zone "
            f"{agreement.zone.key}, summer time included."
        ),
    ]


def services(draft: Draft) -> list[Block]:
    """What the provider does, and for which contacts the service levels hold."""
    rows = [_service_row(service) for service in draft.agreement.services.values()]
    every = all(not service.queues for service in draft.agreement.services.values())
    blocks: list[Block] = [
        paragraph(
            "The Provider answers the contacts of the Client’s customers in the services of the following table. A "
            "service level holds for the contacts of the service it names, and for no others."
        ),
        table("Services", "Service | Channels | Queues | Direction | Opening hours", rows, "<<<<<", (4, 3, 4, 3, 3)),
        paragraph(f"The opening hours, and the days on which other hours hold, are in {draft.plan.ref('hours')}."),
    ]
    if not every:
        blocks.append(paragraph("Queues are named as the telephone or contact system of the Provider names them."))
    return blocks


def _service_row(service: Service) -> list[str]:
    return [
        service.title,
        ", ".join(service.channels) or "all",
        ", ".join(service.queues) or "all",
        service.direction or "either",
        "at all hours" if service.hours_name == "always" else spoken(service.hours_name),
    ]
