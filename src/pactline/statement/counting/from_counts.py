"""Counts of sources that only count, among those of contacts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from pactline.records.choices.contacts import Level, TransfersIn
from pactline.records.tables import INTERVAL_COUNTS
from pactline.records.views.conditions import DAY_US
from pactline.records.views.interval_counts import Interval, Judge, Tally, intervals
from pactline.records.views.looking import NotComputable
from pactline.statement.counting.counts import Counts
from pactline.values.span import QUARTER_HOUR_US, Span

if TYPE_CHECKING:
    from pactline.statement.counting.asking import Question, Records, Scope

_KEYS = frozenset({"queue", "channel", "direction"})


def add_interval_counts(
    records: Records,
    questions: Mapping[str, Question],
    within: Span,
    keys: Sequence[str],
    found: dict[str, dict[tuple[Any, ...], dict[int, Counts]]],
) -> None:
    """Add what the questions make of the interval counts in a span to what they made of contacts.

    Raises NotComputable with the queue and the reason where the counts do not say what a question asks.
    """
    asked = {name: each for name, each in questions.items() if each.chosen.rows is None and not each.only_contacts}
    if not asked:
        return
    counted = counted_intervals(records, within)
    for name, question in asked.items():
        judge: Judge | None = None
        for interval in counted:
            if in_scope(question.scope, interval) and _open(question, interval):
                if judge is None:
                    _check(question, keys)
                    judge = Judge(question.chosen)
                tally = _told(judge, interval)
                place = tuple(getattr(interval, key) for key in keys)
                cells = found[name].setdefault(place, {})
                quarter, counts = interval.from_us // QUARTER_HOUR_US, _counts(tally, interval)
                cells[quarter] = cells[quarter] + counts if quarter in cells else counts


def counted_intervals(records: Records, within: Span) -> list[Interval]:
    """The intervals that begin in a span and are known from counts alone."""
    return feeds(records, within).alone


@dataclass(frozen=True)
class Feeds:
    """Interval counts beside contacts: what is known from counts alone, and what is known twice."""

    alone: list[Interval]
    compared: list[tuple[Interval, Mapping[str, int]]]  # with its contacts by outcome, and ``offered``


def feeds(records: Records, within: Span) -> Feeds:
    """The intervals that begin in a span.

    Counts of a queue that has contacts on a day (of UTC) that the interval touches are a second feed: the contacts
    count, and the counts are held against them.
    """
    if INTERVAL_COUNTS.name not in records.tables:
        return Feeds([], [])
    counted = intervals(records, within.start, within.end)
    if not counted:
        return Feeds([], [])
    first, last = min(each.from_us for each in counted), max(each.to_us for each in counted)
    contacts = _contacts(records, Span(first // DAY_US * DAY_US, -(-last // DAY_US) * DAY_US))
    found = Feeds([], [])
    for each in counted:
        quarters = contacts.get((each.queue, each.channel, each.direction), {})
        days = range(each.from_us // DAY_US, (each.to_us - 1) // DAY_US + 1)
        if not any(quarter * QUARTER_HOUR_US // DAY_US in days for quarter in quarters):
            found.alone.append(each)
            continue
        there: Counter[str] = Counter()
        for quarter in range(each.from_us // QUARTER_HOUR_US, -(-each.to_us // QUARTER_HOUR_US)):
            there.update(quarters.get(quarter, {}))
        there["offered"] = sum(there[outcome] for outcome in ("answered", "abandoned", "flowed_out", "callback"))
        found.compared.append((each, there))
    return found


def _contacts(records: Records, within: Span) -> dict[tuple[str, str, str], dict[int, Counter[str]]]:
    """How many contacts of each outcome there are, by queue, channel and direction and by quarter of an hour."""
    frame = records.contacts().filter((nw.col("offered_us") >= within.start) & (nw.col("offered_us") < within.end))
    found: dict[tuple[str, str, str], dict[int, Counter[str]]] = {}
    grouped = frame.group_by("queue", "channel", "direction", "offered_quarter", "outcome").agg(many=nw.len())
    for row in records.rows(grouped):
        place = found.setdefault((row["queue"], row["channel"], row["direction"]), {})
        place.setdefault(row["offered_quarter"], Counter())[row["outcome"]] += row["many"]
    return found


def _open(question: Question, interval: Interval) -> bool:
    """Whether the interval lies in what counts. Raises NotComputable where it lies across an edge of that."""
    open_ = question.hours is None or _inside(question.hours, interval, "the opening hours begin or end")
    for excluded in question.excluded:
        if in_scope(excluded.scope, interval) and _inside(excluded.spans, interval, "relief begins or ends"):
            return False
    return open_


def in_scope(scope: Scope, interval: Interval) -> bool:
    """Whether a service is about the contacts of an interval."""
    return (
        (not scope.channels or interval.channel in scope.channels)
        and (not scope.queues or interval.queue in scope.queues)
        and (scope.direction is None or interval.direction == scope.direction)
    )


def _inside(spans: Sequence[Span], interval: Interval, what: str) -> bool:
    for span in spans:
        if span.start <= interval.from_us and interval.to_us <= span.end:
            return True
        if span.start < interval.to_us and interval.from_us < span.end:
            raise NotComputable(f"{_named(interval)}: {what} inside an interval that was counted as a whole")
    return False


def _check(question: Question, keys: Sequence[str]) -> None:
    if question.counting.level is Level.CONTACT:
        raise NotComputable("interval counts are of queue visits; what became of a contact as a whole they do not say")
    if question.counting.transfers_in is TransfersIn.EXCLUDE:
        raise NotComputable("interval counts do not tell visits that began by a transfer from the others")
    if further := [key for key in keys if key not in _KEYS]:
        raise NotComputable(f"interval counts are not told apart by {', '.join(further)}")


def _told(judge: Judge, interval: Interval) -> Tally:
    try:
        return judge.tally(interval)
    except NotComputable as wrong:
        raise NotComputable(f"{_named(interval)}: {wrong}") from None


def _counts(tally: Tally, interval: Interval) -> Counts:
    first, end = interval.from_us // QUARTER_HOUR_US, -(-interval.to_us // QUARTER_HOUR_US)
    return Counts(tally.counted, tally.good, tally.sum_ms, ends=end if end > first + 1 else None)


def _named(interval: Interval) -> str:
    return f"the counts of {interval.channel} queue {interval.queue!r}"
