"""Shifts for a week with flexible breaks: Pactline against pyworkforce's ``MinRequiredResources``.

``python benchmarks/shifts.py`` runs every contestant in a process of its own, one after the other, and writes
``benchmarks/SHIFTS.md``. ``--peer PYTHON`` names an interpreter that has pyworkforce; left out, this one is asked.
``--seconds`` is the time limit of every solver. ``python benchmarks/shifts.py CONTESTANT`` runs one and prints JSON.

The week: seven days of quarter-hours with two peaks, 76 agents at the highest, from 90/10, 99/300 and at most 3 %
abandoned at a patience of 180 s. Shifts of 8 hours begin from 07:00 to 14:00 every half hour, with two breaks of 15
minutes and 30 minutes of lunch: *many*, each break anywhere in its window; *few*, three fixed patterns for every start.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any

REPORT = Path(__file__).with_name("SHIFTS.md")
PERIODS, DAYS, PEAK = 96, 7, 76
STARTS = range(28, 57, 2)  # quarter-hours after midnight
FIRST, LUNCH, LAST = range(4, 11), range(14, 19), range(22, 29)  # beginnings of the breaks after that of the shift
FEW = ((5, 15, 23), (7, 16, 25), (9, 17, 27))
WEEK = (1.0, 0.96, 0.94, 0.95, 0.9, 0.62, 0.48)
HEAD = """\
# Shifts: a week with flexible breaks

<!-- Written by benchmarks/shifts.py. -->

{day}, Python {python}, OR-Tools {ortools}, pyworkforce {peer}. Seven days of quarter-hours, peak {peak} agents,
{quarters} agent-quarters; 8-hour shifts from 07:00 to 14:00 every half hour, two breaks of 15 min and 30 min of lunch.
Limit {seconds} s each; one worker for Pactline, two for pyworkforce (its default). Times hold building the model,
solving, and for Pactline giving every shift its breaks and checking them; one run, on a machine with other work.
*Times slower* is of CPU time, against the first row.
"""
RULES = """
rules: benchmark
shifts:
  full:
    lengths: [8 h]
    starts: {earliest: "07:00", latest: "14:00", every: 30 min}
    breaks:
      - {name: break, length: 15 min, paid: true, from: 1 h, to: 2 h 30 min}
      - {name: lunch, length: 30 min, paid: true, from: 3 h 30 min, to: 4 h 30 min}
      - {name: break, length: 15 min, paid: true, from: 5 h 30 min, to: 7 h}
"""


def requirement() -> list[list[int]]:
    """Agents of each quarter-hour of each day: the largest two-peak week whose highest need is 76."""
    import numpy as np

    from pactline.planning.requirement.asked import asked_promises
    from pactline.planning.requirement.least_agents import least_agents

    hours = np.arange(PERIODS) / 4 + 0.125
    curve = 0.12 + np.exp(-(((hours - 10.5) / 2.2) ** 2)) + 0.85 * np.exp(-(((hours - 15.5) / 2.6) ** 2))
    curve[(hours < 7) | (hours >= 22)] = 0
    week = np.outer(WEEK, curve / curve.max())
    promises = asked_promises(["90/10", "99/300"], abandonment="3%")

    def agents(load: float) -> Any:
        return least_agents(week * load / 300, 300.0, 180.0, promises).agents.astype(int)

    load = 40.0
    while agents(load + 0.25).max() <= PEAK:
        load += 0.25
    found = agents(load)
    assert found.max() == PEAK
    return [[int(each) for each in day] for day in found]


def pattern(start: int, breaks: tuple[int, int, int]) -> list[int]:
    """A shift as 0 and 1 over the day's quarter-hours."""
    row = [int(start <= period < start + 32) for period in range(PERIODS)]
    for begin, length in zip(breaks, (1, 2, 1), strict=True):
        for period in range(start + begin, start + begin + length):
            row[period] = 0
    return row


def peer(need: list[list[int]], breaks: str, seconds: float) -> dict[str, Any]:
    """pyworkforce, every pattern written out."""
    from importlib.metadata import version

    from pyworkforce.scheduling import MinRequiredResources

    chosen = FEW if breaks == "few" else tuple(product(FIRST, LUNCH, LAST))
    shifts = {f"{start}.{place}": pattern(start, each) for start in STARTS for place, each in enumerate(chosen)}
    cpu, began = time.process_time(), time.perf_counter()
    asked = MinRequiredResources(
        num_days=DAYS, periods=PERIODS, shifts_coverage=shifts, required_resources=need,
        max_period_concurrency=10 * PEAK, max_shift_concurrency=PEAK, max_search_time=seconds,
    )  # fmt: skip
    found = asked.solve()
    took = time.perf_counter() - began
    spent = time.process_time() - cpu
    return {
        "shifts": round(found["cost"]), "status": found["status"].lower(), "seconds": took, "cpu": spent,
        "variables": DAYS * len(shifts), "version": version("pyworkforce"),
    }  # fmt: skip


def ours(need: list[list[int]], what: str, seconds: float) -> dict[str, Any]:
    """Pactline: shifts with implicit breaks, dealt out and held against the rules; or weekly tours."""
    import numpy as np

    from pactline.planning.requirement.plan_file import PlannedAgents
    from pactline.planning.shifts.counting_shifts import Wanted
    from pactline.planning.shifts.demand import demands_of
    from pactline.planning.shifts.making import make_shifts, make_tours
    from pactline.planning.shifts.rules_file import parse_rules
    from pactline.planning.shifts.solver import Limits, new_model
    from pactline.values.zone import midnight_us, zone

    new_model()  # what importing the solver takes is told apart, as it is of the peer
    agents = np.array(need, dtype=float).ravel()
    where = zone("UTC")
    starts = midnight_us(date(2025, 3, 3), where) + np.arange(len(agents)) * 900_000_000
    some = agents > 0
    nothing = np.zeros(int(some.sum()))
    plan = PlannedAgents("q", "voice", where, 900_000_000, starts[some], nothing, nothing, agents[some], agents[some],
                         ("",) * len(nothing))  # fmt: skip
    cpu, began = time.process_time(), time.perf_counter()
    rules = parse_rules(RULES.encode(), "rules.yaml")
    demands = demands_of([plan], rules, "plan")
    make = make_tours if what == "tours" else make_shifts
    schedule = make(demands, rules, Wanted(fewest=True, limits=Limits(seconds)))
    return {
        "shifts": len(schedule.shifts), "agents": len(schedule.agents), "status": schedule.proof.status,
        "bound": int(schedule.proof.bound), "seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu,
    }  # fmt: skip


def contest(who: str, need: list[list[int]], seconds: float, interpreter: str) -> dict[str, Any] | None:
    """One contestant in a process of its own; None where its package is not there."""
    command = [interpreter, __file__, who, "--seconds", str(seconds)]
    done = subprocess.run(command, input=json.dumps(need), capture_output=True, text=True, check=False)
    if done.returncode and "No module named" in done.stderr:
        return None
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(who, found, flush=True)
    return found


def report(need: list[list[int]], found: dict[str, dict[str, Any] | None], seconds: float) -> str:
    """The page."""
    import importlib.metadata as metadata

    best = found["shifts"]
    assert best is not None
    version = next((each["version"] for each in found.values() if each and "version" in each), "not installed")
    head = HEAD.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}", python=sys.version.split()[0], ortools=metadata.version("ortools"),
        peer=version, peak=max(map(max, need)), quarters=f"{sum(map(sum, need)):,}", seconds=f"{seconds:g}",
    )  # fmt: skip
    lines = [head, "| | variables | shifts | proven | wall s | CPU s | times slower |", "|---|---|---|---|---|---|---|"]
    names = {
        "shifts": "Pactline, every break in its window (implicit)",
        "peer-many": "pyworkforce, every break in its window (written out)",
        "peer-few": "pyworkforce, three fixed patterns of breaks",
    }
    windows = sum(STARTS[-1] + each[-1] - STARTS[0] - each[0] + 1 for each in (FIRST, LUNCH, LAST))
    implicit = DAYS * (len(STARTS) + windows)
    for who, title in names.items():
        each = found[who]
        if each is None:
            lines.append(f"| {title} | not installed | | | | | |")
            continue
        proven = "optimal" if each["status"] == "optimal" else "no"
        variables = f"{each['variables']:,}" if "variables" in each else f"{implicit:,}"
        lines.append(
            f"| {title} | {variables} | {each['shifts']} | {proven} | {each['seconds']:.2f} | {each['cpu']:.2f} | "
            f"{each['cpu'] / best['cpu']:,.1f} |"
        )
    tours = found["tours"]
    assert tours is not None
    said = "proven optimal" if tours["status"] == "optimal" else f"bound {tours['bound']}"
    few = found["peer-few"]
    if few is not None:
        spared = 1 - best["shifts"] / few["shifts"]
        lines += [
            "",
            f"Breaks that may move in their windows spare {spared:.1%} of the shifts of three fixed patterns.",
        ]
    told = f"{tours['agents']} agents, {said}, {tours['seconds']:.1f} s ({tours['cpu']:.1f} CPU s)"
    lines += ["", "## Weekly tours", "", f"Five days on, two off in a row, the same start every day: {told}."]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run all, or one."""
    options = argparse.ArgumentParser(description="Shifts against pyworkforce.")
    options.add_argument("contestant", nargs="?")
    options.add_argument("--peer", default=sys.executable)
    options.add_argument("--seconds", type=float, default=60.0)
    given = options.parse_args()
    if given.contestant:
        need = json.load(sys.stdin)
        what = given.contestant
        one = (
            peer(need, what.removeprefix("peer-"), given.seconds) if "peer" in what else ours(need, what, given.seconds)
        )
        print(json.dumps(one))
        return 0
    need = requirement()
    who = {"shifts": sys.executable, "peer-few": given.peer, "peer-many": given.peer, "tours": sys.executable}
    found = {name: contest(name, need, given.seconds, interpreter) for name, interpreter in who.items()}
    REPORT.write_text(report(need, found, given.seconds), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
