"""How long ``pactline check`` takes for an agreement of forty commitments, by what stands in it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
COMMITMENTS = 40

_HEAD = """\
agreement: Forty promises
provider: Northwind Contact GmbH
client: Aurora Energy
term: 2025-01-01/2028-01-01
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: 1 decimal half_up, money: half_up}
calendars:
  office: {mon-fri: "08:00-20:00", sat: "09:00-14:00"}
charges:
  fee: {each: month, amount: {from 2025-01-01: 120000.00, from 2026-01-01: 124800.00, from 2027-01-01: 129792.00}}
services:
  lines: {channels: [voice], hours: office}
caps: {monthly: {each: month, at_most: {percent: 10 %, of: fee}}}
at_risk: {percent: 12 %, of: fee}
commitments:
"""
_BANDS = """\
  promise-{number}:
    service: lines
    metric: service_level
    within: 20 s
    abandons: ignore_short
    short_abandon: 5 s
    each: {each}
    target: at least 80 %
    remedy:
      bands:
        of: fee
        table:
          - {{from: 75 %, to: 79.9 %, credit: 0.5 %}}
          - {{from: 70 %, to: 74.9 %, credit: 1 %}}
          - {{below: 70 %, credit: 2 %}}
      repeat: {{times: 2, excused: skip}}
"""


def agreement(*each: str) -> str:
    """Forty commitments, judged over these windows in turn."""
    return _HEAD + "".join(_BANDS.format(number=n, each=each[n % len(each)]) for n in range(COMMITMENTS))


AGREEMENTS = {
    "40 commitments by the month": agreement("month"),
    "40 commitments by day, month and quarter": agreement("day", "month", "quarter"),
    "40 commitments by the month, every rounding open": agreement("month").replace("shares: 1 decimal half_up, ", ""),
}


def best(text: str) -> float:
    """The shortest of several runs of the command on a text, in seconds of wall time."""
    pactline = Path(sys.executable).with_name("pactline")
    with tempfile.TemporaryDirectory() as at:
        file = Path(at) / "agreement.yaml"
        file.write_text(text, encoding="utf-8")
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            done = subprocess.run([str(pactline), "check", str(file)], capture_output=True, text=True)
            times.append(time.perf_counter() - start)
            assert done.returncode in (0, 1), done.stderr
    return min(times)


def measure() -> dict[str, float]:
    """The time for each agreement."""
    return {name: best(text) for name, text in AGREEMENTS.items()}


if __name__ == "__main__":
    print(measure())
