"""Requeue rate: the share of offers to agents that nobody took."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Ratio
from pactline.records.views.contacts import Contacts
from pactline.records.views.queue_visits import QueueVisits

HIGHER_IS_BETTER = False
SUMS = ("legs not answered", "legs offered")


def requeue_rate(contacts: Contacts) -> Ratio:
    """Legs (agents that were rung) without an answer over all legs, of visits that entered a queue and left it.

    An answered visit was answered by one leg. Legs are those of queue visits, whatever level the agreement counts at: a
    contact that was answered in two queues was answered by two legs. A visit whose legs the source does not count is
    left out and reported as unknown. One visit may be offered to the same agent several times, and each time is a leg.

    Source: ring-no-answer, legs not answered over legs offered.
    """
    legs, answered = nw.col("legs_offered"), contacts.answered.cast(nw.Int64)
    offered = nw.when(legs < answered).then(answered).otherwise(legs)  # whoever answered was rung
    return Ratio(
        counted=contacts.finished,
        undecided=legs.is_null(),
        part=offered - answered,
        whole=offered,
        rows=QueueVisits(),
        said="of unknown legs: left out",
    )
