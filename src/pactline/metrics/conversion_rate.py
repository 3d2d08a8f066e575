"""Conversion rate: the share of conversations that brought what the campaign is for."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Share
from pactline.records.views.conditions import one_of
from pactline.records.views.contacts import Contacts
from pactline.records.views.dialling import Attempts
from pactline.values.codes import CodesTerm

HIGHER_IS_BETTER = True
GOOD = "converted"


def conversion_rate(contacts: Contacts, *, dispositions: CodesTerm) -> Share:
    """Attempts with one of the dispositions that mean success, over those in which a person was connected to an agent.

    Source: conversions per contact, as outbound reports have it.
    """
    spoken = one_of("result", ("person",)) & ~nw.col("connected_us").is_null()
    return Share(counted=spoken, good=one_of("disposition", dispositions.words), rows=Attempts())
