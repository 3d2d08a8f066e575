"""What planning learns from records: the same arrays on the embedded engine, on a cluster and from PostgreSQL."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
from click.testing import CliRunner
from tests.engines.made_up import COUNTED_US, lines
from tests.engines.servers import PostgresServer, SparkCluster

from pactline.cli import main
from pactline.importers.from_postgres import read_postgres
from pactline.planning.expected import Expected, write_expected
from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.coverage import look_over
from pactline.planning.forecasting.history import read_histories
from pactline.planning.patience.days import read_days
from pactline.planning.patience.exposure import Chosen, read_exposures
from pactline.planning.patience.from_counts import counted_patience
from pactline.planning.simulation.from_records import observed_handling
from pactline.records.any_record_set import AnyRecordSet
from pactline.records.choices.contacts import Clock
from pactline.records.folder.store import Store, open_record_set
from pactline.records.postgres.writing import put_into_postgres
from pactline.records.record_set import RecordSet
from pactline.records.spark.record_set import open_on_spark
from pactline.records.tables import CONTACTS, INTERVAL_COUNTS, Table
from pactline.values.period import Period
from pactline.values.zone import zone

BERLIN, LORD_HOWE = zone("Europe/Berlin"), zone("Australia/Lord_Howe")  # the latter moves its clocks by half an hour
TABLES = ("contacts", "interval_counts")
_DAY_US, _MINUTE_US = 86_400_000_000, 60_000_000
_AUTUMN_US = 210 * _DAY_US  # from the night when clocks go forward to the one when they go back
CENTRE = Path(__file__).parents[2] / "examples" / "planning" / "two-skills" / "centre.yaml"
_COUNTED = ("offered", "answered", "abandoned", "talk_ms", "wrap_ms", "wait_abandoned_ms", "wait_answered_ms")


def _rows() -> Iterator[tuple[Table, dict[str, Any]]]:
    """Some weeks from the change of clocks in spring on, some days around that in autumn, and counts of all kinds."""
    for contacts, seed, days, later_us, prefix in ((4_000, 3, 35, 0, "s"), (500, 4, 3, _AUTUMN_US - _DAY_US, "a")):
        for _, table, row in lines(contacts, seed, days, agents=0, later_us=later_us):
            if table is CONTACTS:
                yield table, {**row, "contact_id": prefix + row["contact_id"]}
            elif table is INTERVAL_COUNTS and prefix == "s":
                yield table, row
    for n in range(200):  # beside the contacts of a queue, and of one without channel and direction at odd times
        for place, what in enumerate(_COUNTED):
            start = COUNTED_US + n * 60 * _MINUTE_US
            value = (n * 7 + place * 11) % 50 * (1000 if what.endswith("_ms") else 1)
            counted = {
                "queue": "billing", "channel": "voice", "direction": "inbound", "from_us": start,
                "to_us": start + 30 * _MINUTE_US, "what": what, "within_ms": 0, "value": value,
            }  # fmt: skip
            yield INTERVAL_COUNTS, counted
            odd = start + 10 * _MINUTE_US
            for minutes in (7, 70):  # thirds and sevenths of counts meet in one quarter
                yield INTERVAL_COUNTS, {**counted, "queue": "line", "from_us": odd, "to_us": odd + minutes * _MINUTE_US}


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record set of this module."""
    folder = tmp_path_factory.mktemp("planned") / "records"
    given = [(number, table, [row]) for number, (table, row) in enumerate(_rows(), 2)]
    half = len(given) // 2
    with Store(folder) as store:
        for number, part in enumerate((given[half:], given[:half])):
            with store.stage(iter(part), f"planned-{number}"):
                store.commit({"sha256": f"{number}" * 64, "file": f"planned-{number}"})
    return folder


@pytest.fixture(scope="module")
def here(planned: Path) -> RecordSet:
    return open_record_set(planned)


@pytest.fixture(scope="module")
def address(postgres: PostgresServer, here: RecordSet) -> str:
    """The same in tables of a database."""
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA planned")
    url = postgres.url + "?" + "&".join(f"{name}=planned.{name}" for name in TABLES)
    put_into_postgres(here, url)
    return url


@pytest.fixture(scope="module", params=["spark", "postgres"])
def elsewhere(request: pytest.FixtureRequest, planned: Path) -> AnyRecordSet:
    """The same on another engine."""
    if request.param == "postgres":
        return read_postgres(request.getfixturevalue("address"))
    return open_on_spark(planned, request.getfixturevalue("session"))


def plain(found: Any) -> Any:
    """A result as it can be compared: every array as its type and its numbers, not rounded."""
    if isinstance(found, np.ndarray):
        return str(found.dtype), found.tolist()
    if dataclasses.is_dataclass(found):
        return {each.name: plain(getattr(found, each.name)) for each in dataclasses.fields(found)}
    if isinstance(found, Mapping):
        return {key: plain(value) for key, value in found.items()}
    return [plain(each) for each in found] if isinstance(found, list | tuple) else found


@pytest.mark.parametrize("minutes", [15, 60])
def test_histories_and_what_they_cover_are_the_same(here: RecordSet, elsewhere: AnyRecordSet, minutes: int) -> None:
    expected = read_histories(here, BERLIN, minutes)
    assert {each.channel for each in expected} == {"voice", "chat", "callback"}
    assert {"billing", "technical", 'Rückfragen; "A", B', "übrige", "line", "counted elsewhere"} == {
        each.queue for each in expected
    }
    assert any(each.handling.get("capped") for each in expected)
    found = read_histories(elsewhere, BERLIN, minutes)
    assert plain(found) == plain(expected)
    assert [plain(look_over(each, Almanac({}))) for each in found] == [
        plain(look_over(each, Almanac({}))) for each in expected
    ]


def test_histories_of_one_queue_in_a_zone_of_half_hours_are_the_same(here: RecordSet, elsewhere: AnyRecordSet) -> None:
    asked: dict[str, Any] = {"queues": ["billing"], "channels": ["voice"], "until": date(2025, 4, 20)}
    expected = read_histories(here, LORD_HOWE, 30, **asked)
    assert [bool(each.volume.sum() > 100) for each in expected] == [True]
    assert plain(read_histories(elsewhere, LORD_HOWE, 30, **asked)) == plain(expected)


@pytest.mark.parametrize(
    "chosen",
    [
        Chosen(BERLIN),
        Chosen(BERLIN, channels=(), direction=None, hours=(22, 3)),
        Chosen(LORD_HOWE, ("billing", "übrige"), ("voice", "chat"), span=Period.parse("2025-04").span(LORD_HOWE)),
        Chosen(BERLIN, ("nobody",)),
    ],
    ids=["voice", "night", "two queues of April", "nobody"],
)
def test_exposures_and_days_of_patience_are_the_same(here: RecordSet, elsewhere: AnyRecordSet, chosen: Chosen) -> None:
    expected, days = read_exposures(here, chosen), read_days(here, chosen)
    if "nobody" not in chosen.queues:
        assert all(each.hang_ups > 5 and each.unknown_wait and each.never_queued for each in expected.values())
        assert len(expected) >= 2
        assert days.quarters.sum() > 300
    assert plain(read_exposures(elsewhere, chosen)) == plain(expected)
    assert plain(read_days(elsewhere, chosen)) == plain(days)


def test_waits_from_the_first_contact_with_the_system_are_the_same(here: RecordSet, elsewhere: AnyRecordSet) -> None:
    expected = read_exposures(here, Chosen(BERLIN), Clock.ARRIVAL)
    assert plain(read_exposures(elsewhere, Chosen(BERLIN), Clock.ARRIVAL)) == plain(expected)


def test_patience_from_counts_is_the_same(here: RecordSet, elsewhere: AnyRecordSet) -> None:
    expected = counted_patience(here, Chosen(BERLIN))
    assert [each.queue for each in expected] == [None, "billing", "counted elsewhere", "line"]
    assert counted_patience(elsewhere, Chosen(BERLIN)) == expected


@pytest.mark.parametrize("most", [100_000, 50])
def test_handling_times_to_draw_from_are_the_same(here: RecordSet, elsewhere: AnyRecordSet, most: int) -> None:
    expected = observed_handling(here, most)
    assert len(expected) == 4
    assert observed_handling(elsewhere, most) == expected


COMMANDS: Mapping[str, tuple[str, ...]] = {
    "forecast": ("--zone", "Europe/Berlin", "--until", "2025-05-04", "--queue", "billing", "--channel", "voice",
                 "--period", "2025-W19", "--interval", "60m", "--json", "--records"),
    "patience": ("--zone", "Europe/Berlin", "--by", "queue", "--json", "--records"),
    "simulate": (str(CENTRE), "--period", "2025-03-05", "--seeds", "1", "--json", "--handling-from"),
}  # fmt: skip


def says(*words: str) -> str:
    """What the command prints, in this process: there it finds the application that is running on the cluster."""
    done = CliRunner().invoke(main, [*words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_planning_says_the_same_wherever_the_records_are(
    cluster: SparkCluster, session: object, planned: Path, address: str, command: str
) -> None:
    words = (command, *COMMANDS[command])
    expected = says(*words, str(planned))
    assert len(expected) > 1_000
    assert says(*words, str(planned), "--engine", "spark", "--master", cluster.master) == expected
    assert says(*words, address) == expected


AGREEMENT = """
agreement: Planned
provider: Provider
client: Client
term: 2025-01-01/2026-01-01
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
services: {line: {channels: [voice], queues: [billing], direction: inbound, hours: always}}
commitments:
  prompt: {service: line, metric: service_level, within: 20 s, abandons: count_all, each: quarter,
           target: at least 80 %, remedy: {flat: 400.00}}
"""


def test_a_plan_counts_the_part_of_its_quarter_that_is_over_wherever_the_records_are(
    cluster: SparkCluster, session: object, planned: Path, address: str, tmp_path: Path
) -> None:
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    days = range(1_748_757_600_000_000, 1_751_263_200_000_000, _DAY_US)  # eight o'clock on each day of June
    starts = np.array([eight + n * 30 * _MINUTE_US for eight in days for n in range(8)])
    many = np.full(len(starts), 4.0)
    planned_for = Expected("billing", "voice", BERLIN, 30 * _MINUTE_US, starts, many, many, many, many * 60)
    write_expected([planned_for], tmp_path / "expected.csv")
    words = ("plan", str(tmp_path), "--forecast", str(tmp_path / "expected.csv"), "--patience", "180",
             "--months", "20", "--levels", "+0%", "--json")  # fmt: skip
    without = CliRunner().invoke(main, [*words]).stdout
    expected = CliRunner().invoke(main, [*words, "--records", str(planned)])
    assert json.loads(expected.stdout) != json.loads(without), "the records change nothing: they prove nothing"
    for where in ((str(planned), "--engine", "spark", "--master", cluster.master), (address,)):
        found = CliRunner().invoke(main, [*words, "--records", *where])
        assert (found.exit_code, found.stdout) == (expected.exit_code, expected.stdout)
