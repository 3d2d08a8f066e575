"""Conformance: the time agents were there for contacts against the time they were scheduled for contacts."""

from __future__ import annotations

from fractions import Fraction

from pactline.records.choices.choosing import Ratio
from pactline.records.views.agent_time import ACTUAL, FOR_CONTACTS, PLANNED, AgentTime, while_in
from pactline.records.views.conditions import one_of
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = True
SUMS, SUMS_IN = ("for contacts", "scheduled"), "us"


def conformance(contacts: Contacts) -> Ratio:
    """Time spent for contacts over time scheduled for contacts, whenever it was; it can exceed 100 %.

    Late by ten minutes and staying ten longer is 100 %.

    Source: worked minutes over scheduled minutes.
    """
    return Ratio(
        counted=one_of("state", FOR_CONTACTS),
        part=while_in(FOR_CONTACTS, ACTUAL),
        whole=while_in(FOR_CONTACTS, PLANNED),
        rows=AgentTime(planned=True),
    )


def between() -> tuple[Fraction, Fraction | None]:
    """More can be done than was planned."""
    return Fraction(0), None
