"""Connect rate: the share of attempts that a person answered."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.views.conditions import every_row, one_of
from pactline.records.views.contacts import Contacts
from pactline.records.views.dialling import PERSON, Attempts

HIGHER_IS_BETTER = True
GOOD = "connected"


def connect_rate(contacts: Contacts) -> Share:
    """Attempts that a person answered, those the dialler then abandoned included, over all attempts.

    Source: connects per dial, as outbound reports have it.
    """
    return Share(counted=every_row("dialled_us"), good=one_of("result", PERSON), rows=Attempts())
