"""One month, however it comes in: any order, any split, any door, any number of threads, on any machine: one digest of
the record set, and one statement."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.importers.doors import DOORS, events_of

from pactline.importers.registry import formats

RUNS = 240 if int(os.environ.get("PACTLINE_EXAMPLES", "0")) else 12
AGREEMENT = """\
agreement: Überlandwerk, Störungsannahme
provider: Żuraw Contact
client: Überlandwerk
term: 2025
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
charges: {monthly-fee: {each: month, amount: 90000.00}}
calendars: {daytime: {mon-fri: "08:00-20:00", sat: "09:00-16:00"}}
services: {faults: {channels: [voice], queues: [Störung, billing], hours: daytime}}
commitments:
  prompt: {service: faults, metric: service_level, within: 20 s, abandons: ignore_short, short_abandon: 5 s,
           each: month, target: at least 80 %, remedy: {per_point: 1500.00}}
  speed: {service: faults, metric: average_speed_of_answer, each: month, target: at most 20 s,
          remedy: {per_point: 90.00}}
  patient: {service: faults, metric: wait_percentile, percent: 90, whose: answered, each: week,
            target: at most 30 s, remedy: {flat: 250.00}}
"""

# One process is one machine: it makes several record sets, each of other files, and says what they came to.
PROGRAM = """\
import hashlib, json, os, sys
from pathlib import Path
import duckdb
from pactline.importers.ingesting import ingest, read_records
from pactline.ledger.folder import ContractFolder

plain_connect, threads = duckdb.connect, 1

def connect(*places, **named):
    connection = plain_connect(*places, **named)
    connection.execute(f"SET threads = {threads}")
    return connection

duckdb.connect = connect
def path(text):  # by its bytes: a machine without letters but ASCII knows no other way
    return os.fsdecode(text.encode())

for folder, threads, format, files in json.load(sys.stdin):
    folder, files = path(folder), [path(file) for file in files]
    receipts = ingest(files, folder, format)
    contract = ContractFolder(folder)
    contract.file("2025-03")
    filed = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in Path(folder, "statements").iterdir()}
    taken = sum(receipt.accepted for receipt in receipts)
    print("RESULT", json.dumps([read_records(folder).digest(), contract.evaluate("2025-03").digest, filed, taken]))
"""

MACHINES = [
    {"TZ": zone, "PYTHONHASHSEED": str(seed), **locale}
    for seed, (zone, locale) in enumerate(
        itertools.product(
            ("UTC", "Asia/Tokyo", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Chatham"),
            (
                {"LC_ALL": "C.UTF-8"},
                {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8"},
                {"LANG": "de_DE.UTF-8", "LC_NUMERIC": "de_DE.UTF-8"},
                {"LC_ALL": "tr_TR.UTF-8"},
            ),
        )
    )
]
Row = dict[str, str]


def a_month() -> list[Row]:
    """Contacts of March 2025, with the night that has no hour from two to three; some are told in two ways."""
    chance, rows = random.Random(11), list[Row]()
    for number in range(400):
        offered = datetime(2025, 2, 28, 20, tzinfo=UTC) + timedelta(milliseconds=chance.randrange(32 * 86_400_000))
        wait, talk = chance.choice([0, 3_000, 4_999, 5_000, 19_999, 20_000, 20_001, 75_250]), chance.randrange(600_000)
        answered = chance.random() < 0.8
        left = offered + timedelta(milliseconds=wait)
        end = left + timedelta(milliseconds=talk if answered else 0)
        row = {
            "contact_id": f"c-{number}", "channel": chance.choice(["voice", "voice", "chat"]),
            "queue": chance.choice(["Störung", "billing", 'sales, "east"']), "direction": "inbound",
            "offered_at": iso(offered), "answered_at": iso(left) if answered else "", "ended_at": iso(end),
            "outcome": "answered" if answered else "abandoned", "wait_s": seconds(wait),
            "talk_s": seconds(talk) if answered else "", "hold_s": "0" if answered else "", "wrap_s": "",
            "agent": f"Ängström {number % 7}" if answered else "",
        }  # fmt: skip
        rows.append(row)
        if answered and number % 20 == 0:
            rows.append({**row, "wrap_s": "12.5"})
    return rows


def iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def seconds(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03d}"


def files_of(rows: list[Row], door: str, chance: random.Random, folder: Path) -> list[str]:
    """The month in another order, some of it twice, cut into one to five files, in the way of a door."""
    things: list[Any] = [*rows, *chance.sample(rows, 20)]
    if door == "plain-events":
        things = [event for row in things for event in events_of(row)]
    chance.shuffle(things)
    cuts = sorted(chance.sample(range(1, len(things)), chance.randrange(5)))
    paths = []
    for number, (first, end) in enumerate(itertools.pairwise([0, *cuts, len(things)])):
        path, some = folder / f"{number}.{door.removeprefix('plain-')}", things[first:end]
        lines = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in some)
        path.write_bytes(lines.encode() if door == "plain-events" else DOORS[door](some))
        paths.append(str(path))
    return paths


def test_one_month_is_one_digest_and_one_statement_however_it_comes_in(tmp_path: Path) -> None:
    doors = [door for door in DOORS if door in formats()]
    assert len(doors) >= 2
    rows, seen, met = a_month(), set(), set()
    machines = MACHINES if RUNS > 100 else MACHINES[1:13:4]
    a_machine = RUNS // len(machines)
    for place, machine in enumerate(machines):
        asked = []
        for number in range(place * a_machine, (place + 1) * a_machine):
            folder, chance = tmp_path / f"m{number}" / "Überlandwerk", random.Random(number)
            folder.mkdir(parents=True)
            (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
            door, threads = doors[number % len(doors)], (1, 2, 4)[number // len(doors) % 3]
            files = files_of(rows, door, chance, folder.parent)
            asked.append([str(folder), threads, door, files])
            met.add((door, threads))
        seen |= on_a_machine(machine, asked)
    assert len(seen) == 1, seen
    assert len(met) == len(doors) * 3 if RUNS > 100 else len(met) >= len(doors)
    print(f"\none digest: {a_machine * len(machines)} runs, {len(machines)} machines, {len(doors)} doors")


def on_a_machine(machine: dict[str, str], asked: list[Any]) -> set[str]:
    """What all the record sets made on one machine came to."""
    of_this_machine = ("TZ", "LANG", "LC_", "LANGUAGE", "PYTHONHASHSEED", "PYTHONUTF8", "PYTHONIOENCODING")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(of_this_machine)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", PROGRAM],
        input=json.dumps(asked), env={**environment, **machine}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    results = [line.removeprefix("RESULT ") for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    assert len(results) == len(asked)
    for result in results:
        digest, statement, filed, _ = json.loads(result)
        assert digest.startswith("sha256:")
        assert statement.startswith("sha256:")
        assert len(filed) == 2
    return {json.dumps(json.loads(result)[:3]) for result in results}
