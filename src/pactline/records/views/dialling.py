"""Attempts of a dialler, the records it worked through, and whether each attempt kept a cap.

The queue of an attempt is its campaign, its channel is voice and its direction outbound, so that a service chooses
campaigns as it chooses queues.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import narwhals as nw

from pactline.records.choices.written_channels import Consent
from pactline.records.tables import ATTEMPTS
from pactline.records.views.conditions import DAY_US, as_number, every_row, one_of, where
from pactline.records.views.looking import Looking, Tables
from pactline.values.duration import Duration
from pactline.values.span import QUARTER_HOUR_US

PERSON = ("person", "abandoned")
"""What came of attempts that a person answered."""

NOT_CONNECTED = ("busy", "not_in_service")
"""What came of attempts that never connected to the number."""

_SCOPED_BY = frozenset({"channel", "queue", "direction"})
_ORDER = ("dialled_us", "attempt_id")
_PERSON_AND_DEBT = ("customer", "debt")


@dataclass(frozen=True)
class Attempts:
    """Every attempt, placed by the instant it was dialled."""

    tables = (ATTEMPTS.name,)
    scoped_by = _SCOPED_BY
    shown = ("attempt_id", "campaign", "customer", "result", "dialled_us", "connected_us", "agent")
    any_hour = False
    reach_us = (0, 0)

    def frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        """The attempts."""
        return _placed(records.table(ATTEMPTS.name))


@dataclass(frozen=True)
class CappedAttempts:
    """The attempts that a cap counts: ``kept`` is whether the cap allowed it, ``judged`` whether that is known.

    The cap is that of Regulation F with its numbers left open: at most ``most`` attempts to one person about one debt
    in any ``days`` consecutive days of the person's place, and none within ``days`` days of a conversation, whose own
    day is the first. Attempts that never connected to the number are left out; so are those the person had asked for,
    if ``consent`` says so, though a conversation is one whoever asked for it.
    """

    most: int
    days: int
    consent: Consent

    tables = (ATTEMPTS.name,)
    scoped_by = _SCOPED_BY
    shown = ("attempt_id", "campaign", "customer", "debt", "result", "dialled_us", "local_day", "kept")
    any_hour = False

    @property
    def reach_us(self) -> tuple[int, int]:
        """Attempts of the days before, by whatever clock, may fill the cap."""
        return (self.days + 1) * DAY_US, 0

    def frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        """The attempts that the cap counts."""
        return records.kept((self, looking), lambda: self._frame(records))

    def _frame(self, records: Tables) -> nw.LazyFrame[Any]:
        exempt = one_of("result", NOT_CONNECTED)
        if self.consent is Consent.EXEMPT:
            exempt = exempt | one_of("consent", ("yes",))
        spoken = one_of("result", ("person",)) & ~nw.col("connected_us").is_null()
        known = ~nw.col("customer").is_null() & ~nw.col("local_day").is_null()
        frame = _placed(records.table(ATTEMPTS.name)).with_columns(
            _spoken=as_number(spoken & known), _counts=~exempt, judged=known, _judged=as_number(known & ~exempt)
        )
        frame = frame.with_columns(_talks=_so_far("_spoken"))
        frame = frame.with_columns(_day_of_talk=self._day_of_talk().max().over(*_PERSON_AND_DEBT, "_talks"))
        frame = frame.with_columns(
            _talk=nw.col("_day_of_talk").shift(1).over(*_PERSON_AND_DEBT, order_by=_ORDER),
            _filled=nw.col("local_day").shift(self.most).over(*_PERSON_AND_DEBT, "_judged", order_by=_ORDER),
        )
        within = [nw.col("local_day") - nw.col(earlier) < self.days for earlier in ("_talk", "_filled")]
        broken = reduce(or_, (too_soon.fill_null(value=False) for too_soon in within))
        return frame.filter(nw.col("_counts")).with_columns(kept=nw.col("judged") & ~broken)

    def _day_of_talk(self) -> nw.Expr:
        return where(nw.col("_spoken") == 1, nw.col("local_day"))


@dataclass(frozen=True)
class WorkedRecords:
    """The people a campaign tried to reach: one row for each, placed by the first attempt, with their number in
    ``attempts``. Attempts without a customer are one row each."""

    tables = (ATTEMPTS.name,)
    scoped_by = _SCOPED_BY
    shown = ("campaign", "customer", "attempts")
    any_hour = False
    reach_us = (31 * DAY_US, 31 * DAY_US)  # attempts of one campaign rarely lie further apart

    def frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        """One row for each customer of a campaign."""
        frame = records.table(ATTEMPTS.name).with_columns(
            _alone=where(nw.col("customer").is_null(), nw.col("attempt_id")), _one=as_number(every_row("attempt_id"))
        )
        grouped = frame.group_by("campaign", "customer", "_alone").agg(
            dialled_us=nw.col("dialled_us").min(), attempts=nw.col("_one").sum().cast(nw.Int64)
        )
        return _placed(grouped)


def connected_within(start: str, most: Duration) -> nw.Expr:
    """Whether the person was connected to an agent no later than so long after ``start``, a column with an instant.

    A greeting that was not timed began when it ended at the latest: one whose end is known began no later. Where
    neither is known the person was not connected in time as far as anybody can show.
    """
    in_time = nw.col("connected_us") <= nw.col(start) + most.ms * 1_000
    return in_time.fill_null(value=False)


def _so_far(column: str) -> nw.Expr:
    return nw.col(column).cum_sum().over(*_PERSON_AND_DEBT, order_by=_ORDER).cast(nw.Int64)


def _placed(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    return frame.with_columns(
        at_us=nw.col("dialled_us"),
        at_quarter=nw.col("dialled_us") // QUARTER_HOUR_US,
        queue=nw.col("campaign"),
        channel=nw.lit("voice"),
        direction=nw.lit("outbound"),
    )
