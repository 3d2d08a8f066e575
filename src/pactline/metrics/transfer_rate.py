"""Transfer rate: the share of answered contacts that the agent handed on."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = False
GOOD = "transferred"


def transfer_rate(contacts: Contacts) -> Share:
    """Answered contacts that ended in a transfer, of whatever kind, over answered contacts.

    A contact transferred twice was transferred once at this level; a consultation that came back is not a transfer.

    Source: the common definition, over answered contacts.
    """
    return Share(counted=contacts.answered, good=contacts.answered & contacts.transferred)
