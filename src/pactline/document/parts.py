"""What an agreement has besides its commitments: its further sections by key, whatever the language can say today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pactline.agreement.model import Agreement, Commitment
from pactline.document.saying import capital, spoken

_ELSEWHERE = frozenset({"parties", "purpose", "definitions", "clauses", "precedence", "order", "notes"})
"""Sections that have a place of their own in the document; every other one gets a section under its heading."""

TITLES: Mapping[str, str] = {
    "responsibilities": "Responsibilities of the parties",
    "points": "Points",
    "pools": "Amounts at risk",
    "caps": "Limits of credits",
    "floors": "Small amounts",
    "incidents": "One incident, one credit",
    "critical": "Critical failures",
    "presumptions": "Presumptions",
    "suspensions": "Suspension of service levels",
    "volume": "Volume above forecast",
    "relief": "Relief",
    "change_orders": "Change orders",
    "duties": "Plans and notices",
    "rights": "Rights of the parties",
    "settlement": "Settlement",
    "renewal": "Renewal",
    "indices": "Indices",
    "reviews": "Reviews",
    "contacts": "Contact persons",
}
"""The headings of the sections of the language, in the order in which a contract has them."""


def given(agreement: Agreement, key: str) -> Any:
    """What the agreement says under a key of the file; None where it says nothing."""
    for value in (agreement.rules.get(key), agreement.prose.get(key), getattr(agreement, key, None)):
        if value is not None and value not in ({}, (), ""):
            return value
    return None


def further(agreement: Agreement) -> tuple[str, ...]:
    """The keys of all sections that are neither commitments nor told elsewhere, in the order of a contract."""
    keys = dict.fromkeys([*agreement.rules, *agreement.prose, *(["indices"] if given(agreement, "indices") else [])])
    found = [key for key in keys if key not in _ELSEWHERE and given(agreement, key) is not None]
    order = list(TITLES)
    return tuple(sorted(found, key=lambda key: order.index(key) if key in order else len(order)))


def title_of(key: str) -> str:
    """The heading of a section."""
    return TITLES.get(key, key.replace("_", " ").capitalize())


def named(part: Any) -> Mapping[str, Any]:
    """The parts of a section by the names their writer gave them; a section without names is one part called ""."""
    return part if isinstance(part, Mapping) else {"": part}


def promised_by(agreement: Agreement, commitment: Commitment) -> tuple[str, str]:
    """Who promises: the role and the name of the party."""
    return commitment.by, agreement.client if commitment.by == "client" else agreement.provider


def called(commitment: Commitment) -> str:
    """What people call the commitment: its title, or its name as words."""
    if commitment.title.replace(", ", "/") == commitment.id:
        return capital(spoken(commitment.title))
    return commitment.title


def group_name(commitment: Commitment) -> str:
    """The name of a promise with several tiers."""
    return capital(spoken(commitment.id.partition("/")[0]))


def tier_name(commitment: Commitment) -> str:
    """The name of one tier."""
    given = called(commitment)
    return capital(given.removeprefix(group_name(commitment)).lstrip(", ")) or given
