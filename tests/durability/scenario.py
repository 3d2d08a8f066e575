"""A year in the life of a contract folder, in a few commands: ingests of every kind, filings, compaction, erasure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.records.sets import contacts, events, inputs, write

AGREEMENT = """\
agreement: One promise
provider: A
client: B
term: 2025-01-01/2026-01-01
zone: UTC
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
services: {calls: {hours: always}}
commitments:
  prompt:
    clause: "1"
    service: calls
    metric: service_level
    within: 20 s
    abandons: count_all
    each: month
    target: at least 80 %
"""
AMENDMENT = """\
amendment: A higher target
effective: 2025-04-01
agreed: {provider: 2025-03-10, client: 2025-03-12}
windows: split
set: {commitments: {prompt: {target: at least 85 %}}}
"""


@dataclass(frozen=True)
class Step:
    """One command; what it prints is its acknowledgement."""

    words: tuple[str, ...]
    codes: tuple[int, ...] = (0, 1)  # 1: a row was refused, and the rest is in
    gone: bytes = b""  # a name that stands in no file of the folder once this is done


def contract(folder: Path) -> Path:
    """The folder as it is before the first command."""
    home = folder / "contract"
    (home / "amendments").mkdir(parents=True)
    (home / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    (home / "amendments" / "2025-04-higher.yaml").write_text(AMENDMENT, encoding="utf-8")
    return home


def steps(home: Path, files: Path) -> Iterator[Step]:
    """The commands, in order."""
    first, second, again, agents, log, mail = (file for file, _ in inputs(files))
    rest = write(files / "rest.log", events(7, 4), None)
    april = write(files / "april.csv", [line.replace("2025-03-", "2025-04-") for line in contacts(300, 30, day=8)])
    late = write(files / "late.csv", contacts(500, 5, day=9))

    def ingest(*names: Path, format: str = "plain-csv") -> Step:
        return Step(("ingest", *map(str, names), "--into", str(home), "--format", format, "--json"))

    def filed(month: str) -> Step:
        return Step(("file", str(home), "--period", month, "--json"), (0,))

    def records(*words: str) -> Step:
        gone = words[2].encode() if words[0] == "erase" else b""
        return Step(("records", words[0], str(home), *words[1:], "--json"), gone=gone)

    yield ingest(first)
    yield ingest(second, again)
    yield ingest(agents)
    yield ingest(log, format="queue_log")
    yield ingest(first)
    yield filed("2025-03")
    yield records("compact")
    yield ingest(mail)
    yield ingest(rest, format="queue_log")
    yield records("compact")
    yield records("erase", "--agent", "Ben", "--because", "request 1")
    yield ingest(april)
    yield filed("2025-04")
    yield ingest(late)
    yield filed("2025-04")
    yield records("retain", "--raw-before", "2999-01-01")
    yield ingest(first, late)


def inputs_again(home: Path, files: Path) -> Iterator[Step]:
    """The ingests of all files, in order: what somebody does who does not know what was acknowledged."""
    for step in steps(home, files):
        if step.words[0] == "ingest":
            yield step
