"""What a placeholder in a readable clause may name: every key of its commitment, and the heading of the agreement."""

from __future__ import annotations

from typing import Any

from pactline.agreement.model import Agreement, Commitment
from pactline.document.charges import charge_words
from pactline.document.counting_sentences import each_word, scope_words
from pactline.document.formulas import name_of, within
from pactline.document.remedies_in_words import remedy_phrase
from pactline.document.saying import amount, dated, length, money, target, term
from pactline.document.terms_in_words import in_words
from pactline.values.duration import Duration, Limit
from pactline.values.target import Target


def agreement_words(agreement: Agreement) -> dict[str, str]:
    """Placeholders of the agreement itself, for texts that belong to no commitment; charges by their name."""
    charges = {
        key.replace("-", "_").replace(" ", "_"): charge_words(charge, agreement.currency)
        for key, charge in agreement.charges.items()
    }
    return {
        **charges,
        "agreement": agreement.name,
        "provider": agreement.provider,
        "client": agreement.client,
        "term": term(agreement.term),
        "zone": agreement.zone.key,
        "currency": agreement.currency,
    }


def commitment_words(agreement: Agreement, commitment: Commitment) -> dict[str, str]:
    """Placeholders of a commitment: its arguments, counting choices and own keys, and those of the agreement."""
    made: dict[str, Any] = {**dict(commitment.counting), **commitment.arguments, **_own_keys(commitment)}
    service = commitment.service
    words = {
        **agreement_words(agreement),
        **{key: _said(key, value, agreement.currency) for key, value in made.items() if value is not None},
        "title": commitment.title,
        "clause": commitment.clause,
        "metric": name_of(commitment.metric),
        "service": service.title,
        "queues": scope_words(service.queues, "every queue"),
        "channels": scope_words(service.channels, "every channel"),
        "hours": "at all hours" if service.hours_name == "always" else service.hours_name,
        "each": each_word(commitment),
        "target": dated(commitment.target, target),
    }
    if commitment.remedy:
        words["remedy"] = remedy_phrase(commitment.remedy, agreement, commitment)
    if commitment.bonus:
        words["bonus"] = remedy_phrase(commitment.bonus, agreement, commitment)
        if commitment.bonus.when:
            words["bonus_when"] = target(commitment.bonus.when)
    if len(commitment.target.values) == 1:
        words["target_amount"] = amount(commitment.target.values[0].amount, commitment.target.values[0].unit)
    return {key: said for key, said in words.items() if said}


def _own_keys(commitment: Commitment) -> dict[str, Any]:
    """The keys of the commitment that are neither the metric's nor about counting."""
    return {"report_only_until": commitment.report_only_until, "by": commitment.by, "report": commitment.report}


def _said(key: str, value: Any, currency: str) -> str:
    if isinstance(value, Limit):
        return within(value) if value.sense != "at_most" else length(value.duration)
    if isinstance(value, Duration):
        return length(value)
    if isinstance(value, Target):
        return target(value)
    if key == "interval":
        return f"{value} minutes"
    if key.endswith("amount") and not isinstance(value, str):
        return money(value, currency)
    return in_words(value, currency)
