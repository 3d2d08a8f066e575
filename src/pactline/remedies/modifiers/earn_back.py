"""Earn-back: a credit is returned when the windows that follow it were all good enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.amounts import OneOrMore
from pactline.remedies.miss import Past, Working
from pactline.remedies.reach import JUDGED
from pactline.remedies.runs import Excused
from pactline.values.exact import plain
from pactline.values.terms import Percent, TargetTerm

STAGE: Literal["after"] = "after"
PLACE = 1
FOR_BONUS = False


class EarnBack(BaseModel):
    """How long, and how well, the promise must be kept for a credit to be returned, and how much of it."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    windows: OneOrMore = Field(description="so many windows that follow the miss must all be good enough")
    at: TargetTerm | None = Field(default=None, description="what they must reach; left out: keep their target")
    share: Percent = Field(description="the share of the credit that is returned")
    excused: Excused = Field(description="what a window that was not judged does to the windows in a row")


def earn_back(
    past: Sequence[Past], present: Past, terms: EarnBack, money: Callable[[Fraction | Decimal], str]
) -> Working:
    """The amount that the provider gets back in the present window, 0 in most of them.

    It is returned once, in the last of the agreed number of windows that follow the credited one. What a cap left of
    the credit is not looked at here. Source: no printed example with figures; built from the words of such clauses.
    """
    nothing = Working(Fraction(0), (), is_bonus=True)
    if present.verdict not in JUDGED:
        return nothing
    row = [*past, present]
    if terms.excused is Excused.SKIP:
        row = [old for old in row if old.verdict in JUDGED]
    if len(row) <= terms.windows:
        return nothing
    credited, *following = row[-terms.windows - 1 :]
    if not credited.credit or not all(_good_enough(old, terms) for old in following):
        return nothing
    returned = Fraction(credited.credit) * terms.share / 100
    first, last = following[0].window, following[-1].window
    when = f"{first}" if len(following) == 1 else f"{first} to {last}"
    kept = f"kept {terms.at}" if terms.at else "kept the promise"
    return Working(
        returned,
        (
            f"{credited.window} was credited {money(credited.credit)}; {when} {kept}",
            f"{plain(terms.share)} % x {money(credited.credit)} = {money(returned)} is returned",
        ),
        is_bonus=True,
    )


def _good_enough(window: Past, terms: EarnBack) -> bool:
    if terms.at is None:
        return window.verdict == "met"
    return window.verdict in JUDGED and window.figure is not None and terms.at.kept_by(window.figure)
