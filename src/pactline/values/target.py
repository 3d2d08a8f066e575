"""What was promised of a figure: "at least 80 %", "at most 30 s"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from pactline.values.duration import Duration
from pactline.values.exact import exact_decimal, plain


class Unit(StrEnum):
    """What a figure counts in. Figures travel in the unit they are written in: percent, seconds, contacts.

    A score is a plain number that counts nothing: a mean of answers, points from -100 to 100, visits per contact.
    """

    PERCENT = "percent"
    SECONDS = "seconds"
    CONTACTS = "contacts"
    SCORE = "score"

    def fits(self, written: Unit) -> bool:
        """Whether an amount that is written in a unit can be meant in this one: a bare number can count contacts or be
        a score."""
        return self is written or {self, written} == {Unit.CONTACTS, Unit.SCORE}


class Bound(StrEnum):
    """On which side of the target figure the promise is kept."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"


_WORDS = {
    "at least": Bound.AT_LEAST, ">=": Bound.AT_LEAST, "more than": Bound.MORE_THAN, "above": Bound.MORE_THAN,
    ">": Bound.MORE_THAN, "at most": Bound.AT_MOST, "<=": Bound.AT_MOST, "less than": Bound.LESS_THAN,
    "below": Bound.LESS_THAN, "under": Bound.LESS_THAN, "<": Bound.LESS_THAN,
}  # fmt: skip


def parse_amount(text: str) -> tuple[Fraction, Unit]:
    """Read ``80 %``, ``30 s``, ``4 min`` or a bare count, in the unit it is written in. Raises ValueError."""
    words = text.strip()
    if words.endswith("%"):
        return exact_decimal(words[:-1].strip()), Unit.PERCENT
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", words):
        return exact_decimal(words), Unit.CONTACTS
    return Duration.parse(words).seconds, Unit.SECONDS


def amount_text(amount: Fraction, unit: Unit) -> str:
    """The reverse of :func:`parse_amount`: ``80 %``, ``30 s``, ``1000``."""
    return plain(amount) + {Unit.PERCENT: " %", Unit.SECONDS: " s"}.get(unit, "")


@dataclass(frozen=True)
class Target:
    """A bound on a figure: which side, how much, of what."""

    bound: Bound
    amount: Fraction  # percent (80 for 80 %), seconds, contacts, or a score
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Target:
        """Read ``at least 80 %``, ``at most 30 s``, ``less than 5 %``, ``>= 80 %``. Raises ValueError."""
        words = text.strip().lower()
        for word, bound in _WORDS.items():
            if words.startswith(word):
                amount, unit = parse_amount(words[len(word) :])
                return cls(bound, amount, unit)
        raise ValueError(f"{text!r} does not say which side keeps the promise; write 'at least 80 %' or 'at most 30 s'")

    @property
    def higher_is_better(self) -> bool:
        """True for *at least* and *more than*."""
        return self.bound in (Bound.AT_LEAST, Bound.MORE_THAN)

    def meant_in(self, unit: Unit) -> Target:
        """The same promise of a figure in this unit, where a bare number says no other."""
        return replace(self, unit=unit) if unit.fits(self.unit) else self

    def kept_by(self, figure: Fraction) -> bool:
        """Whether ``figure`` (in this target's unit) keeps the promise."""
        match self.bound:
            case Bound.AT_LEAST:
                return figure >= self.amount
            case Bound.MORE_THAN:
                return figure > self.amount
            case Bound.AT_MOST:
                return figure <= self.amount
            case Bound.LESS_THAN:
                return figure < self.amount

    def distance(self, figure: Fraction) -> Fraction:
        """How far ``figure`` lies on the wrong side (positive: short of the promise; negative: better than it)."""
        return self.amount - figure if self.higher_is_better else figure - self.amount

    def __str__(self) -> str:
        return f"{self.bound.replace('_', ' ')} {amount_text(self.amount, self.unit)}"
