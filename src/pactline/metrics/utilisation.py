"""Utilisation: the share of paid time that was used."""

from __future__ import annotations

from pactline.records.choices.agents import Paid, Productive
from pactline.records.choices.choosing import Ratio
from pactline.records.views.agent_time import FOR_CONTACTS, HANDLING, LOGGED_IN, AgentTime, while_in
from pactline.records.views.conditions import one_of
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = True
SUMS, SUMS_IN = ("used", "paid"), "us"
USED = {Productive.LOGGED_IN: LOGGED_IN, Productive.FOR_CONTACTS: FOR_CONTACTS, Productive.HANDLING: HANDLING}


def utilisation(contacts: Contacts, *, productive: Productive, paid: Paid) -> Ratio:
    """The time that ``productive`` names over the time that ``paid`` names; both sums are in the figure's name.

    The word means something else in every book, so both sides are asked for. Time in an unknown state is on neither
    side and reported as unknown.

    Source: logged-in or productive time over paid time, as published in several readings.
    """
    base = LOGGED_IN if paid is Paid.WITH_BREAKS else tuple(state for state in LOGGED_IN if state != "break")
    used = tuple(state for state in USED[productive] if state in base)
    return Ratio(
        counted=one_of("state", (*base, "unknown")),
        part=while_in(used),
        whole=while_in(base),
        unsure=one_of("state", ("unknown",)),
        rows=AgentTime(),
    )
