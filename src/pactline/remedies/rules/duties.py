"""Duties: what a party must do once something has happened: a corrective plan, a report, a notice.

Source: ``contracts.md`` C16 (a corrective action plan) and C29 (a report within 15 business days).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.rules.trigger import Trigger
from pactline.remedies.rules.view import View
from pactline.values.calendar import Calendar
from pactline.values.terms import DueTerm, TextTerm, name_of


class DutyTerms(BaseModel):
    """One duty."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    on: Literal["client", "provider"] = Field(description="who must do it")
    when: Trigger = Field(description="what brings it about")
    what: TextTerm = Field(description="what must be done")
    due: DueTerm = Field(description="how long after the last day of the window, such as 15 business days")
    calendar: name_of("calendars") | None = Field(  # type: ignore[valid-type]
        default=None, description="whose open days are business days, where they are counted"
    )


TERMS = DutyTerms
NAMED = True


@dataclass(frozen=True)
class Duty:
    """A duty that has come about."""

    id: str
    on: str
    what: str
    because: date  # the settlement day that brought it about
    due: date


def duties(view: View, terms: Mapping[str, DutyTerms], calendars: Mapping[str, Calendar]) -> tuple[Duty, ...]:
    """The duties that come about on the day of the view. Days are counted from the last day of the window."""
    last = view.on - timedelta(days=1)
    return tuple(
        Duty(name, duty.on, duty.what, view.on, duty.due.after(last, calendars.get(duty.calendar or "")))
        for name, duty in terms.items()
        if duty.when.holds(view)
    )
