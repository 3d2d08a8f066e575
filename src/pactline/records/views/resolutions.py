"""Resolutions: from the creation of a ticket until it was solved, with the time taken out in which it stood still.

A ticket is created by its first event. It is solved when it becomes solved or closed; closing what was solved before
is no second solution. A ticket that ends by being merged into another is resolved there and left out here. A ticket
belongs to the queue it lay with at the instant that places it, or if none was known yet, to the first one after.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from pactline.records.choices.contacts import Attribution
from pactline.records.choices.written_channels import Hours, Pauses, Solved
from pactline.records.tables import TICKET_EVENTS
from pactline.records.views.conditions import as_number, one_of, where
from pactline.records.views.looking import Looking, Tables
from pactline.records.views.ticket_time import (
    FINISHED,
    ORDER,
    Events,
    before,
    carried,
    deciding,
    events,
    reached,
    so_far,
)
from pactline.values.duration import Limit
from pactline.values.span import QUARTER_HOUR_US

_STANDING: dict[Pauses, tuple[str, ...]] = {
    Pauses.NONE: (),
    Pauses.PENDING: ("pending",),
    Pauses.PENDING_AND_ON_HOLD: ("pending", "on_hold"),
}


@dataclass(frozen=True)
class Resolutions:
    """One row for each ticket.

    Columns: ``taken_us`` (until the solution; of an unsolved ticket until the latest event of the records),
    ``taken_ms`` (null while it is unsolved), ``created_us``, ``solved_us``, channel, queue, agent, customer and tags.
    """

    solved: Solved
    hours: Hours
    pauses: Pauses
    within: Limit | None = field(default=None, compare=False)  # only to know until when a solution decides

    tables = (TICKET_EVENTS.name,)
    scoped_by = frozenset({"channel", "queue"})
    shown = ("contact_id", "channel", "queue", "created_us", "solved_us", "taken_ms", "agent")
    reach_us = (0, 0)  # see reach: only the records know

    @property
    def any_hour(self) -> bool:
        """A ticket measured in business hours may be created when it is closed."""
        return self.hours is Hours.BUSINESS

    def frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        """The tickets, placed by their creation, or by their solution where the event decides."""
        return records.kept((self, looking), lambda: self._frame(records, looking))

    def _frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        tickets = self._tickets(events(records, looking, self.hours), looking.attribution)
        tickets = tickets.filter(~one_of("_state", ("merged",))).with_columns(
            taken_ms=where(~nw.col("solved_us").is_null(), nw.col("taken_us") // 1_000),
            at_quarter=nw.col("at_us") // QUARTER_HOUR_US,
        )
        return tickets.select("at_us", "at_quarter", "taken_us", "customer", "tags", *self.shown)

    def reach(self, records: Tables, looking: Looking, start_us: int, end_us: int) -> tuple[int, int]:
        """From the first event of the tickets of a window to the last one that decides about a ticket."""
        found = events(records, looking, self.hours)
        tickets = self._tickets(found, looking.attribution)
        asked = deciding("solved_us", "taken_us", nw.col("_passed_clock"), self.within)
        return reached(records, found, tickets, asked, start_us, end_us)

    def _tickets(self, found: Events, attribution: Attribution) -> nw.LazyFrame[Any]:
        cut = nw.lit(found.cut, dtype=nw.Int64)
        frame = self._running(self._solutions(carried(found.frame, "status")), cut)
        begins = attribution is Attribution.OFFERED
        tickets = self._one_row_each(frame)
        return tickets.with_columns(
            at_us=nw.col("created_us" if begins else "solved_us"),
            queue=nw.col("_first_queue" if begins else "_queue"),
            taken_us=nw.coalesce(nw.col("_end_clock"), cut) - nw.col("_begin_clock") - nw.col("_paused_us"),
        )

    def _solutions(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The events, with the number of the one that solved the ticket in ``_solved``, of its last in ``_last``."""
        finished = one_of("status", FINISHED)
        frame = frame.with_columns(_status_before=before("status"), _last=nw.col("_n").max().over("contact_id"))
        end = where(nw.col("_n") == nw.col("_last"), nw.col("status"))
        frame = frame.with_columns(
            _becomes=finished & ~one_of("_status_before", FINISHED), _end=end.max().over("contact_id")
        )
        becomes = nw.col("_becomes")
        if self.solved is Solved.FIRST:
            own = becomes & ~one_of("status", ("merged",))
            return frame.with_columns(_solved=where(own, nw.col("_n")).min().over("contact_id"))
        own = becomes & one_of("_end", FINISHED)
        return frame.with_columns(_solved=where(own, nw.col("_n")).max().over("contact_id"))

    def _running(self, frame: nw.LazyFrame[Any], cut: nw.Expr) -> nw.LazyFrame[Any]:
        """The events, with how long the ticket stood still after each, up to its solution or the end of the records."""
        standing = _STANDING[self.pauses] + (FINISHED if self.solved is Solved.LAST_WITHOUT_SOLVED else ())
        following = nw.col("clock_us").shift(-1).over("contact_id", order_by=ORDER)
        before_solution = nw.col("_solved").is_null() | (nw.col("_n") < nw.col("_solved"))
        frame = frame.with_columns(
            _length=as_number(before_solution) * (nw.coalesce(following, cut) - nw.col("clock_us")),
            _stands=as_number(one_of("status", standing)) if standing else as_number(nw.lit(value=False)),
        )
        return frame.with_columns(_still=nw.col("_stands") * nw.col("_length"))

    def _one_row_each(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        n = nw.col("_n")
        begin = n == 1
        frame = frame.with_columns(
            _channelled=where(~nw.col("channel").is_null(), n).min().over("contact_id"),
            _queued=where(~nw.col("queue").is_null(), n).min().over("contact_id"),
            _begin=where(begin, nw.col("clock_us")).max().over("contact_id"),
            _still_before=so_far(nw.col("_still"), "contact_id") - nw.col("_still"),
            _chosen=nw.coalesce("_solved", "_last"),
        )
        end = n == nw.col("_solved")
        return frame.group_by("contact_id").agg(
            created_us=where(begin, nw.col("at_us")).max(),
            _begin_clock=nw.col("_begin").max(),
            solved_us=where(end, nw.col("at_us")).max(),
            _end_clock=where(end, nw.col("clock_us")).max(),
            _paused_us=nw.col("_still").sum().cast(nw.Int64),
            _passed_clock=self._passed().min(),
            _state=where(n == nw.col("_chosen"), nw.col("status")).max(),
            channel=where(n == nw.col("_channelled"), nw.col("channel")).max(),
            customer=nw.col("customer").max(),
            tags=where(begin, nw.col("tags")).max(),
            _first_queue=where(n == nw.col("_queued"), nw.col("queue")).max(),
            _queue=where(end, nw.col("queue")).max(),
            agent=where(end, nw.col("agent")).max(),
            _first_us=nw.col("at_us").min(),
            _last_us=nw.col("at_us").max(),
        )

    def _passed(self) -> nw.Expr:
        """The reading of the clock at which the promised time was over, where it was over before the next event."""
        if self.within is None:
            return where(nw.lit(value=False), nw.col("clock_us"))
        left = self.within.duration.ms * 1_000 - (nw.col("clock_us") - nw.col("_begin") - nw.col("_still_before"))
        over = (nw.col("_stands") == 0) & (nw.col("_length") >= left)
        return where(over, nw.col("clock_us") + left)
