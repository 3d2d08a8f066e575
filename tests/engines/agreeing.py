"""Whether two record sets say the same, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from tests.engines.made_up import DAYS, SUNDAY_US

from pactline.records.any_record_set import AnyRecordSet
from pactline.statement.counting.asking import Question, count_by_quarter
from pactline.values.span import Span

EVERYTHING = Span(SUNDAY_US - 86_400_000_000, SUNDAY_US + (DAYS + 4) * 86_400_000_000)
_TOGETHER = 20  # questions of one pass: more make code that Spark's compiler gives up on

Cells: TypeAlias = dict[tuple[Any, ...], Any]
"""Question, group and quarter of an hour to the counts of that cell."""


def cells(
    records: AnyRecordSet, asked: Mapping[str, Question], keys: tuple[str, ...] = (), within: Span = EVERYTHING
) -> Cells:
    """What every question comes to, those that look at the records in one way together."""
    found: Cells = {}
    for some in together(asked):
        for name, groups in count_by_quarter(records, some, within, keys).items():
            for group, quarters in groups.items():
                found |= {(name, group, quarter): counts for quarter, counts in quarters.items()}
    return found


def together(asked: Mapping[str, Question]) -> Iterator[dict[str, Question]]:
    """The questions in parts that can be asked in one pass."""
    views: dict[Any, list[str]] = {}
    for name, question in asked.items():
        views.setdefault(question.view, []).append(name)
    for names in views.values():
        for start in range(0, len(names), _TOGETHER):
            yield {name: asked[name] for name in names[start : start + _TOGETHER]}


def differences(one: Cells, other: Cells) -> list[str]:
    """The cells that differ, in words; at most ten."""
    wrong = [key for key in one.keys() | other.keys() if one.get(key) != other.get(key)]
    return [f"{key}: {one.get(key)} is not {other.get(key)}" for key in sorted(wrong, key=str)[:10]]
