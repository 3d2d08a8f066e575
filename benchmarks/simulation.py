"""Simulated contacts per second against Ciw and SimPy, and the simulation against theory.

``python benchmarks/simulation.py`` runs every contestant in a process of its own, one after the other, and writes
``benchmarks/SIMULATION.md``. Times are CPU seconds, so that other work on the machine disturbs them less; peers run a
timed sample of their own size. Ciw and SimPy come with the extra ``bench``; where one is missing its row says so.
``python benchmarks/simulation.py CONTESTANT CONTACTS`` runs one and prints JSON.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

AGENTS, AHT_S, PATIENCE_S, LOAD = 100, 300.0, 600.0, 100.0
EXACT_ABANDONMENT = 0.033030  # of M/M/100+M at 100 Erlang with a mean patience of two handling times
REPORT = Path(__file__).parent / "SIMULATION.md"


def queue_centre(contacts: int, general: bool = False) -> Any:
    """M/M/100+M; ``general`` adds a group without agents, so that every event is followed."""
    import numpy as np

    from pactline.planning.simulation.centre import Centre, Group, Intervals, Queue, Skill

    queue = Queue("q", np.array([float(contacts)]), np.array([AHT_S]), np.array([PATIENCE_S]))
    groups = (Group("team", np.array([AGENTS])),)
    skills = (Skill("q", "team"),)
    if general:
        groups, skills = (*groups, Group("nobody", np.array([0]))), (*skills, Skill("q", "nobody"))
    return Centre(Intervals.even(1, contacts * AHT_S / LOAD), (queue,), groups, skills)


def skills_centre(contacts: int) -> Any:
    """Two queues of 10 Erlang, agents of one skill (12) and of both (13): the N model."""
    import numpy as np

    from pactline.planning.simulation.centre import Centre, Group, Intervals, Queue, Skill

    queues = tuple(Queue(n, np.array([contacts / 2]), np.array([300.0]), np.array([180.0])) for n in ("red", "blue"))
    groups = (Group("both", np.array([13])), Group("blues", np.array([12])))
    skills = (Skill("red", "both"), Skill("blue", "blues"), Skill("blue", "both"))
    return Centre(Intervals.even(1, contacts * 15.0), queues, groups, skills)


def busy_centre(days: int) -> Any:
    """ContactCenters' example SimpleMSK, so many days: three types, two groups, three periods and a wind-down."""
    import numpy as np

    from pactline.planning.simulation.centre import Centre, Group, Intervals, Queue, Skill

    starts = (np.arange(days)[:, None] * 86_400_000 + np.arange(3) * 7_200_000).ravel()
    rates = ((4.2, 5.3, 3.2), (5.1, 4.3, 4.8), (6.3, 5.2, 4.8))
    aht, patience = np.tile([120.0, 100.0, 150.0], days), np.tile([200.0, 150.0, 300.0], days)
    queues = tuple(Queue(f"t{n}", np.tile(rate, days) * 120, aht, patience) for n, rate in enumerate(rates))
    groups = (Group("g0", np.tile([12, 18, 9], days), closing=9), Group("g1", np.tile([15, 20, 11], days), closing=11))
    skills = (Skill("t0", "g0"), Skill("t1", "g0"), Skill("t1", "g1"), Skill("t2", "g1"))
    return Centre(Intervals(starts, 7_200_000), queues, groups, skills, stay_s=3600, day_cv=28.7**-0.5)


def ours(make: Callable[[int], Any], contacts: int) -> dict[str, Any]:
    """Drawing customers and following them; compiling is timed apart, on a small centre of the same kind."""
    from pactline.planning.simulation.running import simulate
    from pactline.planning.simulation.state import ABANDONED

    start = time.process_time()
    simulate(make(max(contacts // 1000, 3)), 0)
    compiling = time.process_time() - start
    best, run = float("inf"), None
    for seed in range(1, 4):
        centre = make(contacts)
        start = time.process_time()
        run = simulate(centre, seed)
        best = min(best, time.process_time() - start)
    assert run is not None
    return {"contacts": len(run.state), "seconds": best, "first": compiling,
            "abandoned": float((run.state == ABANDONED).mean())}  # fmt: skip


def ciw(contacts: int) -> dict[str, Any]:
    """Ciw with reneging."""
    import ciw as peer

    network = peer.create_network(
        arrival_distributions=[peer.dists.Exponential(LOAD / AHT_S)],
        service_distributions=[peer.dists.Exponential(1 / AHT_S)],
        number_of_servers=[AGENTS],
        reneging_time_distributions=[peer.dists.Exponential(1 / PATIENCE_S)],
    )
    peer.seed(1)
    simulation = peer.Simulation(network)
    start = time.process_time()
    simulation.simulate_until_max_customers(contacts, method="Arrive")
    seconds = time.process_time() - start
    records = simulation.get_all_records()
    return {"contacts": contacts, "seconds": seconds,
            "abandoned": sum(r.record_type == "renege" for r in records) / max(len(records), 1)}  # fmt: skip


def simpy(contacts: int) -> dict[str, Any]:
    """SimPy, with a time-out only for those who have to wait (the faster way)."""
    import simpy as peer

    random.seed(1)
    env = peer.Environment()
    team = peer.Resource(env, AGENTS)
    abandoned = 0

    def customer() -> Any:
        nonlocal abandoned
        request = team.request()
        if not request.triggered:
            found = yield request | env.timeout(random.expovariate(1 / PATIENCE_S))
            if request not in found:
                request.cancel()
                abandoned += 1
                return
        yield env.timeout(random.expovariate(1 / AHT_S))
        team.release(request)

    def source() -> Any:
        for _ in range(contacts):
            yield env.timeout(random.expovariate(LOAD / AHT_S))
            env.process(customer())

    env.process(source())
    start = time.process_time()
    env.run()
    return {"contacts": contacts, "seconds": time.process_time() - start, "abandoned": abandoned / contacts}


def simpy_skills(contacts: int) -> dict[str, Any]:
    """The N model in SimPy, by hand: idle agents counted, waiting customers in lines, the longest waiting first."""
    import simpy as peer

    random.seed(1)
    env = peer.Environment()
    idle = [13, 12]
    routes, serves = ((0,), (1, 0)), ((0, 1), (1,))
    lines: tuple[deque[Any], deque[Any]] = (deque(), deque())
    abandoned = 0

    def release(group: int) -> None:
        for line in lines:
            while line and line[0][1].triggered:
                line.popleft()
        heads = [(lines[kind][0][0], kind) for kind in serves[group] if lines[kind]]
        if heads:
            _, turn = lines[min(heads)[1]].popleft()
            turn.succeed(group)
        else:
            idle[group] += 1

    def customer(kind: int) -> Any:
        nonlocal abandoned
        group = next((g for g in routes[kind] if idle[g]), None)
        if group is None:
            turn = env.event()
            lines[kind].append((env.now, turn))
            found = yield turn | env.timeout(random.expovariate(1 / 180))
            if turn not in found and not turn.triggered:
                turn.succeed(-1)
                abandoned += 1
                return
            group = turn.value
        else:
            idle[group] -= 1
        yield env.timeout(random.expovariate(1 / 300))
        release(group)

    def source() -> Any:
        for _ in range(contacts):
            yield env.timeout(random.expovariate(1 / 15))
            env.process(customer(random.randrange(2)))

    env.process(source())
    start = time.process_time()
    env.run()
    return {"contacts": contacts, "seconds": time.process_time() - start, "abandoned": abandoned / contacts}


CONTESTANTS: dict[str, Callable[[int], dict[str, Any]]] = {
    "fast": lambda contacts: ours(queue_centre, contacts),
    "events": lambda contacts: ours(lambda number: queue_centre(number, general=True), contacts),
    "skills": lambda contacts: ours(skills_centre, contacts),
    "busy": lambda days: ours(busy_centre, days),
    "ciw": ciw,
    "simpy": simpy,
    "simpy_skills": simpy_skills,
}


def run(contestant: str, contacts: int, **environment: str) -> dict[str, Any] | None:
    """One contestant in a process of its own; None where a peer is not installed."""
    done = subprocess.run(
        [sys.executable, __file__, contestant, str(contacts)],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip
    if "ModuleNotFoundError" in done.stderr:
        return None
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def rows(table: list[tuple[str, dict[str, Any] | None]]) -> list[str]:
    """A table of contestants, the first of which is the measure of the others."""
    first = table[0][1]
    assert first is not None
    pace = first["contacts"] / first["seconds"]
    lines = ["| | contacts | CPU s | contacts a second | times slower | abandoned |", "|---|---|---|---|---|---|"]
    for name, found in table:
        if found is None:
            lines.append(f"| {name} | not installed | | | | |")
            continue
        own = found["contacts"] / found["seconds"]
        lines.append(f"| {name} | {found['contacts']:,} | {found['seconds']:.3f} | {own:,.0f} | {pace / own:,.1f} "
                     f"| {found['abandoned']:.4f} |")  # fmt: skip
    return lines


def accuracy(seeds: int = 20, hours: float = 2000.0) -> list[str]:
    """Erlang C, Erlang A and M/M/n+G: exact, simulated, and the distance in standard errors."""
    import numpy as np

    from pactline.planning.queueing.patience_law import BalkThenExponential, Gamma, Lognormal, PiecewiseHazard
    from pactline.planning.queueing.steady import steady
    from pactline.planning.simulation.centre import Centre, Group, Intervals, Queue, Skill
    from pactline.planning.simulation.figures import count, estimates
    from pactline.planning.simulation.running import simulate

    cases: list[tuple[str, Any, int]] = [
        ("Erlang C", None, 24),
        ("Erlang A, patience 180 s", 180.0, 21),
        ("15 % hang up at once, others 300 s", BalkThenExponential(0.15, 300.0), 20),
        ("hazard in three pieces", PiecewiseHazard(0.05, (0.0, 10.0, 60.0), (0.01, 0.002, 0.006)), 20),
        ("lognormal, median 180 s, sigma 1", Lognormal(180.0, 1.0), 20),
        ("Erlang-3, mean 120 s", Gamma(3.0, 120.0), 20),
    ]
    lines = ["| patience (20 Erlang) | agents | figure | exact | simulated | standard error | off by (errors) |",
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    for number, (name, law, agents) in enumerate(cases, 1):
        patience = np.array([law]) if isinstance(law, float) else law
        queue = Queue("q", np.array([240 * hours]), np.array([300.0]), patience)
        groups, skills = (Group("team", np.array([agents])),), (Skill("q", "team"),)
        centre = Centre(Intervals.even(1, hours * 3600), (queue,), groups, skills)
        end = centre.intervals.end_ms
        found = estimates(
            count(simulate(centre, s), 20, from_ms=4 * 3_600_000, to_ms=end)
            for s in range(100 * number, 100 * number + seeds)
        )
        exact = steady(240 / 3600, 300.0, agents, law)
        figures = [
            ("answered in 20 s", "service_level", float(exact.service_level(20))),
            ("abandoned", "abandonment_rate", float(exact.p_abandon)),
            ("had to wait", "waited", float(exact.p_wait)),
            ("speed of answer, s", "average_speed_of_answer_s", float(exact.asa_s)),
            ("occupancy", "occupancy", float(exact.occupancy)),
        ]
        for said, figure, value in figures:
            estimate = found[figure]
            off = (estimate.value - value) / estimate.standard_error if estimate.standard_error else 0.0
            lines.append(f"| {name} | {agents} | {said} | {value:.6f} | {estimate.value:.6f} "
                         f"| {estimate.standard_error:.6f} | {off:+.1f} |")  # fmt: skip
    return lines


def report() -> str:
    """Everything, as a page."""
    plain = {"PACTLINE_NO_NUMBA": "1"}
    with tempfile.TemporaryDirectory() as cache:
        cold = run("events", 100_000, NUMBA_CACHE_DIR=cache)
        warm = run("events", 100_000, NUMBA_CACHE_DIR=cache)
    assert cold is not None
    assert warm is not None
    single = [
        ("Pactline, compiled, one queue (`first_come`)", run("fast", 1_000_000)),
        ("Pactline, compiled, event by event", run("events", 1_000_000)),
        ("Pactline without numba, one queue", run("fast", 200_000, **plain)),
        ("Pactline without numba, event by event", run("events", 100_000, **plain)),
        ("SimPy", run("simpy", 100_000)),
        ("Ciw", run("ciw", 30_000)),
    ]
    several = [
        ("Pactline, compiled", run("skills", 1_000_000)),
        ("Pactline without numba", run("skills", 100_000, **plain)),
        ("SimPy, routing by hand", run("simpy_skills", 100_000)),
    ]
    busy = [
        ("Pactline, compiled", run("busy", 300)),
        ("Pactline without numba", run("busy", 30, **plain)),
    ]
    versions = ", ".join(f"{name} {_version(name)}" for name in ("numpy", "numba", "ciw", "simpy"))
    return "\n".join(
        [
            "# Simulation: speed, and distance from theory",
            "",
            "<!-- Written by benchmarks/simulation.py. -->",
            "",
            f"{datetime.now(UTC):%Y-%m-%d}, Python {sys.version.split()[0]}, {versions}. CPU seconds, the best of",
            "three (peers: one), on a machine with other work. Drawing the random",
            "numbers is included. *Times slower* is against the first row of each table.",
            "",
            f"## M/M/100+M, 100 Erlang, patience of two handling times (exactly {EXACT_ABANDONMENT:.4f} abandon)",
            "",
            *rows(single),
            "",
            f"Compiling takes {cold['first']:.1f} CPU seconds on the first run of a version,",
            f"loading what was kept {warm['first']:.1f} s.",
            "",
            "## Two skills: 10 Erlang each, 12 agents of one skill, 13 of both",
            "",
            *rows(several),
            "",
            "Ciw has no routing by skills.",
            "",
            "## Three types, two groups, three periods a day (ContactCenters' SimpleMSK)",
            "",
            *rows(busy),
            "",
            "## Against theory",
            "",
            "20 seeds of 2,000 hours, others for each patience; the first four hours of each are left out.",
            "",
            *accuracy(),
            "",
        ]
    )


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"


def main() -> None:
    """One contestant, or all of them and the page."""
    if len(sys.argv) > 2:
        print(json.dumps(CONTESTANTS[sys.argv[1]](int(sys.argv[2]))))
        return
    REPORT.write_text(report(), encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
