"""What each choice of an agreement says, as a sentence of a contract: one for every word of every closed list.

``{what}`` is the kind of contact a choice is about, ``{within}`` the promised wait, ``{short_abandon}`` the length of a
short abandon. The short meanings for screens are in ``records.choices.contacts``; these are the same in full sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pactline.document.agent_sentences import AGENT_SENTENCES
from pactline.document.customer_sentences import CUSTOMER_SENTENCES
from pactline.document.written_sentences import WRITTEN_SENTENCES
from pactline.records.choices import contacts as c
from pactline.records.choices.contacts import Choice

SENTENCES: Mapping[type[Choice], Mapping[str, str]] = {
    c.Abandons: {
        "ignore_all": "Abandoned contacts are left out of the figure: only answered contacts count.",
        "ignore_within_T": (
            "A contact abandoned after a wait of {within} is left out of the figure; one abandoned later counts as "
            "offered and not answered in time."
        ),
        "ignore_short": (
            "A contact abandoned after a wait of {short_abandon} is a short abandon and is left out of the figure; one "
            "abandoned later counts as offered and not answered in time."
        ),
        "count_all": "Every abandoned contact, however short its wait, counts as offered and not answered in time.",
        "count_as_met_within_T": (
            "A contact abandoned after a wait of {within} counts as if it had been answered in time; one abandoned "
            "later counts as offered and not answered in time."
        ),
        "count_as_met_short": (
            "A contact abandoned after a wait of {short_abandon} is a short abandon and counts as if it had been "
            "answered in time; one abandoned later counts as offered and not answered in time."
        ),
    },
    c.ShortAbandons: {
        "count": "A short abandon is an abandoned contact like any other, however short its wait.",
        "ignore": (
            "A contact abandoned after a wait of {short_abandon} is a short abandon and is neither among the abandoned "
            "nor among the offered contacts."
        ),
        "ignore_in_numerator": (
            "A contact abandoned after a wait of {short_abandon} is a short abandon: it is not among the abandoned "
            "contacts and stays among the offered ones."
        ),
    },
    c.ShortOffered: {
        "count": "An abandoned contact counts however short its wait.",
        "ignore": "A contact abandoned after a wait of {short_abandon} is a short abandon and is left out.",
    },
    c.FlowOuts: {
        "exclude": "{what} are left out of the figure.",
        "count_as_missed": "{what} count as offered and not answered.",
    },
    c.Callbacks: {
        "exclude": "{what} are left out of the figure.",
        "count_as_met_within_T": (
            "{what} after a wait of {within} count as answered in time; those who asked later count as offered and not "
            "answered in time."
        ),
        "count_as_missed": "{what} count as offered and not answered.",
        "own_queue_visit": ("{what} are left out of the figure; the call back is judged as a queue visit of its own."),
    },
    c.CallbackRequests: {
        "exclude": "{what} are left out of the figure.",
        "count_as_missed": "{what} count as offered and not answered.",
    },
    c.Refused: {
        "exclude": "{what} are left out of the figure.",
        "count_as_missed": "{what} count as offered and not answered.",
    },
    c.NotAbandoned: {
        "exclude": "{what} are left out of the figure.",
        "count_as_offered": "{what} count as offered and not abandoned.",
        "count_as_abandoned": "{what} count as offered and as abandoned.",
    },
    c.Counted: {
        "offered": "Counted are the offered contacts: the answered, the abandoned, and of the others those named here.",
        "answered": "Counted are the answered contacts.",
        "abandoned": "Counted are the abandoned contacts.",
        "flowed_out": "Counted are the contacts that flowed out.",
        "callback": "Counted are the contacts whose customer asked to be called back.",
        "refused": "Counted are the contacts that never got into the queue.",
    },
    c.Waiting: {
        "answered": "The waits of answered contacts are meant.",
        "abandoned": "The waits of abandoned contacts are meant.",
        "all": "The waits of all contacts that left the queue are meant: answered, abandoned, flowed out, callback.",
    },
    c.HeldOver: {
        "answered": "The hold time is divided by all answered contacts.",
        "held": "The hold time is divided by the answered contacts that were put on hold.",
    },
    c.Unrecorded: {
        "leave_out": ("An answered contact for which the source recorded no time is left out and reported as unknown."),
        "as_zero": "Where the source recorded no hold or wrap time, there was none, and the time is zero.",
    },
    c.Level: {
        "queue_visit": "One stay of a customer in one queue counts as one contact.",
        "contact": (
            "One wish of a customer counts as one contact, with all its queue visits; its wait runs from the first."
        ),
    },
    c.Clock: {
        "queue": "The wait runs from entering the queue until the contact is answered or leaves.",
        "arrival": (
            "The wait runs from the moment the system picks up, time in the voice menu included, until the contact is "
            "answered or leaves."
        ),
        "ring": "The wait runs from the moment the phone of the answering agent begins to ring until it is answered.",
    },
    c.Attribution: {
        "offered": "A contact belongs to the period in which it entered the queue.",
        "event": "A contact belongs to the period in which it was answered or left.",
        "ended": "A contact belongs to the period in which it was over.",
    },
    c.ClosedHours: {
        "exclude": "A contact attributed to a moment outside the opening hours is left out.",
        "count": "A contact attributed to a moment outside the opening hours counts like any other.",
    },
    c.TransfersIn: {
        "count": "A queue visit that began by a transfer from an agent counts like any other.",
        "exclude": "A queue visit that began by a transfer from an agent is left out.",
    },
    c.RollUp: {
        "contact_weighted": "All contacts of a window are taken together: its figure is not a mean of parts.",
        "mean_of_intervals": (
            "The figure is the mean of the figures of all intervals of {interval} with contacts; each interval weighs "
            "the same."
        ),
        "intervals_met": (
            "The figure is the share, in percent, of the intervals of {interval} with contacts in which the measure "
            "was {interval_target}."
        ),
        "days_met": (
            "The figure is the share, in percent, of the days with contacts on which the measure was {interval_target}."
        ),
        "worst_interval": "The figure is the worst one of all intervals of {interval} with contacts.",
        "intervals_missed": (
            "The figure is the number of intervals of {interval} with contacts in which the measure was not "
            "{interval_target}."
        ),
        "days_missed": (
            "The figure is the number of days with contacts on which the measure was not {interval_target}."
        ),
    },
    c.Over: {
        "pooled": "All contacts of the months of the window are taken together, as if it were one month.",
        "mean_of_parts": (
            "The figure is the mean of the figures of those months of the window that have contacts; each month weighs "
            "the same."
        ),
    },
    c.BeforeFull: {
        "shorter": "As long as the term is shorter than the window, what there is of the term is judged.",
        "not_judged": "Nothing is judged before the term is as long as the window.",
    },
    c.ReportedUnit: {
        "percent": "The figure is a share, in percent.",
        "seconds": "The figure is a length of time, in seconds.",
        "count": "The figure is a plain number.",
    },
    c.Better: {
        "higher": "The higher figure is the better one.",
        "lower": "The lower figure is the better one.",
    },
    c.Combine: {
        "pooled": "Several reports for one window are taken together: good over counted, of all of them.",
        "mean": "The figure of several reports for one window is their mean; each report weighs the same.",
        "sum": "The figure of several reports for one window is their sum.",
        "last": "Of several reports for one window the last one counts.",
    },
    c.NoData: {
        "excluded": "is not judged and has no remedy",
        "met": "counts as met",
        "missed": "counts as missed",
    },
    **WRITTEN_SENTENCES,
    **CUSTOMER_SENTENCES,
    **AGENT_SENTENCES,
}
"""By list, then by word. Those of :class:`NoData` are the second half of a sentence that names the window."""

SUBJECTS: Mapping[str, str] = {
    "flow_outs": "Contacts that flowed out (moved on unanswered by a time-out, a key press, overflow or voicemail)",
    "callbacks": "Contacts whose customer asked to be called back",
    "refused": "Contacts that never got into the queue (full, closed, or nobody logged in)",
}
"""What a choice of that name is about."""


def sentence(name: str, word: Choice, words: Mapping[str, Any]) -> str:
    """The sentence of one choice; a list of another package, which has no sentences here, says its short meaning."""
    known = SENTENCES.get(type(word))
    if known is None:
        return f"{name.replace('_', ' ').capitalize()}: {word.meaning}."
    return known[word.value].format(what=SUBJECTS.get(name, "They"), **words)
