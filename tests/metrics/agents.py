"""Agents' states for the tests, written as clock times of one day."""

from __future__ import annotations

from typing import Any

from pactline.records.record_set import RecordSet, from_rows
from pactline.records.tables import AGENT_STATES, EVERY_QUEUE
from pactline.statement.counting.asking import Scope
from pactline.statement.counting.choices_in_words import choose
from pactline.statement.counting.rolling_up import Figure
from pactline.statement.measuring import measure
from pactline.values.zone import zone

MIDNIGHT = 1_748_822_400_000_000  # 2025-06-02 00:00 UTC


def at(clock: str) -> int:
    """``09:07`` or ``09:07:30`` of the day in microseconds."""
    hours, minutes, *seconds = (int(part) for part in clock.split(":"))
    return MIDNIGHT + ((hours * 60 + minutes) * 60 + (seconds[0] if seconds else 0)) * 1_000_000


def states(text: str, agent: str = "ann", plan: str = "actual", queue: str = EVERY_QUEUE) -> list[dict[str, Any]]:
    """``09:00 talking 09:05 available 09:15`` as rows."""
    words = text.split()
    stretches = zip(words[::2], words[1::2], words[2::2], strict=False)
    who = {"agent": agent, "plan": plan, "queue": queue}
    return [{**who, "state": state, "from_us": at(start), "to_us": at(end)} for start, state, end in stretches]


def of(*rows: list[dict[str, Any]]) -> RecordSet:
    """The states as records."""
    return from_rows([row for each in rows for row in each], AGENT_STATES)


def figure(records: RecordSet, metric: str, queue: str | None = None, **choices: str) -> Figure:
    """The figure of a metric over all states."""
    scope = Scope(queues=(queue,)) if queue else None
    (row,) = measure(records, choose(metric, choices), scope=scope).rows
    return row.figure


def by_half_hours(records: RecordSet, metric: str, **choices: str) -> dict[str, Any]:
    """The figure of each half-hour, by its local time in UTC."""
    found = measure(records, choose(metric, choices), where=zone("UTC"), by=["interval:30m"]).rows
    return {str(row.by["interval"])[11:16]: row.figure.value for row in found}
