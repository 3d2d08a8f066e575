"""Days of the calendar for an engine: a zone becomes a few clock changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import narwhals as nw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactline.records.engine import in_memory
from pactline.records.views.local_days import day_number, first_us, local_day, offsets
from pactline.values.zone import from_us, to_us, zone

HOUR_US = 3_600_000_000
YEAR = tuple(to_us(datetime.fromisoformat(f"{year}-01-01T00:00:00+00:00")) for year in (2025, 2026))


def test_a_year_in_berlin_has_two_clock_changes_at_one_in_the_morning_utc() -> None:
    found = offsets(zone("Europe/Berlin"), *YEAR)
    told = [(from_us(at, zone("UTC")).isoformat(), ahead // HOUR_US) for at, ahead in found]
    assert told == [
        ("2025-01-01T00:00:00+00:00", 1),
        ("2025-03-30T01:00:00+00:00", 2),
        ("2025-10-26T01:00:00+00:00", 1),
    ]


def test_a_zone_without_changes_has_its_offset_alone() -> None:
    assert offsets(zone("Asia/Kolkata"), *YEAR) == [(YEAR[0], 5 * HOUR_US + HOUR_US // 2)]
    assert offsets(zone("UTC"), YEAR[0], YEAR[0]) == [(YEAR[0], 0)]


ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "America/Havana")


@pytest.mark.parametrize("name", ZONES)
@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(*YEAR), min_size=1, max_size=20))
def test_the_engine_and_the_calendar_name_the_same_day(name: str, instants: list[int]) -> None:
    where = zone(name)
    engine = in_memory([{"contact_id": str(n), "visit": 1, "offered_us": at} for n, at in enumerate(instants)])
    changes = offsets(where, min(instants), max(instants) + 1)
    rows = engine.rows(engine.contacts().select("offered_us", day=local_day(nw.col("offered_us"), changes)))
    for row in rows:
        assert date(1970, 1, 1) + timedelta(days=row["day"]) == from_us(row["offered_us"], where).date()
        assert row["day"] == day_number(row["offered_us"], where)


@pytest.mark.parametrize("name", ZONES)
def test_a_day_begins_at_its_first_instant(name: str) -> None:
    where = zone(name)
    for number in range(day_number(YEAR[0], where) + 1, day_number(YEAR[1], where)):
        begins = first_us(number, where)
        assert (day_number(begins, where), day_number(begins - 1, where)) == (number, number - 1)
