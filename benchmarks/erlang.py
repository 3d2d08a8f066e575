"""How long requirements take, against pyworkforce, and whether both find the same agents.

``python benchmarks/erlang.py``: a week of 672 quarter-hours in 20 queues (13,440 requirements) and one single
requirement, each under Erlang C, Erlang A and two tiers. ``PACTLINE_PEERS`` names interpreters that have pyworkforce,
separated by colons (0.5.1 knows Erlang C and runs on Python 3.11, from 0.5.4 it knows Erlang A and needs 3.12); without
it only our own times are taken. Where the peer's whole week would take too long, a sample of intervals is timed and
scaled up, which the table says. Imports are not counted. Writes ``ERLANG.md`` beside this file.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import scipy

from pactline.planning.requirement.least_agents import least_agents
from pactline.planning.requirement.promise import Measure, Promise

HERE = Path(__file__).resolve().parent
SAMPLE = {"c": None, "a": 60, "tiers": 30}  # intervals of the peer's week that are timed; None for all

WORDS = {
    "c": "Erlang C, 80 % in 20 s",
    "a": "Erlang A, 80 % in 20 s and abandonment under 3 %",
    "tiers": "Erlang A, 90 % in 10 s and 99 % in 300 s and abandonment under 3 %",
}

PEER = """
import json, sys, time
from importlib.metadata import version
import pyworkforce.queuing as queuing
asked = json.load(sys.stdin)
targets = asked["targets"]
if asked["patience"] and not hasattr(queuing, "ErlangA"):
    print(json.dumps({"version": version("pyworkforce")})); sys.exit()

def required(rate, aht, patience):
    # minutes and contacts per minute are theirs
    found = 0
    for limit, share in targets:
        given = dict(transactions=rate * 60, aht=aht / 60, asa=limit / 60, interval=1)
        if patience is None:
            needed = queuing.ErlangC(**given).required_positions(service_level=share)
        else:
            law = queuing.ErlangA(patience=patience / 60, **given)
            needed = law.required_positions(service_level=share, max_abandonment=asked["most_abandoned"])
        found = max(found, needed["raw_positions"])
    return found

best = None
for _ in range(asked["runs"]):
    began = time.perf_counter()
    agents = [required(*interval) for interval in asked["intervals"]]
    spent = time.perf_counter() - began
    best = spent if best is None else min(best, spent)
print(json.dumps({"version": version("pyworkforce"), "seconds": best, "agents": agents}))
"""


def week() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Load (Erlang), handling time and mean patience (seconds) of 13,440 quarter-hours: 20 queues, a week each."""
    peak = np.geomspace(3.0, 300.0, 20)[:, None]
    hour = np.arange(672) % 96 / 4.0
    day = np.arange(672) // 96
    shape = np.maximum(np.exp(-(((hour - 10.5) / 2.6) ** 2)), 0.8 * np.exp(-(((hour - 15.5) / 2.8) ** 2)))
    weekday = np.array([1.0, 0.94, 0.9, 0.88, 0.92, 0.45, 0.3])[day]
    load = np.maximum(peak * shape * weekday, 0.02)
    aht = np.linspace(180.0, 600.0, 20)[(np.arange(20) * 7) % 20][:, None]
    patience = np.linspace(60.0, 420.0, 20)[(np.arange(20) * 3) % 20][:, None]
    return tuple(np.broadcast_to(v, load.shape).ravel() for v in (load, aht, patience))


def promises(name: str) -> list[Promise]:
    """What is promised."""
    tiers = [(20.0, 0.8)] if name in ("c", "a") else [(10.0, 0.9), (300.0, 0.99)]
    made = [
        Promise(f"level {limit:.0f}", Measure.SERVICE_LEVEL, share, True, limit_s=limit, abandons="count_all")
        for limit, share in tiers
    ]
    if name != "c":
        made.append(Promise("abandonment", Measure.ABANDONMENT, 0.03, False, abandons="count"))
    return made


def best_of(runs: int, work: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest time in seconds, and what came out."""
    best, result = float("inf"), None
    for _ in range(runs):
        began = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - began)
    return best, result


def ours(name: str, load: np.ndarray, aht: np.ndarray, patience: np.ndarray, runs: int) -> tuple[float, np.ndarray]:
    """Seconds and agents of our own search."""
    given = promises(name)
    seconds, found = best_of(
        runs, lambda: least_agents(load / aht, aht, None if name == "c" else patience, given).agents
    )
    return seconds, np.atleast_1d(found)


def theirs(interpreter: str, name: str, load, aht, patience, runs: int) -> dict[str, Any]:
    """What a peer's interpreter says of the same intervals."""
    intervals = [
        [float(one / t), float(t), None if name == "c" else float(p)]
        for one, t, p in zip(load, aht, patience, strict=True)
    ]
    asked = {
        "targets": [[p.limit_s, p.target] for p in promises(name) if p.measure is Measure.SERVICE_LEVEL],
        "most_abandoned": 0.03,
        "patience": name != "c",
        "intervals": intervals,
        "runs": runs,
    }
    done = subprocess.run(
        [interpreter, "-c", PEER], input=json.dumps(asked), check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def _spread(many: int, few: int) -> np.ndarray:
    """Places spread evenly over so many: one in the middle of each part."""
    return ((np.arange(few) + 0.5) * many / few).astype(int)


def _time(seconds: float) -> str:
    return f"{seconds * 1e3:.2f} ms" if seconds < 0.1 else f"{seconds:.3f} s" if seconds < 100 else f"{seconds:,.0f} s"


def _ratio(times: float) -> str:
    return f"{times:,.0f}" if times >= 10 else f"{times:.2g}"


def _row(words: str, mine: float, peer: dict[str, Any], scale: float, same: str, sampled: bool) -> str:
    if "seconds" not in peer:
        why = "not run" if peer["version"] == "not run" else f"{peer['version']}: has no Erlang A"
        return f"| {words} | {_time(mine)} | {why} | | |"
    seconds = peer["seconds"] * scale
    how = " (from a sample)" if sampled else ""
    return f"| {words} | {_time(mine)} | {peer['version']}: {_time(seconds)}{how} | {_ratio(seconds / mine)} | {same} |"


def _compared(mine: np.ndarray, peer: dict[str, Any]) -> str:
    if "agents" not in peer:
        return ""
    apart = np.array(peer["agents"]) - mine
    same, more, fewer = (int((f).sum()) for f in (apart == 0, apart > 0, apart < 0))
    return f"{same:,} equal, peer more in {more:,}, fewer in {fewer:,}"


def main() -> None:
    """Run it all and write the page."""
    peers = [path for path in os.environ.get("PACTLINE_PEERS", "").split(":") if path]
    load, aht, patience = week()
    rows, singles, sums = [], [], []
    for name, words in WORDS.items():
        mine, agents = ours(name, load, aht, patience, 5)
        sums.append(f"- {words}: {int(agents.sum()):,} agent-quarters; {mine * 1e6 / load.size:.1f} µs a requirement")
        size = SAMPLE[name]
        at = np.arange(load.size) if size is None else np.argsort(load)[_spread(load.size, size)]
        for peer in peers or [None]:
            told = theirs(peer, name, load[at], aht[at], patience[at], 1) if peer else {"version": "not run"}
            rows.append(_row(words, mine, told, load.size / at.size, _compared(agents[at], told), size is not None))
        for one in (10.5, 100.5, 1_000.5):
            alone = tuple(np.array([v]) for v in (one, 300.0, 180.0))
            mine, agents = ours(name, *alone, runs=20)
            asked = peers if one < 1_000 or name != "tiers" else []  # minutes
            for peer in asked or [None]:
                told = theirs(peer, name, *alone, runs=1 if name != "c" else 20) if peer else {"version": "not run"}
                singles.append(_row(f"{words}; {one:g} Erlang", mine, told, 1.0, _compared(agents, told), False))
    head = "| | Pactline | pyworkforce | times as long | agents |\n|---|---|---|---|---|"
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}, SciPy {scipy.__version__}"
    page = [
        "# Requirements: last numbers",
        "",
        "Written by `benchmarks/erlang.py`: the time for the least agents that keep all promises. Imports are not",
        "counted; best of five runs for ours, of one for the peer. pyworkforce knows one tier at a time: of two tiers",
        "the larger requirement was taken, and the time of both. Its Erlang A search begins at the load, and its",
        "service level is wrong in large queues with a long limit; what that does stands under *agents*.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {versions}; the peers on interpreters of their own.",
        "",
        "## A week of 13,440 quarter-hours in 20 queues",
        "",
        head,
        *rows,
        "",
        *sums,
        "",
        "## One requirement",
        "",
        head,
        *singles,
        "",
    ]
    text = "\n".join(page)
    (HERE / "ERLANG.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
