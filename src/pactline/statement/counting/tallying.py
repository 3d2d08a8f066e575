"""The published forms over counts alone: what a form makes of a day of which only whole numbers are known.

The metrics choose contacts; a report carries none, and a search over many definitions cannot ask the engine for each.
Both work on a tally. That tally and contacts give the same figure is a law with a test of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from pactline.records.choices.contacts import Abandons, FlowOuts, NotAbandoned, ShortAbandons
from pactline.statement.comparison.forms import Form
from pactline.values.exact import RoundingMode

ROUNDINGS = (RoundingMode.HALF_UP, RoundingMode.HALF_EVEN, RoundingMode.DOWN)
"""The roundings reports are printed with, the usual one first."""


class Tally(NamedTuple):
    """Whole numbers of contacts in one row of a report."""

    answered: int
    answered_within: int  # of the answered: within the promised wait
    abandoned: int
    abandoned_within: int  # of the abandoned: within the promised wait
    short_abandoned: int
    flowed_out: int
    callback: int = 0


def good_and_counted(form: Form, arguments: Mapping[str, Any], tally: Tally) -> tuple[int, int]:
    """Numerator and denominator of a form (its typed arguments resolved by ``form_arguments``) over a tally."""
    found = shares(form.metric, arguments, tally)
    assert found is not None, f"{form.metric} is no share of a tally"
    return found


def shares(metric: str, arguments: Mapping[str, Any], tally: Tally) -> tuple[int, int] | None:
    """Numerator and denominator of a metric over a tally; None for one that a tally cannot answer."""
    if metric == "service_level":
        return _service_level(arguments, tally)
    if metric == "abandonment_rate":
        return _abandonment(arguments, tally)
    return (tally.answered, tally.answered + tally.abandoned) if metric == "answer_rate" else None


def _service_level(arguments: Mapping[str, Any], tally: Tally) -> tuple[int, int]:
    good, counted = tally.answered_within, tally.answered + tally.abandoned
    match arguments["abandons"]:
        case Abandons.IGNORE_ALL:
            counted -= tally.abandoned
        case Abandons.IGNORE_WITHIN_T:
            counted -= tally.abandoned_within
        case Abandons.IGNORE_SHORT:
            counted -= tally.short_abandoned
        case Abandons.COUNT_AS_MET_WITHIN_T:
            good += tally.abandoned_within
        case Abandons.COUNT_AS_MET_SHORT:
            good += tally.short_abandoned
    if arguments["flow_outs"] is FlowOuts.COUNT_AS_MISSED:
        counted += tally.flowed_out
    return good, counted


def _abandonment(arguments: Mapping[str, Any], tally: Tally) -> tuple[int, int]:
    good, counted = tally.abandoned, tally.answered + tally.abandoned
    for others, choice in ((tally.flowed_out, arguments["flow_outs"]), (tally.callback, arguments["callbacks"])):
        counted += others if choice is not NotAbandoned.EXCLUDE else 0
        good += others if choice is NotAbandoned.COUNT_AS_ABANDONED else 0
    if arguments["short_abandons"] is not ShortAbandons.COUNT:
        good -= tally.short_abandoned
    if arguments["short_abandons"] is ShortAbandons.IGNORE:
        counted -= tally.short_abandoned
    return good, counted


def printed(good: int, counted: int, scale: int, mode: RoundingMode) -> int:
    """A share in the last printed digit: ``scale`` is 10 000 for percent with two decimals, where 81.13 is 8113."""
    whole, rest = divmod(good * scale, counted)
    if mode is RoundingMode.DOWN:
        return whole
    if mode is RoundingMode.HALF_UP:
        return whole + (2 * rest >= counted)
    return whole + (2 * rest > counted or (2 * rest == counted and whole % 2 == 1))


@dataclass(frozen=True)
class Ways:
    """Every share a form can come to where some counts are not known: numerators ``low..high`` over one denominator."""

    low: int
    high: int
    counted: int

    def reach(self, figure: int, scale: int, mode: RoundingMode) -> bool:
        """Whether one of them prints as ``figure``."""
        middle = figure * self.counted
        if mode is RoundingMode.DOWN:
            least, most = -(-middle // scale), -(-(middle + self.counted) // scale) - 1
        else:
            below, above = 2 * middle - self.counted, 2 * middle + self.counted
            least, most = -(-below // (2 * scale)), -(-above // (2 * scale)) - 1
            if mode is RoundingMode.HALF_EVEN:
                least = below // (2 * scale) + 1 if figure % 2 else least
                most = most if figure % 2 else above // (2 * scale)
        return max(least, self.low) <= min(most, self.high)

    def ends(self, scale: int, mode: RoundingMode) -> tuple[int, int]:
        """The least and the greatest figure it can print."""
        return printed(self.low, self.counted, scale, mode), printed(self.high, self.counted, scale, mode)


@lru_cache(maxsize=4096)
def reachable(ways: tuple[Ways, ...], scale: int) -> int:
    """How many different figures the ways can print, rounded half-up."""
    ends = [way.ends(scale, RoundingMode.HALF_UP) for way in ways]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    numerators = sum(way.high - way.low + 1 for way in ways)
    tries_per_figure = min(len(ways), len(ways) * scale // numerators + 1)
    if numerators > (high - low + 1) * tries_per_figure:
        return sum(
            any(way.reach(figure, scale, RoundingMode.HALF_UP) for way in ways) for figure in range(low, high + 1)
        )
    found: set[int] = set()
    for way in ways:
        twice = 2 * way.counted
        first, last = 2 * way.low * scale + way.counted, 2 * way.high * scale + way.counted
        found.update(n // twice for n in range(first, last + 1, 2 * scale))
    return len(found)
