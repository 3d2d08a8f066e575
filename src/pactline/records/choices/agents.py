"""The words that agreements on agents' time are made of."""

from __future__ import annotations

from pactline.records.choices.contacts import Choice


class Over(Choice):
    """The time that an occupancy is a share of."""

    HANDLING_AND_AVAILABLE = "handling_and_available", "handling contacts or waiting for one; breaks are left out"
    LOGGED_IN = "logged_in", "all time but logged out: breaks and other paid work lower the figure"


class Alerting(Choice):
    """What the time is in which an agent's phone rings."""

    BUSY = "busy", "it is work like talking"
    AVAILABLE = "available", "the agent is still waiting for a contact"
    LEAVE_OUT = "leave_out", "it is neither"


class Productive(Choice):
    """The time that a utilisation counts as used."""

    LOGGED_IN = "logged_in", "all time but logged out"
    FOR_CONTACTS = "for_contacts", "handling contacts or waiting for one"
    HANDLING = "handling", "handling contacts"


class Paid(Choice):
    """What paid time is made of."""

    WITH_BREAKS = "with_breaks", "all time but logged out, breaks among it"
    WITHOUT_BREAKS = "without_breaks", "all time but logged out and breaks"


class Scheduled(Choice):
    """Which scheduled time an adherence is a share of."""

    ALL = "all", "all that is scheduled: work, breaks and other paid time, each to be spent as planned"
    FOR_CONTACTS = "for_contacts", "only the time scheduled for contacts"
