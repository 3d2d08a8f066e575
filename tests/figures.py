"""A metric evaluated over a handful of rows, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import narwhals as nw

from pactline.metrics import metrics
from pactline.records.choices.choosing import Chosen, Count, Longest, Mean, Percentile, Share
from pactline.records.choices.contacts import Clock
from pactline.records.engine import EmbeddedEngine, in_memory
from pactline.records.views.contacts import Contacts

Rows: TypeAlias = list[dict[str, Any]] | EmbeddedEngine  # rows, or an engine that holds them already

S = 1000  # milliseconds in a second, so that a table of waits can be written in seconds
START_US = 1_749_477_600_000_000  # Monday 9 June 2025, 14:00 UTC


def visit(outcome: str = "answered", wait: float | None = 10, number: int = 1, **more: Any) -> dict[str, Any]:
    """One queue visit; ``wait``, ``ring``, ``talk``, ``hold``, ``wrap`` and ``menu`` (before the queue) in seconds."""
    row: dict[str, Any] = {"contact_id": f"c{number}", "visit": 1, "channel": "voice", "queue": "billing"}
    row |= {"offered_us": START_US, "outcome": outcome, "wait_ms": None if wait is None else round(wait * S)}
    if "menu" in more:
        row["arrived_us"] = START_US - more.pop("menu") * S * 1000
    for part in ("ring", "talk", "hold", "wrap"):
        if part in more:
            seconds = more.pop(part)
            row[f"{part}_ms"] = None if seconds is None else round(seconds * S)
    return row | more


def visits(*groups: tuple[int, str, float | None]) -> list[dict[str, Any]]:
    """Many visits from a table of (how many, outcome, wait in seconds)."""
    found: list[dict[str, Any]] = []
    for many, outcome, wait in groups:
        found += [visit(outcome, wait, len(found) + n + 1) for n in range(many)]
    return found


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    counted: int
    good: int | None
    value: Fraction | None  # percent, seconds or contacts; None: nothing counted


def typed(metric: str, words: dict[str, str]) -> dict[str, Any]:
    """A metric's arguments from words, its demands checked as an agreement's are."""
    found = metrics()[metric]
    arguments = dict(found.terms.model_validate(words))
    given = {name for name, value in arguments.items() if value is not None}
    assert found.demands(arguments) <= given, f"missing: {found.demands(arguments) - given}"
    return arguments


def evaluate(rows: Rows, metric: str, clock: Clock = Clock.QUEUE, **words: str) -> Outcome:
    """The figure of a metric over all rows, its arguments given in the words of an agreement."""
    return figure_of(rows, metrics()[metric].of(Contacts(clock), typed(metric, words)))


def figure_of(rows: Rows, chosen: Chosen) -> Outcome:
    """What a choice comes to over all rows."""
    engine = in_memory(rows) if isinstance(rows, list) else rows
    frame = engine.contacts().filter(chosen.counted)
    if isinstance(chosen, Share):
        listed = engine.rows(frame.select(good=chosen.good))
        good = sum(row["good"] for row in listed)
        return Outcome(len(listed), good, Fraction(100 * good, len(listed)) if listed else None)
    if isinstance(chosen, Count):
        many = len(engine.rows(frame.select(nw.col("outcome"))))
        return Outcome(many, None, Fraction(many))
    listed = engine.rows(frame.select(duration=chosen.duration_ms))
    known = sorted(row["duration"] for row in listed if row["duration"] is not None)
    return Outcome(len(known), None, _seconds(chosen, known) if known else None)


def _seconds(chosen: Mean | Longest | Percentile, known: list[int]) -> Fraction:
    if isinstance(chosen, Mean):
        return Fraction(sum(known), len(known) * S)
    if isinstance(chosen, Longest):
        return Fraction(known[-1], S)
    return Fraction(known[-(-chosen.percent * len(known) // 100) - 1], S)
