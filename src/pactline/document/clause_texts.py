"""The readable text of one clause or one rule, as the document has it, for explanations in the terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pactline.agreement.model import Agreement
from pactline.document.arranging import plan
from pactline.document.drafted import Draft
from pactline.document.front import texts
from pactline.document.rules_in_words import rule_sentences
from pactline.document.saying import percent
from pactline.document.wording import UnknownPlaceholder


def clause_of(agreement: Agreement, commitment_id: str) -> list[str]:
    """The paragraphs of a commitment's own text with its figures filled in; empty where it has none.

    A text that asks for a figure there is not is handed back as it stands.
    """
    found = next((each for each in agreement.commitments if each.id == commitment_id), None)
    if found is None or not found.text:
        return []
    try:
        return [_draft(agreement).filled(part, found) for part in texts(found.text)]
    except UnknownPlaceholder:
        return texts(found.text)


def rule_clause(agreement: Agreement, name: str) -> list[str]:
    """What the agreement says of a rule, ``caps/year`` or ``settlement``, a paragraph each; empty where it has no words
    for it."""
    key, _, own = name.partition("/")
    if key == "at_risk":
        terms = agreement.at_risk
        return (
            [f"The credits of one period of “{terms.of}” come to at most {percent(terms.percent)} of it."]
            if terms
            else []
        )
    part: Any = agreement.rules.get(key)
    terms = part.get(own) if own and isinstance(part, dict) else part
    if terms is None:
        return []
    said = rule_sentences(_draft(agreement), key, own, terms) or []
    return [line for each in said for line in ([each] if isinstance(each, str) else each)]


def _draft(agreement: Agreement) -> Draft:
    """A document whose clauses are numbered as statements cite them."""
    cited = {each.id: each.clause or f"“{each.id}”" for each in agreement.commitments}
    return Draft(agreement, replace(plan(agreement, example=False), clauses=cited), agreement.term.first, ())
