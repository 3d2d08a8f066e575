"""How long a back-test of twelve months with thirty values of a target takes, against evaluating those months once.

``python benchmarks/backtest_sweep.py [--contacts 1000000] [--runs 3]``. The contestants run in this process in turn,
each on a folder opened anew, and the best of the runs counts; reading the agreement and the records belongs to it,
importing does not.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import made_up_contacts
from pactline.ledger.backtesting import backtest_folder
from pactline.ledger.folder import ContractFolder
from pactline.records.record_set import RecordSet

HERE = Path(__file__).resolve().parent
JANUARY_2025_US = 1_735_686_000_000_000  # 2025-01-01 00:00 in Berlin
MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
POINTS = 30

AGREEMENT = """
agreement: Benchmark
provider: Provider
client: Client
term: 2025-01-01/2026-01-01
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
charges: {fee: {each: month, amount: 100000.00}}
services:
  voice: {channels: [voice], hours: always}
  chat: {channels: [chat], hours: always}
commitments:
  service-level: {service: voice, metric: service_level, within: 20 s, abandons: ignore_short, short_abandon: 5 s,
                  each: month, target: at least 75 %, remedy: {per_point: 1000.00, repeat: {times: 2, excused: break}}}
  intervals: {service: voice, metric: service_level, within: 20 s, abandons: count_all, roll_up: intervals_met,
              interval: 15 min, interval_target: at least 75 %, each: month, target: at least 90 %,
              remedy: {flat: 500.00}}
  speed: {service: voice, metric: average_speed_of_answer, each: month, target: at most 15 s, remedy: {flat: 500.00}}
  abandonment: {service: voice, metric: abandonment_rate, short_abandons: ignore, short_abandon: 5 s,
                each: rolling 3 months, before_full: shorter, over_months: pooled, target: at most 5 %,
                remedy: {flat: 500.00}}
  chat-level: {service: chat, metric: service_level, within: 10 s, abandons: count_all, each: month,
               target: at least 70 %, remedy: {flat: 500.00}}
at_risk: {percent: 10 %, of: fee}
"""
SWEEP = f"service-level.target=60..{60 + POINTS - 1}"
CONTESTANTS: dict[str, Callable[[ContractFolder], Any]] = {
    "one statement of the year": lambda folder: folder.evaluate("2025"),
    "twelve statements, one after the other": lambda folder: [folder.evaluate(month) for month in MONTHS],
    "back-test of twelve months, own terms": lambda folder: backtest_folder(folder, first=MONTHS[0], last=MONTHS[-1]),
    f"the same with {POINTS} values of a target": lambda folder: backtest_folder(
        folder, first=MONTHS[0], last=MONTHS[-1], sweep=[SWEEP]
    ),
}


@contextmanager
def watched() -> Iterator[list[int]]:
    """Counts the queries to records while it is open."""
    seen, rows = [0], RecordSet.rows

    def counting(self: RecordSet, frame: Any) -> Any:
        seen[0] += 1
        return rows(self, frame)

    RecordSet.rows = counting  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        RecordSet.rows = rows  # type: ignore[method-assign]


def measure(contacts: int = 1_000_000, runs: int = 3) -> dict[str, tuple[float, int]]:
    """Wall seconds (the best run) and queries to the records of each contestant."""
    records = made_up_contacts.record_set(
        HERE / ".work" / f"{contacts}-in-a-year", contacts, first_us=JANUARY_2025_US, days=365
    )
    best: dict[str, tuple[float, int]] = {}
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "agreement.yaml"
        file.write_text(AGREEMENT, encoding="utf-8")
        answers: dict[str, Any] = {}
        for _ in range(runs):
            for name, run in CONTESTANTS.items():
                with watched() as queries:
                    start = time.perf_counter()
                    answers[name] = run(ContractFolder(file, records))
                    seconds = time.perf_counter() - start
                best[name] = min(best.get(name, (seconds, queries[0])), (seconds, queries[0]))
    _check(*answers.values())
    return best


def _check(_: Any, months: list[Any], own: Any, swept: Any) -> None:
    """All contestants say the same of the months, and the values of the sweep are told apart."""
    nets = [statement.net for statement in months]
    assert nets == [row.net for row in own.courses[0].rows] == [row.net for row in swept.courses[0].rows]
    found = [point.course.net for point in swept.sweeps[0].points if point.course is not None]
    assert len(found) == POINTS
    assert found == sorted(found)
    assert found[-1] > found[0] > Decimal(0)


def table(best: dict[str, tuple[float, int]]) -> list[str]:
    """The section of the page of results."""
    base = best["one statement of the year"][0]
    lines = [
        "## Back-test",
        "",
        "Twelve months of 1 million contacts, five commitments, one with memory; the ratio is against one statement.",
        "",
        "| What | Wall s | Ratio | Queries |",
        "|---|---|---|---|",
    ]
    return lines + [
        f"| {name} | {wall:.2f} | {wall / base:.2f} | {queries} |" for name, (wall, queries) in best.items()
    ]


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--contacts", type=int, default=1_000_000)
    arguments.add_argument("--runs", type=int, default=3)
    asked = arguments.parse_args()
    print("\n".join(table(measure(asked.contacts, asked.runs))))


if __name__ == "__main__":
    main()
