"""Bank: points by which better windows exceeded the target are kept for a while and make up for later misses."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pactline.records.choices.contacts import Choice
from pactline.remedies.miss import Miss, number
from pactline.remedies.reach import JUDGED, ReachTerm
from pactline.values.period import Period

STAGE: Literal["distance"] = "distance"
PLACE = 1
FOR_BONUS = False


class Banked(Choice):
    """Whether parts of a unit are banked."""

    EXACT = "exact", "parts of a point (second, contact) are banked as well"
    WHOLE = "whole", "only whole points (seconds, contacts) are banked"


class Use(Choice):
    """Which of the banked points are used up first."""

    OLDEST_FIRST = "oldest_first", "those that expire first"
    NEWEST_FIRST = "newest_first", "those that were banked last"


class Bank(BaseModel):
    """What is banked, for how long, and how it is used."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    per: Banked = Field(description="whether parts of a point better than the target are banked")
    keep: ReachTerm = Field(description="in how many of the following months or windows it can be used")
    use: Use = Field(description="which of several gains is used first")


@dataclass
class _Gain:
    """What one better window banked, and how much of it is left."""

    window: Period
    index: int
    left: Fraction


def bank(miss: Miss, terms: Bank) -> tuple[Miss | None, tuple[str, ...]]:
    """The miss that is left after the banked points are used, None if they make up for all of it.

    Every window that was judged is replayed, oldest first: better than its target it banks the distance, missed it
    uses what can still be used. A bonus is never touched. Source: ``contracts.md`` C19.
    """
    if miss.better:
        return miss, ()
    gains: list[_Gain] = []
    for index, old in enumerate(miss.past):
        if old.figure is None or old.verdict not in JUDGED or not miss.bound.unit.fits(old.target.unit):
            continue
        gap = old.target.distance(old.figure)
        if gap < 0 and old.verdict == "met":
            gains.append(_Gain(old.window, index, -gap if terms.per is Banked.EXACT else Fraction(math.floor(-gap))))
        elif gap > 0 and old.verdict == "missed":
            _use(gap, gains, index, old.window, terms)
    used = _use(miss.distance, gains, len(miss.past), miss.window, terms)
    return _what_is_left(miss, used) if used else (miss, (_why_nothing(gains),))


def _use(wanted: Fraction, gains: list[_Gain], index: int, now: Period, terms: Bank) -> list[tuple[Fraction, Period]]:
    """Take what is wanted from the gains that have not expired; how much was taken of which window's."""
    usable = [gain for gain in gains if gain.left and terms.keep.lasts(gain.window, index - gain.index, now)]
    if terms.use is Use.NEWEST_FIRST:
        usable.reverse()
    used: list[tuple[Fraction, Period]] = []
    for gain in usable:
        taken = min(wanted, gain.left)
        if taken:
            gain.left -= taken
            wanted -= taken
            used.append((taken, gain.window))
    return used


def _why_nothing(gains: list[_Gain]) -> str:
    """Why a miss can use nothing: what is left in the bank, if anything, is too old."""
    too_old = ", ".join(f"{number(gain.left)} of {gain.window}" for gain in gains if gain.left)
    return f"nothing in the bank can be used: {too_old} expired" if too_old else "nothing is banked"


def _what_is_left(miss: Miss, used: list[tuple[Fraction, Period]]) -> tuple[Miss | None, tuple[str, ...]]:
    total = sum((taken for taken, _ in used), Fraction(0))
    left = miss.distance - total
    taken_from = ", ".join(f"{number(taken)} of {window}" for taken, window in used)
    steps = (
        miss.distance_text,
        f"from the bank {taken_from}: {number(miss.distance)} - {number(total)} = {number(left)} {miss.unit_word} left",
    )
    if not left:
        return None, (*steps, "the bank makes up for all of it")
    moved = total if miss.bound.higher_is_better else -total
    return replace(miss, figure=miss.figure + moved), steps
