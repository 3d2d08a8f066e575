"""Machine rate: the share of attempts that an answering machine took."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.views.conditions import every_row, one_of
from pactline.records.views.contacts import Contacts
from pactline.records.views.dialling import Attempts

HIGHER_IS_BETTER = False
GOOD = "machines"


def machine_rate(contacts: Contacts) -> Share:
    """Attempts that a machine answered, as far as the dialler tells machines from people, over all attempts.

    Source: the answering-machine rate of outbound reports.
    """
    return Share(counted=every_row("dialled_us"), good=one_of("result", ("machine",)), rows=Attempts())
