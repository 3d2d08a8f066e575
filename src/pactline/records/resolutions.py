"""Resolutions: from the creation of a ticket until it was solved, with the time taken out in which it stood still.

A ticket is created by its first event. It is solved when it becomes solved or closed; closing what was solved before is
no second solution. A ticket that ends by being merged into another is resolved there and left out here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from pactline.records.choices import Attribution
from pactline.records.conditions import DAY_US, kept, one_of, where
from pactline.records.looking import Looking, Tables
from pactline.records.replies import late_us
from pactline.records.tables import TICKET_EVENTS
from pactline.records.ticket_time import FINISHED, ORDER, before, carried, events
from pactline.records.written_choices import Hours, Pauses, Solved
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
    within: Limit | None = None  # only to know how late a solution may still decide

    tables = (TICKET_EVENTS.name,)
    scoped_by = frozenset({"channel", "queue"})
    shown = ("contact_id", "channel", "queue", "created_us", "solved_us", "taken_ms", "agent")

    @property
    def any_hour(self) -> bool:
        """A ticket measured in business hours may be created when it is closed."""
        return self.hours is Hours.BUSINESS

    @property
    def reach_us(self) -> tuple[int, int]:
        """Events of a ticket that was created a month before may place its solution here."""
        return 31 * DAY_US, late_us(self.hours, self.within)

    def frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        """The tickets, placed by their creation, or by their solution where the event decides."""
        found = events(records, looking, self.hours)
        cut = nw.lit(found.cut, dtype=nw.Int64)
        frame = carried(found.frame.with_columns(_said=nw.col("status")), "status")
        tickets = self._tickets(self._solutions(frame), cut)
        taken = nw.coalesce(nw.col("_end_clock"), cut) - nw.col("_begin_clock") - nw.col("_paused_us")
        placed = nw.col("created_us") if looking.attribution is Attribution.OFFERED else nw.col("solved_us")
        tickets = tickets.with_columns(
            at_us=placed,
            taken_us=taken,
            taken_ms=where(~nw.col("solved_us").is_null(), taken // 1_000),
            at_quarter=placed // QUARTER_HOUR_US,
        )
        return tickets.select("at_us", "at_quarter", "taken_us", "customer", "tags", *self.shown)

    def _solutions(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The events, with the number of the one that solved the ticket in ``_solved``."""
        finished = one_of("status", FINISHED)
        frame = frame.with_columns(_status_before=before("status"), _last=nw.col("_n").max().over("contact_id"))
        frame = frame.with_columns(_becomes=finished & ~one_of("_status_before", FINISHED))
        frame = frame.with_columns(
            _end=where(nw.col("_n") == nw.col("_last"), nw.col("status")).max().over("contact_id")
        )
        becomes = nw.col("_becomes")
        if self.solved is Solved.FIRST:
            own = becomes & ~one_of("status", ("merged",))
            return frame.with_columns(_solved=where(own, nw.col("_n")).min().over("contact_id"))
        own = becomes & one_of("_end", FINISHED)
        return frame.with_columns(_solved=where(own, nw.col("_n")).max().over("contact_id"))

    def _tickets(self, frame: nw.LazyFrame[Any], cut: nw.Expr) -> nw.LazyFrame[Any]:
        standing = _STANDING[self.pauses] + (FINISHED if self.solved is Solved.LAST_WITHOUT_SOLVED else ())
        following = nw.col("clock_us").shift(-1).over("contact_id", order_by=ORDER)
        frame = frame.with_columns(
            _length=nw.coalesce(following, cut) - nw.col("clock_us"),
            _chosen=nw.coalesce(nw.col("_solved"), nw.col("_last")),
            _first=where(~nw.col("channel").is_null(), nw.col("_n")).min().over("contact_id"),
        )
        counts = nw.col("_solved").is_null() | (nw.col("_n") < nw.col("_solved"))
        paused = (one_of("status", standing) & counts) if standing else nw.lit(value=False)
        begin, first = nw.col("_n") == 1, nw.col("_n") == nw.col("_first")
        chosen, end = nw.col("_n") == nw.col("_chosen"), nw.col("_n") == nw.col("_solved")
        tickets = frame.group_by("contact_id").agg(
            created_us=where(begin, nw.col("at_us")).max(),
            _begin_clock=where(begin, nw.col("clock_us")).max(),
            solved_us=where(end, nw.col("at_us")).max(),
            _end_clock=where(end, nw.col("clock_us")).max(),
            _paused_us=(paused.cast(nw.Int64) * nw.col("_length")).sum().cast(nw.Int64),
            _merged=where(chosen, nw.col("status")).max(),
            channel=where(first, nw.col("channel")).max(),
            customer=nw.col("customer").max(),
            tags=where(begin, nw.col("tags")).max(),
            queue=where(chosen, nw.col("queue")).max(),
            agent=where(end, nw.col("agent")).max(),
        )
        return tickets.filter(~one_of("_merged", ("merged",)))


def solved_in_time(limit: Limit) -> tuple[nw.Expr, nw.Expr]:
    """Of tickets: those that were solved within the limit, and those of which that cannot be known yet."""
    solved, inside = ~nw.col("solved_us").is_null(), kept(nw.col("taken_us"), limit)
    return solved & inside, ~solved & inside
