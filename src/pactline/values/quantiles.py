"""Quantiles and tails of the normal and the t distribution, in decimals of fifty digits.

No binary float, so that every machine prints the same digits. Good to 30 decimals, which is far more than any sample
deserves.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

DIGITS = 50
_PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494")
_SMALL = Decimal(10) ** -(DIGITS - 5)
_FAR = Decimal(200)  # standard deviations: nothing lies beyond
MOST_FREEDOM = 1_000
"""Degrees of freedom beyond this are taken as this: the quantile is then greater by at most a thousandth."""


def decimal(value: Fraction) -> Decimal:
    """A fraction to fifty digits."""
    with localcontext(Context(prec=DIGITS)):
        return Decimal(value.numerator) / Decimal(value.denominator)


def root(value: Fraction) -> Decimal:
    """The square root of a fraction that is not negative, to fifty digits."""
    with localcontext(Context(prec=DIGITS)):
        return (Decimal(value.numerator) / Decimal(value.denominator)).sqrt()


def normal_beyond(z: Decimal) -> Decimal:
    """How likely a normal deviate lies at least so far from nothing, on either side."""
    with localcontext(Context(prec=2 * DIGITS)):
        x = abs(z) / Decimal(2).sqrt()
        if x > 15:
            return Decimal(0)
        term = total = x
        n = 0
        while term > _SMALL * total:
            n += 1
            term = term * 2 * x * x / (2 * n + 1)
            total += term
        return 1 - 2 / _PI.sqrt() * (-x * x).exp() * total


def t_beyond(t: Decimal, freedom: int) -> Decimal:
    """The same of a t deviate with so many degrees of freedom (at least 1; beyond ``MOST_FREEDOM`` as that).

    Source: the finite sums for whole degrees of freedom, Abramowitz and Stegun 26.7.3 and 26.7.4.
    """
    freedom = min(freedom, MOST_FREEDOM)
    with localcontext(Context(prec=2 * DIGITS)):
        squared, nu = t * t, Decimal(freedom)
        sine = abs(t) / (nu + squared).sqrt()
        cosine2 = nu / (nu + squared)
        if freedom % 2 == 0:
            return 1 - sine * _powers(cosine2, 1, freedom // 2)
        angle = _arctangent(abs(t) / nu.sqrt())
        inside = sine * cosine2.sqrt() * _powers(cosine2, 2, freedom // 2) if freedom > 1 else Decimal(0)
        return 1 - 2 / _PI * (angle + inside)


def _powers(cosine2: Decimal, first: int, terms: int) -> Decimal:
    """1 + first/(first+1) c + first(first+2)/((first+1)(first+3)) c^2 + ..., of so many terms."""
    term = total = Decimal(1)
    for n in range(terms - 1):
        above = first + 2 * n
        term = term * cosine2 * above / (above + 1)
        total += term
    return total


def _arctangent(x: Decimal) -> Decimal:
    halvings = 0
    while x > Decimal("0.1"):
        x, halvings = x / (1 + (1 + x * x).sqrt()), halvings + 1
    power = total = x
    n = 1
    while abs(power) > _SMALL * total:
        power, n = -power * x * x, n + 2
        total += power / n
    return total * Decimal(2) ** halvings


@lru_cache(maxsize=64)
def normal_within(share: Fraction) -> Decimal:
    """How many standard deviations around nothing hold a share of all normal deviates: 1.959963... for 95/100."""
    return _where(normal_beyond, share)


@lru_cache(maxsize=4_096)
def t_within(share: Fraction, freedom: int) -> Decimal:
    """The same of t deviates with so many degrees of freedom."""
    return _where(lambda t: t_beyond(t, freedom), share)


def _where(beyond: Callable[[Decimal], Decimal], share: Fraction) -> Decimal:
    """Where no more than the rest lies beyond, by halving."""
    assert 0 < share < 1, "a share of all deviates"
    with localcontext(Context(prec=2 * DIGITS)):
        left = 1 - Decimal(share.numerator) / Decimal(share.denominator)
        low, high = Decimal(0), _FAR
        while beyond(high) > left:
            high *= 2
        while high - low > Decimal(10) ** -32 * max(high, Decimal(1)):
            middle = (low + high) / 2
            low, high = (middle, high) if beyond(middle) > left else (low, middle)
    with localcontext(Context(prec=DIGITS)):
        return +high


__all__ = ["MOST_FREEDOM", "decimal", "normal_beyond", "normal_within", "root", "t_beyond", "t_within"]
