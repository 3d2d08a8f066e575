"""After-contact cap breach: the share of answered contacts whose after-contact work took longer than allowed."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.choices.contacts import Unrecorded
from pactline.records.views.contacts import Contacts, recorded, within
from pactline.values.duration import Limit

HIGHER_IS_BETTER = False
GOOD = "over the limit"


def after_contact_cap_breach(contacts: Contacts, *, limit: Limit, unrecorded: Unrecorded) -> Share:
    """Answered contacts whose wrap did not keep ``limit`` over answered contacts.

    Some sources leave the wrap empty where there was none, others where they do not know: ``unrecorded`` says which.
    What is unknown is left out and reported as unknown.

    Source: the share of contacts with wrap > limit; a system that ends the wrap by a timer never shows one.
    """
    wrap_ms = recorded(contacts.wrap_ms, unrecorded)
    over = ~within(wrap_ms, limit) & ~wrap_ms.is_null()
    return Share(counted=contacts.answered, undecided=wrap_ms.is_null(), good=over, said="of unknown wrap: left out")
