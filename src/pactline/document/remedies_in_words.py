"""What a miss costs, or what better than promised earns, in the words of a contract: one function per shape.

A shape that has no sentence here is told by its own first sentence and its terms, so no shape is ever left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from pactline.agreement.model import Agreement, Commitment, RemedyTerms
from pactline.document.saying import amount, dated, money, percent, spoken
from pactline.document.terms_in_words import in_words
from pactline.remedies import remedies
from pactline.values.exact import how_many, plain
from pactline.values.target import Unit

_POINT = {Unit.PERCENT: "percentage point", Unit.SECONDS: "second", Unit.CONTACTS: "contact", Unit.SCORE: "point"}


def remedy_phrase(remedy: RemedyTerms, agreement: Agreement, commitment: Commitment) -> str:
    """What is owed, as the object of a sentence: ``EUR 1,000.00``, ``2 % of the monthly fee``."""
    said = _PHRASES.get(remedy.shape)
    if said is None:
        title = remedies()[remedy.shape].title.partition(":")[2].strip().rstrip(".")
        return f"{title} ({in_words(remedy.terms, agreement.currency)})"
    return said(remedy.terms, agreement, commitment)


def charge_phrase(charge: str) -> str:
    """``the charge "monthly fee"``: a charge by its name."""
    return f"the charge “{spoken(charge)}”"


def _sum(terms: Any, agreement: Agreement) -> str:
    """A dated sum, or a share of a charge."""
    if getattr(terms, "percent", None) is not None:
        return f"{percent(terms.percent)} of {charge_phrase(terms.of)}"
    steps = getattr(terms, "amount", terms)
    return dated(steps, lambda item: money(item, agreement.currency))


def _unit(commitment: Commitment) -> str:
    """What the distance between figure and bound counts in; of what is counted elsewhere nobody knows the name."""
    unit = commitment.target.values[0].unit
    return "unit" if unit is Unit.CONTACTS and commitment.metric == "reported" else _POINT[unit]


def _flat(terms: Any, agreement: Agreement, commitment: Commitment) -> str:
    return _sum(terms, agreement)


def _per_point(terms: Any, agreement: Agreement, commitment: Commitment) -> str:
    unit = _unit(commitment)
    return f"{_sum(terms, agreement)} for each {unit} between the figure and the bound, parts of one in proportion"


def _per_begun(terms: Any, agreement: Agreement, commitment: Commitment) -> str:
    unit = _unit(commitment)
    return (
        f"{_sum(terms, agreement)} for each {unit} between the figure and the bound, one that is begun counting whole"
    )


def _per_second(terms: Any, agreement: Agreement, commitment: Commitment) -> str:
    return f"{_sum(terms, agreement)} for each second between the figure and the bound, parts of one in proportion"


def _bands(terms: Any, agreement: Agreement, commitment: Commitment) -> str:
    return f"the percentage of {charge_phrase(terms.of)} that the table of bands gives for the figure"


def _difference(terms: Any, agreement: Agreement, commitment: Commitment) -> str:
    return f"as many percent of {charge_phrase(terms.of)} as there are percentage points between target and figure"


def _withheld(terms: Any, agreement: Agreement, commitment: Commitment) -> str:
    return f"the whole of {charge_phrase(terms.of)} for that {commitment.each}, which is withheld"


def _share_of_pool(terms: Any, agreement: Agreement, commitment: Commitment) -> str:
    return (
        f"{percent(terms.weight)} of the share that the category “{spoken(terms.category)}” has in the amount at risk "
        f"“{spoken(terms.pool)}”"
    )


def _points(terms: Any, agreement: Agreement, commitment: Commitment) -> str:
    if terms.each_miss is not None:
        many = in_words(terms.each_miss, agreement.currency)
        return f"{many} {'point' if many == '1' else 'points'} in the scheme “{spoken(terms.into)}”"
    return f"the points that the table gives for the figure, in the scheme “{spoken(terms.into)}”"


def _streak(terms: Any, agreement: Agreement, commitment: Commitment) -> str:
    return f"{_sum(terms.amount, agreement)} when it is missed {terms.length} times in a row ({terms.again.meaning})"


def _per_contact(terms: Any, agreement: Agreement, commitment: Commitment) -> str:
    return f"{_sum(terms.amount, agreement)} for each contact: {terms.beyond.meaning}; {terms.parts.meaning}"


def _rolling_count(terms: Any, agreement: Agreement, commitment: Commitment) -> str:
    return f"what the table gives for the number of misses within {terms.within} ({terms.again.meaning})"


def _two_sided(terms: Any, agreement: Agreement, commitment: Commitment) -> str:
    most = f", at most {_sum(terms.most, agreement)} either way" if terms.most else ""
    worse, better = _distance(*terms.worse_by), _distance(*terms.better_by)
    return (
        f"{_sum(terms.amount, agreement)} for each {_distance(*terms.per)} by which the figure is beyond a neutral "
        f"zone, which reaches {worse} to the worse and {better} to the better side of the target; on the worse side it "
        f"is a credit, on the better side a bonus ({terms.steps.meaning}){most}"
    )


def _distance(length: Fraction, unit: Unit) -> str:
    """``0.1 percentage points``, ``15 seconds``."""
    if unit is Unit.PERCENT:
        return f"{plain(length)} percentage point{'' if length == 1 else 's'}"
    return amount(length, unit)


_PHRASES: Mapping[str, Callable[[Any, Agreement, Commitment], str]] = {
    "flat": _flat,
    "per_point": _per_point,
    "per_point_or_fraction": _per_begun,
    "per_second": _per_second,
    "per_contact": _per_contact,
    "bands": _bands,
    "difference": _difference,
    "withheld": _withheld,
    "share_of_pool": _share_of_pool,
    "points": _points,
    "streak": _streak,
    "rolling_count": _rolling_count,
    "two_sided": _two_sided,
}


def band_rows(terms: Any) -> list[list[str]]:
    """The rows of a table of bands: the figure, and what it brings."""
    return [[_edges(row), _worth(row)] for row in terms.table]


def tranche_rows(terms: Any, agreement: Agreement) -> list[list[str]]:
    """The rows of a table by how many windows were missed: from how many on, and what it brings."""
    return [[f"from {how_many(row.from_, 'missed window')} on", _sum(row.credit, agreement)] for row in terms.tranches]


def _worth(row: Any) -> str:
    return str(row.worth_text) if hasattr(row, "worth_text") else percent(row.credit)


def _edges(row: Any) -> str:
    words = (("at least", row.from_), ("more than", row.above), ("at most", row.to), ("less than", row.below))
    edges = [f"{word} {amount(*edge)}" for word, edge in words if edge]
    return " and ".join(edges) or "any figure"
