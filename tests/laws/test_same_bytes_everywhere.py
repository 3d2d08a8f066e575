"""A statement is a function of agreement and records: no setting of the machine, no order of input moves a byte."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

FIRST_LOOK = Path(__file__).resolve().parents[2] / "examples" / "first-look"

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
  patient: {service: faults, metric: wait_percentile, percent: 90, whose: answered, each: week,
            target: at most 30 s, remedy: {flat: 250.00}}
  speed: {service: faults, metric: average_speed_of_answer, each: month, target: at most 20 s,
          remedy: {per_point: 90.00}}
  nobody-forgotten: {service: faults, metric: longest_wait, whose: answered, each: month,
                     target: at most 60 s, remedy: {bands: {of: monthly-fee, table: [{above: 60 s, credit: 1 %}]}}}
at_risk: {percent: 10 %, of: monthly-fee}
"""

# As a person would: ingest the logs, ask for the statement in every form, file it; then say what came of it.
PROGRAM = """\
import hashlib, json, sys
from pathlib import Path
import duckdb
from pactline.cli import main
from pactline.ledger.folder import ContractFolder
from pactline.statement.shown.html import render_html

threads, folder, period, *logs = sys.argv[1:]
plain_connect = duckdb.connect

def connect(*places, **named):
    connection = plain_connect(*places, **named)
    connection.execute(f"SET threads = {threads}")
    return connection

duckdb.connect = connect
if logs:
    main(["ingest", *logs, "--into", folder, "--format", "plain-csv"], standalone_mode=False)
contract = ContractFolder(folder)
contract.file(period)
statement = contract.evaluate(period)
contacts = [str(row) for result in statement for row in result.evidence.contacts()]
files = {file.name: file.read_bytes() for file in Path(folder, "statements").iterdir()}
shown = {"text": str(statement), "page": render_html(statement), "contacts": " ".join(contacts)}
made = {**files, **{name: text.encode() for name, text in shown.items()}}
print("RESULT", json.dumps({"contacts listed": len(contacts),
                            **{name: hashlib.sha256(made[name]).hexdigest() for name in sorted(made)}}))
"""

ASCII_ONLY = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8"}

# Each changes several settings at once.
MACHINES = {
    "Tokyo": ({"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}, 1, "inside"),
    "New York": ({"TZ": "America/New_York", "PYTHONHASHSEED": "1", "LC_ALL": "C", "COLUMNS": "40"}, 2, "parent"),
    "no zone, no letters but ASCII": ({"PYTHONHASHSEED": "2", **ASCII_ONLY}, 4, "absolute"),
}


def on_a_machine(machine: str, folder: Path, *arguments: str) -> dict[str, Any]:
    """The hash of all that was filed and shown for a folder."""
    settings, threads, place = MACHINES[machine]
    of_this_machine = ("TZ", "LANG", "LC_", "LANGUAGE", "COLUMNS", "PYTHONHASHSEED", "PYTHONUTF8", "PYTHONIOENCODING")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(of_this_machine)}
    cwd, named = {
        "absolute": (tempfile.gettempdir(), str(folder)),
        "parent": (folder.parent, folder.name),
        "inside": (folder, "."),
    }[place]
    done = subprocess.run(
        [sys.executable, "-P", "-c", PROGRAM, str(threads), named, *arguments],
        cwd=cwd,
        env={**environment, **settings},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    result: dict[str, Any] = json.loads(done.stdout.partition("RESULT ")[2])
    return result


def shuffled(lines: list[str], seed: int) -> list[str]:
    """The same rows below the same head, in another order; seed 0 leaves them as they are."""
    rows = lines[1:]
    if seed:
        random.Random(seed).shuffle(rows)
    return [lines[0], *rows]


def write(path: Path, lines: list[str]) -> str:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return str(path)


def a_log() -> list[str]:
    """Three thousand calls around the night in March that has no hour from two to three, with many equal waits."""
    chance = random.Random(7)
    lines = ["contact_id,channel,queue,direction,offered_at,answered_at,ended_at,outcome,wait_s,talk_s,hold_s,agent"]
    for number in range(3000):
        offered = datetime(2025, 3, 3, tzinfo=UTC) + timedelta(minutes=15 * chance.randrange(4 * 24 * 28))
        wait = chance.choice([0, 3, 5, 8, 19, 20, 21, 30, 31, 60, 75])
        left = offered + timedelta(seconds=wait)
        queue, agent = chance.choice(["Störung", "billing", "sales"]), f"Ängström {chance.randrange(9)}"
        if chance.random() < 0.2:
            answered, ended, rest = "", left, f"abandoned,{wait},,,"
        else:
            answered, ended, rest = left.isoformat(), left + timedelta(seconds=60), f"answered,{wait},60,0,{agent}"
        cells = (f"c-{number}", "voice", queue, "inbound", offered.isoformat(), answered, ended.isoformat(), rest)
        lines.append(",".join(cells))
    return lines


def test_plain_files_give_the_same_bytes_on_every_machine_and_in_any_order(tmp_path: Path) -> None:
    seen = {}
    for seed, machine in enumerate(MACHINES):
        folder = Path(shutil.copytree(FIRST_LOOK, tmp_path / f"m{seed}" / "contract"))
        shutil.rmtree(folder / "statements")
        (log,) = (folder / "records").iterdir()
        write(log, shuffled(log.read_text(encoding="utf-8").splitlines(), seed))
        seen[machine] = on_a_machine(machine, folder, "2025-06")
    assert_all_alike(seen)


def test_an_ingested_record_set_gives_the_same_bytes_on_every_machine_in_any_order_and_parts(
    tmp_path: Path,
) -> None:
    log, seen = a_log(), {}
    for seed, machine in enumerate(MACHINES):
        folder = tmp_path / f"m{seed}" / "Überlandwerk"
        folder.mkdir(parents=True)
        (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
        head, *rows = shuffled(log, seed)
        parts = [write(tmp_path / f"{seed}-{part}.csv", [head, *rows[part :: seed + 1]]) for part in range(seed + 1)]
        seen[machine] = on_a_machine(machine, folder, "2025-03", *parts)
    assert_all_alike(seen)
    assert seen["Tokyo"]["contacts listed"] > 500


def assert_all_alike(seen: dict[str, dict[str, Any]]) -> None:
    for machine, made in seen.items():
        assert made == seen["Tokyo"], machine
