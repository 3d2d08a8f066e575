"""Adherence: the share of scheduled time that agents spent as it was scheduled, when it was scheduled."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.agents import Scheduled
from pactline.records.choices.choosing import Ratio
from pactline.records.views.agent_time import FOR_CONTACTS, Adherence, took_us
from pactline.records.views.conditions import every_row, one_of
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = True
SUMS, SUMS_IN = ("as scheduled", "scheduled"), "us"


def adherence(contacts: Contacts, *, scheduled: Scheduled) -> Ratio:
    """Time in the scheduled kind of state at the scheduled time over scheduled time, to the microsecond.

    Late by ten minutes and staying ten longer is not made good: that is what ``conformance`` would say. The schedule
    comes as agent states with the plan ``scheduled``.

    Source: minutes in the scheduled state at the scheduled minute over scheduled minutes.
    """
    counted = one_of("state", FOR_CONTACTS) if scheduled is Scheduled.FOR_CONTACTS else every_row("agent")
    return Ratio(counted=counted, part=nw.col("kept_us"), whole=took_us(), rows=Adherence())
