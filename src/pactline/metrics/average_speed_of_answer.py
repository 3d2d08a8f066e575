"""Average speed of answer: the mean wait of the contacts that were answered."""

from __future__ import annotations

from pactline.records.choices.choosing import Mean
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = False


def average_speed_of_answer(contacts: Contacts) -> Mean:
    """Sum of the waits of answered contacts over answered contacts; abandoned ones never enter.

    Source: the common definition of ASA; ring time is part of the wait in nearly all systems.
    """
    return Mean(counted=contacts.answered, duration_ms=contacts.wait_ms)
