"""Whole contacts: one row per wish of a customer, made of all its queue visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from pactline.records.columns import Outcome
from pactline.records.tables import CONTACTS
from pactline.records.views.contacts import instant_us
from pactline.records.views.looking import Looking, Tables
from pactline.values.span import QUARTER_HOUR_US

_ANSWERED = nw.col("outcome") == Outcome.ANSWERED.value
_FIRSTS = (
    "visit", "channel", "queue", "direction", "arrived_us", "offered_us", "offered_quarter", "customer", "transfer_in",
    "wait_ms",
)  # fmt: skip
_LASTS = ("ended_us", "reason", "disposition", "tags")
_SAID_LAST = {
    "csat": "csat",
    "csat_scale": "csat",
    "resolved": "resolved",
    "resolved_said": "resolved_said",
    "quality_points": "quality_points",
    "self_service": "self_service",
}
"""What is taken of the last visit that says it: each by the column that has to be said. A score and its scale are told
together."""
_ANY = ("transfer_out", "surveyed", "callback_of", "due_us")  # yes is greater than no
_ADDED_UP = ("talk_ms", "hold_ms", "wrap_ms", "legs_offered")


def contacts_from_visits(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """One row per contact: place and clock of its first visit, work of all visits, outcome of the visit that decides.

    The first answered visit decides; if none was answered, the last. The wait runs from the first entry into a queue to
    that answer or leaving. A contact was transferred if any visit was; its talk is unknown if one of its answered
    visits does not know it; its hold and wrap, and the agents that were rung, are what its visits recorded. Of several
    surveys, evaluations or flags the last one counts. ``visits`` says how many visits there were.
    """
    visit = nw.col("visit")
    marked = frame.with_columns(
        _first_visit=visit.min().over("contact_id"),
        _last_visit=visit.max().over("contact_id"),
        _first_answer=nw.when(_ANSWERED).then(visit).otherwise(None).min().over("contact_id"),
        **{
            f"_said_{name}": nw.when(~nw.col(name).is_null()).then(visit).otherwise(None).max().over("contact_id")
            for name in sorted({*_SAID_LAST.values()})
        },
    )
    deciding = visit == nw.coalesce("_first_answer", "_last_visit")

    def of(chosen: nw.Expr, name: str) -> nw.Expr:
        return nw.when(chosen).then(nw.col(name)).otherwise(None).max().alias(name)

    grouped = marked.group_by("contact_id").agg(
        *(of(visit == nw.col("_first_visit"), name) for name in _FIRSTS),
        *(of(visit == nw.col("_last_visit"), name) for name in _LASTS),
        *(of(visit == nw.col(f"_said_{said}"), name) for name, said in _SAID_LAST.items()),
        *(of(deciding, name) for name in ("outcome", "ring_ms")),
        *(of(deciding & _ANSWERED, name) for name in ("answered_us", "agent")),
        of(deciding & ~_ANSWERED, "left_us"),
        *(nw.col(name).max() for name in _ANY),
        nw.col("offered_us").max().alias("last_offered_us"),
        nw.len().cast(nw.Int64).alias("visits"),
        *(nw.col(name).sum().cast(nw.Int64) for name in _ADDED_UP),
        *(nw.col(name).count().cast(nw.Int64).alias(f"_{name}") for name in _ADDED_UP),
        (_ANSWERED & nw.col("talk_ms").is_null()).cast(nw.Int64).sum().alias("_talk_unknown"),
        nw.when(deciding).then(visit).otherwise(None).max().alias("_deciding"),
    )
    # The source's own wait is kept where the first visit decides; over several visits only the instants can tell.
    spanned = (nw.coalesce("answered_us", "left_us") - nw.col("offered_us")) // 1000
    known = {name: nw.col(f"_{name}") > 0 for name in _ADDED_UP}
    known["talk_ms"] = known["talk_ms"] & (nw.col("_talk_unknown") == 0)
    return grouped.with_columns(
        wait_ms=nw.when(nw.col("_deciding") == visit).then(nw.col("wait_ms")).otherwise(spanned),
        **{name: nw.when(known[name]).then(nw.col(name)).otherwise(None) for name in _ADDED_UP},
    )


@dataclass(frozen=True)
class WholeContacts:
    """Whole contacts as rows of their own, for what only a contact as a whole can say, at whatever level is counted."""

    @property
    def tables(self) -> tuple[str, ...]:
        """They are made of contacts."""
        return (CONTACTS.name,)

    @property
    def scoped_by(self) -> frozenset[str]:
        """A service narrows them by where they first came."""
        return frozenset({"channel", "queue", "direction", "transfer_in"})

    @property
    def shown(self) -> tuple[str, ...]:
        """What tells a person which contact it is."""
        return ("contact_id", "channel", "queue", "outcome", "visits")

    @property
    def any_hour(self) -> bool:
        """Those outside the opening hours follow what was agreed."""
        return False

    @property
    def reach_us(self) -> tuple[int, int]:
        """Visits before or after a window are named by :meth:`reach`, because only the records know them."""
        return (0, 0)

    def reach(self, records: Tables, looking: Looking, start_us: int, end_us: int) -> tuple[int, int]:
        """The first and the last instant of the visits that contacts placed from ``start_us`` to before ``end_us`` are
        made of."""
        at = nw.col("at_us")
        inside = self.frame(records, looking).filter((at >= start_us) & (at < end_us))
        (row,) = records.rows(inside.select(first=nw.col("offered_us").min(), last=nw.col("last_offered_us").max()))
        if row["first"] is None:
            return start_us, end_us - 1
        return min(start_us, row["first"]), max(end_us - 1, row["last"])

    def frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        """One row per contact, placed as contacts are."""
        whole = contacts_from_visits(records.contacts()).with_columns(at_us=instant_us(looking.attribution))
        return whole.with_columns(at_quarter=nw.col("at_us") // QUARTER_HOUR_US)


__all__ = ["WholeContacts", "contacts_from_visits"]
