"""The words that agreements on customers are made of: who came back, whose answers count, which callback was kept.

Each is a closed list like those of ``records.choices.contacts``.
"""

from __future__ import annotations

from pactline.records.choices.contacts import Choice


class Starts(Choice):
    """Which contacts are looked at when the question is whether a customer had to come back."""

    ANSWERED = "answered", "only answered contacts: they alone can be resolved, and they alone are repeats"
    ANSWERED_THEN_ANY = "answered_then_any", "answered contacts; whoever comes back, answered or not, is a repeat"
    ANSWERED_OR_ABANDONED = "answered_or_abandoned", "abandoned contacts like answered ones: they are contacts too"


class Wish(Choice):
    """What makes a later contact a repeat of an earlier one."""

    CUSTOMER = "customer", "the same customer"
    CUSTOMER_AND_REASON = "customer_and_reason", "the same customer with the same reason (the agent's disposition)"


class Withheld(Choice):
    """What a contact does whose customer is not known."""

    EXCLUDE = "exclude", "left out"
    SINGLE = "single", "counts, and is nobody's repeat"


class Distance(Choice):
    """From where to where the time between two contacts is measured."""

    END_TO_START = "end_to_start", "from the end of the earlier contact to the start of the later one"
    START_TO_START = "start_to_start", "from the start of the earlier contact to the start of the later one"


class Across(Choice):
    """Where a customer may come back to."""

    QUEUES_AND_CHANNELS = "queues_and_channels", "a repeat is one in whatever queue and channel"
    SAME_QUEUE = "same_queue", "only a contact that came to the same queue is a repeat"


class Outbound(Choice):
    """What a contact does that the centre began itself; calling back is part of the contact that asked for it."""

    IGNORE = "ignore", "it is neither looked at nor a repeat"
    COUNT = "count", "it counts like one that the customer began"


class ChainRule(Choice):
    """Which contacts of a customer make one chain."""

    GAP = "gap", "each contact that comes within the time after the one before it"
    ANCHOR = "anchor", "every contact that comes within the time after the first of the chain"


class KeptBy(Choice):
    """What keeps a promise to call back."""

    FIRST_ATTEMPT = "first_attempt", "the first attempt to reach the customer"
    CONNECTION = "connection", "the conversation itself"


class Promised(Choice):
    """Until when a callback is promised."""

    WITHIN = "within", "within a time after the customer asked"
    DUE_TIME = "due_time", "by the instant that the customer was promised"


class NotReached(Choice):
    """What a callback does whose customer was not reached after all agreed attempts."""

    KEPT = "kept", "it counts as kept"
    EXCLUDE = "exclude", "it is left out"
    MISSED = "missed", "it counts as missed"


class AskedOver(Choice):
    """What the answers to a survey are divided by."""

    SURVEYED = "surveyed", "the contacts whose customer was asked"
    ANSWERED = "answered", "all answered contacts"
