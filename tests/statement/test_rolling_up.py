"""Intervals, days and roll-ups: the printed example, the nights the clocks change, odd zones."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from pactline.records.record_set import RecordSet
from pactline.statement.counting.choices_in_words import ChoiceRefused, choose
from pactline.statement.measuring import measure, unit_of
from pactline.values.cadence import Cadence
from pactline.values.target import Unit
from pactline.values.zone import zone

Table = Callable[..., RecordSet]
SL = {"within": "20 s", "abandons": "count_all"}


def _interval_example() -> str:
    """Interval 1: 10 of 10; interval 2: 133 of 190 (metrics catalogue, part 15)."""
    lines = ["2025-06-02T09:00:00 answered 1"] * 10
    lines += ["2025-06-02T09:30:00 answered 1"] * 133 + ["2025-06-02T09:30:00 answered 21"] * 57
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("choices", "value"),
    [
        ({}, Fraction(143, 2)),
        ({"roll_up": "mean_of_intervals", "interval": "30 min"}, Fraction(85)),
        ({"roll_up": "intervals_met", "interval": "30 min", "interval_target": "at least 80 %"}, Fraction(50)),
        ({"roll_up": "intervals_met", "interval": "60 min", "interval_target": "at least 70 %"}, Fraction(100)),
        ({"roll_up": "days_met", "interval_target": "at least 80 %"}, Fraction(0)),
        ({"roll_up": "worst_interval", "interval": "15 min"}, Fraction(70)),
        ({"roll_up": "intervals_missed", "interval": "30 min", "interval_target": "at least 80 %"}, Fraction(1)),
        ({"roll_up": "intervals_missed", "interval": "60 min", "interval_target": "at least 70 %"}, Fraction(0)),
        ({"roll_up": "days_missed", "interval_target": "at least 80 %"}, Fraction(1)),
    ],
)
def test_the_same_contacts_give_many_figures(records: Table, choices: dict[str, str], value: Fraction) -> None:
    found = measure(
        records(_interval_example()), choose("service_level", {**SL, **choices}), where=zone("Europe/Berlin")
    )
    assert found.rows[0].figure.value == value


def test_a_roll_up_that_needs_an_interval_asks_for_it() -> None:
    with pytest.raises(ChoiceRefused, match="'interval' necessary"):
        choose("service_level", {**SL, "roll_up": "mean_of_intervals"})
    with pytest.raises(ChoiceRefused, match="no worst interval"):
        choose("volume", {"counted": "answered", "roll_up": "worst_interval", "interval": "30 min"})
    with pytest.raises(ChoiceRefused, match="no effect"):
        choose("service_level", {**SL, "interval": "30 min"})


def test_missed_parts_are_a_plain_number_of_them_and_days_ask_for_the_zone(records: Table) -> None:
    """Busy hours of a day, as C14 counts them: five of six is not six; an hour without contacts is neither."""
    lines = [f"2025-06-02T{hour:02d}:05:00 answered {'30' if hour < 14 else '1'}" for hour in range(9, 16)]
    busy = {"roll_up": "intervals_missed", "interval": "60 min", "interval_target": "more than 50 %"}
    named = choose("service_level", {**SL, **busy})
    (row,) = measure(records("\n".join(lines)), named, where=zone("Europe/Berlin")).rows
    assert (row.figure.value, row.figure.parts, row.figure.parts_met) == (Fraction(5), 7, 2)
    assert unit_of(named) is Unit.CONTACTS
    by_days = choose("service_level", {**SL, "roll_up": "days_missed", "interval_target": "at least 80 %"})
    with pytest.raises(ChoiceRefused, match="zone"):
        measure(records("2025-06-02T09:00:00 answered 1"), by_days)


def test_missed_parts_of_a_volume_need_no_better_side(records: Table) -> None:
    named = choose("volume", {"counted": "answered", "roll_up": "days_missed", "interval_target": "at most 1"})
    lines = "2025-06-02T09:00:00 answered 1\n2025-06-02T09:01:00 answered 1\n2025-06-03T09:00:00 answered 1"
    assert measure(records(lines), named, where=zone("Europe/Berlin")).rows[0].figure.value == 1


def test_a_window_that_reaches_back_asks_for_its_own_choices() -> None:
    counting = choose("service_level", SL).counting
    asked = {each: counting.demands(Cadence.parse(each)) for each in ("month", "contract month", "hour")}
    assert asked == {"month": set(), "contract month": set(), "hour": set()}
    assert counting.demands() == set()
    assert counting.demands(Cadence.parse("rolling 2 months")) == {"over_months", "before_full"}
    assert counting.demands(Cadence.parse("rolling 30 days")) == {"before_full"}
    assert counting.demands(Cadence.parse("any 90 days")) == {"before_full"}
    with pytest.raises(ChoiceRefused, match="no effect"):
        choose("service_level", {**SL, "over_months": "pooled"})


def test_the_worst_stretch_needs_a_better_side_unless_parts_are_counted() -> None:
    any_days, rolling = Cadence.parse("any 90 days"), Cadence.parse("rolling 90 days")
    plain = choose("volume", {"counted": "answered"}).counting
    assert (plain.needs_better_side(any_days), plain.needs_better_side(rolling)) == (True, False)
    words = {"counted": "answered", "roll_up": "days_missed", "interval_target": "at most 1"}
    missed = choose("volume", words).counting
    assert not missed.needs_better_side(any_days)
    assert missed.own_figure() == (Unit.CONTACTS, False)


def _by(records: RecordSet, key: str, where: str) -> dict[Any, int]:
    rows = measure(records, choose("volume", {"counted": "answered"}), by=[key], where=zone(where)).rows
    return {next(iter(row.by.values())): row.figure.counts.counted for row in rows}


def test_an_hour_that_happens_twice_is_two_intervals(records: Table) -> None:
    night = records("""
        2025-10-26T02:30:00+02:00  answered  1
        2025-10-26T02:30:00+01:00  answered  1
    """)
    assert _by(night, "interval:60m", "Europe/Berlin") == {
        "2025-10-26T02:00:00+02:00": 1, "2025-10-26T02:00:00+01:00": 1,
    }  # fmt: skip
    assert _by(night, "day", "Europe/Berlin") == {"2025-10-26": 2}


def test_hours_lie_on_the_local_clock_where_the_zone_is_half_an_hour_off(records: Table) -> None:
    calls = records("2025-06-02T10:20:00+05:45 answered 1\n2025-06-02T10:59:59+05:45 answered 1")
    assert _by(calls, "interval:60m", "Asia/Kathmandu") == {"2025-06-02T10:00:00+05:45": 2}


def test_a_month_belongs_to_the_zone_it_is_asked_in(records: Table) -> None:
    calls = records("2025-06-30T23:30:00+02:00 answered 1")
    assert _by(calls, "month", "Europe/Berlin") == {"2025-06": 1}
    assert _by(calls, "month", "Asia/Tokyo") == {"2025-07": 1}


def test_groups_add_up_to_the_whole(records: Table) -> None:
    calls = records("""
        2025-06-02T09:00:00  answered   1  queue=billing    agent=Kim  tags=greeting=new;shift=early
        2025-06-02T09:20:00  answered   30 queue=technical  agent=Lee  tags=greeting=old
        2025-06-03T09:00:00  abandoned  4  queue=billing
    """)
    named = choose("service_level", SL)
    whole = measure(calls, named).rows[0].figure.counts
    for key in ("queue", "channel", "agent", "tag:greeting", "day", "interval:15m", "month"):
        parts = measure(calls, named, by=[key], where=zone("Europe/Berlin")).rows
        assert sum(row.figure.counts.counted for row in parts) == whole.counted == 3
        assert sum(row.figure.counts.good or 0 for row in parts) == whole.good == 1
    tags = {
        row.by["tag:greeting"]: row.figure.counts.counted for row in measure(calls, named, by=["tag:greeting"]).rows
    }
    assert tags == {"new": 1, "old": 1, None: 1}


def test_intervals_longer_than_a_quarter_hour_ask_for_the_zone_they_are_meant_in(records: Table) -> None:
    """09:10 and 09:50 in Kathmandu are one hour there and lie in two hours of UTC."""
    calls = records("2025-06-02T09:10:00+05:45 answered 1\n2025-06-02T09:50:00+05:45 answered 99")
    named = choose("service_level", {**SL, "roll_up": "worst_interval", "interval": "60 min"})
    with pytest.raises(ChoiceRefused, match="zone"):
        measure(calls, named)
    assert measure(calls, named, where=zone("Asia/Kathmandu")).rows[0].figure.value == 50
    assert measure(calls, named, where=zone("UTC")).rows[0].figure.value == 0
    quarters = choose("service_level", {**SL, "roll_up": "worst_interval", "interval": "15 min"})
    assert measure(calls, quarters).rows[0].figure.value == 0


def test_days_without_a_zone_are_refused(records: Table) -> None:
    with pytest.raises(ChoiceRefused, match="zone"):
        measure(records("2025-06-02T09:00:00 answered 1"), choose("service_level", SL), by=["day"])


def test_at_contact_level_the_clock_runs_from_the_first_queue_to_the_answer(records: Table) -> None:
    visits = """
        2025-06-02T09:00:00  flowed_out  60  contact_id=x visit=1 queue=sales
        2025-06-02T09:01:00  answered    15  contact_id=x visit=2 queue=overflow
        2025-06-02T10:00:00  answered    15  contact_id=y visit=1 queue=sales
    """
    by_visit = measure(records(visits), choose("service_level", SL)).rows[0].figure.counts
    by_contact = measure(records(visits), choose("service_level", {**SL, "level": "contact"})).rows[0].figure.counts
    assert (by_visit.counted, by_visit.good) == (2, 2)
    assert (by_contact.counted, by_contact.good) == (2, 1)
    wait = measure(records(visits), choose("longest_wait", {"whose": "answered", "level": "contact"}))
    assert wait.rows[0].figure.value == 75


def test_the_wait_percentile_is_a_real_wait(records: Table) -> None:
    calls = records("\n".join(f"2025-06-02T09:00:{n:02d} answered {n}" for n in range(1, 11)))
    for percent, wait in ((1, 1), (10, 1), (11, 2), (90, 9), (91, 10), (100, 10)):
        named = choose("wait_percentile", {"percent": str(percent), "whose": "answered"})
        assert measure(calls, named).rows[0].figure.value == wait


def test_a_contact_whose_end_is_not_recorded_belongs_to_the_instant_it_was_offered(records: Table) -> None:
    calls = records("2025-06-02T09:00:00 abandoned -\n2025-06-02T09:00:00 refused 0\n2025-06-02T09:00:00 open -")
    choices = {**SL, "refused": "count_as_missed", "attribution": "event"}
    assert measure(calls, choose("service_level", choices)).rows[0].figure.counts.counted == 2


def test_an_interval_in_which_the_clock_changes_begins_with_the_change(records: Table) -> None:
    night = records("2025-04-06T01:45:00+11:00 answered 1\n2025-04-06T01:45:00+10:30 answered 1")
    assert _by(night, "interval:60m", "Australia/Lord_Howe") == {
        "2025-04-06T01:00:00+11:00": 1, "2025-04-06T01:30:00+10:30": 1,
    }  # fmt: skip
