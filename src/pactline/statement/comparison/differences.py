"""Whether two figures differ by more than chance would make them: intervals, tails, and the caution of many pairs.

Shares: Wilson's interval for one, Newcombe's (his method 10, made of two of Wilson's) for the difference of two, and
the pooled test for its tail. Means and ratios of sums: an interval of Student's t for one and Welch's for the
difference of two, the spread of a ratio by linearisation (of a mean that is its variance). Counts, sums and sums of
squares are exact; roots and quantiles are decimals of fifty digits.

Source: Newcombe, Statistics in Medicine 17 (1998) 873-890; Welch, Biometrika 34 (1947) 28-35; Holm, Scandinavian
Journal of Statistics 6 (1979) 65-70.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from pactline.values.quantiles import DIGITS, decimal, normal_beyond, normal_within, root, t_beyond, t_within

Interval = tuple[Decimal, Decimal]
FEW = 30
"""Of fewer rows than this an interval of a mean hangs on how their values are spread."""
FEWEST_SIDES = 5
"""Of a share with fewer good or fewer not good contacts than this an interval is rough."""


@dataclass(frozen=True)
class Good:
    """So many good ones of so many."""

    good: int
    counted: int

    @property
    def figure(self) -> Fraction:
        """The share in percent."""
        return Fraction(100 * self.good, self.counted)

    def interval(self, level: Fraction) -> Interval:
        """Wilson's interval, in percent."""
        z = normal_within(level)
        with localcontext(Context(prec=DIGITS)):
            n, good = Decimal(self.counted), Decimal(self.good)
            middle = 2 * good + z * z
            reach = z * (z * z + 4 * good * (n - good) / n).sqrt()
            below = 2 * (n + z * z)
            return 100 * (middle - reach) / below, 100 * (middle + reach) / below

    @property
    def caution(self) -> str:
        """Why its interval is rough; empty where it is not."""
        least = min(self.good, self.counted - self.good)
        return f"fewer than {FEWEST_SIDES} on one side" if least < FEWEST_SIDES else ""


@dataclass(frozen=True)
class Summed:
    """Rows of which one number is added up over another: how many, the sums, and the sums of their products."""

    rows: int
    part: int
    whole: int
    part_part: int
    part_whole: int
    whole_whole: int
    scale: Fraction  # what the ratio is multiplied by

    @property
    def figure(self) -> Fraction:
        """The ratio, in its unit."""
        return self.scale * self.part / self.whole

    @property
    def freedom(self) -> int:
        """Degrees of freedom of its spread."""
        return self.rows - 1

    @property
    def spread(self) -> Fraction:
        """The estimated variance of the figure; of a mean the variance of the values over their number."""
        ratio = Fraction(self.part, self.whole)
        squares = self.part_part - 2 * ratio * self.part_whole + ratio * ratio * self.whole_whole
        return self.scale**2 * squares * Fraction(self.rows, (self.rows - 1) * self.whole**2)

    def interval(self, level: Fraction) -> Interval | None:
        """Student's interval; None of a single row."""
        if self.rows < 2:
            return None
        with localcontext(Context(prec=DIGITS)):
            reach = t_within(level, self.freedom) * root(self.spread)
            return decimal(self.figure) - reach, decimal(self.figure) + reach

    @property
    def caution(self) -> str:
        """Why its interval is rough; empty where it is not."""
        return f"fewer than {FEW} of them" if self.rows < FEW else ""


Sample = Good | Summed


@dataclass(frozen=True)
class Tested:
    """The difference of two figures with what chance has to say of it."""

    value: Fraction
    interval: Interval | None = None
    beyond: Decimal | None = None  # how likely chance alone makes a difference at least as great


def difference_of(one: Sample, other: Sample, level: Fraction) -> Tested:
    """One figure less another of the same kind."""
    if isinstance(one, Good) and isinstance(other, Good):
        return Tested(one.figure - other.figure, _newcombe(one, other, level), _pooled(one, other))
    assert isinstance(one, Summed)
    assert isinstance(other, Summed)
    return _welch(one, other, level)


def _newcombe(one: Good, other: Good, level: Fraction) -> Interval:
    p, q = decimal(one.figure), decimal(other.figure)
    (p_low, p_high), (q_low, q_high) = one.interval(level), other.interval(level)
    with localcontext(Context(prec=DIGITS)):
        low = (p - q) - ((p - p_low) ** 2 + (q_high - q) ** 2).sqrt()
        high = (p - q) + ((p_high - p) ** 2 + (q - q_low) ** 2).sqrt()
        return low, high


def _pooled(one: Good, other: Good) -> Decimal:
    pooled = Fraction(one.good + other.good, one.counted + other.counted)
    spread = pooled * (1 - pooled) * (Fraction(1, one.counted) + Fraction(1, other.counted))
    if not spread:
        return Decimal(1)
    with localcontext(Context(prec=DIGITS)):
        return normal_beyond(decimal((one.figure - other.figure) / 100) / root(spread))


def _welch(one: Summed, other: Summed, level: Fraction) -> Tested:
    value = one.figure - other.figure
    if one.rows < 2 or other.rows < 2:
        return Tested(value)
    spread = one.spread + other.spread
    if not spread:
        return Tested(value, (decimal(value), decimal(value)), Decimal(0 if value else 1))
    freedom = spread**2 / (one.spread**2 / one.freedom + other.spread**2 / other.freedom)
    whole = max(1, freedom.numerator // freedom.denominator)
    with localcontext(Context(prec=DIGITS)):
        reach = t_within(level, whole) * root(spread)
        t = decimal(value) / root(spread)
        return Tested(value, (decimal(value) - reach, decimal(value) + reach), t_beyond(t, whole))


def holm(tails: Sequence[Decimal]) -> list[Decimal]:
    """Each tail as great as it counts among so many, by Holm's step-down method; never above 1."""
    order = sorted(range(len(tails)), key=lambda place: tails[place])
    found, greatest = [Decimal(0)] * len(tails), Decimal(0)
    for rank, place in enumerate(order):
        greatest = max(greatest, min(Decimal(1), tails[place] * (len(tails) - rank)))
        found[place] = greatest
    return found
