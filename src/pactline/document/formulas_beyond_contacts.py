"""The formulas in words of figures that are not counted from contacts: waits for replies, resolutions, attempts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pactline.document.formula import Formula, within
from pactline.document.saying import length, percent
from pactline.records.choices.written_channels import (
    AutomaticReplies,
    ClosedUnanswered,
    Detection,
    Hours,
    Pauses,
    Solved,
)

Arguments = Mapping[str, Any]

ATTEMPTS = "attempts"
ANSWERED = "calls answered by a person"
_UNDECIDED = (
    "What was not {done} yet at the end of the records is missed once the time has passed; until then it is left out."
)
_NO_MEAN = "What was not {done} is left out of both sides."


def _hours(made: Arguments) -> str:
    return " of opening time" if made["hours"] is Hours.BUSINESS else ""


def _counted(made: Arguments) -> str:
    return ", counted in opening time," if made["hours"] is Hours.BUSINESS else ""


def _reply(made: Arguments) -> str:
    """What ends a wait."""
    replies = "a person" if made["automatic_replies"] is AutomaticReplies.IGNORE else "a person or a machine"
    closing = " or by closing the ticket" if made["closed_unanswered"] is ClosedUnanswered.AS_REPLY else ""
    return f"answered in public by {replies}{closing}"


_FIRST = "tickets with a message of the customer"
_NEXT = "customers' messages after the ticket's first, with no earlier unanswered one"


def first_response_within(made: Arguments) -> Formula:
    """Tickets answered in time over all."""
    return _responses(_FIRST, made)


def next_response_within(made: Arguments) -> Formula:
    """Later messages answered in time over all."""
    return _responses(_NEXT, made)


def _responses(which: str, made: Arguments) -> Formula:
    left = " that were not closed unanswered" if made["closed_unanswered"] is ClosedUnanswered.LEAVE_OUT else ""
    above = f"{which} {_reply(made)} in {within(made['within'])}{_hours(made)}"
    return Formula(above, f"{which}{left}", percent=True, unknown=_UNDECIDED.format(done="answered"))


def first_response_time(made: Arguments) -> Formula:
    """The mean time to the first reply."""
    return _response_mean(_FIRST, made)


def next_response_time(made: Arguments) -> Formula:
    """The mean time to a later reply."""
    return _response_mean(_NEXT, made)


def _response_mean(which: str, made: Arguments) -> Formula:
    who = f"{which} that were {_reply(made)}"
    above = f"sum of the waits{_counted(made)} of {who}"
    return Formula(above, f"number of {who}", unknown=_NO_MEAN.format(done="answered"))


_SOLVED = {
    Solved.FIRST: "its first solution",
    Solved.LAST: "its last solution",
    Solved.LAST_WITHOUT_SOLVED: "its last solution, less the time it lay solved before",
}
_PAUSED = {
    Pauses.NONE: "",
    Pauses.PENDING: ", less the time it was pending",
    Pauses.PENDING_AND_ON_HOLD: ", less the time it was pending or on hold",
}


def _taken(made: Arguments) -> str:
    return f"from the creation of a ticket to {_SOLVED[made['solved']]}{_PAUSED[made['pauses']]}"


def resolution_within(made: Arguments) -> Formula:
    """Tickets solved in time over all."""
    above = f"tickets solved in {within(made['within'])}{_hours(made)}, {_taken(made)}"
    return Formula(above, "tickets", percent=True, unknown=_UNDECIDED.format(done="solved"))


def resolution_time(made: Arguments) -> Formula:
    """The mean time to a solution."""
    above = f"sum of the times{_counted(made)} {_taken(made)}, of solved tickets"
    return Formula(above, "number of solved tickets", unknown=_NO_MEAN.format(done="solved"))


def dials(made: Arguments) -> Formula:
    """All attempts."""
    return Formula(f"number of {ATTEMPTS}")


def connect_rate(made: Arguments) -> Formula:
    """Answered by a person over all."""
    return Formula(ANSWERED, ATTEMPTS, percent=True)


def machine_rate(made: Arguments) -> Formula:
    """Answered by a machine over all."""
    return Formula("attempts that an answering machine took", ATTEMPTS, percent=True)


def right_party_rate(made: Arguments) -> Formula:
    """The right person over any person."""
    return Formula(f"{ANSWERED} with the disposition {_codes(made)}", ANSWERED, percent=True)


def conversion_rate(made: Arguments) -> Formula:
    """Successes over conversations."""
    spoken = "calls in which a person was connected to an agent"
    return Formula(f"{spoken}, with the disposition {_codes(made)}", spoken, percent=True)


def _codes(made: Arguments) -> str:
    return " or ".join(made["dispositions"].words)


def attempts_per_record(made: Arguments) -> Formula:
    """Attempts over people."""
    return Formula("attempts at the people a campaign tried", "number of these people")


def dialler_abandonment_ftc(made: Arguments) -> Formula:
    """Abandoned over answered by a person."""
    above = f"{ANSWERED} that were not connected to an agent within 2 seconds of the end of the greeting"
    unknown = (
        "A call whose greeting was not timed counts as abandoned unless it was connected within 2 seconds of its begin."
    )
    return Formula(above, ANSWERED, percent=True, unknown=unknown)


def dialler_abandonment_ofcom(made: Arguments) -> Formula:
    """Abandoned over abandoned and live, with the estimate for machines."""
    lost = f"{ANSWERED} that were not connected to an agent within 2 seconds of the begin of the greeting"
    live = f"{ANSWERED} that were connected in that time"
    if made["detection"] is Detection.USED:
        estimate = f" + {percent(made['false_positives'])} of the calls that machines took"
    else:
        estimate = f" − {percent(made['machines_abandoned'])} of these"
    unknown = "A call whose greeting was not timed was not connected in time."
    return Formula(f"{lost}{estimate}", f"{lost}{estimate} + {live}", percent=True, unknown=unknown)


def calling_hours_kept(made: Arguments) -> Formula:
    """Inside the hours over all."""
    above = f"attempts dialled from {made['earliest']} to {made['latest']} by the clock of the called place"
    return Formula(above, ATTEMPTS, percent=True, unknown="An attempt to an unknown place was not inside the hours.")


def attempt_cap_kept(made: Arguments) -> Formula:
    """Allowed over all that the cap counts."""
    days = made["days"]
    above = (
        f"attempts that were at most the {made['most']}th at one customer about one debt in {days} days in a row, and "
        f"not within {days} days of a conversation"
    )
    unknown = "An attempt whose customer or place is unknown was not allowed."
    return Formula(above, "attempts that connected to the number", percent=True, unknown=unknown)


def ring_long_enough(made: Arguments) -> Formula:
    """Rung out over unanswered."""
    below = "attempts that nobody answered"
    above = f"{below} and that rang for at least {length(made['at_least'])}"
    unknown = "An attempt whose ring was not recorded did not ring long enough."
    return Formula(above, below, percent=True, unknown=unknown)


BEYOND_CONTACTS: tuple[Callable[[Arguments], Formula], ...] = (
    attempt_cap_kept, attempts_per_record, calling_hours_kept, connect_rate, conversion_rate, dialler_abandonment_ftc,
    dialler_abandonment_ofcom, dials, first_response_time, first_response_within, machine_rate, next_response_time,
    next_response_within, resolution_time, resolution_within, right_party_rate, ring_long_enough,
)  # fmt: skip
