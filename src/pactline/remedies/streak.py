"""Streak: an amount for so many misses in a row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from pactline.records.choices.contacts import Choice
from pactline.remedies.amounts import OneOrMore, SumOrShare, amount_of, most_of
from pactline.remedies.miss import Miss, Working
from pactline.remedies.runs import Excused, missed_before
from pactline.values.target import Target

NEEDS_FIGURE = False  # a miss costs the same however far it is
FOR_BONUS = False


class Again(Choice):
    """What happens when the row of misses goes on after it is long enough."""

    EACH_WINDOW = "each_window", "every further window of the same row pays as well"
    EVERY_LENGTH = "every_length", "it pays each time the same number of windows is full again"
    ONCE = "once", "it pays once for a row, however long it grows"


class Streak(BaseModel):
    """How many misses in a row, and what they cost."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    length: OneOrMore = Field(description="so many windows in a row must be missed, this one the last")
    amount: SumOrShare = Field(description="a sum, or a share of a charge")
    again: Again = Field(description="what a row that goes on costs")
    excused: Excused = Field(description="what a window that was not judged does to the row")


def streak(miss: Miss, terms: Streak) -> Working:
    """The amount in the window in which the row of misses is long enough, and again as agreed.

    Source: no printed example; built from the words of clauses such as "in three consecutive months".
    """
    row = (*missed_before(miss.past, terms.excused), miss.window)
    said = f"{len(row)} missed in a row: {', '.join(map(str, row))}"
    if not _pays(len(row), terms):
        wanted = "it is paid once for a row" if len(row) > terms.length else f"{terms.length} are needed"
        if len(row) > terms.length and terms.again is Again.EVERY_LENGTH:
            wanted = f"it is paid at every {terms.length}"
        return Working(Fraction(0), (f"{said}; {wanted}",))
    owed, how = amount_of(terms.amount, miss)
    return Working(owed, (said, how))


def _pays(row: int, terms: Streak) -> bool:
    return {
        Again.EACH_WINDOW: row >= terms.length,
        Again.EVERY_LENGTH: row % terms.length == 0,
        Again.ONCE: row == terms.length,
    }[terms.again]


def most(terms: Streak, target: Target, charge: Callable[[str], Fraction], day: date) -> Fraction:
    """The amount itself."""
    return most_of(terms.amount, charge, day)
