"""Responsibilities: what each party has to do by a day, once or each period, and what it means when it is not done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pactline.values.business_days import Due
from pactline.values.calendar import Calendar
from pactline.values.period import Each, Period, next_window, window_start
from pactline.values.terms import CommitmentName, OneAsList, TextTerm, name_of, parse_day, text_term


@dataclass(frozen=True)
class By:
    """When something is due: on a day, or so long before or after the start or the end of each period."""

    day: date | None = None
    length: Due | None = None
    before: bool = False
    edge: Literal["start", "end"] = "end"

    @classmethod
    def parse(cls, text: str) -> By:
        """Read ``2025-03-01``, ``10 days before start``, ``5 business days after end``. Raises ValueError."""
        found = re.fullmatch(r"(.+) (before|after) (start|end)", text.strip())
        if not found:
            return cls(day=parse_day(text))
        return cls(None, Due.parse(found[1]), found[2] == "before", "start" if found[3] == "start" else "end")

    def on(self, period: Period, calendar: Calendar | None) -> date:
        """The day it is due for a period."""
        if self.day is not None or self.length is None:
            assert self.day is not None
            return self.day
        at = period.first if self.edge == "start" else period.end - timedelta(days=1)
        return self.length.before(at, calendar) if self.before else self.length.after(at, calendar)

    def __str__(self) -> str:
        return str(self.day) if self.day else f"{self.length} {'before' if self.before else 'after'} {self.edge}"


ByTerm = Annotated[
    By,
    text_term(By.parse, "AGR_DUE", "write a day, or for instance 10 days before start, 5 business days after end"),
]
Commitments = Annotated[tuple[CommitmentName, ...], OneAsList]


class ResponsibilityTerms(BaseModel):
    """One responsibility."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    party: Literal["client", "provider"] = Field(description="who has to do it")
    what: TextTerm = Field(description="what has to be done")
    each: Each | None = Field(default=None, description="how often; left out: once")
    by: ByTerm = Field(description="when it is due: a day, or 10 days before start, 5 business days after end")
    calendar: name_of("calendars") | None = Field(  # type: ignore[valid-type]
        default=None, description="whose open days are business days, where they are counted"
    )
    suspends: Commitments = Field(default=(), description="not done in time: these are not judged in that period")
    excuses: Commitments = Field(default=(), description="not done in time: a miss of these is excused in that period")


TERMS = ResponsibilityTerms
NAMED = True


@dataclass(frozen=True)
class Owed:
    """One time at which a responsibility was due."""

    id: str
    party: str
    what: str
    period: Period
    due: date
    done: date | None
    evidence: str = ""

    @property
    def in_time(self) -> bool:
        """Whether it was done by the day it was due."""
        return self.done is not None and self.done <= self.due


def responsibilities(
    terms: Mapping[str, ResponsibilityTerms],
    term: Period,
    period: Period,
    calendars: Mapping[str, Calendar],
    done: Mapping[tuple[str, date], tuple[date | None, str]],
) -> tuple[Owed, ...]:
    """Every responsibility whose period ends in ``period``; ``done`` says by (id, due day) when each was done."""
    found = []
    for name, duty in terms.items():
        for each in _periods(duty, term, period):
            due = duty.by.on(each, calendars.get(duty.calendar or ""))
            day, evidence = done.get((name, due), (None, ""))
            found.append(Owed(name, duty.party, duty.what, each, due, day, evidence))
    return tuple(found)


def _periods(duty: ResponsibilityTerms, term: Period, period: Period) -> Iterator[Period]:
    if duty.each is None:
        day = duty.by.on(term, None)
        if period.first <= day < period.end:
            yield Period(day, day + timedelta(days=1))
        return
    start = window_start(period.first, duty.each)
    while start < period.end:
        whole = Period(start, next_window(start, duty.each))
        window = whole.overlap(term)
        if window is not None and period.first < window.end <= period.end:
            yield window
        start = whole.end
