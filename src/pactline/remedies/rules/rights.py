"""Rights: what a party may do once something has happened, such as ending the contract, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.rules.trigger import Trigger
from pactline.remedies.rules.view import View
from pactline.values.business_days import Due
from pactline.values.calendar import Calendar
from pactline.values.terms import DueTerm, TextTerm, name_of


class RightTerms(BaseModel):
    """One right."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    holder: Literal["client", "provider"] = Field(description="whose right it is")
    when: Trigger = Field(description="what opens it")
    what: TextTerm = Field(description="what the holder may do")
    open_for: DueTerm = Field(description="how long after the settlement day it may be used")
    notice: DueTerm | None = Field(default=None, description="the notice that has to be given; left out: none")
    calendar: name_of("calendars") | None = Field(  # type: ignore[valid-type]
        default=None, description="whose open days are business days, where they are counted"
    )


TERMS = RightTerms
NAMED = True


@dataclass(frozen=True)
class Right:
    """A right that has opened."""

    id: str
    holder: str
    what: str
    opened: date
    lapses: date  # the last day on which it may be used
    notice: Due | None

    def to_json(self) -> dict[str, str | None]:
        """As statements print it."""
        return {
            "id": self.id,
            "holder": self.holder,
            "what": self.what,
            "opened": self.opened.isoformat(),
            "lapses": self.lapses.isoformat(),
            "notice": str(self.notice) if self.notice else None,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, str | None]) -> Right:
        """The right that a statement prints."""
        notice = said["notice"]
        return cls(
            id=str(said["id"]),
            holder=str(said["holder"]),
            what=str(said["what"]),
            opened=date.fromisoformat(str(said["opened"])),
            lapses=date.fromisoformat(str(said["lapses"])),
            notice=Due.parse(notice) if notice else None,
        )


def rights(view: View, terms: Mapping[str, RightTerms], calendars: Mapping[str, Calendar]) -> tuple[Right, ...]:
    """The rights that open on the day of the view."""
    found = []
    for name, right in terms.items():
        if right.when.holds(view):
            lapses = right.open_for.after(view.on, calendars.get(right.calendar or ""))
            found.append(Right(name, right.holder, right.what, view.on, lapses, right.notice))
    return tuple(found)
