"""Figures in the words of a statement, never rounded over their target."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pactline.statement.shown.saying import long_duration
from pactline.values.exact import RoundingMode, round_fraction
from pactline.values.target import Target, Unit, amount_text

if TYPE_CHECKING:
    from pactline.statement.model import Result

_MOST_DECIMALS = 6  # of a printed figure


def figure_text(value: Fraction | None, unit: Unit, decimals: int = 2) -> str:
    """A figure for people: ``78.21 %``, ``31.40 s``, ``25 h 30 min``, ``1,204``; an em dash where there is none."""
    if value is None:
        return "—"
    if unit is Unit.CONTACTS and value.denominator == 1:
        return f"{value.numerator:,}"
    if long := long_duration(value, unit):
        return long
    return f"{round_fraction(value, decimals, RoundingMode.HALF_UP)}" + amount_text(Fraction(0), unit)[1:]


def compared_text(value: Fraction, unit: Unit) -> str:
    """The figure exactly as it was compared: a decimal where it has one, else a fraction of its unit."""
    return amount_text(value, unit)


def judged_figure(value: Fraction | None, unit: Unit, target: Target) -> str:
    """A figure with as many decimals as it takes to stand on the same side of its target as the exact one does.

    So 79.996 % is never shown as 80.00 % beside the word missed.
    """
    decimals = 2
    if value is not None and target.unit is unit:
        while decimals < _MOST_DECIMALS and target.kept_by(value) != target.kept_by(
            Fraction(round_fraction(value, decimals, RoundingMode.HALF_UP))
        ):
            decimals += 1
    return figure_text(value, unit, decimals)


def result_figure(result: Result) -> str:
    """The figure of a whole commitment, told precisely where one window decides."""
    if len(result.windows) == 1:
        return judged_figure(result.value, result.unit, result.windows[0].target)
    return figure_text(result.value, result.unit)
