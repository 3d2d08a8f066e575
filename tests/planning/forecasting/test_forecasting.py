"""The whole forecast of a queue: hours, holidays, growth, clock changes, what came, and what is told."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from tests.planning.forecasting.made import MONDAY, WEEK, changed, history

from pactline.planning.forecasting.almanac import Almanac, joined_hours, public_holidays
from pactline.planning.forecasting.coverage import Standing
from pactline.planning.forecasting.forecasting import Choices, forecast, level_model
from pactline.planning.forecasting.further_levels import ExtraMissing
from pactline.planning.forecasting.telling import forecast_json, forecast_text
from pactline.values.calendar import Calendar
from pactline.values.period import Period

NEXT = MONDAY + timedelta(days=84)  # Monday, 31 March 2025, the day after the clocks changed
WEEK_AHEAD = Period(NEXT, NEXT + timedelta(days=7))
QUICK = Choices(back_tested=False)


def test_a_week_that_repeats_itself_is_forecast_by_day_and_by_interval() -> None:
    made = forecast(history(84), WEEK_AHEAD, Almanac())
    assert [each.offered for each in made.days] == pytest.approx([400 * each for each in WEEK], rel=0.01)
    assert len(made.expected.starts_us) == 50
    assert made.expected.local(0).isoformat() == "2025-03-31T08:00:00+02:00"
    assert made.expected.offered.sum() == pytest.approx(sum(each.offered for each in made.days))
    assert made.expected.aht_s == pytest.approx(240)
    assert (made.expected.low < made.expected.offered).all()
    assert (made.expected.offered < made.expected.high).all()
    assert made.test is not None
    assert made.test.accuracy().wape < 0.02  # type: ignore[union-attr]


def test_growth_and_handling_times_by_hand_are_heeded() -> None:
    plain, more = (forecast(history(84), WEEK_AHEAD, Almanac(), each) for each in (
        QUICK, Choices(growth=0.1, aht_s=300.0, back_tested=False)))  # fmt: skip
    assert more.expected.offered == pytest.approx(1.1 * plain.expected.offered)
    assert set(more.expected.aht_s) == {300.0}


def test_nothing_of_the_period_itself_is_looked_at_and_what_came_is_held_against_it() -> None:
    given = history(98, seed=20, cv=0.05)
    volume = given.volume.copy()
    volume[84:] *= 2
    one, other = (forecast(each, WEEK_AHEAD, Almanac()) for each in (given, changed(given, volume)))
    assert one.expected.offered == pytest.approx(other.expected.offered)
    assert one.days[0].actual == given.volume[84].sum()
    assert one.outcome is not None
    assert other.outcome is not None
    assert one.outcome.accuracy.wape < 0.1 < other.outcome.accuracy.wape
    assert one.outcome.days_inside > other.outcome.days_inside == 0
    assert forecast(given.before(NEXT), WEEK_AHEAD, Almanac(), QUICK).outcome is None


def test_the_hours_of_an_agreement_make_the_intervals_and_a_short_day_is_that_much_less() -> None:
    week = Calendar.of_week(["mon-fri 08:00-18:00"])
    short = Calendar(week.week, closed=frozenset({NEXT}), special=Calendar.of_week(["tue 08:00-12:00"]).week and {
        NEXT + timedelta(days=1): Calendar.of_week(["tue 08:00-12:00"]).week[1]})  # fmt: skip
    usual = forecast(history(84), WEEK_AHEAD, Almanac(hours=week), QUICK)
    made = forecast(history(84), WEEK_AHEAD, Almanac(hours=short), QUICK)
    assert (made.days[0].offered, made.days[0].kind) == (0, "closed")
    share = usual.profiles.weekday[1][8:12].sum()
    ratio = made.days[1].offered / usual.days[1].offered
    assert ratio == pytest.approx(share, rel=0.12)  # after a closed day it may be a little busier


def test_holidays_that_were_closed_are_closed_again_and_named() -> None:
    feasts = {MONDAY + timedelta(days=n): "Feast" for n in (14, 85)}
    given = history(84)
    volume = given.volume.copy()
    volume[14] = 0
    made = forecast(changed(given, volume), WEEK_AHEAD, Almanac(holidays=feasts), QUICK)
    assert (made.days[1].offered, made.days[1].kind) == (0, "Feast (closed)")
    assert made.left_out == ()
    assert forecast_json(made, WEEK_AHEAD)["holidays"] == {"2025-04-01": "Feast"}


def test_a_special_day_without_past_is_told() -> None:
    made = forecast(history(84), WEEK_AHEAD, Almanac(events={NEXT: "letter"}), QUICK)
    assert (
        f"{NEXT} is letter, of which no past day is known: taken like an ordinary day, with a wide interval"
        in made.notes
    )
    assert made.days[0].high - made.days[0].low > 2 * (made.days[1].high - made.days[1].low)


def test_a_day_closed_by_hand_has_no_intervals_and_a_period_that_is_closed_is_refused() -> None:
    shut = Almanac(factors={NEXT: 0.0})
    assert forecast(history(84), WEEK_AHEAD, shut, QUICK).days[0].offered == 0
    weekend = Period(NEXT + timedelta(days=5), NEXT + timedelta(days=7))
    with pytest.raises(ValueError, match="closed in all of the period"):
        forecast(history(84), weekend, Almanac(), QUICK)


def test_the_day_on_which_an_hour_comes_twice_has_it_twice() -> None:
    always = replace(history(84, week=(1.0,) * 7), volume=np.full((84, 24), 10.0), known=np.ones((84, 24), dtype=bool))
    day = date(2025, 10, 26)
    given = replace(always, first=day - timedelta(days=84), handled=always.volume, handled_s=always.volume * 100)
    made = forecast(given, Period(day, day + timedelta(days=1)), Almanac(), QUICK)
    assert len(made.expected.starts_us) == 25
    hours = [made.expected.local(n).isoformat() for n in (2, 3)]
    assert hours == ["2025-10-26T02:00:00+02:00", "2025-10-26T02:00:00+01:00"]
    assert made.expected.offered[2] == pytest.approx(made.expected.offered[3])


def test_outliers_and_missing_days_stand_in_the_text_and_in_the_json() -> None:
    given = history(84, seed=21, cv=0.03)
    volume = given.volume.copy()
    volume[28] *= 3
    volume[36] = 0
    made = forecast(changed(given, volume), WEEK_AHEAD, Almanac())
    assert [each.standing for each in made.left_out] == [Standing.OUTLIER, Standing.MISSING]
    text = forecast_text(made, WEEK_AHEAD)
    assert "left out: 2025-02-03 is outlier: " in text
    assert "left out: 2025-02-11 is missing: no entry on an open day (no queue has any)" in text
    assert [each["standing"] for each in forecast_json(made, WEEK_AHEAD)["left_out"]] == ["outlier", "missing"]


def test_eight_of_ten_days_and_intervals_of_made_up_queues_lie_between_low_and_high() -> None:
    days, places = [], []
    for seed in range(12):
        made = forecast(history(98, level=lambda _: 1200.0, seed=seed, cv=0.08), WEEK_AHEAD, Almanac())
        assert made.outcome is not None
        days.append(made.outcome.days_inside)
        places.append(made.outcome.intervals_inside)
    assert 0.65 < np.mean(days) < 0.95
    assert 0.74 < np.mean(places) < 0.9


def test_hours_of_several_services_are_joined() -> None:
    one, other = Calendar.of_week(["mon 08:00-12:00"]), Calendar.of_week(["mon 11:00-24:00", "tue 09:00-10:00"])
    joined = joined_hours([one, other], [NEXT, NEXT + timedelta(days=1)])
    assert joined is not None
    assert [str(each) for each in joined.hours_on(NEXT)] == ["08:00-24:00"]
    assert [str(each) for each in joined.hours_on(NEXT + timedelta(days=1))] == ["09:00-10:00"]
    assert joined_hours([], [NEXT]) is None


def test_holidays_of_countries_and_their_parts() -> None:
    first, end = date(2025, 1, 1), date(2025, 12, 31)
    assert date(2025, 10, 3) in public_holidays("DE", first, end)
    assert date(2025, 1, 6) in public_holidays("DE-BY", first, end)
    assert date(2025, 1, 6) not in public_holidays("DE", first, end)
    assert public_holidays("US", first, end)[date(2025, 11, 27)] == "Thanksgiving Day"
    for wrong in ("XX", "DE-XX", "DE:never"):
        with pytest.raises(ValueError, match="there are no holidays of"):
            public_holidays(wrong, first, end)


def test_every_level_has_its_model() -> None:
    for name in ("mixed", "weighted", "naive"):
        made = forecast(history(84), WEEK_AHEAD, Almanac(), Choices(level=name, back_tested=False))
        assert made.days[0].offered == pytest.approx(400 * WEEK[0], rel=0.02)


@pytest.mark.skipif(importlib.util.find_spec("statsforecast") is not None, reason="the extra is installed")
def test_what_an_extra_is_needed_for_says_how_to_get_it() -> None:
    with pytest.raises(ExtraMissing, match=r"pip install 'pactline\[forecast\]'"):
        level_model("ets")
