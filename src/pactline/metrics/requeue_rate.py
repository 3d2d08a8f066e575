"""Requeue rate: the share of offers to agents that nobody took."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choosing import Ratio
from pactline.records.contacts import Contacts

HIGHER_IS_BETTER = False
SUMS = ("legs not answered", "legs offered")


def requeue_rate(contacts: Contacts) -> Ratio:
    """Legs (agents that were rung) without an answer over all legs, of contacts that entered a queue and left it.

    An answered contact was answered by one leg. A contact whose legs the source does not count is left out and reported
    as unknown. One contact may be offered to the same agent several times, and each time is a leg.

    Source: ring-no-answer, legs not answered over legs offered.
    """
    legs, answered = nw.col("legs_offered"), contacts.answered.cast(nw.Int64)
    offered = nw.when(legs < answered).then(answered).otherwise(legs)  # whoever answered was rung
    return Ratio(
        counted=contacts.finished,
        undecided=legs.is_null(),
        part=offered - answered,
        whole=offered,
        said="of unknown legs: left out",
    )
