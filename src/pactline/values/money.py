"""Amounts of one currency, in its minor unit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache

from pactline.values.exact import RoundingMode, round_fraction


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
