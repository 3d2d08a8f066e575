"""The events of tickets in their order, with the clock they are measured by: what waits and resolutions are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from pactline.records.conditions import as_number, every_row
from pactline.records.looking import Looking, Tables
from pactline.records.open_time import open_before, open_until
from pactline.records.tables import TICKET_EVENTS
from pactline.records.written_choices import Hours
from pactline.values.span import Span

FINISHED = ("solved", "closed", "merged")
"""States in which nobody works on a ticket."""

ORDER = ("at_us", "_bare", "event_id")
"""Of one instant the messages come first, then bare changes of state: who solves with a reply has replied."""


@dataclass(frozen=True)
class Events:
    """Every event, and how far the records reach."""

    frame: nw.LazyFrame[Any]  # with clock_us, the reading of the clock, and queue, the one the ticket lay with then
    cut: int  # the reading of the clock at the latest event: nothing is known of what came later


def events(records: Tables, looking: Looking, hours: Hours) -> Events:
    """The events of all tickets, each with its number within the ticket in ``_n``."""
    table = records.table(TICKET_EVENTS.name)
    (edges,) = records.rows(table.select(low=nw.col("at_us").min(), high=nw.col("at_us").max()))
    clock, cut = nw.col("at_us"), edges["high"] or 0
    if hours is Hours.BUSINESS and looking.opening is not None and edges["low"] is not None:
        spans = looking.opening.spans(Span(edges["low"], edges["high"] + 1))
        clock, cut = open_before(clock, spans), open_until(cut, spans)
    frame = table.with_columns(
        clock_us=clock.cast(nw.Int64),
        _bare=nw.col("author").is_null().cast(nw.Int64),
        _event=as_number(every_row("event_id")),
    )
    frame = frame.with_columns(_n=so_far(nw.col("_event"), "contact_id"))
    return Events(carried(frame, "queue"), cut)


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
