"""Which way of staffing holds its promise when contacts come and go over a day, whatever the handling time.

``python benchmarks/time_varying.py``: one day of 96 quarter-hours with two peaks, 60 Erlang at the top; promised in
every quarter-hour are 80 % within 20 s and abandonment under 5 %. Three ways: each interval by its own rate (what a
table of Erlang does), by the offered load that time leaves behind, and that put right by the judge. All three are
judged by the same exact chain. Prints a table and writes ``TIME_VARYING.md`` beside this file.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import scipy

from pactline.planning.requirement.least_agents import least_agents
from pactline.planning.requirement.promise import Measure, Promise
from pactline.planning.varying.judge import judge
from pactline.planning.varying.offered_load import offered_load
from pactline.planning.varying.repair import Marks, repair

HERE = Path(__file__).resolve().parent
INTERVAL_S = 900.0
CASES = ((5, 3), (15, 5), (30, 10), (60, 15))  # minutes of handling and of patience
MARKS = Marks(limit_s=20.0, share=0.8, most_abandoned=0.05)
PROMISES = [
    Promise("level", Measure.SERVICE_LEVEL, MARKS.share, True, limit_s=MARKS.limit_s, abandons="count_all"),
    Promise("abandonment", Measure.ABANDONMENT, MARKS.most_abandoned, False, abandons="count"),
]


def day(top: float = 60.0) -> np.ndarray:
    """Erlang per quarter-hour: a peak before noon, a lower one in the afternoon, next to nothing at night."""
    hour = (np.arange(96) + 0.5) / 4.0
    before_noon, afternoon = np.exp(-(((hour - 10.5) / 2.2) ** 2)), 0.85 * np.exp(-(((hour - 15.5) / 2.4) ** 2))
    shape = before_noon + afternoon
    return top * shape / shape.max()


def _needed(load: np.ndarray, aht_s: float, patience_s: float) -> np.ndarray:
    return np.ceil(least_agents(load / aht_s, aht_s, patience_s, PROMISES).agents)


def _row(words: str, way: str, load: np.ndarray, agents: np.ndarray, aht_s: float, patience_s: float) -> str:
    spent = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        found = judge(load / aht_s, agents, aht_s, patience_s, INTERVAL_S)
        spent = min(spent, time.perf_counter() - began)
    kept, level = MARKS(found), found.steady.served_within(MARKS.limit_s)
    busy = load >= 1.0
    of_day = float((level * load).sum() / load.sum())
    hang_ups = float(found.worst_abandonment[busy].max())
    return (
        f"| {words} | {way} | {agents.sum() / 4:,.1f} | {of_day:.3f} | {level[busy].min():.3f} | {hang_ups:.3f} | "
        f"{int((~kept[busy]).sum())} | {int((~kept).sum())} | {spent * 1e3:.0f} ms |"
    )


def main() -> None:
    """Judge all ways, print the table and write the page."""
    load = day()
    rows: list[str] = []
    os.environ["PACTLINE_NO_NUMBA"] = "1"  # the times of the plain way
    for aht_min, patience_min in CASES:
        aht_s, patience_s = aht_min * 60.0, patience_min * 60.0
        words = f"{aht_min} / {patience_min} min"
        by_rate = _needed(load, aht_s, patience_s)
        by_load = _needed(offered_load(load / aht_s, INTERVAL_S, aht_s), aht_s, patience_s)
        began = time.perf_counter()
        put_right = repair(load / aht_s, by_load, aht_s, patience_s, INTERVAL_S, MARKS)
        spent = time.perf_counter() - began
        given = (load, aht_s, patience_s)
        rows.append(_row(words, "each interval by its rate", given[0], by_rate, *given[1:]))
        rows.append(_row("", "offered load", given[0], by_load, *given[1:]))
        rows.append(
            _row("", f"offered load, put right in {spent * 1e3:.0f} ms", given[0], put_right.agents, *given[1:])
        )
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}, SciPy {scipy.__version__}"
    columns = (
        "agent hours | level of the day | worst level | worst hang-ups | short, of the busy | short, of 96 | judged in"
    )
    page = [
        "# Time-varying load: last numbers",
        "",
        "Written by `benchmarks/time_varying.py`: a day of 96 quarter-hours with two peaks, 60 Erlang at the top.",
        "Promised in every quarter-hour: 80 % within 20 s, and abandonment under 5 %, whether hang-ups are booked",
        "where they happen (which can be more than contacts came while the load falls) or where the contact came.",
        f"{int((load >= 1).sum())} intervals have at least 1 Erlang; worst figures are theirs. *Short* are intervals",
        "that miss either promise; all three ways are judged by the exact chain, from an empty centre, without numba.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {versions}.",
        "",
        f"| handling / patience | agents by | {columns} |",
        "|---|---|---|---|---|---|---|---|---|",
        *rows,
        "",
    ]
    text = "\n".join(page)
    (HERE / "TIME_VARYING.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
