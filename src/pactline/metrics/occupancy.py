"""Occupancy: the share of their time that agents spent handling contacts."""

from __future__ import annotations

from pactline.records.choices.agents import Alerting, Over
from pactline.records.choices.choosing import Ratio
from pactline.records.views.agent_time import FOR_CONTACTS, HANDLING, LOGGED_IN, AgentTime, while_in
from pactline.records.views.conditions import one_of
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = None
SUMS, SUMS_IN = ("busy", "of time"), "us"


def occupancy(contacts: Contacts, *, over: Over, alerting: Alerting) -> Ratio:
    """Talking, holding and wrapping over that and being available, or over all time logged in.

    The time in which a phone rings is counted as ``alerting`` says. Time in an unknown state is on neither side and
    reported as unknown. Higher is cheaper until agents wear out, so neither side is the better one.

    Source: (talk + hold + wrap) / (talk + hold + wrap + available); over logged-in time as some publish it.
    """
    busy = (*HANDLING, "alerting") if alerting is Alerting.BUSY else HANDLING
    base: tuple[str, ...] = LOGGED_IN if over is Over.LOGGED_IN else FOR_CONTACTS
    if alerting is Alerting.LEAVE_OUT:
        base = tuple(state for state in base if state != "alerting")
    return Ratio(
        counted=one_of("state", (*base, "unknown")),
        part=while_in(busy),
        whole=while_in(base),
        unsure=one_of("state", ("unknown",)),
        rows=AgentTime(),
    )
