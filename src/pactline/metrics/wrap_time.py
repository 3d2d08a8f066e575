"""Wrap time: the mean after-contact work of answered contacts."""

from __future__ import annotations

from pactline.records.choices.choosing import Mean
from pactline.records.choices.contacts import Unrecorded
from pactline.records.views.contacts import Contacts, recorded

HIGHER_IS_BETTER = False


def wrap_time(contacts: Contacts, *, unrecorded: Unrecorded) -> Mean:
    """Sum of the after-contact work over answered contacts.

    Some sources leave the field empty where there was none, others where they do not know: ``unrecorded`` says which.

    Source: the common definition of after-call work (ACW).
    """
    return Mean(counted=contacts.answered, duration_ms=recorded(contacts.wrap_ms, unrecorded))
