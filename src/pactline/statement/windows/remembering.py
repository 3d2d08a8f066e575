"""Whether anything in an agreement looks back at earlier windows."""

from __future__ import annotations

from pactline.agreement.model import RemedyTerms
from pactline.remedies.modifiers import modifiers
from pactline.remedies.rules.trigger import Trigger
from pactline.statement.windows.contract import Contract

RULES_THAT_REMEMBER = frozenset(
    {"caps", "pools", "floors", "incidents", "critical", "points", "rights", "duties", "presumptions", "renewal"}
)
_SHAPES = frozenset({"streak", "rolling_count"})
_MODIFIERS = frozenset({"repeat", "allowance", "bank", "earn_back"})


def remembers(contract: Contract) -> bool:
    """Whether a statement depends on what became of earlier windows.

    Where nothing does, earlier records are never looked at, and a statement says nothing of memory.
    """
    assert modifiers().keys() >= _MODIFIERS, "a modifier that remembers is named here"
    for text in contract.texts:
        if RULES_THAT_REMEMBER & text.agreement.rules.keys():
            return True
        if any(_looks_back(suspension.when) for suspension in text.agreement.rule("suspensions").values()):
            return True
        for commitment in text.agreement.commitments:
            if commitment.ratchet is not None and commitment.ratchet.when_kept:
                return True
            if any(_remembers(terms) for terms in (commitment.remedy, commitment.bonus) if terms is not None):
                return True
    return False


def _looks_back(when: Trigger) -> bool:
    """Whether a condition is about windows in a row or within so many months."""
    parts = [*(when.all_ or ()), *(when.any_ or ())]
    return when.in_a_row is not None or when.times is not None or any(map(_looks_back, parts))


def _remembers(terms: RemedyTerms) -> bool:
    return terms.shape in _SHAPES or bool(_MODIFIERS & terms.modifiers.keys())
