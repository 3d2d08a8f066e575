"""Values in the words of a contract: days, amounts, targets, lengths of time, values that change on agreed days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from pactline.statement.shown.charts import MONTHS
from pactline.values.dated import Dated
from pactline.values.duration import Duration
from pactline.values.exact import RoundingMode, ShareRounding, how_many, plain
from pactline.values.money import minor_digits, money_text
from pactline.values.period import Period
from pactline.values.target import Bound, Target, Unit, amount_text

T = TypeVar("T")

_MODES = {
    RoundingMode.HALF_UP: "a half is rounded up",
    RoundingMode.HALF_EVEN: "a half is rounded to the even neighbour",
    RoundingMode.DOWN: "what is left over is cut off",
    RoundingMode.UP: "anything left over is rounded up",
}
_UNITS_MS = (("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000), ("second", 1_000))


def day(when: date) -> str:
    """``3 March 2025``."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def term(period: Period) -> str:
    """First and last day, both included: ``1 January 2025 to 31 December 2025``."""
    return f"{day(period.first)} to {day(period.end - timedelta(days=1))}"


def money(amount: Fraction | Decimal, currency: str) -> str:
    """``EUR 2,400.00``."""
    return f"{currency} {money_text(amount, minor_digits(currency))}"


def percent(amount: Fraction) -> str:
    """``2.5 %``."""
    return amount_text(amount, Unit.PERCENT)


def length(duration: Duration) -> str:
    """``20 seconds``, ``1.5 seconds``, ``2 minutes``, ``1 hour 30 minutes``."""
    if duration.ms < 1000:
        return how_many(duration.ms, "millisecond")
    left, parts = duration.ms, []
    for word, size in _UNITS_MS[1:3] if duration.ms >= 120_000 and duration.ms % 60_000 == 0 else ():
        whole, left = divmod(left, size)
        if whole:
            parts.append(how_many(whole, word))
    if parts:
        return " ".join(parts)
    seconds = plain(Fraction(duration.ms, 1000))
    return f"{seconds} second{'' if seconds == '1' else 's'}"


def amount(value: Fraction, unit: Unit) -> str:
    """A figure in its unit: ``80 %``, ``30 seconds``; a count, of whatever it is, as a plain number."""
    if unit is Unit.PERCENT:
        return percent(value)
    if unit is Unit.SECONDS:
        return length(Duration(int(value * 1000))) if (value * 1000).denominator == 1 else amount_text(value, unit)
    return f"{value.numerator:,}" if value.denominator == 1 else plain(value)


def target(bound: Target) -> str:
    """``at least 80 %``, ``less than 30 seconds``."""
    return f"{_BOUNDS[bound.bound]} {amount(bound.amount, bound.unit)}"


_BOUNDS = {
    Bound.AT_LEAST: "at least",
    Bound.MORE_THAN: "more than",
    Bound.AT_MOST: "at most",
    Bound.LESS_THAN: "less than",
}


def dated(values: Dated[T], words: Callable[[T], str]) -> str:
    """One value, or each with the day it holds from: ``85 % from 1 January 2025 and 90 % from 1 April 2025``."""
    if len(values.steps) == 1 and values.steps[0][0] is None:
        return words(values.steps[0][1])
    return joined(f"{words(value)} from {day(start)}" if start else words(value) for start, value in values.steps)


def joined(parts: Iterable[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    found = list(parts)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def spoken(name: str) -> str:
    """A key or name as words: ``monthly-fee`` is ``monthly fee``."""
    return name.replace("_", " ").replace("-", " ")


def capital(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def figure_rounding(rounding: ShareRounding) -> str:
    """How figures are rounded before they are compared, as a sentence."""
    if rounding.decimals is None:
        return "A figure is compared with its target exactly as it is computed; it is not rounded first."
    places = "whole numbers" if rounding.decimals == 0 else how_many(rounding.decimals, "decimal place")
    mode = _MODES[rounding.mode]
    return (
        f"A figure is rounded to {places} of its unit before it is compared with its target; {mode}. "
        "The rounded figure decides, also where it falls into a band."
    )


def money_rounding(mode: RoundingMode, currency: str) -> str:
    """How amounts are rounded, as a sentence."""
    digits = minor_digits(currency)
    coin = "a whole unit" if digits == 0 else f"{how_many(digits, 'decimal place')}"
    return f"An amount is computed exactly and rounded once, to {coin} of {currency}; {_MODES[mode]}."
