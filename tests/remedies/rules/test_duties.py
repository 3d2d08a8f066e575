"""Duties: what a party must do, and by when."""

from __future__ import annotations

from datetime import date

import pytest
from tests.remedies.rules.days import OFFICE, terms, view

from pactline.remedies.rules.duties import duties

PLAN = {"on": "provider", "when": {"missed": "a"}, "what": "a corrective plan", "calendar": "office"}


@pytest.mark.parametrize(
    ("due", "by"),
    [
        ("1 business day", "2025-06-02"),
        ("15 business days", "2025-06-20"),
        ("1 day", "2025-06-01"),
        ("30 days", "2025-06-30"),
        ("1 month", "2025-06-30"),
        ("9 months", "2026-02-28"),
    ],
)
def test_days_are_counted_from_the_last_day_of_the_window(due: str, by: str) -> None:
    """31 May 2025, a Saturday; a month after it is the last day of June."""
    (duty,) = duties(view("2025-06-01", a=["2025-05 missed"]), terms("duties", plan={**PLAN, "due": due}), OFFICE)
    assert (duty.id, duty.on, duty.what) == ("plan", "provider", "a corrective plan")
    assert (duty.because, duty.due) == (date(2025, 6, 1), date.fromisoformat(by))


def test_without_its_condition_there_is_no_duty() -> None:
    assert duties(view("2025-06-01", a=["2025-05 met"]), terms("duties", plan={**PLAN, "due": "1 day"}), OFFICE) == ()
