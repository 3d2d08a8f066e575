"""The margin over the naive forecast on public data; the whole measurement is benchmarks/forecast.py."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pactline.importers.ingesting import ingest
from pactline.importers.mapping.file import read_mapping
from pactline.importers.record_places import open_records
from pactline.planning.forecasting.almanac import Almanac, public_holidays
from pactline.planning.forecasting.coverage import Standing, look_over
from pactline.planning.forecasting.forecasting import Choices, forecast
from pactline.planning.forecasting.history import History, read_histories
from pactline.values.period import Period
from pactline.values.zone import zone

CALLS = Path(__file__).resolve().parents[3] / "../shared/data/calls"
pytestmark = pytest.mark.skipif(not CALLS.is_dir(), reason="public call data is not on this machine")

BANK = ("bank-calls-2003/bank_calls_5min_to_2003-09-26.csv.gz", "bank-calls-2003", "America/New_York", "US")
ARRIVALS = (
    "anonymous-bank-arrivals-1999/arrivals_6min_1999-01_to_1999-09.csv.gz", "anonymous-bank-arrivals",
    "Asia/Jerusalem", "IL:public,optional",
)  # fmt: skip


@cache
def read(case: tuple[str, str, str, str]) -> tuple[History, Almanac]:
    """The half hours of a series with the holidays of its country."""
    file, mapping, where, holidays = case
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with TemporaryDirectory() as folder:
        ingest([CALLS / file], folder, "mapping", zone=zone(where), mapping=read_mapping(mapping), now=now)
        (history,) = read_histories(open_records(folder), zone(where), 30)
    return history, Almanac(public_holidays(holidays, history.first, history.dates[-1] + timedelta(days=60)))


@pytest.mark.parametrize(
    ("case", "first", "less"),
    [(BANK, date(2003, 7, 1), (0.4, 0.25, 0.15)), (ARRIVALS, date(1999, 7, 1), (0.4, 0.15, 0.2))],
    ids=["bank", "arrivals"],
)
def test_the_back_test_beats_the_naive_forecast_by_a_clear_margin(
    case: tuple[str, str, str, str], first: date, less: tuple[float, ...]
) -> None:
    history, almanac = read(case)
    made = forecast(history, Period(date(first.year, 10, 1), date(first.year, 10, 15)), almanac, Choices(aht_s=180))
    assert made.test is not None
    for lead, margin in zip((1, 7, 14), less, strict=True):
        found = made.test.accuracy(lambda each, lead=lead: each == lead, special=False)  # type: ignore[misc]
        assert found is not None
        assert found.better_by > margin / 2, (lead, found)  # of fewer origins than the benchmark has
        assert found.interval_wape < found.interval_naive


def test_what_is_missing_in_the_arrivals_is_found_and_no_holiday_is_called_missing() -> None:
    history, almanac = read(ARRIVALS)
    found = look_over(history, almanac)
    missing = [each.day for each in found.left_out if each.standing is Standing.MISSING]
    assert missing == [date(1999, 1, 11), date(1999, 1, 12)]
    assert date(1999, 3, 8) in [each.day for each in found.left_out]  # nobody after noon
    assert not set(almanac.holidays) & {each.day for each in found.left_out if each.standing is Standing.MISSING}


def test_the_last_week_of_february_1999_is_nearer_than_the_naive_forecast() -> None:
    history, almanac = read(ARRIVALS)
    made = forecast(history, Period(date(1999, 2, 21), date(1999, 3, 1)), almanac, Choices(aht_s=180))
    assert made.training.dates[-1] == date(1999, 2, 20)
    assert made.outcome is not None
    assert made.outcome.accuracy.wape < 0.085 < 0.11 < made.outcome.accuracy.naive
    assert made.outcome.accuracy.interval_wape < made.outcome.accuracy.interval_naive
