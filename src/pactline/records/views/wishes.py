"""Wishes: a contact with all its queue visits and with the callbacks that it asked for, as one row.

A callback is a contact of its own in most systems, and for the customer it is the same wish going on.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from pactline.records.columns import Outcome
from pactline.records.views.conditions import as_number, where

_FIRSTS = ("channel", "queue", "direction", "transfer_in")
_MOST_VISITS = 512
"""Visits are put in order by one number (instant, then own visits before callbacks, then visit): no engine has to sort
them. Of two callbacks that begin in one microsecond the greater word of each column is taken."""


def wishes(visits: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """One row for each contact that no other asked for, under its ``contact_id``.

    Where it came and how is told by its first visit, ``tags`` by its last own one, the agent by the first answer, the
    reason by the last visit that has one. It was answered if any visit of it or of its callbacks was; else the last
    visit says what became of it. ``over_us`` is the latest instant known of it; ``first_us`` and ``last_us`` are the
    instants at which its first and last visit were offered. A callback whose request is not among the visits is a wish
    by itself, under the name of the missing one.
    """
    contact, n = nw.col("contact_id"), nw.col("_n")
    answered = nw.col("outcome") == Outcome.ANSWERED.value
    frame = visits.with_columns(_wish=nw.coalesce("callback_of", "contact_id"))
    frame = frame.with_columns(
        _n=(nw.col("offered_us") * 2 + as_number(~nw.col("callback_of").is_null())) * _MOST_VISITS + nw.col("visit"),
        _over=nw.coalesce("ended_us", "left_us", "answered_us", "offered_us"),
    )
    frame = frame.with_columns(
        _first=n.min().over("_wish"),
        _last=n.max().over("_wish"),
        _last_own=where(contact == nw.col("_wish"), n).max().over("_wish"),
        _first_answer=where(answered, n).min().over("_wish"),
        _last_reason=where(~nw.col("disposition").is_null(), n).max().over("_wish"),
    )

    def of(chosen: nw.Expr, name: str) -> nw.Expr:
        return where(chosen, nw.col(name)).max().alias(name)

    last, answer = n == nw.col("_last"), n == nw.col("_first_answer")
    grouped = frame.group_by("_wish").agg(
        *(of(n == nw.col("_first"), name) for name in _FIRSTS),
        *(of(last, name) for name in ("outcome", "left_us", "ended_us")),
        *(of(answer, name) for name in ("answered_us", "agent")),
        of(n == nw.coalesce("_last_own", "_last"), "tags"),
        of(n == nw.col("_last_reason"), "disposition"),
        nw.col("customer").max(),
        first_us=nw.col("offered_us").min(),
        last_us=nw.col("offered_us").max(),
        over_us=nw.col("_over").max(),
        _answer=nw.col("_first_answer").max(),
    )
    known = ~nw.col("_answer").is_null()
    return grouped.with_columns(
        contact_id=nw.col("_wish"),
        offered_us=nw.col("first_us"),
        outcome=nw.when(known).then(nw.lit(Outcome.ANSWERED.value)).otherwise(nw.col("outcome")),
    ).drop("_wish", "_answer")
