"""Callback kept: the share of callbacks asked for that were made in time."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Share
from pactline.records.choices.customers import KeptBy, NotReached, Promised
from pactline.records.views.callbacks import Callbacks
from pactline.records.views.contacts import Contacts
from pactline.values.duration import Limit

HIGHER_IS_BETTER = True
GOOD = "kept"


def callback_kept(
    contacts: Contacts,
    *,
    promised: Promised,
    within: Limit | None = None,
    kept_by: KeptBy,
    not_reached: NotReached | None = None,
    attempts: int | None = None,
) -> Share:
    """Requests for a callback whose callback began (or was connected) in time over all such requests.

    The clock runs from the instant at which the customer asked, and the request belongs to the period in which it was
    made; a callback is a contact of its own that says whose request it answers. Where only a conversation keeps the
    promise, ``not_reached`` says what a request does whose customer did not pick up in any of the agreed ``attempts``,
    all of them begun in time.

    Requests whose time is not over when the records end, and those without a promised instant where that decides, are
    left out and reported as unknown.

    Source: callbacks started within the promised time over callbacks asked for; large vendors try once and a number of
    retries.
    """
    rows = Callbacks(kept_by, within if promised is Promised.WITHIN else None, not_reached, attempts)
    said = "undecided: the records end before the time is over, or no instant was promised"
    return Share(~nw.col("excused"), nw.col("kept"), rows=rows, undecided=nw.col("undecided"), said=said)


def demands(promised: Promised, kept_by: KeptBy, not_reached: NotReached | None) -> set[str]:
    """The optional arguments that the other choices make necessary; given without need they are refused."""
    wanted = {"within"} if promised is Promised.WITHIN else set()
    if kept_by is KeptBy.CONNECTION:
        wanted.add("not_reached")
        if not_reached is not None and not_reached is not NotReached.MISSED:
            wanted.add("attempts")
    return wanted


def contradicts(attempts: int | None) -> str | None:
    """Nobody is not reached without an attempt."""
    return "attempts is 0, and nobody is reached without any" if attempts == 0 else None
