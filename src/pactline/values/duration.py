"""Lengths of time in whole milliseconds, and limits on them ("within 20 s")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

_UNITS_MS = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}
_PART = re.compile(r"([0-9]+(?:\.[0-9]{1,3})?)\s*(ms|s|sec|secs|seconds?|min|minutes?|h|hours?|d|days?)")
_LONG = {
    "sec": "s", "secs": "s", "second": "s", "seconds": "s", "minute": "min", "minutes": "min",
    "hour": "h", "hours": "h", "day": "d", "days": "d",
}  # fmt: skip
_SENSES = {"at most": "at_most", "<=": "at_most", "under": "under", "less than": "under", "<": "under"}


@dataclass(frozen=True, order=True)
class Duration:
    """A length of time, never negative."""

    ms: int

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read ``20 s``, ``1.5 s``, ``5 min``, ``1 h 30 min``, or a bare number of seconds. Raises ValueError."""
        words = text.strip()
        if re.fullmatch(r"[0-9]+(\.[0-9]{1,3})?", words):
            return cls(int(Fraction(words) * 1000))
        position, total = 0, Fraction(0)
        while position < len(words):
            part = _PART.match(words, position)
            if not part:
                raise ValueError(f"{text!r} is not a duration; write it like 20 s, 5 min or 1 h 30 min")
            total += Fraction(part[1]) * _UNITS_MS[_LONG.get(part[2], part[2])]
            position = part.end() + len(words[part.end() :]) - len(words[part.end() :].lstrip())
        if not words or total.denominator != 1:
            raise ValueError(f"{text!r} is not a duration; write it like 20 s, 5 min or 1 h 30 min")
        return cls(int(total))

    @property
    def seconds(self) -> Fraction:
        """The length in seconds, exactly."""
        return Fraction(self.ms, 1000)

    def __str__(self) -> str:
        whole, rest = divmod(self.ms, 1000)
        return f"{whole} s" if not rest else f"{whole}.{rest:03d}".rstrip("0") + " s"


class Sense(StrEnum):
    """Whether the limit itself still counts."""

    AT_MOST = "at_most"  # exactly 20.000 s is within 20 s
    UNDER = "under"  # exactly 20.000 s is not


@dataclass(frozen=True)
class Limit:
    """A duration that may not be passed. A bare duration reads as *at most*: the plain meaning of "within 20 s"."""

    duration: Duration
    sense: Sense = Sense.AT_MOST

    @classmethod
    def parse(cls, text: str) -> Limit:
        """Read ``20 s``, ``at most 20 s`` (or ``<= 20``), ``under 20 s`` (or ``< 20``). Raises ValueError."""
        words = text.strip()
        for word, sense in _SENSES.items():
            if words.lower().startswith(word):
                return cls(Duration.parse(words[len(word) :]), Sense(sense))
        return cls(Duration.parse(words))

    def __str__(self) -> str:
        return f"{'at most' if self.sense is Sense.AT_MOST else 'under'} {self.duration}"
