"""Right-party rate: the share of people reached who were the ones that were meant."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.views.conditions import one_of
from pactline.records.views.contacts import Contacts
from pactline.records.views.dialling import PERSON, Attempts
from pactline.values.codes import CodesTerm

HIGHER_IS_BETTER = True
GOOD = "right party"


def right_party_rate(contacts: Contacts, *, dispositions: CodesTerm) -> Share:
    """Attempts with one of the dispositions that mean the right person, over those that a person answered.

    A person who was reached without a disposition was not the right one as far as anybody can show.

    Source: right-party contacts per connect, as collectors report it.
    """
    right = one_of("disposition", dispositions.words)
    return Share(counted=one_of("result", PERSON), good=right, rows=Attempts())
