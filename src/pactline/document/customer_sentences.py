"""What each choice about repeats, callbacks and surveys says, as a sentence of a contract."""

from __future__ import annotations

from collections.abc import Mapping

from pactline.records.choices import customers as c
from pactline.records.choices.contacts import Choice

CUSTOMER_SENTENCES: Mapping[type[Choice], Mapping[str, str]] = {
    c.Starts: {
        "answered": (
            "Only answered contacts are looked at: whoever gives up and comes again in a minute tried twice and came "
            "once."
        ),
        "answered_then_any": (
            "Answered contacts are judged, and whoever comes back within the time came back, whether that contact was "
            "answered or not."
        ),
        "answered_or_abandoned": (
            "Abandoned contacts are looked at like answered ones: whoever gives up and comes again came twice."
        ),
    },
    c.Wish: {
        "customer": "A later contact of the same customer is a repeat, whatever it is about.",
        "customer_and_reason": (
            "A later contact of the same customer is a repeat only if it is about the same thing, by the reason that "
            "the agent gave; contacts without a reason are compared with one another."
        ),
    },
    c.Withheld: {
        "exclude": "A contact whose customer is not known is left out of the figure.",
        "single": "A contact whose customer is not known counts, and is nobody's repeat.",
    },
    c.Distance: {
        "end_to_start": "The time runs from the end of the earlier contact to the start of the later one.",
        "start_to_start": "The time runs from the start of the earlier contact to the start of the later one.",
    },
    c.Across: {
        "queues_and_channels": "A repeat is one in whatever queue and whatever channel it comes.",
        "same_queue": "A later contact is a repeat only if it comes to the same queue.",
    },
    c.Outbound: {
        "ignore": (
            "A contact that the centre began is neither judged nor a repeat; calling back a customer who asked for it "
            "is part of the contact in which it was asked."
        ),
        "count": (
            "A contact that the centre began counts like one that the customer began; calling back a customer who "
            "asked for it is part of the contact in which it was asked."
        ),
    },
    c.ChainRule: {
        "gap": "A chain goes on as long as each contact comes within the time after the one before it.",
        "anchor": "A chain holds every contact that comes within the time after its first one.",
    },
    c.KeptBy: {
        "first_attempt": "The promise to call back is kept by the first attempt to reach the customer.",
        "connection": "The promise to call back is kept by the conversation and not by the attempt.",
    },
    c.Promised: {
        "within": "A callback is in time {within} after the customer asked for it.",
        "due_time": "A callback is in time up to the instant that the customer was promised.",
    },
    c.NotReached: {
        "kept": "A callback whose customer was not reached in any of the agreed attempts counts as kept.",
        "exclude": "A callback whose customer was not reached in any of the agreed attempts is left out.",
        "missed": "A callback whose customer was not reached counts as missed, however often it was tried.",
    },
    c.AskedOver: {
        "surveyed": "Answers are divided by the contacts whose customer was asked.",
        "answered": "Answers are divided by all answered contacts, whether or not their customer was asked.",
    },
}
"""By list, then by word."""
