"""Windows that overlap: the mean of months, the worst of ninety days, and sums that agree with adding up each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import narwhals as nw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pactline.records.choices.choosing import Chosen, Count, Longest, Mean, Percentile, Share
from pactline.records.choices.counting import CONVENTIONS, MANY_MISSED, SHARE_MET, Counting
from pactline.statement.counting.counts import Counts, figure
from pactline.statement.counting.parts import Quarters
from pactline.statement.counting.rolling_up import Figure, roll_up, roll_up_window, roll_up_windows
from pactline.statement.counting.running_rank import RunningRank
from pactline.statement.counting.stretches import Stretches
from pactline.values.cadence import Cadence, Judged
from pactline.values.period import Period
from pactline.values.span import QUARTER_HOUR_US
from pactline.values.zone import midnight_us, zone

BERLIN = zone("Europe/Berlin")
X = nw.col("x")
SHARE, MEAN, LONGEST, COUNT = Share(X, X), Mean(X, X), Longest(X, X), Count(X)
TERM = Period.parse("2024-11-01/2026-01-01")


def _counting(**choices: str) -> Counting:
    usual = {key: word for key, word in CONVENTIONS["common-2026"].items() if key in Counting.model_fields}
    return Counting.model_validate({**usual, **choices})


def _noon(day: date, quarters: int = 48) -> int:
    return midnight_us(day, BERLIN) // QUARTER_HOUR_US + quarters


def _shares(days: Mapping[str, tuple[int, int]]) -> dict[int, Counts]:
    """Good and counted contacts of the noon of each day."""
    return {_noon(date.fromisoformat(day)): Counts(counted, good) for day, (good, counted) in days.items()}


def _windows(each: str, period: str, term: Period = TERM) -> list[Judged]:
    return Cadence.parse(each).windows(term, Period.parse(period), BERLIN)


def _figures(
    cells: Mapping[int, Counts], counting: Counting, windows: list[Judged], chosen: Chosen = SHARE
) -> list[Figure]:
    return roll_up_windows(chosen, cells, counting, BERLIN, windows, higher_is_better=True)


def test_the_mean_of_two_months_is_not_the_share_of_all_their_contacts() -> None:
    """C5: 99.20 and 99.80 are averaged to 99.50, and the first month of the term stands alone."""
    cells = _shares({"2024-11-15": (9920, 10000), "2024-12-15": (998, 1000)})
    windows = _windows("rolling 2 months", "2024-11-01/2025-01-01")
    mean = _counting(over_months="mean_of_parts", before_full="shorter")
    november, december = _figures(cells, mean, windows)
    assert (november.value, december.value) == (Fraction("99.20"), Fraction("99.50"))
    assert [(str(month), value) for month, value in december.months] == [
        ("2024-11", Fraction("99.20")), ("2024-12", Fraction("99.80")),
    ]  # fmt: skip
    assert december.counts == Counts(11000, 10918)
    pooled = _figures(cells, _counting(over_months="pooled", before_full="shorter"), windows)
    assert [found.value for found in pooled] == [Fraction("99.20"), Fraction(100 * 10918, 11000)]
    assert not pooled[1].months


def test_a_month_without_data_takes_no_part_in_the_mean() -> None:
    cells = _shares({"2025-01-15": (90, 100), "2025-03-15": (80, 100)})
    counting = _counting(over_months="mean_of_parts", before_full="shorter")
    (march,) = _figures(cells, counting, _windows("rolling 3 months", "2025-03"))
    assert march.value == 85
    assert [value for _, value in march.months] == [90, None, 80]
    (june,) = _figures(cells, counting, _windows("rolling 3 months", "2025-06"))
    assert (june.value, june.counts.counted) == (None, 0)


def test_any_ninety_days_are_as_good_as_the_worst_stretch_of_ninety() -> None:
    """C24: a bad day counts in each stretch that holds it, and the first of the worst is named."""
    days = {(date(2025, 1, 1) + timedelta(days=n)).isoformat(): (9, 10) for n in range(181)}
    cells = _shares({**days, "2025-03-05": (0, 10)})
    (june,) = _figures(cells, _counting(before_full="shorter"), _windows("any 90 days", "2025-06"))
    assert june.worst == Period(date(2025, 3, 4), date(2025, 6, 2))  # the stretches to 1 and 2 June hold 5 March
    assert june.value == Fraction(100 * 89 * 9, 900)
    assert june.counts == Counts(900, 801)
    (july,) = _figures(cells, _counting(before_full="shorter"), _windows("any 90 days", "2025-07"))
    assert july.value == 90
    (year,) = _figures(cells, _counting(before_full="shorter"), _windows("any 90 days", "2025-12"))
    assert (year.value, year.worst, year.counts.counted) == (None, None, 0)


def test_a_stretch_of_a_handful_of_contacts_does_not_stand_for_the_rest() -> None:
    cells = _shares({"2025-06-01": (0, 1), "2025-06-20": (70, 100)})
    windows = _windows("any 1 day", "2025-06")
    few = _counting(minimum_sample="2", below_minimum="excluded", before_full="shorter")
    assert _figures(cells, few, windows)[0].value == 70
    assert _figures(cells, _counting(before_full="shorter"), windows)[0].value == 0
    none_reaches = _counting(minimum_sample="200", below_minimum="excluded", before_full="shorter")
    assert _figures(cells, none_reaches, windows)[0].value == 0


def test_the_worst_stretch_of_a_wait_is_the_longest() -> None:
    cells = {_noon(date(2025, 6, day)): Counts(1, sum_ms=1000 * day) for day in (3, 9, 5)}
    found = roll_up_window(
        MEAN,
        cells,
        _counting(before_full="shorter"),
        BERLIN,
        _windows("any 1 day", "2025-06")[0],
        higher_is_better=False,
    )
    assert (found.value, str(found.worst)) == (Fraction(9), "2025-06-09")


def test_the_worst_stretch_of_missed_days_is_the_one_with_most_whatever_the_metric() -> None:
    cells = _shares({"2025-06-03": (5, 10), "2025-06-04": (9, 10), "2025-06-05": (5, 10), "2025-06-12": (5, 10)})
    missed = _counting(roll_up="days_missed", interval_target="at least 80 %", before_full="shorter")
    (june,) = _figures(cells, missed, _windows("any 3 days", "2025-06"))
    assert (june.value, june.parts, june.parts_met, str(june.worst)) == (Fraction(2), 3, 1, "2025-06-03/2025-06-06")
    met = _counting(roll_up="days_met", interval_target="at least 80 %", before_full="shorter")
    (june,) = _figures(cells, met, _windows("any 3 days", "2025-06"))
    assert (june.value, str(june.worst)) == (Fraction(0), "2025-06-01/2025-06-04")


def test_rolling_days_are_pooled_and_plain_windows_stay_as_they_are() -> None:
    cells = _shares({"2025-06-01": (0, 10), "2025-06-02": (10, 10), "2025-06-03": (10, 10)})
    counting = _counting(before_full="shorter")
    found = _figures(cells, counting, _windows("rolling 2 days", "2025-06-01/2025-06-05"))
    assert [each.value for each in found] == [0, 50, 100, 100]
    assert [each.value for each in _figures(cells, counting, _windows("day", "2025-06-01/2025-06-05"))] == [
        0,
        100,
        100,
        None,
    ]
    hours = _figures(cells, counting, _windows("hour", "2025-06-02"))
    assert [each.value for each in hours] == [None] * 12 + [100] + [None] * 11


@pytest.mark.parametrize("night", ["2025-03-30", "2025-10-26"])
def test_the_hours_of_a_night_the_clock_changes_hold_every_contact_once(night: str) -> None:
    day = Period.parse(night).span(BERLIN)
    cells = {quarter: Counts(1) for quarter in range(day.start // QUARTER_HOUR_US, day.end // QUARTER_HOUR_US)}
    hours = _figures(cells, _counting(), _windows("hour", night), COUNT)
    assert {each.value for each in hours} == {4}
    assert sum(each.counts.counted for each in hours) == len(cells)


KINDS = [
    {},
    {"roll_up": "mean_of_intervals", "interval": "30 min"},
    {"roll_up": "worst_interval", "interval": "60 min"},
    {"roll_up": "intervals_met", "interval": "15 min"},
    {"roll_up": "intervals_missed", "interval": "60 min"},
    {"roll_up": "days_met"},
    {"roll_up": "days_missed"},
]
JUDGED_IN_PARTS = SHARE_MET | MANY_MISSED
METRICS: dict[str, Chosen] = {
    "share": SHARE, "mean": MEAN, "longest": LONGEST, "count": COUNT, "percentile": Percentile(X, X, 90),
}  # fmt: skip
_DAYS = [date(2025, 3, 25) + timedelta(days=n) for n in range(12)]  # the clock changes on 30 March


@st.composite
def _cells(draw: st.DrawFn, chosen: Chosen) -> dict[int, Counts]:
    found: dict[int, Counts] = {}
    for day in draw(st.sets(st.sampled_from(_DAYS))):
        for quarter in draw(st.sets(st.integers(0, 91), max_size=4)):
            waits = draw(st.lists(st.integers(0, 9).map(lambda n: 1000 * n), max_size=4))
            if isinstance(chosen, Percentile):
                counts = Counts(len(waits), durations=Counter(waits))
            elif isinstance(chosen, Mean):
                counts = Counts(len(waits), sum_ms=sum(waits), unknown=draw(st.integers(0, 1)))
            elif isinstance(chosen, Longest):
                counts = Counts(len(waits), longest_ms=max(waits, default=None))
            elif isinstance(chosen, Share):
                counts = Counts(len(waits), sum(wait < 5000 for wait in waits))
            else:
                counts = Counts(len(waits))
            found[_noon(day, quarter)] = counts
    return found


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.get("roll_up", "contact_weighted"))
@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_running_sums_find_what_adding_up_finds(metric: str, kind: dict[str, str], data: st.DataObject) -> None:
    chosen = METRICS[metric]
    unit = {"share": "50 %", "count": "2"}.get(metric, "5 s")
    target = {"interval_target": f"at most {unit}"} if kind.get("roll_up") in JUDGED_IN_PARTS else {}
    counting, cells = _counting(**kind, **target), data.draw(_cells(chosen))
    hull = Period(_DAYS[0], _DAYS[-1] + timedelta(days=1))
    stretches = Stretches(chosen, Quarters(cells), counting, BERLIN, hull, higher_is_better=False)
    for _ in range(6):
        first, end = sorted(data.draw(st.sets(st.sampled_from(_DAYS), min_size=2, max_size=2)))
        span = Period(first, end).span(BERLIN)
        inside = Quarters(cells).within(span.start, span.end)
        expected = roll_up(chosen, inside, counting, BERLIN, higher_is_better=False)
        assert stretches.figure(Period(first, end)) == replace(
            expected, counts=replace(expected.counts, durations=None)
        )


@given(st.lists(st.lists(st.integers(0, 5)), min_size=1, max_size=6), st.integers(1, 100), st.data())
def test_a_percentile_that_moves_along_is_the_nearest_rank(
    days: list[list[int]], percent: int, data: st.DataObject
) -> None:
    rank = RunningRank([Counter(day) for day in days], percent)
    for _ in range(5):
        first = data.draw(st.integers(0, len(days) - 1))
        end = data.draw(st.integers(first + 1, len(days)))
        together = Counter(duration for day in days[first:end] for duration in day)
        counts = Counts(together.total(), durations=together)
        exact = figure(Percentile(X, X, percent), counts)
        found = rank.of(first, end)
        assert (None if found is None else Fraction(found, 1000)) == exact
