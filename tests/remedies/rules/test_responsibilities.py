"""Responsibilities: what is due when, and whether it was done in time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.remedies.rules.days import OFFICE, TERM, terms

from pactline.remedies.rules.responsibilities import By, Owed, responsibilities
from pactline.values.period import Period

FORECAST = {"party": "client", "what": "send the forecast", "each": "month", "by": "10 days before start"}


def owed(period: str, done: dict[str, str | None] | None = None, term: Period = TERM, **more: Any) -> tuple[Owed, ...]:
    """What was owed in a period; ``done`` by due day."""
    performed = {
        ("forecast", date.fromisoformat(due)): (date.fromisoformat(on) if on else None, "mail")
        for due, on in (done or {}).items()
    }
    named = terms("responsibilities", forecast={**FORECAST, **more})
    return responsibilities(named, term, Period.parse(period), OFFICE, performed)


@pytest.mark.parametrize(
    ("by", "due"),
    [
        ("10 days before start", "2025-05-22"),
        ("1 business day before start", "2025-05-30"),
        ("5 business days after end", "2025-07-07"),
        ("1 month before start", "2025-05-01"),
        ("1 month after end", "2025-07-30"),
        ("1 day after start", "2025-06-02"),
        ("1 day before end", "2025-06-29"),
    ],
)
def test_when_it_is_due(by: str, due: str) -> None:
    """June 2025 begins on a Sunday and ends on a Monday."""
    (june,) = owed("2025-06", by=by, calendar="office")
    assert june.due == date.fromisoformat(due)
    assert str(By.parse(by)) == by


@pytest.mark.parametrize(
    ("done", "in_time"), [("2025-05-21", True), ("2025-05-22", True), ("2025-05-23", False), (None, False)]
)
def test_done_on_the_day_it_is_due_is_in_time(done: str | None, in_time: bool) -> None:
    (june,) = owed("2025-06", {"2025-05-22": done})
    assert june.in_time is in_time
    assert june.evidence == "mail"
    assert not owed("2025-06")[0].in_time


def test_each_period_is_owed_once_by_whatever_statement_it_ends_in() -> None:
    months = [each for n in range(1, 13) for each in owed(f"2025-{n:02}")]
    assert months == list(owed("2025"))
    assert [str(each.period) for each in owed("2025-Q2", each="quarter")] == ["2025-Q2"]
    assert owed("2025-05", each="quarter") == ()


def test_the_term_cuts_the_first_and_the_last_period() -> None:
    term = Period.parse("2025-01-15/2025-03-20")
    found = owed("2025", term=term, by="5 days after end")
    assert [str(each.period) for each in found] == ["2025-01-15/2025-02-01", "2025-02", "2025-03-01/2025-03-20"]
    assert found[-1].due == date(2025, 3, 24)


@pytest.mark.parametrize(("period", "many"), [("2025-02", 0), ("2025-03", 1), ("2025-04", 0)])
def test_what_is_due_once_is_owed_on_its_day(period: str, many: int) -> None:
    once = {key: value for key, value in FORECAST.items() if key != "each"}
    named = terms("responsibilities", forecast={**once, "by": "2025-03-01"})
    found = responsibilities(named, TERM, Period.parse(period), {}, {})
    assert len(found) == many
    assert all(each.due == date(2025, 3, 1) for each in found)


@pytest.mark.parametrize("by", ["soon", "10 days", "0 days before start", "10 days before noon", "2025-02-30"])
def test_a_day_that_cannot_be_found_is_refused(by: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        By.parse(by)
