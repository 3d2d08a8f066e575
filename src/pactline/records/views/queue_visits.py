"""Queue visits as rows of their own, for what is told of each stay in a queue, at whatever level is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from pactline.records.tables import CONTACTS
from pactline.records.views.contacts import instant_us
from pactline.records.views.looking import Looking, Tables
from pactline.values.span import QUARTER_HOUR_US


@dataclass(frozen=True)
class QueueVisits:
    """Queue visits as rows of their own, for what is told of each stay in a queue, at whatever level is counted."""

    tables = (CONTACTS.name,)
    scoped_by = frozenset({"channel", "queue", "direction", "transfer_in"})
    shown = ("contact_id", "visit", "channel", "queue", "outcome", "legs_offered", "agent")
    any_hour = False
    reach_us = (0, 0)

    def frame(self, records: Tables, looking: Looking) -> nw.LazyFrame[Any]:
        """One row per visit, placed as contacts are."""
        visits = records.contacts().with_columns(at_us=instant_us(looking.attribution))
        return visits.with_columns(at_quarter=nw.col("at_us") // QUARTER_HOUR_US)


__all__ = ["QueueVisits"]
