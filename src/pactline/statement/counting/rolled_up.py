"""Answers to questions from roll-ups: of every hour that is as it was, and the contacts for the others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, time
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from pactline.records.choices.choosing import Percentile
from pactline.records.choices.contacts import Attribution, Level
from pactline.records.digest import HOUR_US
from pactline.records.folder.roll_ups import RolledUp, RollUps
from pactline.records.tables import INTERVAL_COUNTS
from pactline.statement.counting.asking import Question, Records, count_by_quarter
from pactline.statement.counting.counts import Counts
from pactline.statement.counting.from_counts import add_interval_counts
from pactline.statement.rules import RULES
from pactline.values.span import QUARTER_HOUR_US, Span, union, without

if TYPE_CHECKING:
    from pactline.statement.counting.parts import QuarterCounts

_QUARTERS_AN_HOUR = HOUR_US // QUARTER_HOUR_US


def can_be_rolled_up(question: Question) -> bool:
    """Whether the contacts of an hour alone decide what they add to the answer, and a few numbers hold it."""
    alone = question.counting.level is Level.QUEUE_VISIT and question.counting.attribution is Attribution.OFFERED
    return alone and question.chosen.rows is None and not isinstance(question.chosen, Percentile)


def file_name(name: Hashable) -> str:
    """The name under which the answer to a question is kept: the SHA-256 of all that makes it the question it is."""
    text = json.dumps([RULES, _plainly(name)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def answer_from(
    roll_ups: RollUps, records: Any, name: Hashable, question: Question, within: Span
) -> QuarterCounts | None:
    """The counts of a question inside a span, per quarter of an hour; None where they are not rolled up."""
    kept = roll_ups.answer(file_name(name)) if can_be_rolled_up(question) else None
    if kept is None:
        return None
    now, then = records.hours(), roll_ups.hours
    same = {hour for hour, digest in now.items() if then.get(hour) == digest}
    changed = {hour for hour in now.keys() | then.keys() if hour not in same}
    covered = union(kept.spans)

    def believed(quarter: Any) -> bool:
        return quarter // _QUARTERS_AN_HOUR in same and within.holds(quarter * QUARTER_HOUR_US)

    cells = dict(_counts(cell) for cell in kept.cells if believed(cell[0]))
    left = [_of_hour(hour) for hour in changed if hour in now] + list(without([within], covered))
    for span in _inside(left, within):
        counted = count_by_quarter(records, {"": replace(question, only_contacts=True)}, span)[""].get((), {})
        cells |= {
            q: counts for q, counts in counted.items() if q // _QUARTERS_AN_HOUR not in same or _outside(q, covered)
        }
    if not question.only_contacts and INTERVAL_COUNTS.name in records.tables:
        found: dict[str, dict[tuple[Any, ...], dict[int, Counts]]] = {"": {(): dict(cells)}}
        add_interval_counts(records, {"": question}, within, (), found)
        return found[""].get((), {})
    return cells


def to_keep(cells: QuarterCounts, spans: tuple[Span, ...]) -> RolledUp:
    """An answer as it is kept."""
    return RolledUp(
        [(q, c.counted, c.good, c.sum_ms, c.longest_ms, c.unknown, c.part, c.whole) for q, c in sorted(cells.items())],
        spans,
    )


def ask_contacts(records: Records, questions: Mapping[str, Question], within: Span) -> dict[str, QuarterCounts]:
    """What questions come to over contacts alone, per quarter of an hour."""
    alone = {name: replace(question, only_contacts=True) for name, question in questions.items()}
    return {name: found.get((), {}) for name, found in count_by_quarter(records, alone, within).items()}


def _counts(cell: tuple[Any, ...]) -> tuple[int, Counts]:
    quarter, counted, good, sum_ms, longest_ms, unknown, part, whole = cell
    return quarter, Counts(counted, good, sum_ms, longest_ms, unknown, None, part, whole)


def _of_hour(hour: int) -> Span:
    return Span(hour * HOUR_US, (hour + 1) * HOUR_US)


def _outside(quarter: int, covered: tuple[Span, ...]) -> bool:
    return not any(span.holds(quarter * QUARTER_HOUR_US) for span in covered)


def _inside(spans: list[Span], within: Span) -> list[Span]:
    """The spans cut to what is asked about, as one hull where they are many: one query over it is quicker."""
    cut = [
        Span(max(span.start, within.start), min(span.end, within.end))
        for span in union(spans)
        if span.start < within.end and within.start < span.end
    ]
    return cut if len(cut) <= 4 else [Span(cut[0].start, cut[-1].end)]


def _plainly(value: Any) -> Any:
    """A name as JSON, alike in every run: sets in order, exact numbers as fractions."""
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return [type(value).__name__, value.value]
        case str():
            return value
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case date() | time():
            return value.isoformat()
        case BaseModel():
            return [type(value).__name__, {name: _plainly(getattr(value, name)) for name in type(value).model_fields}]
        case Mapping():
            return sorted([_plainly(key), _plainly(inner)] for key, inner in value.items())
        case frozenset() | set():
            return sorted((_plainly(inner) for inner in value), key=lambda text: json.dumps(text, sort_keys=True))
        case tuple() | list():
            return [_plainly(inner) for inner in value]
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, [_plainly(getattr(value, field.name)) for field in fields(value)]]
    raise AssertionError(f"a question is named by plain values, not by {type(value).__name__}")
