"""Agents' time: stretches of their states, and the schedule beside what happened.

The engine cuts a stretch at every quarter of an hour, so that an hour holds the time spent in it. What an agent did is
told per agent, not per service: a state that is tied to a queue belongs to the services of that queue, any other (queue
``*``) to all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from pactline.records.tables import AGENT_STATES
from pactline.records.views.conditions import DAY_US, one_of
from pactline.records.views.looking import Looking, Tables

HANDLING = ("talking", "holding", "wrapping")
FOR_CONTACTS = (*HANDLING, "alerting", "available")
LOGGED_IN = (*FOR_CONTACTS, "break", "other_paid")
ACTUAL, PLANNED = "actual", "scheduled"
_SHOWN = ("agent", "plan", "state", "reason", "queue", "from_us", "to_us")
_LONGEST_US = DAY_US
"""How long before a window a state may have begun that reaches into it: longer ones are cut by their sources."""


def took_us() -> nw.Expr:
    """How long a stretch was, in microseconds."""
    return nw.col("to_us") - nw.col("from_us")


def while_in(states: tuple[str, ...], plan: str = ACTUAL) -> nw.Expr:
    """The length of a stretch in one of the states, 0 for any other."""
    return took_us() * (one_of("state", states) & (nw.col("plan") == plan)).cast(nw.Int64)


@dataclass(frozen=True)
class AgentTime:
    """Stretches of agents' states, of what happened and, where ``planned`` says so, of the schedule too."""

    planned: bool = False

    tables = (AGENT_STATES.name,)
    scoped_by = frozenset({"queue", "any_queue"})
    shown = _SHOWN
    any_hour = False
    reach_us = (_LONGEST_US, 0)

    def frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        """One row for each stretch inside a quarter of an hour, placed by its beginning."""
        frame = records.table(AGENT_STATES.name)
        if not self.planned:
            frame = frame.filter(nw.col("plan") == ACTUAL)
        return frame.with_columns(at_us=nw.col("from_us")).select("at_us", "at_quarter", *_SHOWN)


@dataclass(frozen=True)
class Adherence:
    """The schedule's stretches, each with ``kept_us``: how much of it the agent spent as it was planned.

    Time scheduled for contacts is kept in any state for contacts; a break is kept by a break, other paid work by other
    paid work. Two states of one agent at one time would be counted twice; sources do not tell such.
    """

    tables = (AGENT_STATES.name,)
    scoped_by = frozenset({"queue", "any_queue"})
    shown = (*_SHOWN, "kept_us")
    any_hour = False
    reach_us = (_LONGEST_US, 0)

    def frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        """One row for each stretch of the schedule inside a quarter of an hour, placed by its beginning."""
        states = records.table(AGENT_STATES.name).with_columns(_kind=_kind())
        planned = states.filter((nw.col("plan") == PLANNED) & ~nw.col("_kind").is_null())
        spent = states.filter(nw.col("plan") == ACTUAL).select(
            "agent", "at_quarter", "_kind", spent_from=nw.col("from_us"), spent_to=nw.col("to_us")
        )
        key = ("agent", "queue", "from_us")
        beside = planned.select(*key, "to_us", "at_quarter", "_kind").join(
            spent, on=["agent", "at_quarter", "_kind"], how="inner"
        )
        first = (
            nw.when(nw.col("spent_from") > nw.col("from_us")).then(nw.col("spent_from")).otherwise(nw.col("from_us"))
        )
        last = nw.when(nw.col("spent_to") < nw.col("to_us")).then(nw.col("spent_to")).otherwise(nw.col("to_us"))
        together = beside.with_columns(_both=last - first).filter(nw.col("_both") > 0)
        kept = together.group_by(*key).agg(kept_us=nw.col("_both").sum().cast(nw.Int64))
        found = planned.join(kept, on=list(key), how="left")
        return found.with_columns(at_us=nw.col("from_us"), kept_us=nw.col("kept_us").fill_null(0)).select(
            "at_us", "at_quarter", *self.shown
        )


def _kind() -> nw.Expr:
    """What a state is planned or kept as; null for what no schedule asks for."""
    kind = nw.when(one_of("state", FOR_CONTACTS)).then(nw.lit("for contacts"))
    return kind.otherwise(nw.when(one_of("state", ("break", "other_paid"))).then(nw.col("state")).otherwise(None))
