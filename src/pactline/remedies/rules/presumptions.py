"""Presumptions: a finding of more than two values, such as reasonable, unreasonable or neither.

Source: ``contracts.md`` C14: below one level conduct is presumed reasonable, above another unreasonable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.rules.trigger import Trigger
from pactline.remedies.rules.view import View
from pactline.values.terms import CommitmentName, TextTerm


class Case(BaseModel):
    """One finding and its condition."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    when: Trigger = Field(description="the condition")
    presume: TextTerm = Field(description="the finding")


class PresumptionTerms(BaseModel):
    """One presumption; the first case whose condition holds decides."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    about: CommitmentName = Field(description="the commitment with whose windows it is made")
    cases: tuple[Case, ...] = Field(min_length=1, description="findings and their conditions, the first that holds")
    otherwise: TextTerm = Field(description="the finding where no condition holds")


TERMS = PresumptionTerms
NAMED = True


@dataclass(frozen=True)
class Presumption:
    """A finding."""

    id: str
    about: str
    on: date
    finding: str


def presumptions(view: View, terms: Mapping[str, PresumptionTerms]) -> tuple[Presumption, ...]:
    """The findings of the day of the view."""
    return tuple(
        Presumption(
            name,
            terms_of.about,
            view.on,
            next((case.presume for case in terms_of.cases if case.when.holds(view)), terms_of.otherwise),
        )
        for name, terms_of in terms.items()
        if terms_of.about in view.today
    )
