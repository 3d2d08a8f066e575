"""Figures from sources that only count: the same metrics, and *not computable* where the counts do not say it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from pactline.records.record_set import RecordSet, from_lines, from_rows
from pactline.records.tables import CONTACTS, INTERVAL_COUNTS
from pactline.records.views.looking import NotComputable
from pactline.statement.counting.asking import Scope
from pactline.statement.counting.choices_in_words import choose
from pactline.statement.measuring import measure
from pactline.values.calendar import Calendar, Hours
from pactline.values.period import Period
from pactline.values.zone import zone

HALF_HOUR = 1_800_000_000
NINE = 1_748_855_100_000_000 // HALF_HOUR * HALF_HOUR  # 2025-06-02 09:00 UTC
UTC = zone("UTC")
# the published example: 1,000 answered, 860 of them within 20 s; 60 abandoned, 10 within 5 s, 20 within 20 s
PUBLISHED = {
    "answered": 1000,
    "answered_within:20": 860,
    "abandoned": 60,
    "abandoned_within:5": 10,
    "abandoned_within:20": 20,
}


def counts(of: dict[str, int], at: int = NINE, length: int = HALF_HOUR, queue: str = "line") -> list[dict[str, Any]]:
    rows = []
    for name, value in of.items():
        what, _, seconds = name.partition(":")
        rows.append(
            {"queue": queue, "channel": "voice", "direction": "inbound", "from_us": at, "to_us": at + length,
             "what": what, "within_ms": int(seconds or 0) * 1000, "value": value}
        )  # fmt: skip
    return rows


def records(*of: list[dict[str, Any]]) -> RecordSet:
    return from_rows([row for rows in of for row in rows], INTERVAL_COUNTS)


def figure(of: RecordSet, metric: str, **choices: str) -> Fraction | None:
    (row,) = measure(of, choose(metric, choices)).rows
    return row.figure.value


FORMS = {
    "A": ({"abandons": "ignore_all"}, Fraction(860, 1000)),
    "B": ({"abandons": "count_all"}, Fraction(860, 1060)),
    "C": ({"abandons": "ignore_within_T"}, Fraction(860, 1040)),
    "D": ({"abandons": "count_as_met_within_T"}, Fraction(880, 1060)),
    "E": ({"abandons": "count_as_met_short", "short_abandon": "5 s"}, Fraction(870, 1060)),
    "F": ({"abandons": "ignore_short", "short_abandon": "5 s"}, Fraction(860, 1050)),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_published_forms_come_out_of_the_counts_they_were_published_with(form: str) -> None:
    choices, expected = FORMS[form]
    assert figure(records(counts(PUBLISHED)), "service_level", within="20 s", **choices) == 100 * expected


def test_a_threshold_that_was_not_counted_is_not_computable_and_the_counted_ones_are_named() -> None:
    with pytest.raises(NotComputable, match=r"'line'.* apart at 20 s only"):
        figure(records(counts(PUBLISHED)), "service_level", within="25 s", abandons="ignore_all")
    with pytest.raises(NotComputable, match="apart at 20 s only"):
        figure(records(counts(PUBLISHED)), "service_level", within="under 20 s", abandons="ignore_all")


def test_where_nobody_waited_between_the_thresholds_any_of_them_will_do() -> None:
    nobody_between = {"answered": 10, "answered_within:20": 7, "answered_within:30": 7, "abandoned": 0}
    for within in ("20 s", "25 s", "29999 ms"):
        value = figure(records(counts(nobody_between)), "service_level", within=within, abandons="count_all")
        assert value == 70


def test_a_kind_of_contact_that_was_not_counted_is_missed_only_where_it_decides() -> None:
    answered = records(counts({"answered": 10, "answered_within:20": 7}))
    assert figure(answered, "service_level", within="20 s", abandons="ignore_all") == 70
    with pytest.raises(NotComputable, match="do not say how many were abandoned"):
        figure(answered, "service_level", within="20 s", abandons="count_all")


def test_means_come_from_sums_and_are_not_computable_without_them() -> None:
    sums = {"answered": 4, "abandoned": 1, "wait_answered_ms": 10_000, "talk_ms": 400_000, "hold_ms": 40_000}
    assert figure(records(counts(sums)), "average_speed_of_answer") == Fraction(10, 4)
    assert figure(records(counts(sums)), "talk_time") == 100
    with pytest.raises(NotComputable, match="wrap_ms is not among them"):
        figure(records(counts(sums)), "average_handle_time")
    assert figure(records(counts({**sums, "wrap_ms": 4_000})), "average_handle_time") == 111
    with pytest.raises(NotComputable, match="every contact"):
        figure(records(counts(sums)), "wait_percentile", percent="90", whose="answered")


@pytest.mark.parametrize(
    ("metric", "choices"),
    [
        ("short_calls", {"limit": "10 s"}),
        ("after_contact_cap_breach", {"limit": "60 s"}),
        ("blockage", {"reasons": "FULL"}),
        ("hold_time", {"over": "held"}),
        ("csat_top_box", {"scale": "1-5", "good_scores": "4-5"}),
        ("survey_response_rate", {"over": "answered"}),
        ("self_service_containment", {}),
        ("first_contact_resolution_flag", {}),
        ("answer_rate", {"short_abandons": "ignore", "short_abandon": "5 s", "clock": "ring"}),
    ],
)
def test_what_counts_do_not_tell_is_not_computable_and_no_nought(metric: str, choices: dict[str, str]) -> None:
    everything = {
        **PUBLISHED, "flowed_out": 0, "callback": 0, "refused": 5, "transferred": 3,
        "talk_ms": 1, "hold_ms": 1, "wrap_ms": 1,
    }  # fmt: skip
    with pytest.raises(NotComputable, match="more of a contact than its outcome and its wait"):
        figure(records(counts(everything)), metric, **choices)
    assert figure(records(counts(everything)), "busy_rate") == Fraction(500, 1065)
    assert figure(records(counts(everything)), "transfer_rate") == Fraction(300, 1000)


def test_intervals_add_up_and_stand_beside_contacts() -> None:
    one, other = counts(PUBLISHED), counts({**PUBLISHED, "answered_within:20": 900}, NINE + HALF_HOUR)
    call = {"contact_id": "c", "visit": 1, "queue": "calls", "channel": "voice", "direction": "inbound",
            "offered_us": NINE, "answered_us": NINE, "outcome": "answered", "wait_ms": 0}  # fmt: skip
    both = from_lines([*((0, INTERVAL_COUNTS, [row]) for row in [*one, *other]), (0, CONTACTS, [call])])
    named = choose("service_level", {"within": "20 s", "abandons": "ignore_all"})
    by = {tuple(row.by.values()): row.figure.value for row in measure(both, named, by=["queue"]).rows}
    assert by == {("line",): Fraction(88), ("calls",): Fraction(100)}
    line = Scope(queues=("line",))
    found = measure(both, named, where=UTC, by=["interval:30m"], scope=line).rows
    assert [row.figure.value for row in found] == [86, 90]


def test_an_edge_inside_a_counted_interval_is_not_computable() -> None:
    named, day = choose("answer_rate", {"short_abandons": "count"}), Period.parse("2025-06-02")
    counted = records(counts({"answered": 1, "abandoned": 1}, length=2 * HALF_HOUR))
    with pytest.raises(NotComputable, match="60 minutes from 2025-06-02T09:00Z together"):
        measure(counted, named, where=UTC, by=["interval:30m"])
    assert measure(counted, named, where=UTC, by=["interval:60m"]).rows[0].figure.value == 50
    half_past = Calendar({0: (Hours.parse("09:30-17:00"),)})
    with pytest.raises(NotComputable, match="opening hours begin or end inside"):
        measure(counted, named, period=day, where=UTC, hours=half_past)
    for hours, value in (("09:00-17:00", 50), ("10:00-17:00", None)):
        open_ = Calendar({0: (Hours.parse(hours),)})
        assert measure(counted, named, period=day, where=UTC, hours=open_).rows[0].figure.value == value


def test_counts_that_contradict_themselves_make_no_figure() -> None:
    wrong = records(counts({"answered": 5, "answered_within:20": 7, "abandoned": 0}))
    with pytest.raises(NotComputable, match="contradict"):
        figure(wrong, "service_level", within="20 s", abandons="count_all")
