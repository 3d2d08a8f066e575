"""Callbacks that customers asked for: until when they were promised, what was tried, and whether it was in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from pactline.records.choices.customers import KeptBy, NotReached
from pactline.records.columns import Outcome
from pactline.records.tables import CONTACTS
from pactline.records.views.conditions import as_number, one_of, where
from pactline.records.views.contacts import instant_us
from pactline.records.views.looking import Looking, Tables
from pactline.values.duration import Limit, Sense
from pactline.values.span import QUARTER_HOUR_US

_SHOWN = ("contact_id", "channel", "queue", "asked_us", "until_us", "attempts", "attempted_us", "connected_us", "kept")


@dataclass(frozen=True)
class Callbacks:
    """One row for each contact whose customer asked to be called back: its last visit that ended so.

    Columns: ``asked_us``, ``until_us`` (the last instant that is in time; null where none was promised), ``attempts``
    (callbacks that began in time), ``attempted_us`` and ``connected_us`` (the first attempt and the first conversation,
    whenever), ``kept``, ``excused`` (not reached in all agreed attempts when the time is over, which takes it out) and
    ``undecided`` (the records end before the time is over, or no instant was promised).
    """

    ends: KeptBy
    within: Limit | None = None  # after asking; None: until the instant that was promised, ``due_us``
    not_reached: NotReached | None = None
    most: int | None = None  # the agreed attempts

    tables = (CONTACTS.name,)
    scoped_by = frozenset({"channel", "queue", "direction"})
    shown = _SHOWN
    any_hour = False
    reach_us = (0, 0)  # see reach: only the records know

    def frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        """The rows, placed by the request."""
        (row,) = records.rows(records.contacts().select(cut=nw.col("offered_us").max()))
        asked = self._asked(records, looking)
        tried = self._tried(records, asked)
        found = asked.join(tried, on="contact_id", how="left")
        attempts = nw.coalesce(nw.col("attempts"), nw.lit(0))
        reached = (nw.col("_connected_in_time") == 1).fill_null(value=False)
        in_time = reached if self.ends is KeptBy.CONNECTION else attempts > 0
        tried_all = nw.lit(value=False) if self.most is None else ~reached & (attempts >= self.most)
        undecided = (nw.col("until_us") >= (row["cut"] or 0)).fill_null(value=True)
        excused = tried_all & ~undecided if self.not_reached is NotReached.EXCLUDE else nw.lit(value=False)
        found = found.with_columns(
            attempts=attempts,
            kept=in_time | tried_all if self.not_reached is NotReached.KEPT else in_time,
            excused=excused,
            undecided=undecided,
            at_quarter=nw.col("at_us") // QUARTER_HOUR_US,
        )
        return found.select("at_us", "at_quarter", "excused", "undecided", "direction", "agent", "tags", *self.shown)

    def reach(self, records: Tables, looking: Looking, start_us: int, end_us: int) -> tuple[int, int]:
        """From the requests of a window to the first contact that comes when their time is over."""
        at = nw.col("at_us")
        inside = self._asked(records, looking).filter((at >= start_us) & (at < end_us))
        (row,) = records.rows(
            inside.select(
                first=nw.col("offered_us").min(), last=nw.col("offered_us").max(), until=nw.col("until_us").max()
            )
        )
        edges = [edge for edge in row.values() if edge is not None]
        if row["until"] is not None:
            later = records.contacts().filter(nw.col("offered_us") > row["until"])
            (witness,) = records.rows(later.select(at=nw.col("offered_us").min()))
            edges += [] if witness["at"] is None else [witness["at"]]
        return min([start_us, *edges]), max([end_us - 1, *edges])

    def _asked(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        visit = nw.col("visit")
        requests = records.contacts().filter(one_of("outcome", (Outcome.CALLBACK.value,)))
        requests = requests.with_columns(_last=visit.max().over("contact_id")).filter(visit == nw.col("_last"))
        asked, until = nw.coalesce("left_us", "offered_us"), nw.col("due_us")
        if self.within is not None:
            until = asked + (self.within.duration.ms * 1_000 - (self.within.sense is Sense.UNDER))
        return requests.select(
            "contact_id", "channel", "queue", "direction", "offered_us", "agent", "tags",
            asked_us=asked, until_us=until, at_us=instant_us(looking.attribution),
        )  # fmt: skip

    def _tried(self, records: Tables, asked: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """What was tried for each request; each contact that goes back to it is one attempt.

        Where the callbacks are visits of the very contact that asked, each visit that goes back to it is one.
        """
        answered = one_of("outcome", (Outcome.ANSWERED.value,))
        back = records.contacts().filter(~nw.col("callback_of").is_null())
        of_itself = as_number(nw.col("contact_id") == nw.col("callback_of"))
        back = back.select(
            "callback_of", "offered_us", _attempt="contact_id", _visit=of_itself * nw.col("visit"),
            _answered=where(answered, nw.col("answered_us")),
        )  # fmt: skip
        back = back.group_by("callback_of", "_attempt", "_visit").agg(
            _began=nw.col("offered_us").min(), _answered=nw.col("_answered").min()
        )
        requests = asked.select("until_us", callback_of="contact_id")
        tries = back.join(requests, on="callback_of", how="inner").with_columns(contact_id=nw.col("callback_of"))
        until = nw.col("until_us")
        return tries.group_by("contact_id").agg(
            attempts=as_number(nw.col("_began") <= until).sum(),
            attempted_us=nw.col("_began").min(),
            connected_us=nw.col("_answered").min(),
            _connected_in_time=as_number(nw.col("_answered") <= until).max(),
        )
