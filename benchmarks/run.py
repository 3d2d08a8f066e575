"""Run the benchmarks, each contestant in a process of its own, and write the numbers beside them.

``python benchmarks/run.py [--sizes 1,10] [--years 1,10] [--rows 1000000] [--runs 3]``: sizes and years in millions of
contacts, rows of the files that are brought in. The best of the runs counts, by wall time and by CPU time; a contestant
whose figures differ from another's stops everything. 100 million contacts take some 5 GB and ten minutes to make.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import narwhals
import pandas

import backtest_sweep
import check_forty
import ingest
import made_up_contacts
import startup
import year_statement

HERE = Path(__file__).resolve().parent
_MOST_FOR_PANDAS = 10  # million contacts; it holds them all in memory, some 170 MB for each
_GROWING = {"seconds": "wall time", "cpu": "CPU time", "peak_mb": "memory"}
CONTESTANTS = {
    "ours": "Pactline, from agreement text",
    "evaluate": "Pactline, agreement and records open",
    "sql": "SQL by hand, same engine and files",
    "pandas": "plain pandas script",
}

_HEAD = """\
Written by `make bench`. A month statement of five commitments, by day and by 15-minute interval; imports are not
counted. Best of several runs in the same minute; ratios are against the SQL by hand, which knows neither agreement nor
remedies nor digests. All contestants gave the same figures.
"""


def contest(millions: int, runs: int) -> dict[str, dict[str, Any]]:
    """Every contestant on the same record set, in turn, so that a noisy minute hits all."""
    folder = made_up_contacts.record_set(HERE / ".work" / f"{millions}m", millions * 1_000_000)
    names = [name for name in CONTESTANTS if name != "pandas" or millions <= _MOST_FOR_PANDAS]
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            command = [sys.executable, str(HERE / "month_statement.py"), name, str(folder)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found[name].append(json.loads(done.stdout))
    figures = {name: results[0]["figures"] for name, results in found.items()}
    assert all(found == figures["sql"] for found in figures.values()), "the contestants do not agree on the figures"
    return {
        name: {key: min(result[key] for result in results) for key in ("seconds", "cpu", "peak_mb")}
        for name, results in found.items()
    }


def report(
    results: dict[int, dict[str, dict[str, Any]]],
    start: dict[str, float],
    check: dict[str, float],
    replayed: dict[str, tuple[float, int]],
    further: list[str],
) -> str:
    """The page beside the benchmarks."""
    versions = f"DuckDB {duckdb.__version__}, Narwhals {narwhals.__version__}, pandas {pandas.__version__}"
    lines = [
        "# Benchmarks: last numbers",
        "",
        _HEAD,
        f"{datetime.now(UTC):%Y-%m-%d}, two cores, Python {platform.python_version()}, {versions}.",
        "",
    ]
    for millions, contestants in results.items():
        lines += [
            f"## {millions} million contacts",
            "",
            "| Contestant | Wall s | CPU s | Peak MB | Wall ratio | CPU ratio |",
            "|---|---|---|---|---|---|",
        ]
        sql = contestants["sql"]
        for name, result in contestants.items():
            wall, cpu = result["seconds"] / sql["seconds"], result["cpu"] / sql["cpu"]
            cells = (CONTESTANTS[name], f"{result['seconds']:.2f}", f"{result['cpu']:.2f}", str(result["peak_mb"]))
            lines.append("| " + " | ".join([*cells, f"{wall:.2f}", f"{cpu:.2f}"]) + " |")
        lines.append("")
    lines += [*_growth(results), *further, ""]
    lines += ["## Start-up", "", "| Command | Wall s, best of 10 |", "|---|---|"]
    lines += [f"| `{command}` | {seconds:.3f} |" for command, seconds in start.items()]
    lines += ["", "## `pactline check`", "", "| Agreement | Wall s, best of 5 |", "|---|---|"]
    lines += [f"| {what} | {seconds:.2f} |" for what, seconds in check.items()]
    lines += ["", *backtest_sweep.table(replayed)]
    return "\n".join(lines) + "\n"


def _growth(results: dict[int, dict[str, dict[str, Any]]]) -> list[str]:
    """How time and memory grow from each size to the next."""
    sizes, lines = sorted(results), []
    for one, other in pairwise(sizes):
        then, now = results[one]["ours"], results[other]["ours"]
        times = ", ".join(f"{now[key] / then[key]:.1f} times the {what}" for key, what in _GROWING.items())
        lines.append(f"From {one} to {other} million contacts Pactline takes {times}.")
    return [*lines, ""] if lines else []


def main() -> None:
    """Run everything and write the page."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", default="1,10")
    arguments.add_argument("--years", default="1,10")
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--runs", type=int, default=3)
    asked = arguments.parse_args()
    results = {int(size): contest(int(size), asked.runs) for size in asked.sizes.split(",")}
    years = {int(size): year_statement.measure(int(size), asked.runs) for size in asked.years.split(",")}
    brought_in = ingest.measure(asked.rows, asked.rows, asked.runs)
    further = [*year_statement.table(years), "", *ingest.table(brought_in)]
    text = report(results, startup.measure(), check_forty.measure(), backtest_sweep.measure(), further)
    (HERE / "RESULTS.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
