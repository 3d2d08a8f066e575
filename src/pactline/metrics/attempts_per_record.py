"""Attempts per record: how often a campaign tried each person, on average."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Ratio
from pactline.records.views.conditions import as_number, every_row
from pactline.records.views.contacts import Contacts
from pactline.records.views.dialling import WorkedRecords
from pactline.values.target import Unit

HIGHER_IS_BETTER = None
UNIT = Unit.SCORE
SUMS = ("attempts", "people")


def attempts_per_record(contacts: Contacts) -> Ratio:
    """All attempts of a campaign at the people it tried, over the number of these people. A person belongs to the
    window of the first attempt, with all attempts that came later.

    Source: the average attempts per record of outbound reports.
    """
    return Ratio(
        counted=every_row("dialled_us"),
        part=nw.col("attempts"),
        whole=as_number(every_row("dialled_us")),
        scale=1,
        unit=UNIT,
        rows=WorkedRecords(),
    )
