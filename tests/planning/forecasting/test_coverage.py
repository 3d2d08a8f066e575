"""Missing is not zero, and closed is not missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from tests.planning.forecasting.made import BERLIN, MONDAY, OPEN, changed, history

from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.coverage import Standing, look_over
from pactline.planning.forecasting.level import MixedLevel
from pactline.planning.forecasting.training import training_of
from pactline.values.calendar import Calendar
from pactline.values.zone import midnight_us

DAY = MONDAY + timedelta(days=30)  # a Wednesday


def without(row: int, first: int = 0, end: int = 24, level: float = 400.0):  # type: ignore[no-untyped-def]
    given = history(56, level=lambda _: level)
    volume = given.volume.copy()
    volume[row, first:end] = 0
    return changed(given, volume)


def test_a_day_without_entries_is_missing_and_left_out_and_told() -> None:
    found = look_over(without(30), Almanac())
    assert [(each.day, each.standing) for each in found.left_out] == [(DAY, Standing.MISSING)]
    assert "about 380 are usual" in found.left_out[0].why
    assert not found.usable[30]
    assert DAY not in training_of(without(30), found, Almanac()).dates


def test_weekdays_that_are_always_empty_are_closed_and_not_missing() -> None:
    found = look_over(history(56), Almanac())
    assert found.left_out == ()
    assert found.open_weekdays == {0, 1, 2, 3, 4}
    assert found.closed[5]
    assert found.closed[6]


def test_an_empty_holiday_is_closed_and_so_are_holidays_to_come() -> None:
    almanac = Almanac(holidays={DAY: "Feast", date(2025, 4, 1): "Feast"})
    found = look_over(without(30), almanac)
    assert found.left_out == ()
    assert found.closed[30]
    assert found.holidays_closed
    assert not found.open_on(date(2025, 4, 1), almanac, 60).any()
    assert found.open_on(date(2025, 4, 2), almanac, 60).sum() == 10


def test_a_holiday_with_contacts_leaves_holidays_open() -> None:
    found = look_over(history(56), Almanac(holidays={DAY: "Feast"}))
    assert not found.holidays_closed
    assert found.usable[30]


def test_a_holiday_that_was_always_closed_is_closed_again_where_others_were_open() -> None:
    days = {DAY: "Feast", MONDAY + timedelta(days=15): "Fair", date(2025, 4, 1): "Feast", date(2025, 4, 2): "Fair"}
    almanac = Almanac(holidays=days)
    found = look_over(without(30), almanac)
    assert found.closed_kinds == {"Feast"}
    assert not found.open_on(date(2025, 4, 1), almanac, 60).any()
    assert found.open_on(date(2025, 4, 2), almanac, 60).any()


def test_the_hours_of_an_agreement_decide_what_is_open() -> None:
    hours = Calendar.of_week(["mon-fri 09:00-12:30"])
    almanac = Almanac(hours=Calendar(hours.week, closed=frozenset({DAY})))
    found = look_over(history(56), almanac)
    assert found.closed[30]
    assert list(np.flatnonzero(found.open[0])) == [9, 10, 11, 12]
    assert 0.5 < found.outside < 0.8
    assert not found.open_on(MONDAY + timedelta(days=61), almanac, 60).any()  # a Saturday


def test_a_stretch_without_contacts_in_a_busy_day_is_a_gap() -> None:
    found = look_over(without(30, 10, 13), Almanac())
    assert [each.standing for each in found.left_out] == [Standing.PARTIAL]
    assert found.left_out[0].why.startswith("nobody from 10:00 to 13:00, when about ")


def test_a_quiet_hour_of_a_small_queue_is_no_gap_and_its_empty_day_is_nought_where_others_had_contacts() -> None:
    small = without(30, 10, 13, level=20.0)
    assert look_over(small, Almanac()).left_out == ()
    empty = without(30, level=6.0)
    covered = empty.covered.copy()
    covered[30] = True  # another queue has entries
    assert look_over(replace(empty, covered=covered), Almanac()).usable[30]
    assert not look_over(empty, Almanac()).usable[30]


def test_records_that_end_within_a_day_leave_it_out() -> None:
    given = without(53, 12)  # Friday, noon
    cut = replace(
        given.before(MONDAY + timedelta(days=54)),
        until_us=midnight_us(MONDAY + timedelta(days=53), BERLIN) + 12 * 3_600_000_000,
    )
    (last,) = look_over(cut, Almanac()).left_out
    assert (last.day, last.standing) == (MONDAY + timedelta(days=53), Standing.PARTIAL)
    assert last.why.startswith("the records end in it")


def test_a_day_of_noughts_that_the_source_says_itself_is_no_gap() -> None:
    given = without(30)
    known = given.known.copy()
    known[30] = True
    found = look_over(replace(given, known=known), Almanac())
    assert found.left_out == ()
    assert found.usable[30]


def test_a_day_far_off_is_an_outlier_whether_high_or_low_but_not_an_event_of_the_list() -> None:
    given = history(84, seed=1, cv=0.03)
    volume = given.volume.copy()
    volume[30], volume[45] = volume[30] * 2, volume[45] * 0.5
    odd = changed(given, volume)
    coverage = look_over(odd, Almanac())
    assert MixedLevel().outliers(training_of(odd, coverage, Almanac())) == [DAY, MONDAY + timedelta(days=45)]
    told = Almanac(events={DAY: "letter"})
    assert MixedLevel().outliers(training_of(odd, look_over(odd, told), told)) == [MONDAY + timedelta(days=45)]


def test_intervals_are_open_where_contacts_come() -> None:
    assert (look_over(history(56), Almanac()).usually_open[0] == OPEN).all()
