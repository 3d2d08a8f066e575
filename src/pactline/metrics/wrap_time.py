"""Wrap time: the mean after-contact work of answered contacts."""

from __future__ import annotations

from pactline.records.choices import Unrecorded
from pactline.records.choosing import Mean
from pactline.records.contacts import Contacts, recorded

HIGHER_IS_BETTER = False


def wrap_time(contacts: Contacts, *, unrecorded: Unrecorded) -> Mean:
    """Sum of the after-contact work over answered contacts.

    Some sources leave the field empty where there was none, others where they do not know: ``unrecorded`` says which.

    Source: the common definition of after-call work (ACW).
    """
    return Mean(counted=contacts.answered, duration_ms=recorded(contacts.wrap_ms, unrecorded))
