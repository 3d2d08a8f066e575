"""Talk time: the mean conversation of answered contacts, hold left out."""

from __future__ import annotations

from pactline.records.choices.choosing import Mean
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = False


def talk_time(contacts: Contacts) -> Mean:
    """Sum of the conversations (without hold) over answered contacts; an unknown talk time is on neither side.

    Source: the common definition of average talk time; systems that put hold into talk are corrected on import.
    """
    return Mean(counted=contacts.answered, duration_ms=contacts.talk_ms)
