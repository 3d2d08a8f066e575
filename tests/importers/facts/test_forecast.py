"""``forecast.csv``: how many contacts were forecast."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pactline.importers.facts.forecast import FILE, read_forecast
from pactline.records.facts import ForecastVolume
from pactline.values.period import Period
from pactline.values.problem import Problems

INTERVALS = "service,start,end,volume"
BOTH = "service,first,last,start,end,volume"
JUNE = Period(date(2025, 6, 1), date(2025, 7, 1))
NINE_US = 1_748_768_400_000_000  # 2025-06-01T09:00:00Z


def _read(folder: Path, header: str, *rows: str) -> tuple[ForecastVolume, ...]:
    path = folder / "forecast.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return read_forecast(path)


def test_the_example_is_a_forecast_by_days(tmp_path: Path) -> None:
    (path := tmp_path / "forecast.csv").write_text(FILE.example, encoding="utf-8")
    assert read_forecast(path) == (ForecastVolume("support", None, None, JUNE, 10_000),)


def test_a_forecast_by_intervals_needs_no_columns_of_days(tmp_path: Path) -> None:
    found = _read(tmp_path, INTERVALS, "support,2025-06-01T09:00Z,2025-06-01T09:30Z,0")
    assert found == (ForecastVolume("support", NINE_US, NINE_US + 1_800_000_000, None, 0),)


def test_two_services_may_be_forecast_in_two_ways_in_one_file(tmp_path: Path) -> None:
    rows = ["support,2025-06-01,2025-06-30,,,100", "sales,,,2025-06-01T09:00Z,2025-06-01T09:30Z,10"]
    assert [bool(volume.period) for volume in _read(tmp_path, BOTH, *rows)] == [True, False]


def test_intervals_may_touch_and_not_overlap(tmp_path: Path) -> None:
    one, other = "a,2025-06-01T09:00Z,2025-06-01T09:30Z,1", "a,2025-06-01T09:30Z,2025-06-01T10:00Z,1"
    assert len(_read(tmp_path, INTERVALS, one, other)) == 2
    with pytest.raises(Problems, match="FACT_OVERLAP"):
        _read(tmp_path, INTERVALS, one, other.replace("09:30Z", "09:29:59Z"))


def test_a_volume_must_be_given_and_whole(tmp_path: Path) -> None:
    for volume, code in (("", "FACT_EMPTY"), ("10.5", "NUM_FORMAT"), ("-1", "NUM_NEGATIVE")):
        with pytest.raises(Problems) as refused:
            _read(tmp_path, INTERVALS, f"a,2025-06-01T09:00Z,2025-06-01T09:30Z,{volume}")
        assert [problem.code for problem in refused.value.problems] == [code]
