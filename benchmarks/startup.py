"""How long ``pactline --help`` takes, against an empty Python process."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

RUNS = 10


def best(command: list[str]) -> float:
    """The shortest of several runs, in seconds of wall time."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


def measure() -> dict[str, float]:
    """Both times."""
    pactline = Path(sys.executable).with_name("pactline")
    return {"pactline --help": best([str(pactline), "--help"]), "python -c pass": best([sys.executable, "-c", "pass"])}


if __name__ == "__main__":
    print(measure())
