"""Waits for a reply: from a customer's message with no earlier unanswered one until the next reply that counts.

Several messages in a row are one wait, which begins with the first of them. A wait that is open when its ticket is
merged into another goes on there and is left out here; a message with which the customer closes the ticket asks for
nothing. Who solves a ticket and replies within the same second has replied, whichever the source tells first. A wait
belongs to the queue that its ticket lay with at the instant that places it, or if none was known yet, to the first one
after.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from pactline.records.choices.contacts import Attribution
from pactline.records.choices.written_channels import AutomaticReplies, ClosedUnanswered, Hours
from pactline.records.tables import TICKET_EVENTS
from pactline.records.views.conditions import as_number, every_row, one_of, where
from pactline.records.views.looking import Looking, Tables
from pactline.records.views.ticket_time import FINISHED, ORDER, Events, deciding, events, reached, so_far
from pactline.values.duration import Limit
from pactline.values.span import QUARTER_HOUR_US

_BLOCK = ("contact_id", "_block")
_TOGETHER_US = 1_000_000


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
    within: Limit | None = field(default=None, compare=False)  # only to know until when a reply decides

    tables = (TICKET_EVENTS.name,)
    scoped_by = frozenset({"channel", "queue"})
    shown = ("contact_id", "channel", "queue", "begun_us", "replied_us", "wait_ms", "agent")
    reach_us = (0, 0)  # see reach: only the records know

    @property
    def any_hour(self) -> bool:
        """A wait in business hours may begin when it is closed."""
        return self.hours is Hours.BUSINESS

    def frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        """One row for each wait, placed by its beginning, or by its reply where the event decides."""
        return records.kept((self, looking), lambda: self._frame(records, looking))

    def _frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        waits = self._waits(events(records, looking, self.hours), looking.attribution)
        stays = nw.col("_ended_us").is_null() | ~nw.col("replied_us").is_null()  # neither merged away nor closed
        waits = waits.filter(stays).with_columns(
            wait_ms=where(~nw.col("replied_us").is_null(), nw.col("waited_us") // 1_000),
            at_quarter=nw.col("at_us") // QUARTER_HOUR_US,
        )
        return waits.select("at_us", "at_quarter", "waited_us", "customer", "tags", *self.shown)

    def reach(self, records: Tables, looking: Looking, start_us: int, end_us: int) -> tuple[int, int]:
        """From the first event of the tickets that wait in a window to the last one that decides about a wait."""
        found = events(records, looking, self.hours)
        waits = self._waits(found, looking.attribution)
        passed = None if self.within is None else nw.col("_begin_clock") + self.within.duration.ms * 1_000
        asked = deciding("_ended_us", "waited_us", passed, self.within)
        return reached(records, found, waits, asked, start_us, end_us)

    def _waits(self, found: Events, attribution: Attribution) -> nw.LazyFrame[Any]:
        """The waits, those among them that their tickets' merging or closing cut short."""
        begins = attribution is Attribution.OFFERED
        frame = found.frame.with_columns(_answers=as_number(self._answers()))
        answers, at = (nw.col(name).shift(-1).over("contact_id", order_by=ORDER) for name in ("_answers", "at_us"))
        frame = frame.with_columns(_answered_now=(answers == 1) & (at - nw.col("at_us") <= _TOGETHER_US))
        waits = _in_blocks(frame, self._ends(), "_begun_queue" if begins else "_ended_queue")
        waits = waits.filter(every_row("begun_us")).with_columns(_begun=as_number(every_row("begun_us")))
        waits = waits.with_columns(_wait=nw.col("_begun").cum_sum().over("contact_id", order_by="_block"))
        cut = nw.lit(found.cut, dtype=nw.Int64)
        return waits.filter((nw.col("_wait") == 1) if self.first else (nw.col("_wait") > 1)).with_columns(
            at_us=nw.col("begun_us" if begins else "_ended_us"),
            waited_us=nw.coalesce(nw.col("_end_clock"), cut) - nw.col("_begin_clock"),
        )

    def _answers(self) -> nw.Expr:
        """Whether an event is a reply that counts."""
        who = ("agent",) if self.automatic_replies is AutomaticReplies.IGNORE else ("agent", "bot")
        return one_of("author", who) & one_of("public", ("yes",))

    def _ends(self) -> tuple[nw.Expr, nw.Expr]:
        """Whether an event ends a wait, and whether it ends it as a reply does."""
        replies, merged = nw.col("_answers") == 1, one_of("status", ("merged",))
        closed = one_of("status", ("solved", "closed")) & ~nw.col("_answered_now").fill_null(value=False)
        match self.closed_unanswered:
            case ClosedUnanswered.STILL_WAITING:
                return replies | merged, replies
            case ClosedUnanswered.LEAVE_OUT:
                return replies | merged | closed, replies
            case ClosedUnanswered.AS_REPLY:
                return replies | merged | closed, replies | closed


def _in_blocks(frame: nw.LazyFrame[Any], ends: tuple[nw.Expr, nw.Expr], queue: str) -> nw.LazyFrame[Any]:
    """One row for each stretch of a ticket up to and with an event that ends waits, and for the rest after the last."""
    asks = one_of("author", ("customer",)) & ~one_of("status", FINISHED)
    frame = frame.with_columns(
        _asks=as_number(asks),
        _ends=as_number(ends[0]),
        _replies=as_number(ends[1]),
        _first=nw.col("at_us").min().over("contact_id"),
        _last=nw.col("at_us").max().over("contact_id"),
    )
    frame = frame.with_columns(_block=so_far(nw.col("_ends"), "contact_id") - nw.col("_ends"))
    frame = frame.with_columns(_asked=so_far(nw.col("_asks"), *_BLOCK) * nw.col("_asks"))
    begin, end, reply = nw.col("_asked") == 1, nw.col("_ends") == 1, nw.col("_replies") == 1
    frame = frame.with_columns(_from=where(begin, nw.col("_n")).max().over(*_BLOCK))
    known = ~nw.col("queue").is_null() & (nw.col("_n") >= nw.col("_from"))
    frame = frame.with_columns(_known=where(known, nw.col("_n")).min().over(*_BLOCK))
    blocks = frame.group_by(*_BLOCK).agg(
        begun_us=where(begin, nw.col("at_us")).max(),
        _begin_clock=where(begin, nw.col("clock_us")).max(),
        _ended_us=where(end, nw.col("at_us")).max(),
        _end_clock=where(end, nw.col("clock_us")).max(),
        replied_us=where(reply, nw.col("at_us")).max(),
        channel=where(begin, nw.col("channel")).max(),
        customer=where(begin, nw.col("customer")).max(),
        tags=where(begin, nw.col("tags")).max(),
        _begun_queue=where(nw.col("_n") == nw.col("_known"), nw.col("queue")).max(),
        _ended_queue=where(end, nw.col("queue")).max(),
        agent=where(end, nw.col("agent")).max(),
        _first_us=nw.col("_first").min(),
        _last_us=nw.col("_last").max(),
    )
    return blocks.with_columns(queue=nw.col(queue))
