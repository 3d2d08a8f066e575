"""The words that agreements on written channels are made of: by which clock, whose reply, which solution, what pauses.

Each is a closed list like those of ``records.choices.contacts``; written channels have their own page because their
clocks do.
"""

from __future__ import annotations

from pactline.records.choices.contacts import Choice


class Hours(Choice):
    """By which hours a wait or a resolution is measured."""

    CLOCK = "clock", "every hour counts, day and night"
    BUSINESS = "business", "only the opening hours of the service count"


class AutomaticReplies(Choice):
    """What an automatic reply does to a wait."""

    IGNORE = "ignore", "only a person's reply ends the wait"
    COUNT = "count", "an automatic reply ends the wait like any other"


class ClosedUnanswered(Choice):
    """What becomes of a wait whose ticket was solved or closed without a reply."""

    STILL_WAITING = "still_waiting", "only a reply ends the wait, solved or not"
    LEAVE_OUT = "leave_out", "the wait leaves the figure"
    AS_REPLY = "as_reply", "solving or closing the ticket ends the wait like a reply"


class Solved(Choice):
    """Which solution of a ticket counts that was reopened."""

    FIRST = "first", "the first, whatever came later"
    LAST = "last", "the last, with the time in which it lay solved before"
    LAST_WITHOUT_SOLVED = "last_without_solved", "the last, without the time in which it lay solved before"


class Pauses(Choice):
    """In which states of a ticket the clock of its resolution stands still."""

    NONE = "none", "in none"
    PENDING = "pending", "while the customer is waited for (pending)"
    PENDING_AND_ON_HOLD = "pending_and_on_hold", "while the customer or a third party is waited for (pending, on hold)"


class Consent(Choice):
    """What an attempt does to an attempt cap that the person had asked for."""

    EXEMPT = "exempt", "attempts with consent are neither counted nor judged"
    COUNT = "count", "attempts with consent count like any other"


class Detection(Choice):
    """Whether the dialler tells answering machines from people."""

    USED = "used", "machines are detected; people taken for machines are added by an estimate"
    NOT_USED = "not_used", "machines are not detected; machines among the abandoned calls are taken off by an estimate"
