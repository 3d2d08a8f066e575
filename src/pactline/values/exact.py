"""Exact numbers and the one place where they are rounded.

Figures are fractions of integers until they are printed or, where an agreement says so, compared after rounding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class RoundingMode(StrEnum):
    """What happens to the part that is cut off."""

    HALF_UP = "half_up"  # 0.5 goes away from zero
    HALF_EVEN = "half_even"  # 0.5 goes to the even neighbour
    DOWN = "down"  # truncated, toward zero
    UP = "up"  # away from zero as soon as anything is left


def round_fraction(value: Fraction, decimals: int, mode: RoundingMode) -> Decimal:
    """``value`` as a decimal with exactly ``decimals`` places, rounded once."""
    scaled = abs(value) * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest
    up = {
        RoundingMode.HALF_UP: twice >= scaled.denominator,
        RoundingMode.HALF_EVEN: twice > scaled.denominator or (twice == scaled.denominator and whole % 2 == 1),
        RoundingMode.DOWN: False,
        RoundingMode.UP: rest > 0,
    }[mode]
    # Built from its digits: arithmetic on decimals would round to the context's precision behind our back.
    digits = tuple(int(digit) for digit in str(whole + up))
    return Decimal((int(value < 0 and any(digits)), digits, -decimals))


def exact_decimal(text: str) -> Fraction:
    """The exact value of plain decimal text such as ``98.95``; exponents, signs other than ``-``, grouping: refused.

    Raises ValueError.
    """
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"{text!r} is not a plain decimal number such as 98.95")
    return Fraction(text)


def plain(value: Fraction, most: int = 6) -> str:
    """The shortest exact decimal text of ``value``; a fraction such as ``1/3`` if ``most`` places do not hold it."""
    for decimals in range(most + 1):
        if (value * 10**decimals).denominator == 1:
            return f"{round_fraction(value, decimals, RoundingMode.DOWN):f}"
    return f"{value.numerator}/{value.denominator}"


def how_many(number: int, thing: str) -> str:
    """``1 contact``, ``2,000 contacts``."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class ShareRounding:
    """How a figure is rounded *before* it is compared with its target; ``decimals`` None means not at all.

    For a share, ``decimals`` counts places of the percentage (98.95 % has two); for a duration, places of a second.
    """

    decimals: int | None = None
    mode: RoundingMode = RoundingMode.HALF_UP

    def apply(self, value: Fraction) -> Fraction:
        """The figure as it is compared, in the unit it is written in (percent, seconds or a count)."""
        return value if self.decimals is None else Fraction(round_fraction(value, self.decimals, self.mode))

    def __str__(self) -> str:
        if self.decimals is None:
            return "exact"
        return f"{how_many(self.decimals, 'decimal')} {self.mode.replace('_', '-')}"
