"""What each choice about agents' time says, as a sentence of a contract."""

from __future__ import annotations

from collections.abc import Mapping

from pactline.records.choices import agents as c
from pactline.records.choices.contacts import Choice

AGENT_SENTENCES: Mapping[type[Choice], Mapping[str, str]] = {
    c.Over: {
        "handling_and_available": (
            "The figure is a share of the time in which agents handled contacts or waited for one; breaks are no part "
            "of it."
        ),
        "logged_in": "The figure is a share of all time in which agents were logged in, breaks and other work too.",
    },
    c.Alerting: {
        "busy": "The time in which an agent's phone rings is work, like talking.",
        "available": "The time in which an agent's phone rings is waiting for a contact.",
        "leave_out": "The time in which an agent's phone rings is neither work nor waiting and is left out.",
    },
    c.Productive: {
        "logged_in": "All time in which an agent is logged in was used.",
        "for_contacts": "The time in which an agent handled contacts or waited for one was used.",
        "handling": "Only the time in which an agent handled contacts was used.",
    },
    c.Paid: {
        "with_breaks": "Paid time is all time in which an agent is logged in, breaks among it.",
        "without_breaks": "Paid time is all time in which an agent is logged in, breaks left out.",
    },
    c.Scheduled: {
        "all": "All that is scheduled is to be spent as planned: work, breaks and other paid time.",
        "for_contacts": "Only the time that is scheduled for contacts is to be spent as planned.",
    },
}
"""By list, then by word."""
