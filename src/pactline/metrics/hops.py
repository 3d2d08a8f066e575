"""Hops: how many queues a contact went through."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Ratio
from pactline.records.views.contacts import Contacts
from pactline.records.views.whole_contacts import WholeContacts
from pactline.values.target import Unit

HIGHER_IS_BETTER = False
UNIT = Unit.SCORE
SUMS = ("queue visits", "contacts")


def hops(contacts: Contacts) -> Ratio:
    """Queue visits over contacts that entered a queue and left it, whatever level the agreement counts at.

    A contact belongs to the period of its first visit, with all its visits. 1 means that nobody was moved on.

    Source: queue visits per contact.
    """
    return Ratio(
        counted=contacts.finished, part=nw.col("visits"), whole=nw.lit(1), scale=1, unit=UNIT, rows=WholeContacts()
    )
