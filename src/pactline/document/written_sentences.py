"""What each choice about written channels and diallers says, as a sentence of a contract."""

from __future__ import annotations

from collections.abc import Mapping

from pactline.records.choices import written_channels as w
from pactline.records.choices.contacts import Choice

WRITTEN_SENTENCES: Mapping[type[Choice], Mapping[str, str]] = {
    w.Hours: {
        "clock": "Time is measured by the clock, day and night.",
        "business": (
            "Time is measured in the opening hours of the service alone: what lies outside them is no time, and a "
            "message that comes outside them begins to wait when they begin."
        ),
    },
    w.AutomaticReplies: {
        "ignore": "An automatic reply is no reply: only a reply that a person wrote ends a wait.",
        "count": "An automatic reply ends a wait like a reply that a person wrote.",
    },
    w.ClosedUnanswered: {
        "still_waiting": "A ticket that is solved or closed without a reply still waits for one.",
        "leave_out": "A wait whose ticket was solved or closed without a reply is left out of the figure.",
        "as_reply": "Solving or closing a ticket ends a wait like a reply.",
    },
    w.Solved: {
        "first": "Of a ticket that was opened again its first solution counts, whatever came later.",
        "last": (
            "Of a ticket that was opened again its last solution counts, and the time in which it lay solved before "
            "is part of the time it took."
        ),
        "last_without_solved": (
            "Of a ticket that was opened again its last solution counts, without the time in which it lay solved "
            "before."
        ),
    },
    w.Pauses: {
        "none": "The time of a ticket never stands still before it is solved.",
        "pending": "The time of a ticket stands still while it is pending, that is, while the customer is waited for.",
        "pending_and_on_hold": (
            "The time of a ticket stands still while it is pending or on hold, that is, while the customer or a third "
            "party is waited for."
        ),
    },
    w.Consent: {
        "exempt": (
            "Attempts that the person had asked for are neither counted nor judged; a conversation is one all the same."
        ),
        "count": "Attempts that the person had asked for count like any other.",
    },
    w.Detection: {
        "used": (
            "The dialler tells answering machines from people; people taken for machines are added to the abandoned by "
            "the agreed estimate."
        ),
        "not_used": (
            "The dialler does not tell answering machines from people; machines among the abandoned are taken off by "
            "the agreed estimate."
        ),
    },
}
"""By list, then by word."""
