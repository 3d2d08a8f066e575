"""Commitments that a planned month says nothing about: no verdict and no money, whatever silence means elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from pactline.agreement.model import Agreement, Commitment
from pactline.agreement.versions import Versions
from pactline.records.choices.contacts import NoData
from pactline.statement.windows.figuring import is_measured_elsewhere


def silenced(agreement: Agreement | Versions, ids: Collection[str]) -> Agreement | Versions:
    """The same agreement, in which a window without data is no verdict for these commitments.

    An agreement may count silence as a miss; but that a plan says nothing of satisfaction is no miss of it.
    """
    if isinstance(agreement, Versions):
        versions = tuple(replace(each, agreement=_silenced(each.agreement, ids)) for each in agreement)
        return Versions(versions)
    return _silenced(agreement, ids)


def _silenced(agreement: Agreement, ids: Collection[str]) -> Agreement:
    return replace(agreement, commitments=tuple(_quiet(each, ids) for each in agreement.commitments))


def _quiet(commitment: Commitment, ids: Collection[str]) -> Commitment:
    if commitment.id not in ids and not is_measured_elsewhere(commitment):
        return commitment
    rule = {"no_data": NoData.EXCLUDED}
    if commitment.counting.below_minimum is not None:
        rule["below_minimum"] = NoData.EXCLUDED
    return replace(commitment, counting=commitment.counting.model_copy(update=rule))
