"""Periods, calendars and zones become spans that tile time, also on the nights the clocks change."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactline.values.calendar import ALWAYS, Calendar, Hours
from pactline.values.dated import Dated
from pactline.values.period import Each, Period, next_window, window_start
from pactline.values.span import QUARTER_HOUR_US, Span, intersect, union
from pactline.values.zone import edge_us, from_us, midnight_us, zone

HOUR = 3_600_000_000
ZONES = [
    "UTC", "Europe/Berlin", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Asia/Jerusalem", "America/Sao_Paulo", "Pacific/Apia", "Africa/Casablanca",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2025", "2025-01-01", "2026-01-01"),
        ("2025-Q4", "2025-10-01", "2026-01-01"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("2025-W01", "2024-12-30", "2025-01-06"),
        ("2025-06-03", "2025-06-03", "2025-06-04"),
        ("2025-06-10/2025-06-12", "2025-06-10", "2025-06-12"),
    ],
)
def test_a_period_is_read_and_written_back(text: str, first: str, end: str) -> None:
    period = Period.parse(text)
    assert (period.first, period.end) == (date.fromisoformat(first), date.fromisoformat(end))
    assert str(period) == text


@pytest.mark.parametrize(
    "text", ["", "2025-13", "2025-Q5", "June", "2025-02-30", "03/04/2025", "2025-06-02/2025-06-02"]
)
def test_what_is_no_period_is_refused_with_the_forms_that_are(text: str) -> None:
    with pytest.raises(ValueError, match="period"):
        Period.parse(text)


def test_march_has_743_hours_and_october_745_in_berlin() -> None:
    berlin = zone("Europe/Berlin")
    hours = {m: Period.parse(f"2025-{m}").span(berlin) for m in ("03", "06", "10")}
    assert {m: (s.end - s.start) // HOUR for m, s in hours.items()} == {"03": 743, "06": 720, "10": 745}


@pytest.mark.parametrize("name", ZONES)
@given(day=st.dates(date(1990, 1, 1), date(2060, 1, 1)), each=st.sampled_from(Each))
def test_windows_tile_time_in_every_zone(name: str, day: date, each: Each) -> None:
    where = zone(name)
    start = window_start(day, each)
    window, after = Period(start, next_window(start, each)), next_window(start, each)
    assert window.first <= day < window.end
    assert window.span(where).end == Period(after, next_window(after, each)).span(where).start
    assert window.span(where).start % QUARTER_HOUR_US == 0


@pytest.mark.parametrize("name", ZONES)
@given(day=st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_days_that_are_always_open_are_open_without_a_gap(name: str, day: date) -> None:
    period = Period(day, day + timedelta(days=3))
    assert ALWAYS.spans(period, zone(name)) == (period.span(zone(name)),)


def test_a_skipped_opening_moves_forward_and_a_repeated_one_keeps_every_minute() -> None:
    berlin = zone("Europe/Berlin")
    spring, autumn = date(2025, 3, 30), date(2025, 10, 26)
    assert from_us(edge_us(spring, time(2, 30), berlin), berlin).isoformat() == "2025-03-30T03:00:00+02:00"
    opening = edge_us(autumn, time(2, 30), berlin)
    closing = edge_us(autumn, time(2, 30), berlin, closing=True)
    assert closing - opening == HOUR


def test_a_midnight_that_does_not_exist_is_the_first_instant_of_its_day() -> None:
    sao_paulo = zone("America/Sao_Paulo")
    start = from_us(midnight_us(date(2018, 11, 4), sao_paulo), sao_paulo)
    assert start.isoformat() == "2018-11-04T01:00:00-02:00"


def test_closed_days_and_special_days_take_the_place_of_their_weekday() -> None:
    office = Calendar(
        week={day: (Hours.parse("08:00-12:00"), Hours.parse("13:00-18:00")) for day in range(5)},
        closed=frozenset({date(2025, 12, 25)}),
        special={date(2025, 12, 24): (Hours.parse("08:00-10:00"),)},
    )
    spans = office.spans(Period.parse("2025-12-22/2025-12-29"), zone("Europe/Berlin"))
    assert sum(span.end - span.start for span in spans) == (9 + 9 + 2 + 0 + 9) * HOUR


@pytest.mark.parametrize("text", ["8-20", "25:00-26:00", "20:00-08:00", "08:00-08:00", "08:00", "08:60-09:00"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"hours"):
        Hours.parse(text)


@pytest.mark.parametrize("name", ["CET+1", "+01:00", "Europe/Berlim", "../etc/passwd", "", "europe", "Etc/GMT-1"])
def test_only_iana_zones_are_zones(name: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        zone(name)


def test_zone_data_come_from_the_pinned_package_and_not_from_the_machine() -> None:
    assert zone("Europe/Berlin").key == "Europe/Berlin"
    assert from_us(0, zone("Europe/Berlin")) == datetime(1970, 1, 1, 1, tzinfo=zone("Europe/Berlin"))


spans_of = st.lists(
    st.builds(lambda start, length: Span(start, start + length), st.integers(0, 50), st.integers(1, 10)), max_size=6
)


@given(spans_of, spans_of, st.integers(0, 70))
def test_union_and_intersection_hold_exactly_the_instants_they_should(a: list[Span], b: list[Span], at: int) -> None:
    in_a, in_b = any(s.holds(at) for s in a), any(s.holds(at) for s in b)
    assert any(s.holds(at) for s in union([*a, *b])) == (in_a or in_b)
    assert any(s.holds(at) for s in intersect(a, b)) == (in_a and in_b)


def test_a_dated_value_holds_from_its_day() -> None:
    rate = Dated(((date(2025, 1, 1), 80), (date(2025, 7, 1), 85)))
    assert [rate.on(date(2025, 6, 30)), rate.on(date(2025, 7, 1))] == [80, 85]
    with pytest.raises(LookupError, match="2024-12-31"):
        rate.on(date(2024, 12, 31))
