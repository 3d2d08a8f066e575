"""Due days: business days by a calendar, days and months, at the edges of weeks, holidays and short months."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from pactline.values.business_days import DUE_PATTERN, Due, DueUnit, business_days_after
from pactline.values.calendar import ALWAYS, Calendar, Hours
from pactline.values.terms import DueTerm

_HOURS = (Hours(time(9), time(17)),)
WEEK = dict.fromkeys(range(5), _HOURS)
OFFICE = Calendar(WEEK)
GOOD_FRIDAY = date(2025, 4, 18)
LAST_OF_MARCH = date(2025, 3, 31)


def test_fifteen_business_days_after_march_2025() -> None:
    """C29: 21 April by weekends alone, 22 April where Good Friday is closed."""
    due = Due.parse("15 business days")
    assert due.after(LAST_OF_MARCH, OFFICE) == date(2025, 4, 21)
    assert due.after(LAST_OF_MARCH, Calendar(WEEK, closed=frozenset({GOOD_FRIDAY}))) == date(2025, 4, 22)


def test_report_and_payment_after_the_end_of_a_year() -> None:
    """C33: 60 and 90 days after 31 December 2025; a leap year is a day earlier on the calendar."""
    assert Due.parse("60 days").after(date(2025, 12, 31)) == date(2026, 3, 1)
    assert Due.parse("90 days").after(date(2025, 12, 31)) == date(2026, 3, 31)
    assert Due.parse("60 days").after(date(2027, 12, 31)) == date(2028, 2, 29)


def test_months_end_with_short_months() -> None:
    assert Due.parse("2 months").after(date(2025, 12, 31)) == date(2026, 2, 28)
    assert Due.parse("2 months").after(date(2027, 12, 31)) == date(2028, 2, 29)
    assert Due.parse("1 month").after(date(2025, 6, 30)) == date(2025, 7, 30)


def test_the_day_itself_is_not_counted() -> None:
    monday, friday, saturday = date(2025, 6, 2), date(2025, 6, 6), date(2025, 6, 7)
    assert business_days_after(monday, 1, OFFICE) == date(2025, 6, 3)
    assert business_days_after(friday, 1, OFFICE) == business_days_after(saturday, 1, OFFICE) == date(2025, 6, 9)
    assert business_days_after(friday, 5, OFFICE) == date(2025, 6, 13)
    assert business_days_after(friday, 6, OFFICE) == date(2025, 6, 16)


def test_a_special_day_is_a_business_day_where_it_has_hours() -> None:
    saturday, monday = date(2025, 6, 7), date(2025, 6, 9)
    calendar = Calendar(WEEK, special={saturday: _HOURS, monday: ()})
    assert business_days_after(date(2025, 6, 6), 1, calendar) == saturday
    assert business_days_after(date(2025, 6, 6), 2, calendar) == date(2025, 6, 10)


def test_a_calendar_that_never_opens_again_is_refused() -> None:
    with pytest.raises(ValueError, match="fewer than 1 day;"):
        business_days_after(LAST_OF_MARCH, 1, Calendar({}))
    only = Calendar({0: ()}, special={GOOD_FRIDAY: _HOURS})
    assert business_days_after(LAST_OF_MARCH, 1, only) == GOOD_FRIDAY
    with pytest.raises(ValueError, match="fewer than 2 days;"):
        business_days_after(LAST_OF_MARCH, 2, only)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 300))
def test_business_days_are_counted_like_the_open_days_between(day: date, count: int) -> None:
    due = business_days_after(day, count, OFFICE)
    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert sum(each.weekday() < 5 for each in between) == count
    assert due.weekday() < 5
    assert business_days_after(day, count, ALWAYS) == Due(count, DueUnit.DAYS).after(day)


@pytest.mark.parametrize("text", ["15 business days", "1 business day", "30 days", "1 day", "2 months", "1 month"])
def test_a_due_time_is_read_and_written_back(text: str) -> None:
    assert str(Due.parse(f" {text} ")) == text
    assert Due.parse(text).needs_calendar is ("business" in text)


@pytest.mark.parametrize("text", ["", "15", "0 days", "1000 days", "1 days", "2 month", "3 working days", "-1 day"])
def test_what_is_no_due_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="15 business days, 30 days or 2 months"):
        Due.parse(text)


def test_the_term_in_an_agreement_names_the_forms() -> None:
    term = TypeAdapter(DueTerm)
    assert term.validate_python("2 months") == Due(2, DueUnit.MONTHS)
    with pytest.raises(ValidationError) as refused:
        term.validate_python("soon")
    assert refused.value.errors()[0]["type"] == "AGR_DUE"
    assert term.json_schema()["pattern"] == DUE_PATTERN
