"""Self-service containment: the share of those who came to the voice menu or the bot that were settled there."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Share
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = True
GOOD = "settled"


def self_service_containment(contacts: Contacts) -> Share:
    """Contacts whose task was done in self-service over all that entered it.

    Whoever hung up there was not contained, and whoever was passed on to a queue was not either; a contact of which
    nobody says what became of it in self-service never entered it, as far as anybody knows.

    Source: contacts that end in the IVR with their task done over contacts that entered it.
    """
    told = nw.col("self_service")
    return Share(counted=~told.is_null(), good=(told == "done").fill_null(value=False))
