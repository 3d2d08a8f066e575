"""Modifiers of a remedy in words: allowance, bank, repeat, lateness, limits of one window, earn-back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pactline.document.saying import joined, percent, target
from pactline.document.terms_in_words import in_words
from pactline.remedies.runs import ordinal
from pactline.values.exact import how_many, plain


def modifier_sentence(name: str, terms: Any, currency: str) -> str | None:
    """What a modifier says, as a sentence; None for one that has none here and is shown as a table."""
    said = _SENTENCES.get(name)
    return said(terms, currency) if said else None


def _allowance(terms: Any, currency: str) -> str:
    misses = "One miss" if terms.misses == 1 else f"{terms.misses} misses"
    return f"{misses} in {terms.each.meaning} {'costs' if terms.misses == 1 else 'cost'} nothing."


def _at_least(terms: Any, currency: str) -> str:
    return f"What is owed for one window is at least {in_words(terms, currency)}."


def _at_most(terms: Any, currency: str) -> str:
    return f"What is owed for one window is at most {in_words(terms, currency)}."


def _bank(terms: Any, currency: str) -> str:
    return (
        "By as much as a figure is better than its target, a later miss is made smaller before the remedy is worked "
        f"out: {terms.per.meaning}; it can be used in the following {terms.keep}, {terms.use.meaning} first."
    )


def _earn_back(terms: Any, currency: str) -> str:
    reach = f"reach {target(terms.at)}" if terms.at else "keep their target"
    return (
        f"If the {how_many(terms.windows, 'window')} that follow a miss {reach}, {percent(terms.share)} of its credit "
        f"is returned ({terms.excused.meaning})."
    )


def _lateness(terms: Any, currency: str) -> str:
    words = (("from", "from_"), ("more than", "above"), ("up to", "to"), ("fewer than", "below"))
    rows = []
    for row in terms.table:
        edges = [f"{word} {getattr(row, key)}" for word, key in words if getattr(row, key) is not None]
        rows.append(f"{plain(row.times)} times for {' and '.join(edges)} days")
    return f"The amount is multiplied by how late the thing was done or reported: {joined(rows)}."


def _repeat(terms: Any, currency: str) -> str:
    if terms.growing == "yes":
        many = f"{plain(terms.times[1])} times, and again with every further miss of the row"
        return f"From the second miss in a row on, what is owed is multiplied {many} ({terms.excused.meaning})."
    places = [f"{plain(times)} times for the {ordinal(place)}" for place, times in enumerate(terms.times, 1)]
    return (
        f"Of misses in a row the amount is multiplied: {joined(places)} and every later miss ({terms.excused.meaning})."
    )


_SENTENCES: Mapping[str, Callable[[Any, str], str]] = {
    "allowance": _allowance,
    "at_least": _at_least,
    "at_most": _at_most,
    "bank": _bank,
    "earn_back": _earn_back,
    "lateness": _lateness,
    "repeat": _repeat,
}
