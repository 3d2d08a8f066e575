"""A week of opening hours in one line each, as a command line takes it."""

from __future__ import annotations

from datetime import date

import pytest

from pactline.values.calendar import Calendar


def test_weekdays_have_their_hours_and_the_others_are_closed() -> None:
    found = Calendar.of_week(["mon-fri 09:00-12:00, 13:00-17:00", "sat 10:00-24:00"])
    assert [str(hours) for hours in found.hours_on(date(2026, 3, 2))] == ["09:00-12:00", "13:00-17:00"]
    assert [str(hours) for hours in found.hours_on(date(2026, 3, 7))] == ["10:00-24:00"]
    assert found.hours_on(date(2026, 3, 8)) == ()


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (["09:00-17:00"], "no weekdays"), (["mon"], "not opening hours"), (["fri-mon 09:00-17:00"], "backwards"),
        (["mon-fri 09:00-17:00", "fri 10:00-12:00"], "fri is given twice"), (["mon 17:00-09:00"], "closes before"),
        (["mon 09:00-12:00, 11:59-13:00"], "overlap"), (["mon 09:00-24:00, 10:00-11:00"], "overlap"),
        (["montag 09:00-17:00"], "no weekdays"), ([""], "no weekdays"),
    ],
)  # fmt: skip
def test_what_is_no_week_is_refused_with_what_is_wrong(texts: list[str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Calendar.of_week(texts)


def test_hours_that_touch_are_fine() -> None:
    assert len(Calendar.of_week(["mon 13:00-17:00, 09:00-13:00"]).hours_on(date(2026, 3, 2))) == 2
