"""What a remedy is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pactline.values.money import money_text
from pactline.values.period import Period
from pactline.values.target import Target, Unit, amount_text


@dataclass(frozen=True)
class Past:
    """What became of one earlier window of a commitment: all that memory is made of."""

    window: Period
    verdict: str  # a word of ``statement.model.Verdict``: met, missed, excused, suspended, no_data, report_only
    figure: Fraction | None  # as it was compared
    target: Target
    points: Fraction | None = None  # what it brought into a points scheme
    credit: Decimal = Decimal(0)  # rounded, before caps


@dataclass(frozen=True)
class Miss:
    """A figure on the far side of a bound: short of a promise, or (for a bonus) better than a mark."""

    figure: Fraction  # as it is compared, in the bound's unit: percent, seconds, contacts or a score
    bound: Target
    window: Period
    charge: Callable[[str], Fraction]  # the charge of that name for the window
    digits: int  # decimals of the currency's minor unit, for the working
    better: bool = False  # True when the figure is better than the bound, as a bonus asks
    counted: int = 0  # contacts behind the figure
    good: int | None = None  # of a share: those over the fraction bar
    past: tuple[Past, ...] = ()  # earlier windows of the same commitment, oldest first
    days_late: int = 0  # how many days after it was due the thing was done or reported
    pool: Callable[[str, str], tuple[Fraction, Fraction]] | None = None
    """Of a pool and one of its categories: the money at risk for the window, and the category's share in percent."""
    judged_from: date | None = None  # the first day of the tile it is judged in; None: that of the window

    @property
    def day(self) -> date:
        """The day whose sums are in force: a rolling window reaches back to days whose sums have long been changed."""
        return self.judged_from or self.window.first

    @property
    def distance(self) -> Fraction:
        """How far the figure lies from the bound, never negative: points for a share, seconds for a duration."""
        away = self.bound.distance(self.figure)
        return abs(away)

    @property
    def distance_text(self) -> str:
        """The distance with how it comes about: ``80 - 78.5 = 1.5 points``."""
        high, low = max(self.figure, self.bound.amount), min(self.figure, self.bound.amount)
        return f"{number(high)} - {number(low)} = {number(self.distance)} {self.unit_word}"

    @property
    def unit_word(self) -> str:
        """What the distance counts in."""
        return {Unit.SECONDS: "seconds", Unit.CONTACTS: "contacts"}.get(self.bound.unit, "points")

    def money(self, amount: Fraction | Decimal) -> str:
        """An amount as it stands in the working: ``4,800.00``."""
        return money_text(amount, self.digits)

    @property
    def figure_text(self) -> str:
        """The figure with its unit."""
        return number(self.figure) + amount_text(Fraction(0), self.bound.unit)[1:]


@dataclass(frozen=True)
class Working:
    """An exact amount, not yet rounded, and the steps that lead to it."""

    amount: Fraction
    steps: tuple[str, ...]
    points: Fraction | None = None  # of a shape that gives points, which a points scheme turns into money
    is_bonus: bool = False  # of a shape that looks at both sides: the amount is owed the other way round


def number(value: Fraction) -> str:
    """A number for a working: exact if it is a short decimal, else to four places with the fraction beside it."""
    from pactline.values.exact import RoundingMode, plain, round_fraction

    text = plain(value, 4)
    if "/" not in text:
        return text
    return f"{round_fraction(value, 4, RoundingMode.HALF_UP)}... ({text})"
