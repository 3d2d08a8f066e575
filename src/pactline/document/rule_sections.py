"""The further sections of an agreement: rights, duties, caps, relief, reviews and whatever else the language can say.

Each part that has a name becomes a clause. A few parts open with a sentence of their own; all are shown with every term
they have, so that nothing an agreement says is missing from its document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from pactline.document.drafted import Draft
from pactline.document.front import texts
from pactline.document.model import Block, Clause, paragraph, safe, table
from pactline.document.parts import given, named, title_of
from pactline.document.saying import capital, day, spoken
from pactline.document.terms_in_words import in_words, part_blocks


def rule_section(draft: Draft, key: str) -> list[Block]:
    """A section of the language as clauses."""
    part = given(draft.agreement, key)
    number, parts = draft.plan.number(key), named(part)
    if key == "contacts":
        return [_contacts(draft, parts)]
    if list(parts) == [""]:
        return part_blocks(parts[""], draft.agreement.currency, title_of(key), draft.filled)
    return [
        Clause(f"{number}.{place}", safe(capital(spoken(name))), tuple(_part(draft, key, name, terms)))
        for place, (name, terms) in enumerate(parts.items(), 1)
    ]


def _part(draft: Draft, key: str, name: str, terms: Any) -> list[Block]:
    caption = f"{title_of(key)}: {spoken(name)}"
    if isinstance(terms, BaseModel):
        return [*_opening(draft, key, terms), *part_blocks(terms, draft.agreement.currency, caption, draft.filled)]
    if isinstance(terms, Mapping):
        rows = [[capital(spoken(str(k))), in_words(v, draft.agreement.currency)] for k, v in terms.items()]
        return [table(caption, "Term | As agreed", rows, "<<", (2, 3))]
    return part_blocks(terms, draft.agreement.currency, caption, draft.filled)


def _opening(draft: Draft, key: str, terms: Any) -> list[Block]:
    """The sentence a part begins with, where its kind has one."""
    said = _SENTENCES.get(key)
    return [paragraph(said(terms))] if said and isinstance(terms, BaseModel) else []


def _who(word: str) -> str:
    return f"the {capital(word)}"


def _right(terms: Any) -> str:
    notice = f", giving notice of {terms.notice}" if getattr(terms, "notice", None) else ""
    return (
        f"{capital(_who(terms.holder))} may do the following within {terms.open_for} after the settlement day on which "
        f"the condition below came about{notice}:"
    )


def _duty(terms: Any) -> str:
    return (
        f"{capital(_who(terms.on))} does the following within {terms.due} after the last day of the window in which "
        "the condition below came about:"
    )


def _responsibility(terms: Any) -> str:
    often = f"in each {terms.each}" if terms.each else "once"
    when = f"by {day(terms.by.day)}" if terms.by.day else f"{terms.by.length} {_edge(terms)}"
    return f"{capital(_who(terms.party))} does the following {often}, {when}:"


def _edge(terms: Any) -> str:
    side = "before" if terms.by.before else "after"
    return f"{side} the {terms.by.edge} of the {terms.each or 'term'}"


_SENTENCES: Mapping[str, Callable[[Any], str]] = {
    "rights": _right,
    "duties": _duty,
    "responsibilities": _responsibility,
}


def _contacts(draft: Draft, parts: Mapping[str, Any]) -> Block:
    rows = [
        [
            capital(str(person.party)),
            str(person.role),
            str(person.name or ""),
            ", ".join(str(way) for way in (person.email, person.phone) if way),
        ]
        for person in parts.values()
    ]
    return table("Contact persons", "Party | Role | Name | E-mail and telephone", rows, "<<<<", (2, 4, 4, 5))


def free_clause(draft: Draft, name: str) -> tuple[str, list[Block]]:
    """A clause of legal prose: its heading and its paragraphs, with placeholders filled."""
    clause = given(draft.agreement, "clauses")[name]
    number = draft.plan.number(f"clauses/{name}")
    parts = texts(draft.filled(clause.text))
    if len(parts) == 1:
        return clause.title, [paragraph(parts[0])]
    return clause.title, [Clause(f"{number}.{place}", "", (paragraph(part),)) for place, part in enumerate(parts, 1)]
