"""Chance that is the same everywhere: one seed gives one sequence on every machine and every Python.

Only ``Random.random`` is promised to stay the same from one Python to the next, and the logarithm of the C library may
differ in its last bit from one machine to the next. So the few distributions a centre needs are made here from
``random`` with additions and multiplications alone, whose results IEEE 754 fixes to the last bit.
"""

from __future__ import annotations

import hashlib
from math import floor, frexp, ldexp
from random import Random

_LN2 = 0.6931471805599453


def natural_log(x: float) -> float:
    """The natural logarithm of a positive number, by the series of the inverse hyperbolic tangent, to about 1e-14."""
    mantissa, exponent = frexp(x)
    if mantissa < 0.7071067811865476:
        mantissa, exponent = mantissa * 2, exponent - 1
    z = (mantissa - 1) / (mantissa + 1)
    total = 0.0
    for odd in range(17, 0, -2):
        total = total * z * z + 1 / odd
    return 2 * z * total + exponent * _LN2


def exponential(x: float) -> float:
    """e to the power x, by the power series around the nearest multiple of the logarithm of two, to about 1e-15."""
    twos = floor(x / _LN2 + 0.5)
    rest = x - twos * _LN2
    total = 1.0
    for term in range(16, 0, -1):
        total = 1 + total * rest / term
    return ldexp(total, twos)


class Chance:
    """One stream of chance. Streams of other names are independent of it: a change in one leaves them alone."""

    def __init__(self, seed: int, stream: str) -> None:
        digest = hashlib.sha256(f"{seed}/{stream}".encode()).digest()
        self._random = Random(int.from_bytes(digest[:8], "big")).random  # noqa: S311  (a simulation keeps no secrets)

    def happens(self, percent: int) -> bool:
        """True in ``percent`` of a hundred cases."""
        return self._random() * 100 < percent

    def between_ms(self, low_ms: int, high_ms: int) -> int:
        """A length of time, each equally likely."""
        return low_ms + int(self._random() * (high_ms - low_ms))

    def gap_ms(self, mean_ms: float) -> int:
        """A length of time without memory (exponential), such as the gap between two arrivals."""
        return int(-natural_log(1.0 - self._random()) * mean_ms)

    def work_ms(self, mean_ms: int, spread: float) -> int:
        """A length of time as work takes it (lognormal): often short, now and then long.

        ``spread`` is the standard deviation of its logarithm. The bell curve is the sum of twelve even chances less
        six, so nothing lies more than six deviations out.
        """
        bell = sum([self._random() for _ in range(12)]) - 6.0
        return int(mean_ms * exponential(spread * bell - spread * spread / 2))
