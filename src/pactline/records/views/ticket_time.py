"""The events of tickets in their order, with the clock they are measured by: what waits and resolutions are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from pactline.records.choices.written_channels import Hours
from pactline.records.tables import TICKET_EVENTS
from pactline.records.views.conditions import as_number, every_row, kept, where
from pactline.records.views.looking import Looking, Tables
from pactline.records.views.open_time import open_before, open_until, when_open
from pactline.values.duration import Limit
from pactline.values.span import Span

FINISHED = ("solved", "closed", "merged")
"""States in which nobody works on a ticket."""

NOT_OVER = "undecided: the records end before the time is over, so the figure is provisional"
"""Said of the tickets that nobody can judge yet."""

ORDER = ("at_us", "_bare", "event_id")
"""Of one instant the messages come first, then bare changes of state: who solves with a reply has replied."""


@dataclass(frozen=True)
class Events:
    """Every event, and how far the records reach."""

    frame: nw.LazyFrame[Any]  # with clock_us, the reading of the clock, and queue, the one the ticket lay with then
    latest_us: int  # the latest event: nothing is known of what came later
    spans: Sequence[Span] | None  # the opening hours that the clock counts; None: it counts all time

    @property
    def cut(self) -> int:
        """The reading of the clock at the latest event."""
        return self.latest_us if self.spans is None else open_until(self.latest_us, self.spans)

    def instant(self, clock: int) -> int:
        """When the clock showed this for the first time."""
        found = clock if self.spans is None else when_open(clock, self.spans)
        return self.latest_us if found is None else found


def events(records: Tables, looking: Looking, hours: Hours) -> Events:
    """The events of all tickets, each with its number within the ticket in ``_n``."""
    table = records.table(TICKET_EVENTS.name)
    (edges,) = records.rows(table.select(low=nw.col("at_us").min(), high=nw.col("at_us").max()))
    clock, spans = nw.col("at_us"), None
    if hours is Hours.BUSINESS and looking.opening is not None and edges["low"] is not None:
        spans = looking.opening.spans(Span(edges["low"], edges["high"] + 1))
        clock = open_before(clock, spans)
    frame = table.with_columns(
        clock_us=clock.cast(nw.Int64),
        _bare=as_number(nw.col("author").is_null()),
        _event=as_number(every_row("event_id")),
    )
    frame = frame.with_columns(_n=so_far(nw.col("_event"), "contact_id"))
    return Events(carried(frame, "queue"), edges["high"] or 0, spans)


def so_far(number: nw.Expr, *of: str) -> nw.Expr:
    """The sum of a whole number over the events of a ticket (or a part of it) up to and with each event."""
    return number.cum_sum().over(*of, order_by=ORDER).cast(nw.Int64)


def before(column: str) -> nw.Expr:
    """The value of the ticket's event before."""
    return nw.col(column).shift(1).over("contact_id", order_by=ORDER)


def carried(frame: nw.LazyFrame[Any], column: str) -> nw.LazyFrame[Any]:
    """The frame with a column filled: an event that does not say it has what the ticket's last one said."""
    told = f"_told_{column}"
    frame = frame.with_columns(so_far(as_number(~nw.col(column).is_null()), "contact_id").alias(told))
    return frame.with_columns(nw.col(column).max().over("contact_id", told))


def in_time(done: str, taken: str, limit: Limit) -> tuple[nw.Expr, nw.Expr]:
    """Those that were done within the limit, and those of which that cannot be known yet.

    ``done`` is the column of the instant, null where it has not come; ``taken`` that of the time it took, or has taken
    so far at the end of the records.
    """
    finished, inside = ~nw.col(done).is_null(), kept(nw.col(taken), limit)
    return finished & inside, ~finished & inside


def reached(
    records: Tables, found: Events, rows: nw.LazyFrame[Any], deciding: Mapping[str, nw.Expr], start_us: int, end_us: int
) -> tuple[int, int]:
    """From the first to the last event that decides about a window.

    Earlier events of a ticket tell what an event inside the window is: a first message, or one more. ``rows`` are those
    placed in the window, and ``deciding`` is what :func:`deciding` asks of them.
    """
    inside = (nw.col("at_us") >= start_us) & (nw.col("at_us") < end_us)
    tickets = found.frame.with_columns(_first=nw.col("at_us").min().over("contact_id")).filter(inside)
    (begin,) = records.rows(tickets.select(first=nw.col("_first").min()))
    (row,) = records.rows(rows.filter(inside).select(**deciding))
    first = [start_us, *(known for known in (begin["first"], row["first"]) if known is not None)]
    last = [end_us - 1, *(known for known in (row["done"],) if known is not None)]
    last += [found.instant(row["passed"])] if row["passed"] is not None else []
    last += [found.latest_us] if row["undecided"] else []
    return min(first), max(last)


def deciding(done: str, taken: str, passed: nw.Expr | None, limit: Limit | None) -> dict[str, nw.Expr]:
    """Over rows with ``_first_us`` and ``_last_us`` of their tickets: the first event, the last one that was in time,
    the reading of the clock at which the last of the others was too late, and whether anything is undecided.

    What comes after a promise was broken cannot mend it. Without a limit everything done counts, and of what is not
    done the last that is known of it.
    """
    first = nw.col("_first_us").min()
    if limit is None or passed is None:
        return {
            "first": first,
            "done": nw.coalesce(done, "_last_us").max(),
            "passed": where(nw.lit(value=False), nw.col("_last_us")).max(),
            "undecided": (nw.col("_last_us") * 0).max(),
        }
    good, undecided = in_time(done, taken, limit)
    return {
        "first": first,
        "done": where(good, nw.col(done)).max(),
        "passed": where(~good & ~undecided, passed).max(),
        "undecided": as_number(undecided).max(),
    }
