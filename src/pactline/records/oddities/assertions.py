"""What a party asserts of the contacts from a source of its own, to be held against the records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from pactline.values.period import Period
from pactline.values.span import Span
from pactline.values.zone import from_us


@dataclass(frozen=True, slots=True)
class Assertion:
    """How many contacts there were, as a party says it from a source of its own: to be held against the records."""

    said_by: str
    service: str
    start_us: int | None
    end_us: int | None
    period: Period | None
    what: str  # offered, answered, abandoned, flowed_out, callback, refused
    value: int
    evidence: str = ""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def first_day(self, where: ZoneInfo) -> date:
        """The first day it is about."""
        return self.period.first if self.period else from_us(_given(self.start_us), where).date()

    def last_day(self, where: ZoneInfo) -> date:
        """The last day it is about."""
        return self.period.end - timedelta(days=1) if self.period else from_us(_given(self.end_us) - 1, where).date()

    def span(self, where: ZoneInfo) -> Span:
        """The instants it is about."""
        return self.period.span(where) if self.period else Span(_given(self.start_us), _given(self.end_us))


def _given(us: int | None) -> int:
    assert us is not None, "an assertion has days or instants"
    return us
