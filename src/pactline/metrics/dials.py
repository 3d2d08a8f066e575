"""Dials: how many attempts a dialler made."""

from __future__ import annotations

from pactline.records.choices.choosing import Count
from pactline.records.views.conditions import every_row
from pactline.records.views.contacts import Contacts
from pactline.records.views.dialling import Attempts

HIGHER_IS_BETTER = None


def dials(contacts: Contacts) -> Count:
    """Every attempt, whatever came of it.

    Source: the first figure of every outbound report.
    """
    return Count(counted=every_row("dialled_us"), rows=Attempts())
