"""Whether two record sets say the same, cell by cell."""

from __future__ import annotations

from typing import Any

from tests.engines.made_up import DAYS, SUNDAY_US

from pactline.records.any_record_set import AnyRecordSet
from pactline.statement.asking import Question, Scope, count_by_quarter
from pactline.statement.choices_in_words import Named
from pactline.values.span import Span

EVERYTHING = Span(SUNDAY_US - 86_400_000_000, SUNDAY_US + (DAYS + 4) * 86_400_000_000)
_TOGETHER = 12  # questions of one pass: more make code that Spark's compiler gives up on


def cells(
    records: AnyRecordSet, asked: dict[str, Named], keys: tuple[str, ...] = (), within: Span = EVERYTHING
) -> dict[tuple[Any, ...], Any]:
    """Question, group and quarter of an hour to the counts of that cell."""
    questions = {name: Question(named.chosen, Scope(), named.counting) for name, named in asked.items()}
    found: dict[tuple[Any, ...], Any] = {}
    names = list(questions)
    for start in range(0, len(names), _TOGETHER):
        some = {name: questions[name] for name in names[start : start + _TOGETHER]}
        for name, groups in count_by_quarter(records, some, within, keys).items():
            for group, quarters in groups.items():
                for quarter, counts in quarters.items():
                    found[name, group, quarter] = counts
    return found


def differences(one: dict[Any, Any], other: dict[Any, Any]) -> list[str]:
    """The cells that differ, in words; at most ten."""
    wrong = [key for key in one.keys() | other.keys() if one.get(key) != other.get(key)]
    return [f"{key}: {one.get(key)} is not {other.get(key)}" for key in sorted(wrong, key=str)[:10]]
