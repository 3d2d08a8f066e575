"""Settlement: how what is owed reaches an invoice, until when it must be claimed, and when it is paid.

Source: ``contracts.md`` C2 (next invoice), C35 (quarterly, claimed within 21 business days), C7 and C33 (yearly).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pactline.remedies.rules.limits import tile_before
from pactline.values.calendar import Calendar
from pactline.values.period import Each, Period
from pactline.values.terms import DueTerm, fault, name_of

_TILES = {"quarterly": Each.QUARTER, "yearly": Each.YEAR}


class SettlementTerms(BaseModel):
    """How amounts are settled."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    by: Literal["next_invoice", "quarterly", "yearly"] = Field(
        description="next_invoice: taken off the invoice after the period; quarterly, yearly: added up and settled then"
    )
    claim: Literal["needed", "not_needed"] = Field(description="whether credits must be claimed")
    claim_within: DueTerm | None = Field(
        default=None, description="how long after the end of the period a claim may be made"
    )
    report_within: DueTerm | None = Field(default=None, description="when the provider reports, counted the same way")
    pay_within: DueTerm | None = Field(default=None, description="when it is paid, counted from the day it is settled")
    calendar: name_of("calendars") | None = Field(  # type: ignore[valid-type]
        default=None, description="whose open days are business days, where they are counted"
    )

    @model_validator(mode="after")
    def _claims(self) -> SettlementTerms:
        if (self.claim == "needed") is not (self.claim_within is not None):
            remedy = "write claim: needed with claim_within, or claim: not_needed without"
            raise fault("AGR_CONTRADICTION", "`claim` and `claim_within` do not go together", remedy)
        return self


TERMS = SettlementTerms
NAMED = False


@dataclass(frozen=True)
class Settlement:
    """When and how the amounts of a statement are settled."""

    by: str
    period: Period  # the time whose amounts are settled together
    settles: date  # the last day of that time
    report_by: date | None
    claim_by: date | None
    pay_by: date | None


def settlement(terms: SettlementTerms, statement: Period, calendars: Mapping[str, Calendar]) -> Settlement:
    """The dates for a statement over ``statement``."""
    calendar = calendars.get(terms.calendar or "")
    tile = _TILES.get(terms.by)
    period = tile_before(statement.end, tile) if tile else statement
    ended = period.end - timedelta(days=1)
    closed = statement.end - timedelta(days=1)
    return Settlement(
        by=terms.by,
        period=period,
        settles=ended,
        report_by=terms.report_within.after(ended, calendar) if terms.report_within else None,
        claim_by=terms.claim_within.after(closed, calendar) if terms.claim_within else None,
        pay_by=terms.pay_within.after(ended, calendar) if terms.pay_within else None,
    )
