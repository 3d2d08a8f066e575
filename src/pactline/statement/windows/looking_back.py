"""The earlier windows that an amount looks back at: a row of misses, misses counted over months, a bank."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pactline.remedies.miss import Past
from pactline.remedies.runs import missed_before
from pactline.statement.model import Result, Window, judged_figure
from pactline.statement.shown.saying import points_word, verdict_word
from pactline.values.period import Period

MOST = 12
"""So many of the earlier windows are listed, the latest of them."""

_WITH_MEMORY = ("repeat", "allowance", "bank", "earn_back")
_SHAPES_WITH_MEMORY = ("streak", "rolling_count")


def looks_back(result: Result) -> bool:
    """Whether the remedy of a commitment depends on earlier windows."""
    remedy = result.commitment.remedy
    if remedy is None:
        return False
    return remedy.shape in _SHAPES_WITH_MEMORY or any(name in remedy.modifiers for name in _WITH_MEMORY)


def before(result: Result, window: Window) -> tuple[Past, ...]:
    """The windows of a commitment before one of its own, oldest first: the remembered, then the statement's."""
    at = next(n for n, each in enumerate(result.windows) if each is window)
    return (*result.earlier, *(_as_past(each) for each in result.windows[:at]))


def _as_past(window: Window) -> Past:
    credit = window.credit.rounded if window.credit else Decimal(0)
    return Past(window.period, window.verdict.value, window.as_compared, window.target, window.points, credit)


def used(result: Result, window: Window) -> list[str]:
    """Which earlier windows an amount of this window was worked out with, a sentence each.

    Windows that a bank or an earn-back used stand in the working itself.
    """
    remedy = result.commitment.remedy
    if remedy is None or window.verdict != "missed":
        return []
    past, found = before(result, window), []
    if "repeat" in remedy.modifiers:
        row = missed_before(past, remedy.modifiers["repeat"].excused)
        found.append(f"repeat: missed in a row before it: {_named(row)}")
    if remedy.shape == "streak":
        found.append(f"streak: missed in a row before it: {_named(missed_before(past, remedy.terms.excused))}")
    if remedy.shape == "rolling_count":
        inside = remedy.terms.within.within(past, window.period)
        missed = [old.window for old in inside if old.verdict == "missed"]
        found.append(f"rolling count: missed within {remedy.terms.within} before it: {_named(missed)}")
    return found


def _named(windows: Sequence[Period]) -> str:
    return ", ".join(map(str, windows)) or "none"


def earlier_rows(result: Result) -> list[list[str]]:
    """The windows remembered from before the statement, the latest of them: window, figure, target, verdict, what it
    brought."""
    rows = []
    for old in result.earlier[-MOST:]:
        brought = points_word(old.points) if old.points else f"{old.credit:,f}" if old.credit else ""
        figure = judged_figure(old.figure, old.target.unit, old.target)
        rows.append([str(old.window), figure, str(old.target), verdict_word(old.verdict), brought])
    return rows
