"""A statement of a year, twelve windows of each of five commitments, from roll-ups and from the contacts.

Run one contestant: ``python benchmarks/year_statement.py rolled|counted FOLDER`` prints seconds, peak memory and the
statement's digest as JSON, so that the runner can check that both say the same. ``FOLDER`` is a contract folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import made_up_contacts
from month_statement import AGREEMENT

HERE = Path(__file__).resolve().parent
CONTESTANTS = {"rolled": "from roll-ups", "counted": "from the contacts"}
_YEAR_2025_US = 1_735_686_000_000_000  # 2025-01-01 00:00 in Berlin
Measured = Mapping[str, float]


def contract(folder: Path, millions: int) -> Path:
    """A contract folder with a year of so many contacts and their roll-ups, made once and kept."""
    made_up_contacts.record_set(folder / "records", millions * 1_000_000, first_us=_YEAR_2025_US, days=365)
    (folder / "agreement.yaml").write_text(AGREEMENT.lstrip(), encoding="utf-8")
    return folder


def measure(millions: int, runs: int) -> dict[str, Measured]:
    """The best of some runs of both, and what it takes to make the roll-ups."""
    folder = contract(HERE / ".work" / f"year-{millions}m", millions)
    results: dict[str, Measured] = {"made": _run("roll-up", folder)[0]}
    digests = set()
    for name in CONTESTANTS:
        found = [_run(name, folder) for _ in range(runs)]
        results[name] = {key: min(cost[key] for cost, _ in found) for key in ("seconds", "cpu", "peak_mb")}
        digests |= {digest for _, digest in found}
    assert len(digests) == 1, "roll-ups and contacts give different statements"
    return results


def _run(name: str, folder: Path) -> tuple[Measured, str]:
    done = subprocess.run([sys.executable, __file__, name, str(folder)], check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    return {key: found[key] for key in ("seconds", "cpu", "peak_mb")}, found["digest"]


def table(results: Mapping[int, Mapping[str, Measured]]) -> list[str]:
    """The numbers for the page."""
    lines = ["## A year", "", "Twelve windows of each commitment; opening the folder is counted, imports are not.", ""]
    lines += ["| Contacts | What | Wall s | CPU s | Peak MB |", "|---|---|---|---|---|"]
    for millions, measured in results.items():
        for name, result in measured.items():
            cost = f"{result['seconds']:.2f} | {result['cpu']:.2f} | {result['peak_mb']:.0f}"
            lines.append(f"| {millions} million | {CONTESTANTS.get(name, 'making the roll-ups')} | {cost} |")
    return lines


def main() -> None:
    """Run one contestant and print what it cost and what it found."""
    name, folder = sys.argv[1], sys.argv[2]
    import duckdb  # noqa: F401 - imports are not what is measured

    import pactline.api
    import pactline.ledger.folder
    import pactline.ledger.rolling_up

    start, cpu = time.perf_counter(), time.process_time()
    digest = ""
    if name == "roll-up":
        pactline.roll_up(folder)
    else:
        opened = pactline.open_contract(folder)
        if name == "counted":
            opened.records.roll_ups = None
        digest = str(opened.evaluate("2025").digest)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"seconds": seconds, "cpu": cpu_seconds, "peak_mb": peak, "digest": digest}))


if __name__ == "__main__":
    main()
