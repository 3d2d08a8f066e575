"""A metric outside any agreement: how groups are named, and what nothing at all comes to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pactline.records.record_set import RecordSet, from_rows
from pactline.statement.counting.choices_in_words import ChoiceRefused, choose
from pactline.statement.measuring import measure
from pactline.values.zone import zone

PROMPT = {"within": "20 s", "abandons": "count_all"}


@pytest.mark.parametrize(
    ("by", "message"),
    [
        (("queue", "queue"), "'queue' is named twice as a group"),
        (("day", "day"), "'day' is named twice as a group"),
        (("tag:",), "tag: names no tag"),
        (("day", "month"), "at most one tag and one of interval, day and month"),
    ],
)
def test_groups_that_cannot_be_made_are_refused(by: tuple[str, ...], message: str) -> None:
    with pytest.raises(ChoiceRefused, match=message):
        measure(from_rows([]), choose("service_level", PROMPT), by=by, where=zone("UTC"))


def test_a_share_of_days_needs_the_zone_of_the_days(records: Callable[..., RecordSet]) -> None:
    late = records("2025-06-02T00:30:00 answered 1\n2025-06-02T12:00:00 answered 60")  # in UTC these are two days
    days = choose("service_level", {**PROMPT, "roll_up": "days_met", "interval_target": "at least 80 %"})
    with pytest.raises(ChoiceRefused, match="name the zone"):
        measure(late, days)
    (row,) = measure(late, days, where=zone("Europe/Berlin")).rows
    assert (row.figure.parts, row.figure.parts_met) == (1, 0)


def test_no_record_at_all_is_one_row_of_nothing() -> None:
    share, mean = (measure(from_rows([]), choose(*of)).rows for of in (("service_level", PROMPT), ("talk_time", {})))
    assert [(row.by, row.figure.counts.counted, row.figure.counts.good, row.figure.value) for row in share] == [
        ({}, 0, 0, None)
    ]
    assert [(row.figure.counts.counted, row.figure.value) for row in mean] == [(0, None)]
    assert measure(from_rows([]), choose("service_level", PROMPT), by=("queue",)).rows == ()
