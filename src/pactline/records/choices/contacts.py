"""The words a metric's arguments are made of.

Two honest reports disagree because one of these was never written down. Each is a type, so that agreement, command
line, reference page and schema offer the same closed list with the same meaning. Values are the ones of the trade's
formulas: T is the wait that was promised (``within``), S the length of a short abandon (``short_abandon``).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Choice(StrEnum):
    """A word from a closed list, with its meaning."""

    meaning: str

    def __new__(cls, word: str, meaning: str) -> Self:
        """Make the word and keep what it means beside it."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.meaning = meaning
        return member


class Abandons(Choice):
    """What an abandoned contact does to a service level."""

    IGNORE_ALL = "ignore_all", "abandoned contacts are left out: only answered contacts count"
    IGNORE_WITHIN_T = "ignore_within_T", "those who left within the promised wait are left out, later ones are missed"
    IGNORE_SHORT = "ignore_short", "those who left within the short-abandon time are left out, later ones are missed"
    COUNT_ALL = "count_all", "every abandoned contact counts as missed"
    COUNT_AS_MET_WITHIN_T = "count_as_met_within_T", "those who left within the promised wait count as met"
    COUNT_AS_MET_SHORT = "count_as_met_short", "those who left within the short-abandon time count as met"


class ShortAbandons(Choice):
    """What a short abandon does to an abandonment rate."""

    COUNT = "count", "short abandons are abandons like any other"
    IGNORE = "ignore", "short abandons leave the abandoned and the offered"
    IGNORE_IN_NUMERATOR = "ignore_in_numerator", "short abandons leave the abandoned but stay among the offered"


class ShortOffered(Choice):
    """Whether a short abandon was offered at all, where abandons are not themselves the figure."""

    COUNT = "count", "short abandons were offered like any other contact"
    IGNORE = "ignore", "short abandons are left out"


class FlowOuts(Choice):
    """What a contact does that was moved on unanswered (time-out, key press, overflow, voicemail)."""

    EXCLUDE = "exclude", "contacts that flowed out are left out"
    COUNT_AS_MISSED = "count_as_missed", "contacts that flowed out were offered and not answered"


class Callbacks(Choice):
    """What a contact does whose customer asked to be called back."""

    EXCLUDE = "exclude", "contacts that asked for a callback are left out"
    COUNT_AS_MET_WITHIN_T = "count_as_met_within_T", "asking within the promised wait is met, later is missed"
    COUNT_AS_MISSED = "count_as_missed", "contacts that asked for a callback were offered and not answered"
    OWN_QUEUE_VISIT = "own_queue_visit", "the call back is judged as a visit of its own, the request is left out"


class Refused(Choice):
    """What a contact does that never got into the queue (full, closed, nobody logged in)."""

    EXCLUDE = "exclude", "refused contacts were never offered"
    COUNT_AS_MISSED = "count_as_missed", "refused contacts were offered and not answered"


class CallbackRequests(Choice):
    """What a contact does whose customer asked to be called back, where no promised wait can judge it."""

    EXCLUDE = "exclude", "contacts that asked for a callback are left out"
    COUNT_AS_MISSED = "count_as_missed", "contacts that asked for a callback were offered and not answered"


class NotAbandoned(Choice):
    """What a contact does to an abandonment rate that was neither answered nor abandoned."""

    EXCLUDE = "exclude", "left out"
    COUNT_AS_OFFERED = "count_as_offered", "offered like any other, and not abandoned"
    COUNT_AS_ABANDONED = "count_as_abandoned", "offered, and as good as abandoned: nobody answered"


class Counted(Choice):
    """Which contacts make up a volume."""

    OFFERED = "offered", "answered and abandoned, and of the others those the agreement counts as offered"
    ANSWERED = "answered", "those that reached an agent"
    ABANDONED = "abandoned", "those who left unanswered of their own accord"
    FLOWED_OUT = "flowed_out", "those moved on unanswered"
    CALLBACK = "callback", "those who asked to be called back"
    REFUSED = "refused", "those that never got into the queue"


class Waiting(Choice):
    """Whose waits are meant."""

    ANSWERED = "answered", "the waits of answered contacts"
    ABANDONED = "abandoned", "the waits of abandoned contacts"
    ALL = "all", "the waits of all who left the queue: answered, abandoned, flowed out, callback"


class HeldOver(Choice):
    """What the hold time is divided by."""

    ANSWERED = "answered", "all answered contacts"
    HELD = "held", "only the contacts that were put on hold"


class Unrecorded(Choice):
    """What an answered contact does whose hold or wrap the source did not record."""

    LEAVE_OUT = "leave_out", "the time is unknown: the contact is left out and reported as unknown"
    AS_ZERO = "as_zero", "nothing recorded means that it took no time"


class Level(Choice):
    """What counts as one."""

    QUEUE_VISIT = "queue_visit", "one stay in one queue"
    CONTACT = "contact", "one wish of a customer, with all its queue visits; the clock runs from the first"


class Clock(Choice):
    """When the wait begins."""

    QUEUE = "queue", "on entering the queue"
    ARRIVAL = "arrival", "when the system picked up, voice menu included"
    RING = "ring", "when the answering agent's phone began to ring"


class Attribution(Choice):
    """Which instant decides the interval and the period a contact belongs to."""

    OFFERED = "offered", "the instant it entered the queue"
    EVENT = "event", "the instant it was answered or left"
    ENDED = "ended", "the instant it was over"


class ClosedHours(Choice):
    """What a contact does that is attributed to an instant outside the service's opening hours."""

    EXCLUDE = "exclude", "left out"
    COUNT = "count", "counts like any other"


class TransfersIn(Choice):
    """What a visit does that began by a transfer from an agent."""

    COUNT = "count", "counts like any other"
    EXCLUDE = "exclude", "left out"


class RollUp(Choice):
    """How intervals become one figure."""

    CONTACT_WEIGHTED = "contact_weighted", "all good contacts over all counted contacts"
    MEAN_OF_INTERVALS = "mean_of_intervals", "the mean of the figures of the intervals with data"
    INTERVALS_MET = "intervals_met", "the share of intervals with data that kept the interval target"
    DAYS_MET = "days_met", "the share of days with data that kept the interval target"
    WORST_INTERVAL = "worst_interval", "the worst figure among the intervals with data"
    INTERVALS_MISSED = "intervals_missed", "how many intervals with data did not keep the interval target"
    DAYS_MISSED = "days_missed", "how many days with data did not keep the interval target"


class Over(Choice):
    """How the months of a rolling window become one figure."""

    POOLED = "pooled", "all contacts of the window together, as if it were one month"
    MEAN_OF_PARTS = "mean_of_parts", "the mean of the figures of its months with data, however many contacts each had"


class BeforeFull(Choice):
    """What becomes of a rolling window at the beginning of the term, as long as the term is shorter than the window."""

    SHORTER = "shorter", "it is judged over what there is of the term so far"
    NOT_JUDGED = "not_judged", "it is not judged before the term is as long as the window"


class NoData(Choice):
    """The verdict on a window in which nothing counted."""

    EXCLUDED = "excluded", "no verdict and no remedy"
    MET = "met", "the promise counts as kept"
    MISSED = "missed", "the promise counts as missed"


class ReportedUnit(Choice):
    """What a figure measured elsewhere is written in."""

    PERCENT = "percent", "a share, such as 98.5 %"
    SECONDS = "seconds", "a length of time, such as 48.6 s or 2 h"
    COUNT = "count", "a plain number"


class Better(Choice):
    """Which figure is the better one, where the metric cannot know."""

    HIGHER = "higher", "the higher figure"
    LOWER = "lower", "the lower figure"


class Combine(Choice):
    """How figures measured elsewhere become one, where a window holds several."""

    POOLED = "pooled", "good over counted, of all together; the reports must carry both"
    MEAN = "mean", "the mean of the figures, each weighing the same"
    SUM = "sum", "the sum of the figures"
    LAST = "last", "the figure reported last"
