"""Relief: causes that excuse, causes that do not, and what an accepted claim does to figure and verdict.

Source: ``contracts.md`` C16 (outages leave the statistics), C21 (who sets the head count owns the miss), C24 (weather
excuses, promotions and rate rises do not).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pactline.values.business_days import Due
from pactline.values.calendar import Calendar
from pactline.values.terms import DueTerm, TextTerm, fault, name_of

Effect = Literal["cut_out", "excuse_window", "client_fault"]


class Cause(BaseModel):
    """One cause that excuses."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    effect: Effect = Field(
        description="cut_out: the contacts of that time leave the figure; excuse_window: they stay and a miss is "
        "excused; client_fault: a miss is excused and put down to the client"
    )
    what: TextTerm | None = Field(default=None, description="the cause in words")


class ReliefTerms(BaseModel):
    """What excuses and what does not."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    causes: dict[str, Cause] = Field(min_length=1, description="the causes that excuse, by name")
    not_causes: dict[str, TextTerm] = Field(default={}, description="the closed list of what does not excuse, by name")
    claim_within: DueTerm | None = Field(default=None, description="how long after the event a claim may be made")
    calendar: name_of("calendars") | None = Field(  # type: ignore[valid-type]
        default=None, description="whose open days are business days, where they are counted"
    )

    @model_validator(mode="after")
    def _disjoint(self) -> ReliefTerms:
        both = sorted(set(self.causes) & set(self.not_causes))
        if both:
            remedy = "keep it in one of the two lists"
            raise fault("AGR_CONTRADICTION", f"`{both[0]}` excuses and does not excuse", remedy)
        return self


TERMS = ReliefTerms
NAMED = False


@dataclass(frozen=True)
class Granted:
    """What became of a claim under the agreement: its effect, or why it has none."""

    effect: Effect | None
    why: str


def relief(
    terms: ReliefTerms | None,
    cause: str,
    ended: date,
    claimed: date,
    decision: str,
    calendars: Mapping[str, Calendar],
) -> Granted:
    """The effect of a claim for ``cause`` that ended on a day, made on a day and decided by the parties."""
    if terms is None:
        return Granted(None, "the agreement knows no relief")
    if cause in terms.not_causes:
        return Granted(None, f"{cause} does not excuse: {terms.not_causes[cause]}")
    if cause not in terms.causes:
        return Granted(None, f"{cause} is not among the causes that excuse")
    within: Due | None = terms.claim_within
    if within is not None:
        last = within.after(ended, calendars.get(terms.calendar or ""))
        if claimed > last:
            return Granted(None, f"claimed on {claimed}, later than {last}")
    if decision != "accepted":
        return Granted(None, "the claim is not decided yet" if decision == "open" else "the claim was refused")
    found = terms.causes[cause]
    return Granted(found.effect, found.what or cause)
