"""Waits for a reply: from a customer's message with no earlier unanswered one until the next reply that counts.

Several messages in a row are one wait, which begins with the first of them. A wait that is open when its ticket is
merged into another goes on there and is left out here; a message with which the customer closes the ticket asks for
nothing. A wait belongs to the queue that the ticket lay with when it ended, or lies with now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from pactline.records.choices import Attribution
from pactline.records.conditions import DAY_US, as_number, every_row, kept, one_of, where
from pactline.records.looking import Looking, Tables
from pactline.records.tables import TICKET_EVENTS
from pactline.records.ticket_time import FINISHED, events, so_far
from pactline.records.written_choices import AutomaticReplies, ClosedUnanswered, Hours
from pactline.values.duration import Limit
from pactline.values.span import QUARTER_HOUR_US

_EARLIER_US = 31 * DAY_US  # a ticket is rarely older when its customer writes again
_BLOCK = ("contact_id", "_block")


@dataclass(frozen=True)
class Waits:
    """The first wait of each ticket, or each one after it.

    Columns: ``waited_us`` (until the reply; of an open wait until the latest event of the records), ``wait_ms`` (null
    while it is open), ``begun_us``, ``replied_us``, and channel, queue, agent, customer and tags.
    """

    first: bool
    hours: Hours
    automatic_replies: AutomaticReplies
    closed_unanswered: ClosedUnanswered
    within: Limit | None = None  # only to know how late a reply may still decide

    tables = (TICKET_EVENTS.name,)
    scoped_by = frozenset({"channel", "queue"})
    shown = ("contact_id", "channel", "queue", "begun_us", "replied_us", "wait_ms", "agent")

    @property
    def any_hour(self) -> bool:
        """A wait in business hours may begin when it is closed."""
        return self.hours is Hours.BUSINESS

    @property
    def reach_us(self) -> tuple[int, int]:
        """Messages of a month before tell whether a wait goes on; replies as late as they may still decide."""
        return _EARLIER_US, late_us(self.hours, self.within)

    def frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        """One row for each wait, placed by its beginning, or by its reply where the event decides."""
        found = events(records, looking, self.hours)
        waits = _in_blocks(found.frame, self._ends()).filter(~nw.col("begun_us").is_null())
        waits = waits.with_columns(_begun=as_number(every_row("begun_us")))
        waits = waits.with_columns(_wait=nw.col("_begun").cum_sum().over("contact_id", order_by="_block"))
        waits = waits.filter((nw.col("_wait") == 1) if self.first else (nw.col("_wait") > 1), self._stays())
        waited = nw.coalesce(nw.col("_end_clock"), nw.lit(found.cut, dtype=nw.Int64)) - nw.col("_begin_clock")
        placed = nw.col("begun_us") if looking.attribution is Attribution.OFFERED else nw.col("replied_us")
        waits = waits.with_columns(
            at_us=placed,
            waited_us=waited,
            wait_ms=where(~nw.col("replied_us").is_null(), waited // 1_000),
            at_quarter=placed // QUARTER_HOUR_US,
        )
        return waits.select("at_us", "at_quarter", "waited_us", "customer", "tags", *self.shown)

    def _ends(self) -> tuple[nw.Expr, nw.Expr]:
        """Whether an event ends a wait, and whether it ends it as a reply does."""
        who = ("agent",) if self.automatic_replies is AutomaticReplies.IGNORE else ("agent", "bot")
        replies = one_of("author", who) & one_of("public", ("yes",))
        merged, closed = one_of("status", ("merged",)), one_of("status", ("solved", "closed"))
        match self.closed_unanswered:
            case ClosedUnanswered.STILL_WAITING:
                return replies | merged, replies
            case ClosedUnanswered.LEAVE_OUT:
                return replies | merged | closed, replies
            case ClosedUnanswered.AS_REPLY:
                return replies | merged | closed, replies | closed

    def _stays(self) -> nw.Expr:
        """The waits of the figure: those that are open, and those that a reply ended."""
        return nw.col("_end_clock").is_null() | ~nw.col("replied_us").is_null()


def answered_in_time(limit: Limit) -> tuple[nw.Expr, nw.Expr]:
    """Of waits: those that were answered within the limit, and those of which that cannot be known yet."""
    answered, inside = ~nw.col("replied_us").is_null(), kept(nw.col("waited_us"), limit)
    return answered & inside, ~answered & inside


def late_us(hours: Hours, within: Limit | None) -> int:
    """How long after a window an event may lie that decides about it.

    A mean takes a month in. A promise in business time takes in what forty open hours a week need, and a week of
    holidays.
    """
    if within is None:
        return 31 * DAY_US
    most = within.duration.ms * 1_000
    return most if hours is Hours.CLOCK else 5 * most + 7 * DAY_US


def _in_blocks(frame: nw.LazyFrame[Any], ends: tuple[nw.Expr, nw.Expr]) -> nw.LazyFrame[Any]:
    """One row for each stretch of a ticket up to and with an event that ends waits, and for the rest after the last."""
    asks = one_of("author", ("customer",)) & ~one_of("status", FINISHED)
    frame = frame.with_columns(_asks=as_number(asks), _ends=as_number(ends[0]), _replies=as_number(ends[1]))
    frame = frame.with_columns(_block=so_far(nw.col("_ends"), "contact_id") - nw.col("_ends"))
    frame = frame.with_columns(
        _asked=so_far(nw.col("_asks"), *_BLOCK) * nw.col("_asks"), _last=nw.col("_n").max().over(*_BLOCK)
    )
    begin, end, reply = nw.col("_asked") == 1, nw.col("_ends") == 1, nw.col("_replies") == 1
    return frame.group_by(*_BLOCK).agg(
        begun_us=where(begin, nw.col("at_us")).max(),
        _begin_clock=where(begin, nw.col("clock_us")).max(),
        _end_clock=where(end, nw.col("clock_us")).max(),
        replied_us=where(reply, nw.col("at_us")).max(),
        channel=where(begin, nw.col("channel")).max(),
        customer=where(begin, nw.col("customer")).max(),
        tags=where(begin, nw.col("tags")).max(),
        queue=where(nw.col("_n") == nw.col("_last"), nw.col("queue")).max(),
        agent=where(end, nw.col("agent")).max(),
    )
