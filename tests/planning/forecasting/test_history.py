"""What the records say of a queue: local days, clock changes, what counts as offered, counts, handling times."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from tests.planning.forecasting.made import BERLIN, contact, count

from pactline.planning.forecasting.history import Grid, read_histories
from pactline.records.record_set import from_rows
from pactline.records.tables import INTERVAL_COUNTS


def test_contacts_lie_in_the_intervals_of_their_local_day() -> None:
    rows = [
        contact("2025-03-03T08:14:59+01:00"), contact("2025-03-03T08:15:00+01:00"),
        contact("2025-03-03T23:59:59+01:00"), contact("2025-03-03T23:30:00+00:00"),  # half past midnight of the 4th
    ]  # fmt: skip
    (found,) = read_histories(from_rows(rows), BERLIN, 15)
    assert (found.first, found.days, found.queue, found.channel) == (date(2025, 3, 3), 2, "desk", "voice")
    assert [found.volume[0, 32], found.volume[0, 33], found.volume[0, 95], found.volume[1, 2]] == [1, 1, 1, 1]
    assert found.volume.sum() == 4
    (hours,) = read_histories(from_rows(rows), BERLIN, 60)
    assert hours.volume[0, 8] == 2


def test_only_what_was_offered_to_a_queue_by_a_customer_counts() -> None:
    outcomes = ("answered", "abandoned", "flowed_out", "callback", "refused", "failed", "open")
    rows = [contact("2025-03-03T08:00:00+01:00", n, outcome=each) for n, each in enumerate(outcomes)]
    rows += [contact("2025-03-03T08:00:00+01:00", 10, direction="outbound"),
             contact("2025-03-03T08:00:00+01:00", 11, direction=None)]  # fmt: skip
    (found,) = read_histories(from_rows(rows), BERLIN)
    assert found.volume.sum() == 5


def test_the_hour_that_the_clock_skips_is_empty_and_the_one_that_comes_twice_is_a_mean() -> None:
    rows = [contact("2025-03-30T01:30:00+01:00"), contact("2025-03-30T03:00:00+02:00")]
    rows += [contact("2025-10-26T02:10:00+02:00", n) for n in range(3)]
    rows += [contact("2025-10-26T02:10:00+01:00", n) for n in range(5)]
    (found,) = read_histories(from_rows(rows), BERLIN, 60)
    assert list(found.volume[0, :4]) == [0, 1, 0, 1]
    assert found.volume[-1, 2] == 4
    assert found.dates[-1] == date(2025, 10, 26)


@pytest.mark.parametrize(
    ("day", "intervals"), [(date(2025, 3, 30), 92), (date(2025, 10, 26), 100), (date(2025, 6, 1), 96)]
)
def test_days_of_23_and_25_hours_have_as_many_intervals(day: date, intervals: int) -> None:
    grid = Grid.of(day, 2, 15, BERLIN)
    starts, row, slot = grid.starts()
    assert (row == 0).sum() == intervals
    assert set(np.diff(starts)) == {900_000_000}
    assert slot[row == 0][-1] == 95
    assert grid.held[0].sum() == intervals


def test_half_hours_and_hours_are_sums_of_quarters() -> None:
    rows = [contact(f"2025-03-{3 + n % 5:02d}T{8 + n % 9:02d}:{7 * n % 60:02d}:00+01:00", n) for n in range(300)]
    quarters, halves, hours = (read_histories(from_rows(rows), BERLIN, each)[0].volume for each in (15, 30, 60))
    assert (quarters.reshape(5, 48, 2).sum(axis=2) == halves).all()
    assert (quarters.reshape(5, 24, 4).sum(axis=2) == hours).all()


def test_queues_and_channels_have_histories_of_their_own_over_the_same_days() -> None:
    rows = [contact("2025-03-03T08:00:00+01:00"), contact("2025-03-05T08:00:00+01:00", queue="other", channel="chat")]
    desk, other = read_histories(from_rows(rows), BERLIN)
    assert ((desk.queue, desk.channel), (other.queue, other.channel)) == (("desk", "voice"), ("other", "chat"))
    assert desk.first == other.first
    assert desk.days == other.days == 3
    assert list(desk.covered) == [True, False, True]
    (only,) = read_histories(from_rows(rows), BERLIN, channels=["chat"])
    assert only.queue == "other"


def test_nothing_from_a_day_on_is_looked_at() -> None:
    rows = [contact(f"2025-03-0{n}T08:00:00+01:00") for n in range(3, 8)]
    (found,) = read_histories(from_rows(rows), BERLIN, until=date(2025, 3, 5))
    assert (found.days, found.volume.sum()) == (2, 2)
    (whole,) = read_histories(from_rows(rows), BERLIN)
    assert whole.before(date(2025, 3, 5)).volume.sum() == 2
    with pytest.raises(ValueError, match="begin on 2025-03-03"):
        whole.before(date(2025, 3, 3))
    with pytest.raises(ValueError, match="no contact"):
        read_histories(from_rows(rows), BERLIN, until=date(2025, 1, 1))


def test_counts_are_taken_as_they_are_and_divided_where_they_reach_over_an_edge() -> None:
    rows = [count(f"2025-03-03T08:{6 * n:02d}:00+01:00", 6, 10) for n in range(10)]
    (found,) = read_histories(from_rows(rows, INTERVAL_COUNTS), BERLIN, 15)
    assert list(found.volume[0, 32:36]) == [25, 25, 25, 25]
    assert any("divided in proportion" in note for note in found.notes)
    (halves,) = read_histories(from_rows(rows, INTERVAL_COUNTS), BERLIN, 30)
    assert not any("divided in proportion" in note for note in halves.notes)
    assert "the source has no handling times" in found.notes


def test_a_source_that_counts_only_what_was_answered_says_so_and_its_talk_is_the_handling_time() -> None:
    rows = [
        count("2025-03-03T08:00:00+01:00", 15, 10, "answered"),
        count("2025-03-03T08:00:00+01:00", 15, 2_000_000, "talk_ms"),
    ]
    (found,) = read_histories(from_rows(rows, INTERVAL_COUNTS), BERLIN, 15)
    assert found.handled_s[0, 32] / found.handled[0, 32] == 200
    assert any("only what was answered" in note for note in found.notes)
    assert any("no after-contact times" in note for note in found.notes)


def test_handling_time_is_talk_and_hold_and_wrap_and_what_is_not_known_is_told() -> None:
    rows = [contact("2025-03-03T08:00:00+01:00", n) for n in range(8)]
    rows += [
        contact("2025-03-03T08:00:00+01:00", 8, talk_ms=None),
        contact("2025-03-03T08:00:00+01:00", 9, wrap_ms=None),
    ]
    (found,) = read_histories(from_rows(rows), BERLIN)
    assert found.handled.sum() == 9
    assert found.handled_s.sum() == 8 * 240 + 210
    assert any(note.startswith("the handling time of 1 answered contact of 10 is not known") for note in found.notes)
    assert any("without after-contact time" in note for note in found.notes)


def test_a_few_endless_handling_times_do_not_move_the_mean_and_are_told() -> None:
    rows = [contact("2025-03-03T08:00:00+01:00", n) for n in range(1999)]
    rows.append(contact("2025-03-03T08:00:00+01:00", 9999, talk_ms=40_000_000))
    (found,) = read_histories(from_rows(rows), BERLIN)
    assert found.handled_s.sum() == 1999 * 240 + 2400
    assert any("1 handling time above 2,400 s (the longest 40,040 s)" in note for note in found.notes)


def test_every_day_between_the_first_and_the_last_record_has_a_row() -> None:
    rows = [contact("2025-03-03T08:00:00+01:00"), contact("2025-03-13T08:00:00+01:00")]
    (found,) = read_histories(from_rows(rows), BERLIN)
    assert found.dates == [date(2025, 3, 3) + timedelta(days=n) for n in range(11)]
