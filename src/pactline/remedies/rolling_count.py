"""Rolling count: an amount by how many windows were missed within so many months or windows, this one included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pactline.records.choices.contacts import Choice
from pactline.remedies.amounts import OneOrMore, SumOrShare, amount_of, most_of
from pactline.remedies.miss import Miss, Working
from pactline.remedies.reach import ReachTerm
from pactline.values.exact import how_many
from pactline.values.target import Target
from pactline.values.terms import fault

NEEDS_FIGURE = False  # a miss costs the same however far it is
FOR_BONUS = False


class Again(Choice):
    """What a miss pays that leaves the count in the tranche in which it was."""

    EACH_WINDOW = "each_window", "every miss pays the tranche in which the count then stands"
    ON_REACHING = "on_reaching", "only the miss that takes the count into a higher tranche pays"


class Tranche(BaseModel):
    """From how many misses on, what is paid."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    from_: OneOrMore = Field(alias="from", description="from so many misses on")
    credit: SumOrShare = Field(description="a sum, or a share of a charge")


class RollingCount(BaseModel):
    """Over how long misses are counted, and what they cost."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    within: ReachTerm = Field(description="how far back misses are counted, this window the last")
    tranches: tuple[Tranche, ...] = Field(min_length=1, description="what is paid from how many misses on")
    again: Again = Field(description="what a miss pays that does not take the count into a higher tranche")

    @model_validator(mode="after")
    def _rising(self) -> RollingCount:
        for low, high in pairwise(self.tranches):
            if high.from_ <= low.from_:
                message = f"the tranche from {high.from_} stands after the one from {low.from_}"
                raise fault("AGR_BAND_EDGE", message, "write the tranches from the fewest misses to the most")
        return self

    def reached(self, misses: int) -> Tranche | None:
        """The highest tranche that so many misses reach."""
        found = [tranche for tranche in self.tranches if tranche.from_ <= misses]
        return found[-1] if found else None


def rolling_count(miss: Miss, terms: RollingCount) -> Working:
    """The tranche that the count of misses reaches.

    A window is counted when it ends within the reach; months are counted back from the end of this window. Windows that
    were not judged are no misses, and take up their place where the reach is a number of windows.
    Source: no printed example; built from the words of clauses such as "more than three times in any rolling 12 months"
    (``contracts.md`` C2).
    """
    misses = 1 + sum(old.verdict == "missed" for old in terms.within.within(miss.past, miss.window))
    said = f"{how_many(misses, 'window')} missed within {terms.within}"
    tranche = terms.reached(misses)
    if tranche is None:
        return Working(Fraction(0), (f"{said}; {terms.tranches[0].from_} are needed",))
    said += f": the tranche from {tranche.from_}"
    before = _before(miss, terms)
    if terms.again is Again.ON_REACHING and before and before.from_ >= tranche.from_:
        return Working(Fraction(0), (f"{said}, which the count had reached before",))
    owed, how = amount_of(tranche.credit, miss)
    return Working(owed, (said, how))


def _before(miss: Miss, terms: RollingCount) -> Tranche | None:
    """The tranche in which the count stood at the end of the window before this one."""
    if not miss.past:
        return None
    *earlier, last = miss.past
    counted = [last, *terms.within.within(earlier, last.window)]
    return terms.reached(sum(old.verdict == "missed" for old in counted))


def most(terms: RollingCount, target: Target, charge: Callable[[str], Fraction], day: date) -> Fraction:
    """The dearest tranche."""
    return max(most_of(tranche.credit, charge, day) for tranche in terms.tranches)
