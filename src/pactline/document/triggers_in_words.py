"""Conditions in words: what brings about a right, a duty, a suspension, a finding, a critical failure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pactline.document.drafted import Draft
from pactline.document.saying import joined, spoken, target
from pactline.values.exact import how_many

_ROW = {
    "break": "a window that was not judged ends the row",
    "skip": "a window that was not judged is passed over",
}


def clauses_of(draft: Draft, names: Iterable[str], last: str = "and") -> str:
    """The clauses of commitments by their names: ``clauses 4.1 and 4.2``."""
    numbers = [number for name in names for number in _numbers(draft, name)]
    return f"clause{'s' if len(numbers) > 1 else ''} {joined(numbers, last)}"


def _numbers(draft: Draft, name: str) -> list[str]:
    """The clause of a commitment; of a promise with several tiers the clause of all of them."""
    if name in draft.plan.clauses:
        return [draft.plan.clauses[name]]
    tiers = [number for key, number in draft.plan.clauses.items() if key.partition("/")[0] == name]
    return [tiers[0].partition("(")[0]] if tiers else [f"“{spoken(name)}”"]


def trigger_words(draft: Draft, trigger: Any) -> str:
    """The condition as the part of a sentence after *when*."""
    parts = [_looked_at(draft, trigger)] if trigger.missed or trigger.figure else []
    if trigger.reached:
        parts.append(f"the limit “{spoken(trigger.reached)}” has cut something off")
    if trigger.failure:
        parts.append(f"the critical failure “{spoken(trigger.failure)}” has come about")
    if trigger.unperformed:
        parts.append(f"the responsibility “{spoken(trigger.unperformed)}” was due and was not performed in time")
    if trigger.all_:
        parts.append(joined(trigger_words(draft, part) for part in trigger.all_))
    if trigger.any_:
        parts.append(f"either {joined((trigger_words(draft, part) for part in trigger.any_), 'or')}")
    return ", and ".join(parts)


def _looked_at(draft: Draft, trigger: Any) -> str:
    if trigger.figure:
        what = f"the figure of {clauses_of(draft, [trigger.figure])} is {target(trigger.is_)}"
    else:
        many = "one of the commitments of" if len(trigger.missed) > 1 else "the commitment of"
        what = f"{many} {clauses_of(draft, trigger.missed, 'or')} is missed"
    if trigger.in_a_row:
        what += f" in {how_many(trigger.in_a_row, 'window')} in a row ({_ROW[str(trigger.excused)]})"
    if trigger.times:
        what += f" {how_many(trigger.times, 'time')} within {how_many(trigger.within, 'month')}"
    return what
