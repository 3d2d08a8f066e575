"""The windows a promise is judged over: edges of months, terms, leap years and the nights the clocks change."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from pactline.values.cadence import FORMS, PATTERN, Cadence, Judged, read_window
from pactline.values.period import Each, Hour, Period, hours_of, months_after
from pactline.values.terms import CadenceTerm
from pactline.values.zone import zone

BERLIN = zone("Europe/Berlin")
TERM = Period.parse("2024-01-01/2026-07-01")
EVERY = [
    "hour", "day", "week", "month", "quarter", "year", "contract month", "contract quarter", "contract year",
    "rolling 2 months", "rolling 3 months", "rolling 12 months", "rolling 30 days", "any 1 day", "any 90 days",
]  # fmt: skip


def _windows(each: str, term: Period | str, period: str) -> list[Judged]:
    term = Period.parse(term) if isinstance(term, str) else term
    return Cadence.parse(each).windows(term, Period.parse(period), BERLIN)


def _measured(each: str, term: Period | str, period: str) -> list[str]:
    return [str(judged.period) for judged in _windows(each, term, period)]


@pytest.mark.parametrize("text", EVERY)
def test_a_cadence_is_read_and_written_back(text: str) -> None:
    cadence = Cadence.parse(text)
    assert str(cadence) == cadence.each_word == text
    assert Cadence.parse(f" {cadence} ") == cadence


@pytest.mark.parametrize("each", Each)
def test_a_calendar_window_is_a_plain_cadence(each: Each) -> None:
    assert Cadence.parse(each) == Cadence.of(each)
    assert Cadence.of(each).plain is Cadence.of(each).tile is each


@pytest.mark.parametrize("text", sorted(set(EVERY) - set(Each)))
def test_what_is_no_calendar_window_is_not_plain(text: str) -> None:
    assert Cadence.parse(text).plain is None


@pytest.mark.parametrize(
    "text",
    ["", "months", "contract day", "contract week", "rolling month", "rolling 0 months", "rolling 1000 days",
     "rolling 03 months", "any 0 days", "any 3 months", "any days", "rolling 3 weeks", "Month", "rolling  3 months"],
)  # fmt: skip
def test_what_is_no_cadence_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a window"):
        Cadence.parse(text)


def test_a_slip_is_told_what_was_meant() -> None:
    with pytest.raises(ValueError, match="one month does not roll, so write month"):
        Cadence.parse("rolling 1 months")
    with pytest.raises(ValueError, match="any counts 1 to 999 days"):
        Cadence.parse("any 1000 days")


def test_the_term_in_an_agreement_lists_the_forms() -> None:
    term = TypeAdapter(CadenceTerm)
    assert term.validate_python("any 90 days") == Cadence(Each.MONTH, days=90, any=True)
    with pytest.raises(ValidationError) as refused:
        term.validate_python("fortnight")
    (error,) = refused.value.errors()
    assert error["type"] == "AGR_CADENCE"
    assert FORMS in error["ctx"]["remedy"]
    schema = term.json_schema()
    assert schema["pattern"] == PATTERN
    for example in schema["examples"]:
        assert str(Cadence.parse(example)) == example


def test_months_are_counted_to_the_same_day_or_the_last_one() -> None:
    assert months_after(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_after(date(2025, 1, 31), -2) == date(2024, 11, 30)
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2024, 12, 1), 1) == date(2025, 1, 1)


def test_plain_windows_are_cut_to_the_term_and_say_so() -> None:
    found = _windows("month", "2025-01-15/2025-03-10", "2025")
    assert [str(judged.period) for judged in found] == ["2025-01-15/2025-02-01", "2025-02", "2025-03-01/2025-03-10"]
    assert [judged.full for judged in found] == [False, True, False]
    assert all(judged.settles == judged.period and judged.parts == (judged.period,) for judged in found)


def test_a_window_is_judged_where_it_ends() -> None:
    assert _measured("quarter", TERM, "2025-02") == []
    assert _measured("quarter", TERM, "2025-03") == ["2025-Q1"]
    assert _measured("week", TERM, "2025-06-02/2025-06-08") == []
    assert _measured("week", TERM, "2025-06-08") == ["2025-W23"]
    assert _measured("month", TERM, "2023") == []
    assert _measured("year", TERM, "2026-06") == ["2026-01-01/2026-07-01"]


def test_contract_months_begin_with_the_term_and_mind_short_months() -> None:
    assert _measured("contract month", "2025-01-31/2026-01-31", "2025-01-31/2025-06-01") == [
        "2025-01-31/2025-02-28", "2025-02-28/2025-03-31", "2025-03-31/2025-04-30", "2025-04-30/2025-05-31",
    ]  # fmt: skip
    assert _measured("contract month", "2024-01-31/2025-01-31", "2024-02-01/2024-03-31") == [
        "2024-01-31/2024-02-29", "2024-02-29/2024-03-31",
    ]  # fmt: skip


def test_contract_quarters_and_years_are_cut_only_where_the_term_ends() -> None:
    found = _windows("contract quarter", "2024-11-30/2025-06-15", "2024-11-30/2026-01-01")
    assert [str(judged.period) for judged in found] == [
        "2024-11-30/2025-02-28", "2025-02-28/2025-05-30", "2025-05-30/2025-06-15",
    ]  # fmt: skip
    assert [judged.full for judged in found] == [True, True, False]
    assert _measured("contract year", "2024-02-29/2027-02-28", "2024-02-29/2028-01-01") == [
        "2024-02-29/2025-02-28", "2025-02-28/2026-02-28", "2026-02-28/2027-02-28",
    ]  # fmt: skip


def test_rolling_months_are_judged_at_the_end_of_each_month() -> None:
    (december,) = _windows("rolling 2 months", TERM, "2024-12")
    assert str(december.period) == "2024-11-01/2025-01-01"
    assert [str(part) for part in december.parts] == ["2024-11", "2024-12"]
    assert (str(december.settles), december.full, december.before_full) == ("2024-12", True, False)


def test_rolling_months_grow_at_the_beginning_of_the_term() -> None:
    found = _windows("rolling 3 months", "2025-01-15/2025-06-10", "2025")
    assert [[str(part) for part in judged.parts] for judged in found] == [
        ["2025-01-15/2025-02-01"],
        ["2025-01-15/2025-02-01", "2025-02"],
        ["2025-01-15/2025-02-01", "2025-02", "2025-03"],
        ["2025-02", "2025-03", "2025-04"],
        ["2025-03", "2025-04", "2025-05"],
        ["2025-04", "2025-05", "2025-06-01/2025-06-10"],
    ]
    assert [judged.before_full for judged in found] == [True, True, True, False, False, False]
    assert [judged.full for judged in found] == [False, False, False, True, True, False]


def test_rolling_months_are_full_when_the_term_began_with_the_first_of_them() -> None:
    found = _windows("rolling 3 months", "2025", "2025-01-01/2025-05-01")
    assert [judged.before_full for judged in found] == [True, True, False, False]
    assert str(found[2].period) == "2025-Q1"


def test_rolling_days_are_judged_each_day() -> None:
    found = _windows("rolling 3 days", "2024-02-27/2024-03-05", "2024-02-27/2024-03-03")
    assert [str(judged.period) for judged in found] == [
        "2024-02-27", "2024-02-27/2024-02-29", "2024-02-27/2024-03-01",
        "2024-02-28/2024-03-02", "2024-02-29/2024-03-03",
    ]  # fmt: skip
    assert [judged.before_full for judged in found] == [True, True, False, False, False]
    assert [str(judged.settles) for judged in found[-2:]] == ["2024-03-01", "2024-03-02"]


def test_any_days_are_the_stretches_that_end_on_a_day_of_the_month() -> None:
    (june,) = _windows("any 90 days", TERM, "2025-06")
    assert len(june.stretches) == 30
    assert june.stretches[0] == Period(date(2025, 3, 4), date(2025, 6, 2))
    assert june.stretches[-1] == Period(date(2025, 4, 2), date(2025, 7, 1))
    assert {len(stretch.days()) for stretch in june.stretches} == {90}
    assert june.period == Period(date(2025, 3, 4), date(2025, 7, 1))
    assert str(june.settles) == "2025-06"


def test_any_days_wait_for_the_first_whole_stretch_of_the_term() -> None:
    january, february, march, april = _windows("any 90 days", "2025", "2025-01-01/2025-05-01")
    assert [judged.before_full for judged in (january, february, march, april)] == [True, True, False, False]
    assert february.stretches == (Period(date(2025, 1, 1), date(2025, 3, 1)),)
    assert [stretch.end for stretch in march.stretches] == [date(2025, 4, 1)]  # day 90 of the year is 31 March
    assert len(april.stretches) == 30
    leap = _windows("any 90 days", "2024", "2024-03")[0]
    assert [stretch.end for stretch in leap.stretches] == [date(2024, 3, 31), date(2024, 4, 1)]


def test_a_day_has_23_24_or_25_hours() -> None:
    assert [len(_windows("hour", TERM, day)) for day in ("2025-03-30", "2025-06-02", "2025-10-26")] == [23, 24, 25]
    spring = _measured("hour", TERM, "2025-03-30")
    assert spring[1:3] == ["2025-03-30T01:00+01:00", "2025-03-30T03:00+02:00"]
    autumn = _measured("hour", TERM, "2025-10-26")
    assert autumn[2:4] == ["2025-10-26T02:00+02:00", "2025-10-26T02:00+01:00"]


@pytest.mark.parametrize(
    ("name", "day"),
    [("Asia/Kathmandu", "2025-06-02"), ("Asia/Kolkata", "2025-06-02"), ("Australia/Lord_Howe", "2025-04-06"),
     ("Australia/Lord_Howe", "2025-10-05"), ("Africa/Cairo", "2025-04-25"), ("America/Havana", "2025-11-02"),
     ("America/Santiago", "2025-04-05"), ("Pacific/Apia", "2011-12-29"), ("Europe/Berlin", "2025-10-26")],
)  # fmt: skip
def test_the_hours_of_a_day_tile_it_in_every_zone(name: str, day: str) -> None:
    where, whole = zone(name), Period.parse(day)
    spans = [hour.span(where) for hour in hours_of(whole.first, where)]
    assert (spans[0].start, spans[-1].end) == (whole.span(where).start, whole.span(where).end)
    assert all(left.end == right.start for left, right in pairwise(spans))
    assert len({str(hour) for hour in hours_of(whole.first, where)}) == len(spans)


def test_hours_lie_on_the_local_clock_and_half_hours_come_with_half_hour_changes() -> None:
    assert str(hours_of(date(2025, 6, 2), zone("Asia/Kathmandu"))[10]) == "2025-06-02T10:00+05:45"
    night = [str(hour) for hour in hours_of(date(2025, 4, 6), zone("Australia/Lord_Howe"))]
    assert night[1:4] == ["2025-04-06T01:00+11:00", "2025-04-06T01:30+10:30", "2025-04-06T02:00+10:30"]


def test_a_day_that_a_zone_left_out_has_no_hours() -> None:
    assert hours_of(date(2011, 12, 30), zone("Pacific/Apia")) == []


def test_an_hour_is_read_and_written_back_and_is_not_its_day() -> None:
    twice = hours_of(date(2025, 10, 26), BERLIN)
    for hour in twice:
        assert read_window(str(hour)) == Hour.parse(str(hour)) == hour
        assert hour.span(BERLIN) == Hour.parse(str(hour)).span(BERLIN)
        assert hour != Period.parse("2025-10-26")
    assert len(set(twice)) == 25
    assert sorted(reversed(twice)) == twice
    assert read_window("2025-10") == Period.parse("2025-10")
    with pytest.raises(ValueError, match="is not an hour"):
        read_window("2025-10-26T02:00")


def test_an_hour_is_cut_by_a_term_with_its_whole_day() -> None:
    hour = hours_of(date(2025, 6, 2), BERLIN)[10]
    inside, outside = Period.parse("2025-06-02"), Period.parse("2025-06-03")
    assert hour.overlap(inside) == inside.overlap(hour) == hour.overlap(hour) == hour
    assert hour.overlap(outside) is outside.overlap(hour) is None
    assert hour.overlap(hours_of(date(2025, 6, 2), BERLIN)[11]) is None


def test_the_running_window_is_the_one_that_is_judged_later() -> None:
    def running(each: str, period: str, term: Period = TERM) -> str:
        return str(Cadence.parse(each).running(term, Period.parse(period)))

    assert running("quarter", "2025-02") == "2025-Q1"
    assert running("quarter", "2025-03") == "None"
    assert running("year", "2026-03") == "2026-01-01/2026-07-01"
    assert running("year", "2026-06") == "None"
    assert running("month", "2027") == "None"
    assert running("contract month", "2025-02-10", Period.parse("2025-01-31/2026-01-31")) == "2025-01-31/2025-02-28"
    assert running("rolling 3 months", "2025-06-10") == "2025-Q2"
    assert running("rolling 30 days", "2025-06-10") == "None"
    assert running("any 90 days", "2025-06-10") == "2025-03-04/2025-07-01"
    assert running("hour", "2025-06-10") == "None"


_DAYS = st.dates(date(2023, 12, 1), date(2025, 3, 31))


@given(st.sampled_from(EVERY), st.sets(_DAYS, min_size=2, max_size=2), st.sets(_DAYS, max_size=8))
def test_adjoining_periods_judge_each_window_exactly_once(each: str, term: set[date], cuts: set[date]) -> None:
    """Whatever the edges, the pieces judge what the whole judges, in the same order."""
    cadence, agreed = Cadence.parse(each), Period(min(term), max(term))
    if cadence.hourly:
        agreed = Period(agreed.first, min(agreed.end, agreed.first + timedelta(days=20)))
    edges = [date(2023, 11, 20), *sorted(cuts), date(2025, 4, 20)]
    pieces = [Period(first, end) for first, end in pairwise(edges)]
    whole = cadence.windows(agreed, Period(edges[0], edges[-1]), BERLIN)
    assert [judged for piece in pieces for judged in cadence.windows(agreed, piece, BERLIN)] == whole
    assert len(set(whole)) == len(whole) > 0


@given(st.sampled_from(EVERY), st.sets(_DAYS, min_size=2, max_size=2))
def test_the_tiles_cover_the_term_without_overlap(each: str, term: set[date]) -> None:
    agreed = Period(min(term), max(term))
    if each == "hour":
        agreed = Period(agreed.first, min(agreed.end, agreed.first + timedelta(days=20)))
    found = Cadence.parse(each).windows(agreed, agreed, BERLIN)
    spans = [judged.settles.span(BERLIN) for judged in found]
    assert (spans[0].start, spans[-1].end) == (agreed.span(BERLIN).start, agreed.span(BERLIN).end)
    assert all(left.end == right.start for left, right in pairwise(spans))
    for judged in found:
        assert judged.period.overlap(agreed) == judged.period
        assert judged.parts[0].first == judged.period.first
        assert judged.parts[-1].end == judged.period.end
        assert not (judged.full and judged.before_full)
