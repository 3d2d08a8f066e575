"""Resolution time: the mean time until a ticket was solved, over the solved ones."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Mean
from pactline.records.choices.written_channels import Hours, Pauses, Solved
from pactline.records.views.conditions import every_row
from pactline.records.views.contacts import Contacts
from pactline.records.views.resolutions import Resolutions

HIGHER_IS_BETTER = False


def resolution_time(contacts: Contacts, *, hours: Hours, solved: Solved, pauses: Pauses) -> Mean:
    """From the creation of a ticket until it was solved or closed, less the time in which it stood still.

    An unsolved ticket adds nothing to either side and is reported as unknown: closing the easy ones makes the mean
    better, so a share within a time is the safer promise.

    Source: the resolution time of helpdesks (Zendesk, Zammad, Frappe Helpdesk).
    """
    rows = Resolutions(solved, hours, pauses)
    return Mean(counted=every_row("created_us"), duration_ms=nw.col("taken_ms"), rows=rows)
