"""Renewal: whether the record earns another term."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError
from tests.remedies.rules.days import OFFICE, TERM, past

from pactline.remedies.rules.renewal import Renewal, RenewalTerms, renewal

TERMS = {
    "by": "1 year",
    "kind": "option_provider",
    "conditions": [{"commitment": "a", "at_most": "2", "within": "6 months"}],
    "notice": "3 months",
}


def stands(*months: str, **more: Any) -> Renewal:
    """How it stands with these windows."""
    terms = RenewalTerms.model_validate({**TERMS, **more})
    return renewal(terms, TERM, {"a": [past(month) for month in months]}, OFFICE)


def test_the_next_term_follows_the_first() -> None:
    found = stands()
    assert (found.until, found.runs_to, found.kind) == (date(2026, 1, 1), date(2027, 1, 1), "option_provider")


@pytest.mark.parametrize(
    ("notice", "by"), [("3 months", "2025-09-30"), ("30 days", "2025-12-01"), ("3 business days", "2025-12-26")]
)
def test_notice_is_counted_back_from_the_last_day_of_the_term(notice: str, by: str) -> None:
    """31 December 2025 is a Wednesday: three open days before it are Tuesday, Monday and Friday."""
    assert stands(notice=notice, calendar="office").notice_by == date.fromisoformat(by)


def test_without_notice_no_day_is_said() -> None:
    assert stands(notice=None).notice_by is None


@pytest.mark.parametrize(("more", "earned"), [((), True), (("2025-12 missed",), False), (("2025-12 excused",), True)])
def test_so_many_misses_are_allowed_and_not_one_more(more: tuple[str, ...], earned: bool) -> None:
    found = stands("2025-07 missed", "2025-10 missed", *more)
    assert found.earned is earned
    assert found.findings == (("a", 2 + (not earned), 2),)


@pytest.mark.parametrize(("month", "counted"), [("2025-06", 0), ("2025-07", 1)])
def test_only_the_last_months_of_the_term_count(month: str, counted: int) -> None:
    assert stands(f"{month} missed").findings == (("a", counted, 2),)


def test_a_commitment_has_one_condition() -> None:
    twice = [{"commitment": "a", "at_most": "2", "within": "6 months"}] * 2
    with pytest.raises(ValidationError, match="two conditions"):
        RenewalTerms.model_validate({**TERMS, "conditions": twice})
