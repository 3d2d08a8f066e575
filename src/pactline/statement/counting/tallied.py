"""A figure from a tally: how many contacts had which outcome, under the choices that a commitment makes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pactline.agreement.model import Commitment
from pactline.records.choices.contacts import Refused, ReportedUnit
from pactline.statement.counting.counts import Counts
from pactline.statement.counting.tallying import Tally, shares

TALLIED = frozenset(
    {"service_level", "abandonment_rate", "answer_rate", "busy_rate", "average_speed_of_answer", "reported_ratio"}
)
"""The metrics that a tally can answer."""


class TallyUnknown(ValueError):
    """A metric that a tally cannot answer, or a tally that lacks what it asks."""


def from_tally(commitment: Commitment, tally: Mapping[str, int]) -> tuple[Counts, Fraction | None]:
    """Counts and figure of service level, abandonment rate, answer rate, busy rate, average speed of answer or a
    reported ratio from a tally.

    A number that is not there is 0. Parked contacts count as not answered in time: somebody picked up and did not
    listen. Raises TallyUnknown for any other metric.
    """
    if commitment.metric == "average_speed_of_answer":
        answered = tally.get("answered", 0)
        wait = tally.get("wait_ms", 0)
        return Counts(answered, None, wait), Fraction(wait, 1000 * answered) if answered else None
    if commitment.metric == "reported_ratio":
        return _ratio(commitment.arguments, tally)
    if commitment.metric == "busy_rate":
        return _ratio({"unit": ReportedUnit.PERCENT, "part": ("refused",), "over": ("offered", "refused")}, tally)
    parked = tally.get("parked", 0)
    known = Tally(
        answered=tally.get("answered", 0),
        answered_within=tally.get("answered_in_time", 0) - parked,
        abandoned=tally.get("abandoned", 0),
        abandoned_within=tally.get("abandoned_in_time", 0),
        short_abandoned=tally.get("short_abandoned", 0),
        flowed_out=tally.get("flowed_out", 0),
        callback=tally.get("callback", 0),
    )
    found = shares(commitment.metric, commitment.arguments, known)
    if found is None:
        raise TallyUnknown(f"{commitment.metric} cannot be computed from a tally of contacts")
    good, counted = found
    if commitment.arguments.get("refused") is Refused.COUNT_AS_MISSED:
        counted += tally.get("refused", 0)
    return Counts(counted, good), Fraction(100 * good, counted) if counted else None


def _ratio(arguments: Mapping[str, Any], tally: Mapping[str, int]) -> tuple[Counts, Fraction | None]:
    """Counts of a tally over counts of it, or all its waits over them."""
    counted = sum(tally.get(word, 0) for word in arguments["over"])
    if arguments["unit"] is ReportedUnit.SECONDS:
        wait = tally.get("wait_ms", 0)
        return Counts(counted, None, wait), Fraction(wait, 1000 * counted) if counted else None
    part = sum(tally.get(word, 0) for word in arguments["part"])
    each = 100 if arguments["unit"] is ReportedUnit.PERCENT else 1
    return Counts(counted, part), Fraction(each * part, counted) if counted else None
