"""Every public set at hand, through its mapping: rows, verdict, counts, and what was odd; figures made of it again."""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.importers.suite import CLOCK

from pactline.importers.ingesting import ingest, read_records
from pactline.importers.mapping.file import read_mapping
from pactline.records.record_set import RecordSet
from pactline.records.views.looking import NotComputable
from pactline.statement.counting.asking import Scope
from pactline.statement.counting.choices_in_words import choose
from pactline.statement.measuring import measure
from pactline.values.zone import zone

ROOT = Path(__file__).resolve().parents[3]
CALLS = ROOT / "../shared/data/calls"
PAGE = ROOT / "docs/how-to/bring-in-public-data-sets.md"
WEEKS = tuple(f"psap-911-hourly-2025/week_{week}_phone.csv.gz" for week in range(44, 50))


@dataclass(frozen=True)
class PublicSet:
    """A set, how it is brought in, and what comes of it."""

    mapping: str
    files: tuple[str, ...]
    zone: str
    verdicts: tuple[str, ...]
    counts: dict[str, int]  # over all files; what is not named is 0
    reasons: dict[str, int]
    warnings: dict[str, int]


SETS = (
    PublicSet(
        "anonymous-bank", ("anonymous-bank-1999-02/february1999.txt.gz",), "", ("accepted",),
        {"read": 33_344, "accepted": 33_066, "ignored": 278}, {"PHANTOM": 278}, {"CUSTOMER_NOT_KEPT": 1},
    ),
    PublicSet(
        "anonymous-bank-arrivals", ("anonymous-bank-arrivals-1999/arrivals_6min_1999-01_to_1999-09.csv.gz",), "",
        ("accepted",), {"read": 65_040, "accepted": 65_030, "ignored": 10}, {"NO_SUCH_HOUR": 10},
        {"INTERVAL_AMBIGUOUS": 10},
    ),
    PublicSet(
        "bank-calls-2003", ("bank-calls-2003/bank_calls_5min_to_2003-09-26.csv.gz",), "America/New_York",
        ("accepted",), {"read": 24_505, "accepted": 24_505}, {}, {},
    ),
    PublicSet(
        "bank-marketing-outbound", ("bank-marketing-outbound/bank_additional_10pct.csv.gz",), "", ("rejected",),
        {"read": 4_119, "rejected": 4_119}, {"NO_YEAR": 4_119}, {"HDR_UNUSED": 1, "NO_FINAL_NEWLINE": 1},
    ),
    PublicSet(
        "price-log", ("callcharges-2018-2019/Data 2018.csv.gz", "callcharges-2018-2019/Data 2019.csv.gz"),
        "America/Los_Angeles", ("accepted", "accepted"), {"read": 66_044, "accepted": 66_044}, {}, {},
    ),
    PublicSet(
        "helpdesk-tickets", ("helpdesk-tickets-2010-2014/helpdesk_events.csv.gz",), "Europe/Rome", ("accepted",),
        {"read": 21_348, "accepted": 21_213, "duplicates": 127, "ignored": 8}, {"ANOMALY_STATE": 8},
        {"CUSTOMER_NOT_KEPT": 1},
    ),
    PublicSet(
        "nhs111-counts", ("nhs111-2015-16/nhs111_2015-04_to_2015-11.csv.gz",), "", ("accepted",),
        {"read": 358, "accepted": 358}, {}, {},
    ),
    PublicSet(
        "north-south-branches",
        ("north-south-branches/NorthCallCenter.csv", "north-south-branches/SouthCallCenter.csv"), "",
        ("rejected", "rejected"), {"read": 559, "rejected": 559}, {"NO_DAY": 559}, {},
    ),
    PublicSet(
        "phonenow", ("phonenow-2021/call_center_dataset.xlsx",), "Europe/Zurich", ("accepted",),
        {"read": 5_000, "accepted": 5_000}, {}, {},
    ),
    PublicSet(
        "psap-911-hourly-counts", WEEKS, "", ("accepted",) * 6, {"read": 1_008, "accepted": 1_008}, {},
        {"INTERVAL_AMBIGUOUS": 1},
    ),
    PublicSet(
        "queue-sim", ("queue-sim-2021/simulated_call_centre.csv.gz",), "Europe/London", ("accepted",),
        {"read": 51_708, "accepted": 51_708}, {}, {"HDR_UNUSED": 1},
    ),
    PublicSet(
        "acd-daily-counts", ("acd-daily-kpi/acd_daily_kpi_0001_0834.csv.gz",), "", ("accepted",),
        {"read": 834, "accepted": 834}, {}, {},
    ),
    PublicSet(
        "telecom-operators", ("telecom-operators-2019/telecom_calls_2019-08_to_2019-10.csv.gz",), "", ("partial",),
        {"read": 30_231, "accepted": 19_656, "duplicates": 1_978, "rejected": 153, "ignored": 8_444},
        {"MISSED_AND_TALKED": 153, "OUTBOUND_NOT_REACHED": 8_444}, {},
    ),
)  # fmt: skip
_CLASSES = ("accepted", "duplicates", "conflicts", "rejected", "incomplete", "ignored")


def path_of(file: str) -> Path:
    """A file of a set; the test is skipped where it is not at hand."""
    path = CALLS / file
    if not path.exists():
        pytest.skip("the public sets are not here")
    return path


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Brings a set in once, and gives its folder and receipts."""
    made: dict[str, Any] = {}

    def bring(name: str) -> Any:
        if name not in made:
            (found,) = (each for each in SETS if each.mapping == name)
            folder = tmp_path_factory.mktemp(name)
            where = zone(found.zone) if found.zone else None
            files = [path_of(file) for file in found.files]
            made[name] = folder, ingest(files, folder, "mapping", mapping=read_mapping(name), zone=where, now=CLOCK)
        return made[name]

    return bring


def records_of(brought: Any, name: str) -> RecordSet:
    """The records that a set became."""
    found: RecordSet = read_records(brought(name)[0])
    return found


@pytest.mark.parametrize("public", SETS, ids=lambda public: public.mapping)
def test_every_row_of_a_public_set_is_accounted_for(public: PublicSet, brought: Any) -> None:
    _, receipts = brought(public.mapping)
    assert tuple(receipt.verdict for receipt in receipts) == public.verdicts
    for name in ("read", *_CLASSES):
        assert sum(getattr(receipt, name) for receipt in receipts) == public.counts.get(name, 0), name
    reasons: Counter[str] = Counter()
    for receipt in receipts:
        reasons.update(receipt.reasons)
    assert dict(reasons) == public.reasons
    told = Counter(warning["code"] for receipt in receipts for warning in receipt.warnings)
    assert {code: n for code, n in told.items() if not code.startswith("INTEGRITY_")} == public.warnings


def test_every_folder_of_the_public_sets_has_its_mapping() -> None:
    path_of("")
    folders = {path.name for path in CALLS.iterdir() if path.is_dir()}
    assert folders == {file.split("/")[0] for public in SETS for file in public.files}


def test_the_page_on_public_sets_shows_these_counts() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for public in SETS:
        (line,) = (line for line in page.splitlines() if line.startswith("|") and f"| `{public.mapping}` |" in line)
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert cells[2] == f"{public.counts['read']:,}", line
        for name in _CLASSES:
            if count := public.counts.get(name, 0):
                assert f"{count:,} {name.rstrip('s') if count == 1 else name}" in cells[3], (line, name)


# -- figures made again


def share(records: RecordSet, metric: str, **more: str) -> tuple[int, int]:
    """The good and the counted of a share."""
    ((row),) = measure(records, choose(metric, more)).rows
    assert row.figure.counts.good is not None
    return row.figure.counts.good, row.figure.counts.counted


def test_the_arrivals_of_february_are_the_rows_of_the_february_log(brought: Any) -> None:
    words = {
        "counted": "offered", "short_abandons": "count", "flow_outs": "count_as_missed",
        "callbacks": "count_as_missed", "refused": "count_as_missed",
    }  # fmt: skip
    found = measure(
        records_of(brought, "anonymous-bank-arrivals"), choose("volume", words), by=["month"],
        where=zone("Asia/Jerusalem"),
    )  # fmt: skip
    by_month = {row.by["month"]: row.figure.counts.counted for row in found.rows}
    assert by_month["1999-02"] == 33_344
    with gzip.open(path_of(SETS[1].files[0]), "rt", encoding="utf-8") as file:
        assert sum(by_month.values()) == sum(int(row["calls"]) for row in csv.DictReader(file))


def test_six_minutes_make_half_hours_and_no_quarters(brought: Any) -> None:
    records, named = records_of(brought, "anonymous-bank-arrivals"), choose("volume", ALL_OFFERED)
    halves = measure(records, named, by=["interval:30m"], where=zone("Asia/Jerusalem"))
    assert sum(row.figure.counts.counted for row in halves.rows) == 325_739
    with pytest.raises(NotComputable):
        measure(records, named, by=["interval:15m"], where=zone("Asia/Jerusalem"))


ALL_OFFERED = {
    "counted": "offered", "short_abandons": "count", "flow_outs": "count_as_missed", "callbacks": "count_as_missed",
    "refused": "count_as_missed",
}  # fmt: skip


def test_three_intervals_of_five_minutes_make_one_quarter_and_nothing_is_lost(brought: Any) -> None:
    where = zone("America/New_York")
    words = {**ALL_OFFERED, "counted": "answered"}
    del words["short_abandons"]
    quarters = measure(
        records_of(brought, "bank-calls-2003"), choose("volume", words), by=["interval:15m"], where=where
    )
    expected: dict[str, int] = defaultdict(int)
    with gzip.open(path_of(SETS[2].files[0]), "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            day, clock = row["interval_start"].split(" ")
            expected[f"{day}T{clock[:3]}{int(clock[3:5]) // 15 * 15:02d}"] += int(row["calls"])
    found = {str(row.by["interval"])[:16]: row.figure.counts.counted for row in quarters.rows}
    assert found == expected
    assert len(found) == 8_265


@pytest.mark.parametrize(("queue", "group"), [("911", "911"), ("ADM", "ADM")])
def test_the_hours_of_the_emergency_centre_come_out_as_it_reported_them(queue: str, group: str, brought: Any) -> None:
    """Answered in time over answered, to the hour, against the centre's own ratios of four decimals."""
    records, where = records_of(brought, "psap-911-hourly-counts"), zone("America/New_York")
    wrong: list[tuple[str, str, str]] = []
    compared = 0
    columns = {10: f"{group}_PCT_10", 15: f"{group}_PCT_15", 20: f"{group}_PCT_20", 40: f"{group}_PCT_40"}
    if group == "ADM":
        columns[15] = "PCT_ADM_15"
    reported: dict[str, dict[str, str]] = {}
    for week in WEEKS:
        with gzip.open(path_of(week), "rt", encoding="utf-8-sig") as file:
            reported |= {row["DateTime"]: row for row in csv.DictReader(file)}
    for within, column in columns.items():
        named = choose("service_level", {"within": f"{within} s", "abandons": "ignore_all"})
        found = measure(records, named, by=["interval:60m"], where=where, scope=Scope(queues=(queue,)))
        for row in found.rows:
            day, clock = str(row.by["interval"])[:16].split("T")
            year, month, date = day.split("-")
            cell = reported[f"{int(month)}/{int(date)}/{year} {int(clock[:2])}:00"][column]
            if row.figure.counts.counted and not cell.startswith("#"):
                compared += 1
                value = Fraction(row.figure.counts.good or 0, row.figure.counts.counted)
                if abs(value - Fraction(cell)) > Fraction(1, 20_000):
                    wrong.append((str(row.by["interval"])[:13], column, cell))
    assert compared == {"911": 3_952, "ADM": 4_028}[group]
    assert wrong == {"911": [], "ADM": [("2025-11-18T23", "PCT_ADM_15", "0")]}[group]


def test_the_health_line_comes_out_as_the_sums_of_its_published_counts(brought: Any) -> None:
    """95 % within 60 s of the answered and abandonment under 5 % were the public targets; missed and met by area."""
    records = records_of(brought, "nhs111-counts")
    within = {"within": "60 s", "abandons": "ignore_all"}
    with gzip.open(path_of(SETS[6].files[0]), "rt", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    total = {name: sum(int(row[f"Nhs1 {name} SUM"]) for row in rows) for name in
             ("Number Calls Offered", "Answered Calls", "Answered 60sec", "Abandoned Calls")}  # fmt: skip
    assert share(records, "service_level", **within) == (total["Answered 60sec"], total["Answered Calls"])
    lost, counted = share(records, "abandonment_rate", short_abandons="count")
    assert (lost, counted) == (total["Abandoned Calls"], total["Answered Calls"] + total["Abandoned Calls"])
    by_month = measure(records, choose("service_level", within), by=["month"], where=zone("Europe/London"))
    assert [row.by["month"] for row in by_month.rows] == [f"2015-{month:02d}" for month in range(4, 12)]
    more_than_offered = sum(
        int(row["Nhs1 Answered Calls SUM"]) + int(row["Nhs1 Abandoned Calls SUM"])
        > int(row["Nhs1 Number Calls Offered SUM"]) for row in rows
    )  # fmt: skip
    assert more_than_offered == 1  # of the source's three, the others lie in the months kept back


def test_the_daily_report_gives_its_answer_rate_day_by_day_and_no_service_level(brought: Any) -> None:
    records, where = records_of(brought, "acd-daily-counts"), zone("UTC")
    found = measure(records, choose("answer_rate", {"short_abandons": "count"}), by=["day"], where=where)
    with gzip.open(path_of(SETS[11].files[0]), "rt", encoding="utf-8-sig") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["Index"]))
    assert len(found.rows) == len(rows) == 834
    for row, day in zip(found.rows, rows, strict=True):
        exact = Fraction(100 * (row.figure.counts.good or 0), row.figure.counts.counted)
        assert abs(exact - Fraction(day["Answer Rate"].rstrip("%"))) <= Fraction(1, 200)
    with pytest.raises(NotComputable):
        measure(records, choose("service_level", {"within": "20 s", "abandons": "count_all"}))


def test_the_sums_of_the_telephony_service_keep_their_weights(brought: Any) -> None:
    records = records_of(brought, "telecom-operators")
    counts = Counter()
    for row in records.rows(records.table("interval_counts")):
        counts[row["direction"], row["what"]] += row["value"]
    with gzip.open(path_of(SETS[12].files[0]), "rt", encoding="utf-8-sig") as file:
        once = {tuple(row.values()): row for row in csv.DictReader(file)}.values()
    inside = [row for row in once if row["direction"] == "in" and row["internal"] != "True"]
    answered = [row for row in inside if row["is_missed_call"] == "False"]
    assert counts["inbound", "answered"] == sum(int(row["calls_count"]) for row in answered)
    assert counts["inbound", "talk_ms"] == 1_000 * sum(int(row["call_duration"]) for row in answered)
    missed = [row for row in inside if row["is_missed_call"] == "True" and row["call_duration"] == "0"]
    assert counts["inbound", "abandoned"] == sum(int(row["calls_count"]) for row in missed)


def test_the_tickets_of_the_help_desk_can_be_resolved_in_time(brought: Any) -> None:
    words = {"hours": "clock", "solved": "first", "pauses": "pending"}
    ((row),) = measure(records_of(brought, "helpdesk-tickets"), choose("resolution_time", words)).rows
    assert row.figure.counts.counted + row.figure.counts.unknown == 4_580
    assert row.figure.counts.unknown < 20
