"""Average handle time: the mean of talk, hold and wrap together, over answered contacts."""

from __future__ import annotations

from pactline.records.choices.choosing import Mean
from pactline.records.choices.contacts import Unrecorded
from pactline.records.views.contacts import Contacts, recorded

HIGHER_IS_BETTER = False


def average_handle_time(contacts: Contacts, *, unrecorded: Unrecorded) -> Mean:
    """Sum of talk, hold and wrap over answered contacts; the ring of the answering agent is not in it.

    ``unrecorded`` is about hold and wrap, which many sources leave empty where there was none. A contact whose talk is
    unknown is always unknown and on neither side.

    Source: the common definition of AHT: (talk + hold + wrap) / answered.
    """
    handled_ms = contacts.talk_ms + recorded(contacts.hold_ms, unrecorded) + recorded(contacts.wrap_ms, unrecorded)
    return Mean(counted=contacts.answered, duration_ms=handled_ms)
