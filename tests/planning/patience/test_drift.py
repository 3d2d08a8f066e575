"""Drift: sums by hand, false alarms and delay with a known truth, and what does not count as a change."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.planning.patience.made import waits

from pactline.planning.patience.banding import TooFewHangUps, band_edges, banded
from pactline.planning.patience.cusum import watch_counts, watch_figures
from pactline.planning.patience.days import Days
from pactline.planning.patience.drift import days_until_found, dispersion_of, watch_days, watch_patience
from pactline.planning.patience.exposure import Exposure, exposure_of, pooled


def test_the_sums_are_the_likelihood_of_fifteen_per_cent_more_and_less() -> None:
    found = watch_counts([100, 130, 130, 90], [100, 100, 100, 100], threshold=7.0)
    up = [max(0.0, 100 * math.log(1.15) - 15)]
    for count in (130, 130):
        up.append(up[-1] + count * math.log(1.15) - 15)
    np.testing.assert_allclose(found.up[:3], up)
    assert found.alarms == ()
    assert found.down.tolist() == [0, 0, 0, pytest.approx(90 * math.log(0.85) + 15)]


def test_an_alarm_names_its_day_the_day_of_the_change_and_how_large_it_is_and_begins_anew() -> None:
    seen = [100, 98, 101, 130, 130, 130, 130, 130]
    (first, *_) = watch_counts(seen, [100] * 8).alarms
    assert (first.day, first.rising, first.since, first.ratio) == (5, True, 3, pytest.approx(1.3))
    again = watch_counts([200] * 4, [100] * 4).alarms
    assert [alarm.day for alarm in again] == [0, 1, 2, 3]
    (falling, *_) = watch_counts([100, 100, 40, 40], [100] * 4).alarms
    assert (falling.day, falling.rising, falling.since, falling.ratio) == (2, False, 2, 0.4)
    back = watch_counts([150] * 3 + [100] * 3 + [50] * 3, [100] * 9)
    assert back.lasting is not None
    assert (back.lasting.rising, back.lasting.since) == (False, 6)


def test_evidence_weighs_less_where_days_scatter_more_than_chance() -> None:
    seen, due = [125] * 6, [100] * 6
    assert [len(watch_counts(seen, due, dispersion=each).alarms) for each in (1.0, 4.0)] == [2, 0]
    rng = np.random.default_rng(1)
    assert dispersion_of(rng.poisson(100, 60).astype(float), np.full(60, 100.0)) == 1.0
    wide = rng.poisson(100 * np.exp(0.2 * rng.standard_normal(60))).astype(float)
    assert 3 < dispersion_of(wide, np.full(60, 100.0)) < 8


def test_figures_that_shift_by_a_standard_deviation_and_a_half_are_found() -> None:
    found = watch_figures([0, 0.2, -0.3, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5])
    assert found.first is not None
    assert (found.first.day, found.first.since, found.first.ratio) == (8, 3, 1.5)


def days_of(rng: np.random.Generator, factors: list[float], agents: tuple[int, int] = (8, 12)) -> Exposure:
    """10 Erlang, 800 contacts a day, agents and load different from day to day; lognormal patience times a factor."""
    waited, ended, number = [], [], []
    for day, factor in enumerate(factors):
        rate = 10 / 300 * (1 + 0.06 * rng.standard_normal())
        staffed = int(rng.integers(agents[0], agents[1] + 1))
        wait, gone = waits(
            rng, 800, rate, 300.0, staffed, lambda rng, n, by=factor: by * rng.lognormal(np.log(180) - 0.5, 1.0, n)
        )
        waited.append(wait)
        ended.append(gone)
        number.append(np.full(len(wait), day))
    return exposure_of(np.concatenate(waited), np.concatenate(ended), np.concatenate(number))


def test_a_fifth_less_patience_is_found_within_days_and_hardly_any_alarm_is_false() -> None:
    rng = np.random.default_rng(2025)
    false, delays, since = 0, [], []
    for _ in range(10):
        exposure = days_of(rng, [1.0] * 70 + [0.8] * 20)
        alarms = watch_patience(exposure, 40)[0].cusum.alarms
        false += any(alarm.day < 30 for alarm in alarms)
        late = [alarm for alarm in alarms if alarm.day >= 30]
        assert late
        assert all(alarm.rising for alarm in late)
        delays.append(late[0].day - 30 + 1)
        since.append(late[0].since)
    assert false <= 1
    assert np.median(delays) <= 8
    assert abs(np.median(since) - 30) <= 2


def test_longer_queues_alone_raise_no_alarm() -> None:
    """A third fewer agents: abandonment doubles, and patience is what it was."""
    rng = np.random.default_rng(7)
    calm, busy = days_of(rng, [1.0] * 40, (10, 12)), days_of(rng, [1.0] * 25, (7, 8))
    later = Exposure(busy.days + 40, busy.wait_s, busy.hung_up, busy.stayed)
    exposure = pooled([calm, later])
    share = [part.hang_ups / days for part, days in ((calm, 40), (busy, 25))]
    assert share[1] > 2 * share[0]
    assert watch_patience(exposure, 40)[0].cusum.alarms == ()


def test_more_who_hang_up_at_once_are_seen_apart_from_patience() -> None:
    rng = np.random.default_rng(3)
    exposure = days_of(rng, [1.0] * 60)
    late = np.flatnonzero((exposure.days >= 45) & (rng.random(len(exposure.days)) < 0.08))
    base = np.flatnonzero((exposure.days < 45) & (rng.random(len(exposure.days)) < 0.02))
    at_once = np.concatenate([late, base])
    wait, hung_up, stayed = exposure.wait_s.copy(), exposure.hung_up.copy(), exposure.stayed.copy()
    wait[at_once], hung_up[at_once], stayed[at_once] = 0.0, 1, 0
    patience, apart = watch_patience(Exposure(exposure.days, wait, hung_up, stayed), 40)
    assert (patience.name, patience.cusum.alarms) == ("patience", ())
    assert apart.name == "at_once"
    assert apart.cusum.first is not None
    assert apart.cusum.first.rising
    assert abs(apart.day(apart.cusum.first.since) - 45) <= 2


def test_only_the_days_before_train() -> None:
    exposure = days_of(np.random.default_rng(5), [1.0] * 20)
    watched = watch_patience(exposure, 12)[0]
    before = exposure.between(0, 11)
    edges = band_edges(before)
    hazards, days = banded(before, edges).hazards_per_s(), banded(exposure, edges)
    np.testing.assert_allclose(watched.expected, (days.seconds @ hazards)[12:])
    assert watched.days.tolist() == list(range(12, 20))
    assert watched.observed.tolist() == days.hang_ups.sum(axis=1)[12:].tolist()


def test_hang_ups_at_once_are_expected_of_who_waits_and_of_the_rest_of_the_second() -> None:
    # ten days: 1 hangs up at 0 s, 2 at 0.5 s, 7 are answered after 2 s; then one with 20 more answered after 0.5 s
    wait, gone = [0.0, 0.5, 0.5] + [2.0] * 7, [True] * 3 + [False] * 7
    waits_s, ends = wait * 11 + [0.5] * 20, gone * 11 + [False] * 20
    # and three who hang up later, so that there is patience to watch
    exposure = exposure_of([*waits_s, 5, 5, 5], [*ends, 1, 1, 1], [*np.repeat(np.arange(11), 10), *[10] * 20, 0, 0, 0])
    apart = watch_patience(exposure, 10)[1]
    waited, seconds = 10 * 10 + 3, 10 * (2 * 0.5 + 7 * 1.0) + 3 * 1.0
    assert apart.expected.tolist() == [pytest.approx(10 / waited * 30 + 20 / seconds * (22 * 0.5 + 7))]
    assert apart.observed.tolist() == [3]


def test_training_takes_ten_days() -> None:
    exposure = days_of(np.random.default_rng(1), [1.0] * 12)
    with pytest.raises(TooFewHangUps, match="9 days with waits before the day to watch from; training takes 10"):
        watch_patience(exposure, 9)
    assert watch_patience(exposure, 10)


def test_handling_time_and_volume_are_held_against_their_weekday() -> None:
    rng, numbers = np.random.default_rng(4), np.arange(70)
    weekday = numbers % 7
    offered = np.round(np.where(weekday < 5, 1000, 300) * np.exp(0.04 * rng.standard_normal(70))).astype(int)
    aht = 300 * np.exp(0.02 * rng.standard_normal(70)) * np.where(numbers >= 60, 1.06, 1.0)
    nobody = np.zeros(70, dtype=np.int64)
    days = Days(numbers, 20.0, offered, nobody, nobody, offered, offered * aht, nobody)
    handling, volume = watch_days(days, 42)
    assert (handling.name, volume.name, volume.cusum.alarms) == ("handling_time", "volume", ())
    assert handling.cusum.first is not None
    assert 60 <= handling.day(handling.cusum.first.day) <= 64
    assert abs(handling.day(handling.cusum.first.since) - 60) <= 3
    np.testing.assert_allclose(volume.expected[weekday[42:] == 6], 300, rtol=0.08)


def test_the_time_to_find_a_change_is_the_threshold_over_the_mean_step() -> None:
    step = 100 * (1.15 * math.log(1.15) - 0.15)
    assert days_until_found(100, 1.15) == pytest.approx(7 / step)
    assert days_until_found(100, 1.15, dispersion=2) == pytest.approx(14 / step)
    assert days_until_found(1000, 1.5) == 1.0
    assert days_until_found(100, 1.02) == math.inf
    assert days_until_found(100, 0.85) == pytest.approx(7 / (100 * (0.85 * math.log(0.85) + 0.15)))
