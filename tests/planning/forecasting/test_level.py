"""The level of a day: what it learns, what it does not, and that its slopes are right."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from tests.planning.forecasting.made import MONDAY, WEEK, training

from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.day_effects import TUNED, DayFacts, Strengths, covariance, kinds_of, pieces
from pactline.planning.forecasting.level import MixedLevel, fit, tune
from pactline.planning.forecasting.naive import same_weekday
from pactline.planning.forecasting.training import Training
from pactline.planning.forecasting.weighted import weighted


def days_from(first: date, number: int = 7) -> list[date]:
    return [first + timedelta(days=n) for n in range(number)]


def weeks(number: int, level: float = 400.0) -> list[float]:
    return [level * each or -1.0 for each in WEEK * number]


@pytest.mark.parametrize("model", [MixedLevel(), weighted, same_weekday])
def test_a_week_that_repeats_itself_is_forecast_as_it_is(model) -> None:  # type: ignore[no-untyped-def]
    known = training(weeks(12))
    ahead = model(known, days_from(MONDAY + timedelta(days=84), 5))
    assert ahead.contacts == pytest.approx(400 * np.array(WEEK[:5]), rel=0.015)


def test_slopes_of_all_pieces_are_those_of_small_steps() -> None:
    almanac = Almanac(holidays={date(2025, 1, 20): "Feast", date(2025, 2, 17): "Feast"})
    days = days_from(MONDAY, 60)
    facts = DayFacts.of(days, almanac, frozenset(range(5)), kinds_of(days, almanac), days[-1])
    s, step = Strengths(), 1e-5
    told = {name: (piece, slope) for piece, by in pieces(facts, facts, s) for name, slope in by.items()}
    assert set(told) == set(TUNED) - {"own"}
    for n, name in enumerate(TUNED):
        if name == "own":
            continue
        up, down = (covariance(facts, facts, s.tuned(s.logs() + sign * step * np.eye(8)[n])) for sign in (1, -1))
        piece, slope = told[name]
        exact = slope * piece
        if not isinstance(slope, float):
            exact = slope
        assert (up - down) / (2 * step) == pytest.approx(exact, abs=1e-8)


def test_tuning_finds_the_strengths_that_made_the_days() -> None:
    chance = np.random.default_rng(3)
    quiet = training(list(40_000 * np.exp(0.01 * chance.standard_normal(200))))
    loud = training(list(40_000 * np.exp(0.2 * chance.standard_normal(200))))
    assert tune(quiet).own < 0.03
    assert 0.15 < tune(loud).own < 0.25
    assert tune(training(weeks(4))) == Strengths()  # too few days


def test_a_shift_of_the_level_is_followed_within_weeks_and_no_trend_runs_away() -> None:
    known = training([each if n < 70 else each * 1.3 for n, each in enumerate(weeks(14))])
    ahead = MixedLevel()(known, days_from(MONDAY + timedelta(days=98), 60))
    assert ahead.contacts[0] == pytest.approx(1.3 * 1.3 * 400, rel=0.08)
    assert ahead.contacts[56] < 1.45 * 1.3 * 400


def test_what_the_last_days_had_too_much_tomorrow_has_in_part_and_next_week_hardly() -> None:
    totals = weeks(12)
    totals[-6:-2] = [each * 1.15 for each in totals[-6:-2]]  # Tuesday to Friday
    ahead = MixedLevel()(training(totals), days_from(MONDAY + timedelta(days=84), 12))
    tomorrow, later = ahead.contacts[0] / (400 * WEEK[0]), ahead.contacts[11] / (400 * WEEK[4])
    assert 1.03 < tomorrow < 1.15
    assert later < tomorrow


def test_the_first_days_of_a_month_are_learnt() -> None:
    days = days_from(MONDAY, 150)
    totals = [400 * WEEK[day.weekday()] * (1.25 if day.day <= 3 else 1.0) or -1.0 for day in days]
    known = training(totals[:140])
    first = date(2025, 6, 2)
    ahead = MixedLevel()(known, [first, first + timedelta(days=14)])
    assert ahead.contacts[0] > 1.12 * ahead.contacts[1]


def test_holidays_of_one_name_are_alike_and_the_day_after_is_busier() -> None:
    feasts = {MONDAY + timedelta(days=7 * n): "Feast" for n in (3, 7, 12)}
    almanac = Almanac(holidays=feasts)
    totals = weeks(12)
    for n in (3, 7):
        totals[7 * n] *= 0.4
        totals[7 * n + 1] *= 1.2
    ahead = MixedLevel()(training(totals, almanac), days_from(MONDAY + timedelta(days=84), 3))
    assert ahead.contacts[0] == pytest.approx(0.4 * 400 * WEEK[0], rel=0.1)
    assert ahead.contacts[1] == pytest.approx(1.2 * 400 * WEEK[1], rel=0.06)
    assert ahead.contacts[2] == pytest.approx(400 * WEEK[2], rel=0.03)
    assert ahead.log_sd[0] > ahead.log_sd[2]


def test_a_factor_by_hand_is_taken_out_of_the_past_and_put_on_the_days_to_come() -> None:
    campaign = {MONDAY + timedelta(days=7 * n): 2.0 for n in (10, 11, 12)}
    totals = weeks(12)
    totals[70], totals[77] = 2 * totals[70], 2 * totals[77]
    for model in (MixedLevel(), weighted):
        ahead = model(training(totals, Almanac(factors=campaign)), days_from(MONDAY + timedelta(days=84), 8))
        assert ahead.contacts[0] == pytest.approx(2 * 400 * WEEK[0], rel=0.015)
        assert ahead.contacts[7] == pytest.approx(400 * WEEK[0], rel=0.015)


def test_an_outlier_does_not_move_the_forecast() -> None:
    totals = weeks(12)
    totals[77] *= 3
    ahead = MixedLevel()(training(totals), [MONDAY + timedelta(days=84)])
    assert ahead.contacts[0] == pytest.approx(400 * WEEK[0], rel=0.03)
    assert same_weekday(training(totals), [MONDAY + timedelta(days=84)]).contacts[0] > 1.4 * 400 * WEEK[0]


def test_a_year_seen_before_has_its_season_back() -> None:
    days = days_from(date(2023, 1, 2), 700)
    season = [1 + 0.25 * np.cos(2 * np.pi * (day.timetuple().tm_yday - 15) / 365) for day in days]
    totals = [400 * each * WEEK[day.weekday()] or -1.0 for day, each in zip(days, season, strict=True)]
    known = training(totals[:650], first=days[0])
    ahead = MixedLevel()(known, [days[693]])
    true = 400 * season[693] * WEEK[days[693].weekday()]
    flat = same_weekday(known, [days[693]]).contacts[0]
    assert abs(ahead.contacts[0] - true) < 0.7 * abs(flat - true)


def test_with_few_days_there_is_a_forecast_with_a_wide_interval_and_with_none_there_is_not() -> None:
    ahead = MixedLevel()(training([100.0, 110.0]), [MONDAY + timedelta(days=2)])
    assert 80 < ahead.contacts[0] < 140
    assert ahead.log_sd[0] > 0.3
    with pytest.raises(ValueError, match="no whole day"):
        fit(Training((), np.array([]), Almanac(), frozenset()))


def test_days_of_no_contacts_at_all_do_not_break_it() -> None:
    ahead = MixedLevel()(training([0.0, 1.0, 0.0, 2.0, 0.0, 1.0, 0.0] * 8), [MONDAY + timedelta(days=56)])
    assert 0 < ahead.contacts[0] < 3
