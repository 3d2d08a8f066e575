"""Renewal: whether the record earns another term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pactline.remedies.miss import Past
from pactline.values.business_days import Due
from pactline.values.calendar import Calendar
from pactline.values.period import Period, months_after
from pactline.values.terms import CommitmentName, DueTerm, MonthsTerm, WholeNumber, fault, name_of


class Condition(BaseModel):
    """How often a promise may be missed in the time before the end of the term."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    commitment: CommitmentName = Field(description="the promise")
    at_most: WholeNumber = Field(description="so many windows may have been missed")
    within: MonthsTerm = Field(description="in the last so many months of the term")


class RenewalTerms(BaseModel):
    """When the agreement goes on after its term."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    by: MonthsTerm = Field(description="how long the agreement then runs on")
    kind: Literal["automatic", "option_client", "option_provider"] = Field(
        description="automatic: unless notice is given; or the right of one party"
    )
    conditions: tuple[Condition, ...] = Field(default=(), description="what the record must show; left out: nothing")
    notice: DueTerm | None = Field(default=None, description="how long before the end notice must be given")
    calendar: name_of("calendars") | None = Field(  # type: ignore[valid-type]
        default=None, description="whose open days are business days, where they are counted"
    )

    @model_validator(mode="after")
    def _once(self) -> RenewalTerms:
        names = [condition.commitment for condition in self.conditions]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise fault("AGR_DUPLICATE", f"`{twice[0]}` has two conditions", "keep one for each commitment")
        return self


TERMS = RenewalTerms
NAMED = False


@dataclass(frozen=True)
class Renewal:
    """How renewal stands at the end of a statement's period."""

    kind: str
    until: date  # the end of the term, itself excluded
    runs_to: date  # the end of the next one
    notice_by: date | None  # counted back from the last day of the term
    findings: tuple[tuple[str, int, int], ...]  # commitment, missed so far, allowed
    earned: bool  # as far as the record goes


def renewal(
    terms: RenewalTerms, term: Period, past: Mapping[str, Sequence[Past]], calendars: Mapping[str, Calendar]
) -> Renewal:
    """How the record stands against the conditions; ``past`` holds every window so far."""
    findings = []
    for condition in terms.conditions:
        since = months_after(term.end, -condition.within)
        missed = sum(
            p.verdict == "missed" for p in past.get(condition.commitment, ()) if since < p.window.end <= term.end
        )
        findings.append((condition.commitment, missed, condition.at_most))
    notice: Due | None = terms.notice
    return Renewal(
        kind=terms.kind,
        until=term.end,
        runs_to=months_after(term.end, terms.by),
        notice_by=notice.before(term.end - timedelta(days=1), calendars.get(terms.calendar or "")) if notice else None,
        findings=tuple(findings),
        earned=all(missed <= allowed for _, missed, allowed in findings),
    )
