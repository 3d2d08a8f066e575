"""Shrinkage: the share of paid time in which agents were not there for contacts."""

from __future__ import annotations

from pactline.records.choices.agents import Paid
from pactline.records.choices.choosing import Ratio
from pactline.records.views.agent_time import LOGGED_IN, AgentTime, while_in
from pactline.records.views.conditions import one_of
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = False
SUMS, SUMS_IN = ("away", "paid"), "us"


def shrinkage(contacts: Contacts, *, paid: Paid) -> Ratio:
    """Breaks and other paid work over paid time: 1 minus what was there for contacts.

    With ``without_breaks`` only other paid work shrinks the day. Paid time in which an agent was not logged in at all
    (holidays, sickness) is known where the source tells it as other paid work. Time in an unknown state is on neither
    side and reported as unknown.

    Source: 1 - available-for-contacts paid time / paid time.
    """
    away = ("break", "other_paid") if paid is Paid.WITH_BREAKS else ("other_paid",)
    base = LOGGED_IN if paid is Paid.WITH_BREAKS else tuple(state for state in LOGGED_IN if state != "break")
    return Ratio(
        counted=one_of("state", (*base, "unknown")),
        part=while_in(away),
        whole=while_in(base),
        unsure=one_of("state", ("unknown",)),
        rows=AgentTime(),
    )
