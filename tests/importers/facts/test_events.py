"""``events.csv``: what lasted from one instant to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from pactline.importers.facts.events import FILE, read_events
from pactline.records.facts import Event
from pactline.values.problem import Problems

NINE_US = 1_748_934_000_000_000  # 2025-06-03T09:00:00+02:00


def _read(folder: Path, *rows: str) -> tuple[Event, ...]:
    path = folder / "events.csv"
    path.write_text("\n".join(["commitment,start,end,evidence", *rows, ""]), encoding="utf-8")
    return read_events(path)


def test_the_example_is_read(tmp_path: Path) -> None:
    (path := tmp_path / "events.csv").write_text(FILE.example, encoding="utf-8")
    assert read_events(path) == (Event("core-hours-outage", NINE_US, NINE_US + 5_400_000_000, "ticket 4711"),)


@pytest.mark.parametrize(
    "written",
    ["2025-06-03T09:00:00+02:00", "2025-06-03T09:00+02:00", "2025-06-03T07:00Z", "2025-06-03T07:00:00.000000Z"],
)
def test_an_instant_is_the_same_in_every_offset_with_or_without_seconds(tmp_path: Path, written: str) -> None:
    assert _read(tmp_path, f"a,{written},2025-06-03T10:30:00+02:00,")[0].start_us == NINE_US


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2025-06-03", "TS_FORMAT"),
        ("2025-06-03T09:00:00", "TS_NO_OFFSET"),
        ("2025-06-03 09:00", "TS_NO_OFFSET"),
        ("2025-06-03T09Z", "TS_FORMAT"),
        ("2025-06-03T24:00Z", "TS_FORMAT"),
        ("2025-02-29T09:00Z", "TS_FORMAT"),
        ("2025-06-03T09:00+15:00", "TS_FORMAT"),
        ("2100-01-01T00:00Z", "TS_RANGE"),
        ("1748934000", "TS_FORMAT"),
    ],
)
def test_what_is_no_instant_is_refused(tmp_path: Path, written: str, code: str) -> None:
    with pytest.raises(Problems) as refused:
        _read(tmp_path, f"a,{written},2025-06-03T10:30:00+02:00,")
    assert [(p.code, p.column) for p in refused.value.problems] == [(code, 3)]


def test_an_event_lasts_at_least_a_microsecond(tmp_path: Path) -> None:
    (event,) = _read(tmp_path, "a,2025-06-03T09:00:00Z,2025-06-03T09:00:00.000001Z,")
    assert event.end_us - event.start_us == 1
    with pytest.raises(Problems, match="FACT_ORDER"):
        _read(tmp_path, "a,2025-06-03T09:00:00Z,2025-06-03T09:00:00Z,")


def test_events_of_one_commitment_may_touch_and_those_of_two_may_overlap(tmp_path: Path) -> None:
    nine_to_ten = "2025-06-03T09:00Z,2025-06-03T10:00Z"
    assert len(_read(tmp_path, f"a,{nine_to_ten},", "a,2025-06-03T10:00Z,2025-06-03T11:00Z,", f"b,{nine_to_ten},")) == 3
    with pytest.raises(Problems, match="FACT_OVERLAP"):
        _read(tmp_path, f"a,{nine_to_ten},", "a,2025-06-03T09:59:59.999999Z,2025-06-03T11:00Z,")


def test_an_event_within_a_long_one_that_began_much_earlier_is_found(tmp_path: Path) -> None:
    rows = [f"a,2025-06-0{day}T09:00Z,2025-06-0{day}T10:00Z," for day in range(1, 10)]
    with pytest.raises(Problems, match="FACT_OVERLAP"):
        _read(tmp_path, "a,2025-05-01T00:00Z,2025-06-30T00:00Z,", *rows)
