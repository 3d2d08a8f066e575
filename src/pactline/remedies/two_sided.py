"""Two-sided: equal steps of money on both sides of a neutral zone around the target, owed one way or the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pactline.remedies.amounts import Parts, farthest, sum_on
from pactline.remedies.miss import Miss, Working, number
from pactline.values.target import Target, Unit, amount_text, parse_amount
from pactline.values.terms import DatedMoney, fault, text_term

BOTH_SIDES = True  # asked about every figure, whether it keeps the target or not
FOR_BONUS = False


def parse_distance(text: str) -> tuple[Fraction, Unit]:
    """A distance such as ``2 points`` (or ``2 %``), ``15 s`` or ``10``. Raises ValueError."""
    words = text.strip()
    for word in ("points", "point"):
        if words.endswith(word):
            words = words.removesuffix(word).strip() + " %"
            break
    amount, unit = parse_amount(words)
    if amount < 0:
        raise ValueError(f"{text!r} is negative")
    return amount, unit


Distance = Annotated[
    tuple[Fraction, Unit],
    text_term(parse_distance, "AGR_BAND_EDGE", "write a distance from the target, such as 2 points or 15 s"),
]


class TwoSided(BaseModel):
    """The neutral zone, and the steps of money beyond it."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    worse_by: Distance = Field(description="so much worse than the target nothing is owed yet")
    better_by: Distance = Field(description="so much better than the target nothing is earned yet")
    per: Distance = Field(description="the length of one step")
    amount: DatedMoney = Field(description="the sum for each step")
    steps: Parts = Field(description="what a part of a step is paid")
    most: DatedMoney | None = Field(default=None, description="the most of one window, either way")

    @model_validator(mode="after")
    def _one_unit(self) -> TwoSided:
        units = {self.worse_by[1], self.better_by[1], self.per[1]}
        if len(units) > 1:
            raise fault("AGR_BAND_UNIT", "the distances are in different units", "write all in the unit of the target")
        if not self.per[0]:
            raise fault("AGR_BAND_EDGE", "a step of no length never ends", "write a step such as per: 0.1 points")
        return self


def two_sided(miss: Miss, terms: TwoSided) -> Working:
    """Steps beyond the neutral zone times amount; better than it is a bonus.

    80 promised, 2 points neutral each way, 10000.00 per 0.1 point: 83.4 earns 140000.00, 76.5 costs 150000.00.
    Source: ``contracts.md`` C15, and C7 with a zone on one side only.
    """
    gap = miss.bound.distance(miss.figure)  # positive where it is worse than the target
    is_bonus = gap < 0
    zone = terms.better_by[0] if is_bonus else terms.worse_by[0]
    beyond = abs(gap) - zone
    edges = sorted(_edges(miss.bound, terms))
    between = f"{_text(edges[0], miss)} to {_text(edges[1], miss)}"
    if beyond <= 0:
        return Working(Fraction(0), (f"{miss.figure_text} is in the neutral zone, {between}",))
    edge = _edges(miss.bound, terms)[is_bonus]
    high, low = max(edge, miss.figure), min(edge, miss.figure)
    counted = beyond / terms.per[0]
    paid = terms.steps.of(counted)
    due = Fraction(terms.amount.on(miss.day))
    owed = paid * due
    side = "better" if is_bonus else "worse"
    shown = [
        f"{number(high)} - {number(low)} = {number(beyond)} {miss.unit_word} {side} than the neutral zone, {between}",
        f"{number(beyond)} / {number(terms.per[0])} = {number(counted)} steps",
    ]
    if paid != counted:
        shown.append(f"parts of a step {terms.steps}: {number(paid)} steps")
    shown.append(f"{number(paid)} x {miss.money(due)} = {miss.money(owed)}")
    limit = None if terms.most is None else Fraction(terms.most.on(miss.day))
    if limit is not None and owed > limit:
        owed = limit
        shown.append(f"at most {miss.money(limit)}")
    return Working(owed, tuple(shown), is_bonus=is_bonus)


def _edges(bound: Target, terms: TwoSided) -> tuple[Fraction, Fraction]:
    """The last neutral figure on the worse side, and on the better one."""
    sign = 1 if bound.higher_is_better else -1
    return bound.amount - sign * terms.worse_by[0], bound.amount + sign * terms.better_by[0]


def _text(amount: Fraction, miss: Miss) -> str:
    return amount_text(amount, miss.bound.unit)


def most(terms: TwoSided, target: Target, charge: Callable[[str], Fraction], day: date) -> Fraction | None:
    """The agreed most, or what the worst figure that there can be costs."""
    worst = farthest(target)
    limit = None if terms.most is None else sum_on(terms.most, day)
    if worst is None:
        return limit
    steps = terms.steps.of(max(worst - terms.worse_by[0], Fraction(0)) / terms.per[0])
    owed = steps * sum_on(terms.amount, day)
    return owed if limit is None else min(owed, limit)
