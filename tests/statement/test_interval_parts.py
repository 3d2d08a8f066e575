"""The intervals of a promise that counts kept ones: what is said and shown of them, and of sources that only count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.promises import PROMPT

from pactline.agreement.model import Agreement
from pactline.records.record_set import RecordSet, from_rows
from pactline.records.tables import INTERVAL_COUNTS
from pactline.statement.counting.interval_parts import intervals_sentence, missed_intervals
from pactline.statement.evaluating import evaluate
from pactline.statement.model import Result
from pactline.statement.shown.explaining import explain
from pactline.statement.shown.html import render_html
from pactline.statement.shown.interval_chart import MOST_DAYS, interval_chart
from pactline.values.period import Period
from pactline.values.zone import zone

Agreed, Table = Callable[..., Agreement], Callable[..., RecordSet]
HALF_HOURS = PROMPT.replace(
    "each: month", "each: month\n  roll_up: intervals_met\n  interval: 30 min\n  interval_target: at least 50 %"
)
ROWS = """
    2025-06-03T09:00:00  answered  20
    2025-06-03T09:29:59  answered  21
    2025-06-03T09:30:00  answered  21
    2025-06-03T09:45:00  answered  21
    2025-06-03T09:50:00  answered  20
    2025-06-04T08:00:00  answered  1
"""
BERLIN = zone("Europe/Berlin")


@pytest.fixture
def result(agreed: Agreed, records: Table) -> Result:
    return evaluate(agreed(HALF_HOURS), records(ROWS), Period.parse("2025-06"))["prompt"]


def test_each_half_hour_with_data_is_held_against_the_interval_target(result: Result) -> None:
    found = [(part.counts.good, part.counts.counted, part.kept) for part in result.intervals]
    assert found == [(1, 2, True), (1, 3, False), (1, 1, True)], "exactly half is at least half, a third is not"
    assert (result.windows[0].parts, result.windows[0].parts_met) == (3, 2), "the same that the roll-up counts"
    assert intervals_sentence(result) == "3 intervals with data: 2 kept at least 50 %, 1 did not."
    assert missed_intervals(result, 5) == [("2025-06-03 09:30", "1 of 3", "33.33 %")]
    assert missed_intervals(result, 0) == []


def test_intervals_are_shown_in_place_of_days_that_are_not_judged(agreed: Agreed, records: Table) -> None:
    statement = evaluate(agreed(HALF_HOURS), records(ROWS), Period.parse("2025-06"))
    page = render_html(statement)
    assert "Half-hour by half-hour" in page
    assert "Day by day" not in page
    assert page.count('class="cell kept"') == 2, "in the chart and in its legend"
    assert "1 interval did not keep at least 50 %\n  2025-06-03 09:30  33.33 %  1 of 3" in explain(statement["prompt"])
    by_days = HALF_HOURS.replace("intervals_met\n  interval: 30 min", "days_met")
    other = render_html(evaluate(agreed(by_days), records(ROWS), Period.parse("2025-06")))
    assert "Day by day" in other
    assert "by half-hour" not in other


def test_the_first_missed_intervals_are_told_and_the_rest_is_counted(agreed: Agreed, records: Table) -> None:
    rows = "\n".join(f"2025-06-{day:02d}T09:00:00 answered 21" for day in range(1, 13))
    found = evaluate(agreed(HALF_HOURS), records(rows), Period.parse("2025-06"))["prompt"]
    assert "12 intervals did not keep at least 50 %; the first 10, all with: explain --contacts" in explain(found)
    assert "; the first" not in explain(found, shown=None)


def test_what_would_be_too_fine_to_read_is_not_drawn(result: Result) -> None:
    one = result.intervals[0]

    def drawn(days: int) -> Any:
        parts = [replace(one, start_us=one.start_us + day * 86_400_000_000) for day in range(days)]
        return interval_chart(parts, 30, BERLIN, "c", "Half-hours", "")

    assert drawn(MOST_DAYS) is not None
    assert drawn(MOST_DAYS + 1) is None
    assert interval_chart([], 30, BERLIN, "c", "Half-hours", "") is None


def test_the_hour_that_comes_twice_is_two_intervals_in_one_place(agreed: Agreed, records: Table) -> None:
    rows = "2025-10-26T02:10:00+02:00 answered 1\n2025-10-26T02:10:00+01:00 answered 90"
    found = evaluate(agreed(HALF_HOURS), records(rows), Period.parse("2025-10"))["prompt"]
    assert [part.kept for part in found.intervals] == [True, False]
    assert missed_intervals(found, 9) == [("2025-10-26 02:00", "0 of 1", "0.00 %")]
    assert str(interval_chart(found.intervals, 30, BERLIN, "c", "Half-hours", "")).count('class="cell') == 2


def test_of_counts_alone_no_wait_is_drawn_and_no_contact_called_good(agreed: Agreed) -> None:
    at = 1_748_934_000_000_000  # 2025-06-03 09:00 in Berlin
    place = {"queue": "q", "channel": "voice", "direction": "inbound", "from_us": at, "to_us": at + 1_800_000_000}
    told = {("answered", 0): 10, ("answered_within", 20_000): 7, ("abandoned", 0): 2, ("abandoned_within", 5_000): 0}
    rows = [{**place, "what": what, "within_ms": ms, "value": value} for (what, ms), value in told.items()]
    statement = evaluate(agreed(PROMPT), from_rows(rows, INTERVAL_COUNTS), Period.parse("2025-06"))
    assert statement["prompt"].counts.counted == 12
    page, text = render_html(statement), explain(statement["prompt"])
    for said in (page, text):
        assert "The contacts cannot be listed: their source only counted them." in said
        assert "Every counted contact was good." not in said
    assert "How long contacts waited" not in page
