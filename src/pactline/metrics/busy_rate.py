"""Busy rate: the share of all attempts that met a busy signal."""

from __future__ import annotations

from pactline.records.choices.choosing import Share
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = False
GOOD = "busy"


def busy_rate(contacts: Contacts) -> Share:
    """Refused contacts over all attempts: those that were let into the queue and left it, and those that were not.

    Whoever was let in met no busy signal, whatever became of the wait. This is blockage with every refusal a busy
    signal; where a closed door or an empty desk is none, ``blockage`` names the reasons that are.

    Source: busy signals in franchises and regulators' rules (``contracts.md`` C14, C23, C24, C28).
    """
    return Share(counted=contacts.finished | contacts.refused, good=contacts.refused)
