"""From records to waits: who is an event, who is censored, who is left out, and on which day."""

from __future__ import annotations

from collections.abc import Callable

import narwhals as nw
import numpy as np
import pytest

from pactline.planning.fetching import fetched as fetch
from pactline.planning.patience.days import day_of, read_days
from pactline.planning.patience.exposure import Chosen, Exposure, read_exposures
from pactline.records.choices.contacts import Clock
from pactline.records.record_set import RecordSet
from pactline.values.period import Period
from pactline.values.zone import zone

BERLIN = zone("Europe/Berlin")
Records = Callable[[str], RecordSet]
MIXED = """
    2025-03-03T09:00 answered 0
    2025-03-03T09:01 answered 12 talk_ms=100000 wrap_ms=20000
    2025-03-03T09:02 abandoned 12
    2025-03-03T09:03 abandoned 0
    2025-03-03T09:04 flowed_out 90
    2025-03-03T09:05 callback 45
    2025-03-03T09:06 abandoned -
    2025-03-03T09:07 refused 0
    2025-03-03T09:08 open 5
    2025-03-03T09:09 answered 30 queue=sales
    2025-03-03T09:10 abandoned 3 channel=chat
    2025-03-03T09:11 abandoned 4 direction=outbound
    2025-03-04T15:00 abandoned 7.5 queue=sales
"""


def pairs(exposure: Exposure) -> set[tuple[str, float, int, int]]:
    """Day, wait, hung up, stayed."""
    rows = zip(exposure.days, exposure.wait_s, exposure.hung_up, exposure.stayed, strict=True)
    return {(day_of(int(day)).isoformat(), float(wait), int(gone), int(stayed)) for day, wait, gone, stayed in rows}


def test_hang_ups_are_events_the_others_are_censored_and_who_never_waited_is_left_out(records: Records) -> None:
    found = read_exposures(records(MIXED), Chosen(BERLIN))
    assert list(found) == ["billing", "sales"]
    assert pairs(found["billing"]) == {
        ("2025-03-03", 12.0, 1, 1), ("2025-03-03", 0.0, 1, 0), ("2025-03-03", 90.0, 0, 1), ("2025-03-03", 45.0, 0, 1),
    }  # fmt: skip
    billing = found["billing"]
    assert (billing.without_wait, billing.unknown_wait, billing.never_queued) == (1, 1, 2)
    assert (billing.hang_ups, billing.waited, billing.waiting_s) == (2, 5, 12 + 12 + 90 + 45)
    assert pairs(found["sales"]) == {("2025-03-03", 30.0, 0, 1), ("2025-03-04", 7.5, 1, 0)}


def test_channel_direction_queue_period_and_hours_choose_contacts(records: Records) -> None:
    kept = records(MIXED)
    assert pairs(read_exposures(kept, Chosen(BERLIN, channels=("chat",)))["billing"]) == {("2025-03-03", 3.0, 1, 0)}
    outbound = read_exposures(kept, Chosen(BERLIN, direction="outbound"))["billing"]
    assert pairs(outbound) == {("2025-03-03", 4.0, 1, 0)}
    assert list(read_exposures(kept, Chosen(BERLIN, queues=("sales",)))) == ["sales"]
    fourth = Chosen(BERLIN, span=Period.parse("2025-03-04").span(BERLIN))
    assert pairs(read_exposures(kept, fourth)["sales"]) == {("2025-03-04", 7.5, 1, 0)}
    afternoon = read_exposures(kept, Chosen(BERLIN, hours=(12, 18)))
    assert {name: pairs(each) for name, each in afternoon.items()} == {"sales": {("2025-03-04", 7.5, 1, 0)}}
    night = read_exposures(kept, Chosen(BERLIN, hours=(22, 10)))
    assert pairs(night["sales"]) == {("2025-03-03", 30.0, 0, 1)}
    assert read_exposures(kept, Chosen(BERLIN, hours=(10, 15))) == {}


def test_days_and_hours_are_local_also_on_the_day_the_clocks_change(records: Records) -> None:
    made = records("""
        2025-03-29T23:59:59 abandoned 10
        2025-03-30T00:00:00 abandoned 20
        2025-03-30T03:00:00 abandoned 30
        2025-03-30T23:59:59 abandoned 40
        2025-03-31T00:00:00 abandoned 50
    """)
    found = pairs(read_exposures(made, Chosen(BERLIN))["billing"])
    assert {(day[-2:], wait) for day, wait, _, _ in found} == {
        ("29", 10),
        ("30", 20),
        ("30", 30),
        ("30", 40),
        ("31", 50),
    }
    thirtieth = Chosen(BERLIN, span=Period.parse("2025-03-30").span(BERLIN))
    assert sorted(read_exposures(made, thirtieth)["billing"].wait_s.tolist()) == [20, 30, 40]
    at_three = read_exposures(made, Chosen(BERLIN, hours=(3, 4)))["billing"]
    assert at_three.wait_s.tolist() == [30.0]


def test_the_wait_may_begin_with_the_voice_menu_where_the_records_know_it(records: Records) -> None:
    made = records("2025-03-03T09:00 abandoned 10\n2025-03-03T09:05 abandoned 5")
    whole = read_exposures(made, Chosen(BERLIN), Clock.ARRIVAL)["billing"]
    assert (whole.waited, whole.unknown_wait) == (0, 2)  # nobody said when the system picked up


def test_the_days_count_what_came_and_was_answered_in_time(records: Records) -> None:
    days = read_days(records(MIXED), Chosen(BERLIN), within_s=20)
    assert [day_of(int(n)).isoformat() for n in days.numbers] == ["2025-03-03", "2025-03-04"]
    assert days.offered.tolist() == [6, 1]
    assert (days.answered.tolist(), days.in_time.tolist(), days.abandoned.tolist()) == ([3, 0], [2, 0], [3, 1])
    assert (days.aht_s, days.handled.tolist()) == (80.0, [3, 0])  # 60, 120 and 60 s
    assert [read_days(records(MIXED), Chosen(BERLIN), edge).in_time.tolist()[0] for edge in (11.999, 12)] == [1, 2]
    # six contacts in one quarter-hour and one in another: (36 + 1) / 7 per quarter-hour
    assert days.rate_per_s == pytest.approx(37 / 7 / 900)


def test_an_engine_that_gives_rows_and_no_arrays_gives_the_same(records: Records) -> None:
    made = records(MIXED)

    class Rows:
        """What Spark's frames are like: no ``fetchnumpy``."""

        def __init__(self, frame: object) -> None:
            self.frame = frame

        def to_native(self) -> object:
            return object()

    class OnlyRows:
        def rows(self, frame: Rows) -> list[dict[str, object]]:
            return made.rows(frame.frame)  # type: ignore[arg-type]

    frame = made.contacts().select("queue", "visit")
    for name in ("queue", "visit"):
        by_rows = fetch(OnlyRows(), Rows(frame), ("queue", "visit"))[name]  # type: ignore[arg-type]
        assert sorted(by_rows.tolist()) == sorted(np.asarray(fetch(made, frame, ("queue", "visit"))[name]).tolist())
    backwards = made.contacts().select(back=nw.col("offered_us") * -1)
    ordered = fetch(OnlyRows(), Rows(backwards), ("back",), ("back",))["back"].tolist()  # type: ignore[arg-type]
    assert ordered == sorted(ordered)
    assert ordered == fetch(made, backwards, ("back",), ("back",))["back"].tolist()
    assert len(set(ordered)) > 10


def test_no_contact_at_all_is_no_error(records: Records) -> None:
    made = records(MIXED)
    assert read_exposures(made, Chosen(BERLIN, channels=("email",))) == {}
    days = read_days(made, Chosen(BERLIN, channels=("email",)))
    assert (len(days.numbers), days.aht_s, days.rate_per_s) == (0, None, None)


def test_days_and_waits_are_in_order_whatever_the_order_of_the_records(records: Records) -> None:
    found = read_exposures(records("".join(sorted(MIXED.splitlines(keepends=True), reverse=True))), Chosen(BERLIN))
    for each in found.values():
        assert list(zip(each.days, each.wait_s, strict=True)) == sorted(zip(each.days, each.wait_s, strict=True))
    assert found["billing"].wait_s.tolist() == [0, 12, 45, 90]
