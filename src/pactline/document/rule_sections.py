"""The further sections of an agreement: rights, duties, caps, relief, reviews and whatever else the language can say.

Each part that has a name becomes a clause, in sentences or as a table of all its terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pactline.document.arranging import letter
from pactline.document.drafted import Draft
from pactline.document.front import texts
from pactline.document.model import Block, Clause, paragraph, safe, table
from pactline.document.parts import given, named, title_of
from pactline.document.rules_in_words import Said, rule_sentences
from pactline.document.saying import capital, spoken
from pactline.document.terms_in_words import part_blocks


def rule_section(draft: Draft, key: str) -> list[Block]:
    """A section of the language as clauses: in sentences where the key has them, else as tables of all terms."""
    part = given(draft.agreement, key)
    number, parts = draft.plan.number(key), named(part)
    if key == "contacts":
        return [_contacts(draft, parts)]
    if list(parts) == [""]:
        said = rule_sentences(draft, key, "", parts[""])
        if said is not None:
            return _numbered(number, said)
        return part_blocks(parts[""], draft.agreement.currency, title_of(key), draft.filled)
    return [
        Clause(f"{number}.{place}", safe(capital(spoken(name))), tuple(_part(draft, key, name, terms)))
        for place, (name, terms) in enumerate(parts.items(), 1)
    ]


def _part(draft: Draft, key: str, name: str, terms: Any) -> list[Block]:
    said = rule_sentences(draft, key, name, terms)
    if said is not None:
        return _paragraphs(said)
    caption = f"{title_of(key)}: {spoken(name)}"
    return part_blocks(terms, draft.agreement.currency, caption, draft.filled)


def _paragraphs(said: Said) -> list[Block]:
    """Sentences as paragraphs, the points of a list as clauses (a), (b)."""
    blocks: list[Block] = []
    for text in said:
        if isinstance(text, str):
            blocks.append(paragraph(text))
        else:
            blocks += [Clause(f"({letter(n)})", "", (paragraph(point),)) for n, point in enumerate(text)]
    return blocks


def _numbered(number: str, said: Said) -> list[Block]:
    """Sentences as the clauses of a section; a list belongs to the sentence before it."""
    clauses: list[list[Block]] = []
    for text in said:
        made = _paragraphs([text])
        if isinstance(text, str):
            clauses.append(made)
        else:
            clauses[-1] += made
    if len(clauses) == 1:
        return clauses[0]
    return [Clause(f"{number}.{place}", "", tuple(blocks)) for place, blocks in enumerate(clauses, 1)]


def _contacts(draft: Draft, parts: Mapping[str, Any]) -> Block:
    rows = [
        [
            capital(str(person.party)),
            str(person.role),
            str(person.name or ""),
            str(person.email or ""),
            str(person.phone or "").replace(" ", "\N{NO-BREAK SPACE}"),
        ]
        for person in parts.values()
    ]
    return table("Contact persons", "Party | Role | Name | E-mail | Telephone", rows, "<<<<<", (6, 8, 8, 14, 9))


def free_clause(draft: Draft, name: str) -> tuple[str, list[Block]]:
    """A clause of legal prose: its heading and its paragraphs, with placeholders filled."""
    clause = given(draft.agreement, "clauses")[name]
    number = draft.plan.number(f"clauses/{name}")
    parts = texts(draft.filled(clause.text))
    if len(parts) == 1:
        return clause.title, [paragraph(parts[0])]
    return clause.title, [Clause(f"{number}.{place}", "", (paragraph(part),)) for place, part in enumerate(parts, 1)]
