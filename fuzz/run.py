"""Fuzz every reader with coverage, one after the other: ``make fuzz``, or ``python fuzz/run.py --help``.

Each target is a process of its own with a limit of memory and of time for one input. What was found, and how many
inputs were tried, is told at the end and kept in ``fuzz/.work/report.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
MOST_MIB = 700  # of the whole process; one with nothing to do takes some 150
MOST_SECONDS = 20  # for one input, on a machine that does other things too
_RUNS = re.compile(r"^#(\d+)\s", re.MULTILINE)


def main() -> int:
    """Fuzz, and say what came of it."""
    from fuzz.targets import targets

    parser = argparse.ArgumentParser(description="Fuzz every reader with coverage.")
    parser.add_argument("--runs", type=int, default=200_000, help="inputs for each reader (default 200,000)")
    parser.add_argument("--seconds", type=int, default=0, help="stop each reader after so many seconds")
    parser.add_argument("--longest", type=int, default=6_000, help="bytes of the longest input that is made")
    parser.add_argument("names", nargs="*", help="readers; all of them unless named")
    given = parser.parse_args()
    unknown = set(given.names) - targets().keys()
    if unknown:
        parser.error(f"no such readers: {', '.join(sorted(unknown))}; there are {', '.join(targets())}")
    report = []
    for name in given.names or targets():
        found = fuzzed(name, given.runs, given.seconds, given.longest)
        report.append(found)
        told = ", ".join(found["findings"]) or "nothing found"
        print(f"{name:28} {found['inputs']:>10,} inputs {found['seconds']:>7,} s  {told}", flush=True)
    (ROOT / "fuzz" / ".work" / "report.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 1 if any(each["findings"] for each in report) else 0


def fuzzed(name: str, runs: int, seconds: int, longest: int) -> dict[str, Any]:
    """What came of one target."""
    options = [f"-atheris_runs={runs}", f"-max_len={longest}", f"-rss_limit_mb={MOST_MIB}", f"-timeout={MOST_SECONDS}",
               "-print_final_stats=1"]  # fmt: skip
    if seconds:
        options.append(f"-max_total_time={seconds}")
    folder = ROOT / "fuzz" / ".work" / name
    before = _findings(folder)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "fuzz.one", name, *options], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", env={**os.environ, "PYTHONHASHSEED": "0"},
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "log").write_text(done.stdout, encoding="utf-8")
    inputs = [int(number) for number in _RUNS.findall(done.stdout)]
    executed = re.search(r"^Done (\d+) ", done.stdout, re.MULTILINE)
    findings = sorted(_findings(folder) - before)
    if done.returncode and not findings:
        findings = [f"exit code {done.returncode}, see {(folder / 'log').relative_to(ROOT)}"]
    return {"reader": name, "inputs": int(executed[1]) if executed else max(inputs, default=0),
            "seconds": round(time.monotonic() - began), "findings": findings}  # fmt: skip


def _findings(folder: Path) -> set[str]:
    return {str(path.relative_to(ROOT)) for path in (folder / "findings").glob("*")}


if __name__ == "__main__":
    raise SystemExit(main())
