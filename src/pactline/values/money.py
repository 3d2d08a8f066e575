"""Amounts of one currency, in its minor unit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache

from pactline.values.exact import RoundingMode, round_fraction

_WORKING = 4  # decimals shown of an amount that is still to be rounded


@cache
def currencies() -> frozenset[str]:
    """Every ISO 4217 code known."""
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


@cache
def minor_digits(currency: str) -> int:
    """How many decimals the currency's minor unit has: 2 for EUR, 0 for JPY."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


def to_minor(amount: Fraction, currency: str, mode: RoundingMode) -> Decimal:
    """An exact amount rounded once to the currency's minor unit."""
    return round_fraction(amount, minor_digits(currency), mode)


def money_text(amount: Fraction | Decimal, digits: int) -> str:
    """An amount for people, grouped and with at least ``digits`` decimals: ``2,400.00``.

    One that has not been rounded yet keeps what is behind the minor unit: ``65.625``, or, where there is no short
    decimal, four places and the fraction: ``1,428.5714... (10000/7)``.
    """
    exact = Fraction(amount)
    for decimals in range(digits, max(digits, _WORKING) + 1):
        if (exact * 10**decimals).denominator == 1:
            return f"{round_fraction(exact, decimals, RoundingMode.DOWN):,f}"
    rounded = round_fraction(exact, _WORKING, RoundingMode.HALF_UP)
    return f"{rounded:,f}... ({exact.numerator}/{exact.denominator})"
