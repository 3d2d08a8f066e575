"""Who came back: every contact with the next one of the same customer, and whether time has told yet.

A later contact is a repeat if it lies within the agreed time after an earlier one. Whether nobody came back can be said
of a contact only when the records reach beyond that time: until then it is undecided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import narwhals as nw

from pactline.records.choices.customers import Across, ChainRule, Distance, Outbound, Starts, Wish, Withheld
from pactline.records.columns import Outcome
from pactline.records.tables import CONTACTS
from pactline.records.views.anchors import anchors
from pactline.records.views.conditions import as_number, one_of, where
from pactline.records.views.contacts import instant_us
from pactline.records.views.local_days import day_number, first_us, local_day, offsets
from pactline.records.views.looking import Looking, Tables
from pactline.records.views.wishes import wishes
from pactline.values.lapse import Lapse
from pactline.values.span import QUARTER_HOUR_US

_ORDER = ["offered_us", "contact_id"]
_NOBODY, _BETWEEN = "\x1e", "\x1f"
NOT_OVER = "undecided: the records end before the time is over, so the figure is provisional"
"""What is said of contacts that time has not told of yet."""

_SHOWN = ("contact_id", "channel", "queue", "over_us", "next_contact", "came_back_us", "agent")


class ZoneNeeded(ValueError):
    """Days of the calendar were asked for, and nobody said in which zone."""


@dataclass(frozen=True)
class _Axis:
    """What distances are measured on: microseconds, or local days."""

    lapse: int  # so much after is within
    place: Any  # an expression of an instant -> an expression of its place
    cut: int  # the place of the latest instant known


@dataclass(frozen=True)
class Repeats:
    """One row for each contact with its visits and the callbacks it asked for, or for each that begins a chain.

    Columns: ``repeated`` (another one came within the time), ``undecided`` (the records end before that time is over),
    ``next_contact`` and ``came_back_us`` (the next contact of the same customer within the time, and when it came),
    ``over_us`` (the latest instant known of it), and channel, queue, direction, outcome, agent, tags and reason.
    """

    within: Lapse
    starts: Starts
    same: Wish
    withheld: Withheld
    distance: Distance
    across: Across
    outbound: Outbound
    chain: ChainRule | None = None  # None: every contact, and not only those that begin a chain

    tables = (CONTACTS.name,)
    scoped_by = frozenset({"channel", "queue", "direction"})
    shown = _SHOWN
    any_hour = False
    reach_us = (0, 0)  # see reach: only the records know

    def frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        """The rows, placed as the contacts are: a chain by the contact that begins it."""
        members = self._members(records, self._axis(records, looking.zone))
        found = self._chosen(records, members, looking.zone)
        found = found.with_columns(
            at_us=instant_us(looking.attribution), next_contact=where(nw.col("repeated"), nw.col("_next"))
        )
        found = found.with_columns(
            at_quarter=nw.col("at_us") // QUARTER_HOUR_US, came_back_us=where(nw.col("repeated"), nw.col("_next_us"))
        )
        names = (
            "at_us",
            "at_quarter",
            "repeated",
            "undecided",
            "direction",
            "outcome",
            "tags",
            "disposition",
            *self.shown,
        )
        return found.select(*names)

    def reach(self, records: Tables, looking: Looking, start_us: int, end_us: int) -> tuple[int, int]:
        """From the first visit of any contact that lies in one stretch with one in the window to the first contact that
        comes when their time is over. The visits of a contact that touches the window are all among them."""
        members = self._members(records, self._axis(records, looking.zone))
        members = members.with_columns(
            at_us=instant_us(looking.attribution),
            _stretch_us=nw.col("first_us").min().over("_who", "_stretch"),
            _earlier_us=nw.col("last_us").cum_max().over("_who", order_by=_ORDER),
            _later_us=nw.col("last_us").shift(-1).over("_who", order_by=_ORDER),
        )
        members = members.with_columns(
            _later_us=nw.when(nw.col("repeated")).then(nw.col("_later_us")).otherwise(nw.col("last_us"))
        )
        touching = (nw.col("last_us") >= start_us) & (nw.col("first_us") < end_us)
        placed = (nw.col("at_us") >= start_us) & (nw.col("at_us") < end_us)
        whole = wishes(records.contacts()).filter(touching)
        (row,) = records.rows(whole.select(first=nw.col("first_us").min(), last=nw.col("last_us").max()))
        edges = [edge for edge in (row["first"], row["last"]) if edge is not None]
        (row,) = records.rows(
            members.filter(placed.fill_null(value=False) | touching).select(
                first=nw.col("_stretch_us").min(),
                last=nw.col("_earlier_us").max(),
                later=nw.col("_later_us").max(),
                far=nw.col("_far").max(),
            )
        )
        if row["far"] is not None:
            edges += [row["first"], row["last"], row["later"], self._decided(records, looking.zone, row["far"])]
        return min([start_us, *edges]), max([end_us - 1, *edges])

    def _decided(self, records: Tables, zone: ZoneInfo | None, far: int) -> int:
        """The instant of the first contact that comes when a reach is over; while there is none, its last instant."""
        decides = far + 1
        if self.within.calendar_days is not None:
            assert zone is not None
            decides = first_us(decides, zone)
        later = records.contacts().filter(nw.col("offered_us") >= decides)
        (witness,) = records.rows(later.select(at=nw.col("offered_us").min()))
        return decides - 1 if witness["at"] is None else int(witness["at"])

    def _axis(self, records: Tables, zone: ZoneInfo | None) -> _Axis:
        over = nw.coalesce("ended_us", "left_us", "answered_us", "offered_us")
        asked = {"low": nw.col("offered_us").min(), "cut": nw.col("offered_us").max(), "high": over.max()}
        (row,) = records.rows(records.contacts().select(**asked))
        cut = row["cut"] or 0
        if self.within.clock_ms is not None:
            return _Axis(self.within.clock_ms * 1_000, lambda instant: instant, cut)
        assert self.within.calendar_days is not None
        if zone is None:
            raise ZoneNeeded("days of the calendar are local; name the zone they are meant in, such as Europe/Berlin")
        changes = offsets(zone, row["low"] or 0, (row["high"] or 0) + 1)
        return _Axis(self.within.calendar_days, lambda instant: local_day(instant, changes), day_number(cut, zone))

    def _members(self, records: Tables, axis: _Axis) -> nw.LazyFrame[Any]:
        """Every contact that is looked at, with its customer, its place and its reach, in the order they came."""
        found = wishes(records.contacts()).filter(*self._looked_at())
        end = nw.col("offered_us") if self.distance is Distance.START_TO_START else nw.col("over_us")
        found = found.with_columns(_who=self._who(), _at=axis.place(nw.col("offered_us")), _end=axis.place(end))
        answered = one_of("outcome", (Outcome.ANSWERED.value,))
        can = answered | one_of("outcome", (Outcome.ABANDONED.value,))
        found = found.with_columns(
            _n=nw.col("offered_us").cum_count().over("_who", order_by=_ORDER),
            _far=nw.col("_end") + axis.lapse,
            _can=can if self.starts is Starts.ANSWERED_OR_ABANDONED else answered,
        )
        found = found.with_columns(
            _next=nw.col("contact_id").shift(-1).over("_who", order_by=_ORDER),
            _next_us=nw.col("offered_us").shift(-1).over("_who", order_by=_ORDER),
            _next_at=nw.col("_at").shift(-1).over("_who", order_by=_ORDER),
            _before=nw.col("_far").shift(1).over("_who", order_by=_ORDER),
            _furthest=nw.col("_far").cum_max().over("_who", order_by=_ORDER),
        )
        found = found.with_columns(_furthest=nw.col("_furthest").shift(1).over("_who", order_by=_ORDER))
        return found.with_columns(
            repeated=(nw.col("_next_at") <= nw.col("_far")).fill_null(value=False),
            undecided=nw.col("_far") >= axis.cut,
            _run=_numbered(nw.col("_before").is_null() | (nw.col("_at") > nw.col("_before"))),
            _stretch=_numbered(nw.col("_furthest").is_null() | (nw.col("_at") > nw.col("_furthest"))),
        )

    def _looked_at(self) -> list[nw.Expr]:
        """Neither failed, nor a conversation of the house with itself, nor part of another contact."""
        kinds = ("blind", "attended", "queue")
        away = ("internal",) if self.outbound is Outbound.COUNT else ("internal", "outbound")
        found = [~one_of("transfer_in", kinds), ~one_of("direction", away)]
        if self.withheld is Withheld.EXCLUDE:
            found.append(~nw.col("customer").is_null())
        meant = {
            Starts.ANSWERED: one_of("outcome", (Outcome.ANSWERED.value,)),
            Starts.ANSWERED_THEN_ANY: ~one_of("outcome", (Outcome.FAILED.value,)),
            Starts.ANSWERED_OR_ABANDONED: one_of("outcome", (Outcome.ANSWERED.value, Outcome.ABANDONED.value)),
        }
        return [*found, meant[self.starts]]

    def _who(self) -> nw.Expr:
        """Whose contact it is, as one text; a contact whose customer is not known is nobody else's."""
        alone = nw.concat_str(nw.lit(_NOBODY), nw.col("contact_id"))
        parts = [nw.coalesce(nw.col("customer"), alone)]
        if self.same is Wish.CUSTOMER_AND_REASON:
            parts.append(nw.coalesce(nw.col("disposition"), nw.lit("")))
        if self.across is Across.SAME_QUEUE:
            parts.append(nw.coalesce(nw.col("queue"), nw.lit("")))
        return parts[0] if len(parts) == 1 else nw.concat_str(*parts, separator=_BETWEEN)

    def _chosen(self, records: Tables, members: nw.LazyFrame[Any], zone: ZoneInfo | None) -> nw.LazyFrame[Any]:
        """All contacts that can be resolved, or those of them that begin a chain."""
        match self.chain:
            case None:
                return members.filter("_can")
            case ChainRule.GAP:
                first = as_number(nw.col("_can")).cum_sum().over("_who", "_run", order_by=_ORDER) == 1
                return members.with_columns(_first=first).filter("_can", "_first")
            case ChainRule.ANCHOR:
                name = ("anchors", self, None if zone is None else zone.key)
                return members.join(anchors(records, name, members), on=["_who", "_n"], how="inner")


def _numbered(begins: nw.Expr) -> nw.Expr:
    """1, 2, ... for what begins with each row of a customer that the condition holds for."""
    return as_number(begins).cum_sum().over("_who", order_by=_ORDER)


__all__ = ["NOT_OVER", "Repeats", "ZoneNeeded"]
