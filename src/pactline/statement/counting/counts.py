"""Partial counts and what they add up to.

The engine hands over integers per quarter of an hour; everything above (intervals, days, windows, roll-ups) is a sum of
them, so totals always equal the sum of their parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pactline.records.choices.choosing import (
    AgainstForecast,
    Chosen,
    Count,
    Longest,
    Mean,
    Percentile,
    Ratio,
    Reported,
    Share,
)
from pactline.values.target import Unit


@dataclass(frozen=True)
class Counts:
    """Whole-number facts about the contacts of one cell; what a metric has no use for stays None."""

    counted: int = 0
    good: int | None = None
    sum_ms: int | None = None
    longest_ms: int | None = None
    unknown: int = 0  # contacts that a missing wait or duration left undecided or out
    durations: Counter[int] | None = None  # milliseconds -> contacts, for percentiles only
    part: int | None = None  # of a ratio: the sum above the line
    whole: int | None = None  # and the sum below it
    ends: int | None = None  # of counts that no quarter of an hour holds: the quarter after the last they are of

    def __add__(self, other: Counts) -> Counts:
        return add_up((self, other))


def add_up(parts: Iterable[Counts]) -> Counts:
    """The counts of several cells together."""
    found = list(parts)
    if len(found) == 1:
        return found[0]
    good = [part.good for part in found if part.good is not None]
    sums = [part.sum_ms for part in found if part.sum_ms is not None]
    longest = [part.longest_ms for part in found if part.longest_ms is not None]
    durations = [part.durations for part in found if part.durations is not None]
    ratios = [part for part in found if part.whole is not None]
    together: Counter[int] = Counter()
    for each in durations:
        together.update(each)
    return Counts(
        sum(part.counted for part in found),
        sum(good) if good else None,
        sum(sums) if sums else None,
        max(longest, default=None),
        sum(part.unknown for part in found),
        together if durations else None,
        sum(each.part or 0 for each in ratios) if ratios else None,
        sum(each.whole or 0 for each in ratios) if ratios else None,
        max((part.ends for part in found if part.ends is not None), default=None),
    )


def figure(chosen: Chosen, counts: Counts) -> Fraction | None:
    """The exact figure in the unit it is written in (percent, seconds, ...); None when nothing counted."""
    if isinstance(chosen, Count):
        return Fraction(counts.counted)
    if not counts.counted or isinstance(chosen, Reported | AgainstForecast):
        return None  # what is set against a forecast has a figure where the forecast is known
    match chosen:
        case Ratio():
            return ratio(chosen, counts)
        case Share():
            assert counts.good is not None
            return Fraction(100 * counts.good, counts.counted)
        case Mean():
            assert counts.sum_ms is not None
            return Fraction(counts.sum_ms, 1000 * counts.counted)
        case Longest():
            assert counts.longest_ms is not None
            return Fraction(counts.longest_ms, 1000)
        case Percentile():
            assert counts.durations is not None
            return Fraction(nearest_rank(counts.durations, chosen.percent), 1000)


def ratio(chosen: Ratio, counts: Counts) -> Fraction | None:
    """The figure that two sums come to; None where the sum below the line is nothing."""
    return Fraction(chosen.scale * (counts.part or 0), counts.whole) if counts.whole else None


def nearest_rank(durations: Counter[int], percent: int) -> int:
    """The smallest duration that at least ``percent`` % of the contacts do not exceed; no interpolation.

    A real wait of a real contact, so every engine finds the same one.
    """
    total, passed = sum(durations.values()), 0
    for duration in sorted(durations):
        passed += durations[duration]
        if 100 * passed >= percent * total:
            return duration
    raise AssertionError("a percentile of nothing was asked for")


def value_json(unit: Unit, value: Fraction | None) -> dict[str, str] | None:
    """A figure for files: shares as ratios 0..1, durations in seconds; exact, and rounded half-up for reading."""
    from pactline.values.exact import RoundingMode, round_fraction

    if value is None:
        return None
    share = unit is Unit.PERCENT
    exact = value / 100 if share else value
    found: dict[str, Any] = {
        "fraction": f"{exact.numerator}/{exact.denominator}",
        "decimal": f"{round_fraction(exact, 6 if share else 3, RoundingMode.HALF_UP)}",
    }
    if share:
        found["percent"] = f"{round_fraction(value, 2, RoundingMode.HALF_UP)}"
    return found
