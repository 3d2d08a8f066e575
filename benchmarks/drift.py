"""How soon a change of patience is found, and how often an alarm is false: simulated days with a known truth.

50 Erlang (3,000 contacts a day of 300 s), from day to day 46 to 57 agents at random and 6 % noise on the load,
lognormal patience (mean 180 s, sigma 1). 60 days to train on, 40 days in control, then 60 days with patience times a
factor.

    python benchmarks/drift.py [--runs 60] [--write benchmarks/DRIFT.md]

Beside the sums of observed minus expected hang-ups it tries what is usual: a three-sigma chart of the abandonment rate,
and one of the distance to a straight line of abandonment on service level. No part of the test suite, which holds a
small version of it.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from numba import njit

from pactline.planning.patience.drift import watch_patience
from pactline.planning.patience.exposure import exposure_of

TRAINING, CONTROL, CHANGED, CONTACTS = 60, 40, 60, 3000
CHARTS = ("abandonment rate, 3 sigma", "distance to the line of abandonment on service level, 3 sigma", "O - E sums")


@njit(cache=False)
def day(arrivals, handling, patient, agents):
    """Wait and whether it hung up, of each contact of a day that begins empty; served in order of arrival."""
    free = np.zeros(agents)
    wait, gone = np.zeros(len(arrivals)), np.zeros(len(arrivals), dtype=np.bool_)
    for n in range(len(arrivals)):
        first = np.argmin(free)
        offered = free[first] - arrivals[n]
        if offered > 0 and patient[n] < offered:
            wait[n], gone[n] = patient[n], True
            continue
        wait[n] = max(offered, 0.0)
        free[first] = arrivals[n] + wait[n] + handling[n]
    return wait, gone


def days(rng: np.random.Generator, count: int, factor: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """Waits and ends of so many days with patience times a factor."""
    found = []
    for _ in range(count):
        rate = 50 / 300 * max(0.5, 1 + 0.06 * rng.standard_normal())
        arrivals = np.cumsum(rng.exponential(1 / rate, CONTACTS))
        patient = factor * rng.lognormal(np.log(180.0) - 0.5, 1.0, CONTACTS)
        found.append(day(arrivals, rng.exponential(300.0, CONTACTS), patient, int(rng.integers(46, 58))))
    return found


def alarms(series: list[tuple[np.ndarray, np.ndarray]]) -> tuple[dict[str, tuple[bool, float | None]], int | None]:
    """By chart: whether there was an alarm in control, and the days from the change to the first one after it; and the
    day since which the sums say that patience has changed."""
    rates = np.array([gone.mean() for _, gone in series])
    level = np.array([(~gone & (wait <= 20)).mean() for wait, gone in series])
    slope, foot = np.polyfit(level[:TRAINING], rates[:TRAINING], 1)
    found = {}
    for name, figure in ((CHARTS[0], rates), (CHARTS[1], rates - slope * level - foot)):
        middle, sigma = figure[:TRAINING].mean(), figure[:TRAINING].std(ddof=1)
        found[name] = _told(np.flatnonzero(np.abs(figure[TRAINING:] - middle) > 3 * sigma))
    numbers = np.repeat(np.arange(len(series)), [len(wait) for wait, _ in series])
    exposure = exposure_of(*(np.concatenate(part) for part in zip(*series, strict=True)), numbers)
    watched = watch_patience(exposure, TRAINING)[0]
    found[CHARTS[2]] = _told(np.array([alarm.day for alarm in watched.cusum.alarms]))
    first = next((alarm for alarm in watched.cusum.alarms if alarm.day >= CONTROL), None)
    return found, None if first is None else TRAINING + first.since


def _told(places: np.ndarray) -> tuple[bool, float | None]:
    after = places[places >= CONTROL]
    return bool((places < CONTROL).any()), float(after[0] - CONTROL + 1) if len(after) else None


def main() -> None:
    """Run all changes and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    began = time.perf_counter()
    heads = ("change of patience", "chart", f"false alarms in {CONTROL} days (of {asked.runs} runs)")
    heads = (*heads, f"found within {CHANGED} days", "median delay")
    lines = [f"| {' | '.join(heads)} |", "| --- | --- | --- | --- | --- |"]
    off: list[float] = []
    for factor in (1.0, 0.9, 0.8, 1.25):
        told: dict[str, list[tuple[bool, float | None]]] = {name: [] for name in CHARTS}
        for run in range(asked.runs):
            rng = np.random.default_rng([run, round(1000 * factor)])
            series = days(rng, TRAINING + CONTROL, 1.0) + days(rng, CHANGED, factor)
            found, since = alarms(series)
            for name, each in found.items():
                told[name].append(each)
            if factor != 1.0 and since is not None:
                off.append(abs(since - TRAINING - CONTROL))
        change = f"{100 * (factor - 1):+.0f} %" if factor != 1 else "none"
        for name, runs in told.items():
            false = sum(early for early, _ in runs)
            found = [delay for _, delay in runs if delay is not None]
            median = f"{np.median(found):g} d" if found else "–"
            if factor == 1.0:
                lines.append(f"| {change} | {name} | {false} | {len(found)} runs with another false alarm | – |")
            else:
                lines.append(f"| {change} | {name} | {false} | {100 * len(found) / asked.runs:.0f} % | {median} |")
    table = "\n".join(lines)
    near = [float(np.mean(np.array(off) <= most)) for most in (0, 1, 3)]
    dated = (
        f"The day of the change is told exactly in {near[0]:.0%} of the runs with a change, "
        f"within a day in {near[1]:.0%}, within three days in {near[2]:.0%}."
    )
    print(f"{table}\n\n{dated}")
    print(f"{time.perf_counter() - began:.0f} s")
    if asked.write:
        asked.write.write_text(PAGE.format(table=table, dated=dated, runs=asked.runs), encoding="utf-8")


PAGE = """# Drift of patience: delay and false alarms

Made by `python benchmarks/drift.py --runs {runs} --write benchmarks/DRIFT.md`. Simulated days with a known truth: 50
Erlang (3,000 contacts a day of 300 s on average), 46 to 57 agents from day to day at random, 6 % noise on the load,
lognormal patience of mean 180 s and sigma 1. 60 days to train on, 40 days without a change, then 60 days with patience
times a factor. An alarm counts on every day outside; the delay runs from the change to the first such day after it,
that day included. The sums of observed minus expected hang-ups are tuned to 15 % either way, with threshold 7, and
begin anew after an alarm. The charts beside them are what is usual.

{table}

{dated}
"""

if __name__ == "__main__":
    main()
