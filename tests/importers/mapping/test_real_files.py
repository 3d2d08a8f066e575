"""The shipped mappings on the real exports they were made for, where these are at hand."""

from __future__ import annotations

import csv
import gzip
import statistics
from collections import Counter, defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pactline.importers.mapping.file import match_report, parse_mapping, read_mapping
from pactline.importers.mapping.importing import read
from pactline.importers.mapping.model import ReportMapping
from pactline.importers.mapping.report import Report, read_report
from pactline.importers.reading import Ignored, Item, Read, Reading, Source
from pactline.values.exact import RoundingMode, round_fraction
from pactline.values.zone import zone

CALLS = Path(__file__).resolve().parents[3] / "../shared/data/calls"
BANK = "anonymous-bank-1999-02/february1999.txt.gz"


@cache
def items_of(mapping: str, file: str, where: str = "") -> tuple[Item, ...]:
    """Every item of a real file."""
    path = CALLS / file
    if not path.exists():
        pytest.skip("the real files are not here")
    reading = Reading(mapping=read_mapping(mapping), zone=zone(where) if where else None)
    return tuple(read(Source(file, path), reading))


def rows_of(items: tuple[Item, ...]) -> list[dict[str, Any]]:
    """The rows of the records that were understood."""
    return [dict(item.row) for item in items if isinstance(item, Read)]


def verdicts(items: tuple[Item, ...]) -> dict[str, int]:
    """How many items of each kind."""
    return dict(Counter(type(item).__name__ for item in items))


def percent(good: int, counted: int) -> Decimal:
    """A share to one decimal."""
    return round_fraction(Fraction(100 * good, counted), 1, RoundingMode.HALF_UP)


def test_every_row_of_the_bank_month_is_accounted_for():
    items = items_of("anonymous-bank", BANK)
    assert len(items) == 33_344
    assert verdicts(items) == {"Read": 33_066, "Ignored": 278}
    assert [item.line for item in items] == list(range(2, 33_346))
    rows = rows_of(items)
    assert Counter((row["queue"], row["outcome"]) for row in rows) == {
        ("agents", "answered"): 27_162,
        ("agents", "abandoned"): 3_963,
        ("voice-unit", "abandoned"): 1_941,
    }
    assert len({row["contact_id"] for row in rows}) == 33_066


def test_the_bank_month_gives_the_four_service_levels_and_both_abandonment_rates():
    rows = rows_of(items_of("anonymous-bank", BANK))
    queued = [row for row in rows if row["queue"] == "agents"]
    answered = [row for row in queued if row["outcome"] == "answered"]
    left = [row for row in queued if row["outcome"] == "abandoned"]
    prompt = sum(row["wait_ms"] <= 20_000 for row in answered)
    short = sum(row["wait_ms"] <= 5_000 for row in left)
    in_time = sum(row["wait_ms"] <= 20_000 for row in left)
    assert percent(prompt, len(queued)) == Decimal("52.1")
    assert percent(prompt, len(answered)) == Decimal("59.7")
    assert percent(prompt, len(queued) - short) == Decimal("52.5")
    assert percent(prompt + in_time, len(queued)) == Decimal("56.1")
    assert percent(len(left), len(queued)) == Decimal("12.7")
    hung_up = sum(row["outcome"] == "abandoned" for row in rows)
    assert percent(hung_up, len(rows)) == Decimal("17.9")


def local_day(us: int, where: ZoneInfo) -> str:
    """The local day of an instant."""
    return datetime.fromtimestamp(us // 1_000_000, UTC).astimezone(where).date().isoformat()


def test_each_day_of_the_bank_month_has_the_calls_hang_ups_and_times_of_the_reference():
    """The reference takes means and medians over all rows, phantoms included; those are read from the source here."""
    items = items_of("anonymous-bank", BANK)
    with gzip.open(CALLS / BANK, "rt", encoding="utf-8", newline="") as file:
        source = list(csv.DictReader(file, delimiter="\t"))
    where = zone("Asia/Jerusalem")
    waits: dict[str, list[int]] = defaultdict(list)
    talks: dict[str, list[int]] = defaultdict(list)
    hangs: Counter[str] = Counter()
    for item, raw in zip(items, source, strict=True):
        if isinstance(item, Read):
            row = item.row
            offered, wait = row["offered_us"], row["wait_ms"]
            assert isinstance(offered, int)
            assert isinstance(wait, int)
            arrived = row.get("arrived_us", offered)
            assert isinstance(arrived, int)
            day = local_day(arrived, where)
            hangs[day] += row["outcome"] == "abandoned"
            waits[day].append(wait // 1_000 if row["queue"] == "agents" else 0)
            talk = row.get("talk_ms")
            talks[day].append(int(raw["ser_time"]) if talk is None else int(talk) // 1_000)
        else:
            assert isinstance(item, Ignored)
            day = datetime.strptime(raw["date"], "%y%m%d").date().isoformat()  # noqa: DTZ007
            waits[day].append(int(raw["q_time"]))
            talks[day].append(int(raw["ser_time"]))
    with (CALLS / "anonymous-bank-1999-02/reference_daily_february.csv").open(encoding="utf-8") as file:
        reference = list(csv.DictReader(file))
    assert len(reference) == 28
    for expected in reference:
        day = expected["date"]
        assert len(waits[day]) == int(expected["total_calls"]), day
        assert hangs[day] == int(expected["hangs"]), day
        assert abs(Fraction(sum(waits[day]), len(waits[day])) - Fraction(expected["avg_queue_time"])) <= Fraction(
            "0.006"
        )
        assert abs(Fraction(sum(talks[day]), len(talks[day])) - Fraction(expected["avg_service_time"])) <= Fraction(
            "0.006"
        )
        assert statistics.median(waits[day]) == float(expected["median_queue_time"]), day


def test_the_doubts_about_the_bank_month_are_flagged():
    items = items_of("anonymous-bank", BANK)
    rows = rows_of(items)
    assert {row.get("flags") for row in rows} == {None, "clock_disagrees"}
    with gzip.open(CALLS / BANK, "rt", encoding="utf-8", newline="") as file:
        source = list(csv.DictReader(file, delimiter="\t"))
    backwards = {
        item.line
        for item, raw in zip(items, source, strict=True)
        if isinstance(item, Read) and raw["vru_time"].startswith("-")
    }
    unknown_arrival = {
        item.line
        for item in items
        if isinstance(item, Read) and item.row["queue"] == "agents" and "arrived_us" not in item.row
    }
    assert unknown_arrival == backwards
    assert len(backwards) == 23


def test_the_workbook_keeps_blanks_unknown():
    rows = rows_of(items_of("phonenow", "phonenow-2021/call_center_dataset.xlsx", "Europe/Zurich"))
    assert len(rows) == 5_000
    unanswered = [row for row in rows if row["outcome"] == "abandoned"]
    assert len(unanswered) == 946
    assert all(
        row["flags"] == "wait_unknown" and not {"wait_ms", "talk_ms", "csat", "agent"} & set(row) for row in unanswered
    )
    answered = [row for row in rows if row["outcome"] == "answered"]
    assert all(row["talk_ms"] % 1_000 == 0 and row["wait_ms"] % 1_000 == 0 for row in answered)
    assert {row["csat"] for row in answered} == {1, 2, 3, 4, 5}
    first = rows[0]
    assert (first["wait_ms"], first["talk_ms"], first["agent"]) == (109_000, 143_000, "Diane")
    assert local_day(first["offered_us"], zone("Europe/Zurich")) == "2021-01-01"


@pytest.mark.parametrize(("year", "read", "in_time"), [(2018, 33_057, 27_462), (2019, 32_987, 27_304)])
def test_the_price_log_is_read_whole_and_its_thirty_five_seconds_can_be_counted(year, read, in_time):
    items = items_of("price-log", f"callcharges-2018-2019/Data {year}.csv.gz", "America/Los_Angeles")
    assert verdicts(items) == {"Read": read}
    rows = rows_of(items)
    assert sum(row["outcome"] == "answered" and row["wait_ms"] <= 35_000 for row in rows) == in_time
    assert {row["queue"] for row in rows} == {"Sales", "Billing", "Tech Support"}
    assert not any("talk_ms" in row for row in rows if row["outcome"] == "abandoned")
    assert len({row["contact_id"] for row in rows}) == read


def test_the_simulated_centre_agrees_with_its_own_standard():
    rows = rows_of(items_of("queue-sim", "queue-sim-2021/simulated_call_centre.csv.gz", "Europe/London"))
    assert len(rows) == 51_708
    assert all((row["wait_ms"] <= 60_000) == (row["tags"] == "meets_standard=TRUE") for row in rows)


def test_minutes_without_a_day_give_waits_that_nobody_may_judge():
    """The source has an hour but no day, and whole minutes: the analyst must add the day, and no wait is invented."""
    path = CALLS / "north-south-branches/NorthCallCenter.csv"
    if not path.exists():
        pytest.skip("the real files are not here")
    mapping = """\
mapping: north
kind: records
source: {format: csv}
zone: America/Chicago
key: {content: true, repeated_rows: distinct}
clocks: {tolerance: 1 s, beyond: refuse}
always:
  channel: voice
  queue: {column: Queue}
  offered: {column: Time Block, format: "%I:%M %p"}
rows:
  - when: {Incoming or Outgoing: Outgoing}
    ignore: OUTGOING
    because: outgoing calls are not offered to a queue
  - record: {direction: inbound, outcome: answered, wait: {column: Incoming Wait Time, unit: min, precision: whole}}
"""
    reading = Reading(mapping=parse_mapping(mapping.encode(), "north.yaml"))
    items = list(read(Source("north", path), reading))
    assert Counter(getattr(item, "code", "read") for item in items) == {"OUTGOING": 163, "TS_FORMAT": 82}
    assert "DURATION_COARSE" in [code for _, code, _ in reading.warnings]


def report_of(name: str, path: Path) -> Report:
    """A real report, read by the mapping that its header names."""
    if not path.exists():
        pytest.skip("the real files are not here")
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
    mapping = match_report(header)
    assert isinstance(mapping, ReportMapping)
    assert mapping.mapping == name
    return read_report(Source(path.name, path), mapping)


def fits(good: int, counted: int, value: Fraction, decimals: int) -> bool:
    """Whether the reported percentage is the share, rounded."""
    return abs(Fraction(100 * good, counted) - value) <= Fraction(1, 2 * 10**decimals)


def test_the_daily_report_adds_up_and_carries_its_figures():
    report = report_of("acd-daily", CALLS / "acd-daily-kpi/acd_daily_kpi_0001_0834.csv.gz")
    assert (len(report.rows), report.problems) == (834, ())
    for row in report.rows:
        counts = row.counts
        assert counts["offered"] == counts["answered"] + counts["abandoned"]
        rate = row.reported["Answer Rate"]
        assert fits(counts["answered"], counts["offered"], rate.value, rate.decimals)
        level = row.reported["Service Level (20 Seconds)"]
        assert (level.metric, level.within_ms, level.decimals) == ("service_level", 20_000, 2)


@pytest.mark.parametrize(
    ("week", "unusable", "wrong"), [(44, 0, 0), (45, 0, 0), (46, 0, 0), (47, 2, 1), (48, 0, 1), (49, 0, 1)]
)
def test_the_hours_of_the_emergency_centre_fit_answered_in_time_over_answered(week, unusable, wrong):
    report = report_of("psap-911-hourly", CALLS / f"psap-911-hourly-2025/week_{week}_phone.csv.gz")
    assert len(report.rows) == 3 * 168
    assert Counter(row.group for row in report.rows) == {"911": 168, "ADM": 168, "TTL": 168}
    assert [problem.code for problem in report.problems] == ["REPORT_FIGURE"] * unusable
    judged = [
        fits(row.counts[f"answered_within:{figure.within_ms}"], row.counts["answered"], figure.value, figure.decimals)
        if figure.metric == "service_level"
        else fits(row.counts["abandoned"], row.counts["offered"], figure.value, figure.decimals)
        for row in report.rows
        for figure in row.reported.values()
        if row.counts["answered" if figure.metric == "service_level" else "offered"]
    ]
    assert judged.count(False) == wrong
    assert len(judged) > 2_400


def test_the_monthly_health_line_counts_are_read():
    report = report_of("nhs111", CALLS / "nhs111-2015-16/nhs111_2015-04_to_2015-11.csv.gz")
    assert (len(report.rows), report.problems) == (358, ())
    assert all(row.counts["answered_within:60000"] <= row.counts["answered"] for row in report.rows)
    assert all(row.reported == {} for row in report.rows)
