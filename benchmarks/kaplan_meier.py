"""Kaplan-Meier of a million contacts: ours against statsmodels and lifelines, the same waits, agreement to 1e-12.

    python benchmarks/kaplan_meier.py [--contacts 1000000] [--runs 9] [--write benchmarks/KAPLAN_MEIER.md]

Runs in any environment with NumPy and SciPy; statsmodels and lifelines are tried where they are installed. All take
arrays in memory, and each is given what it likes best; the best of the runs counts. Two sets of waits: a busy queue in
which 4 of 10 contacts wait (what the peers are usually shown), and every one of the million contacts waiting.
"""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from pactline.planning.patience.banding import law_of
from pactline.planning.patience.exposure import exposure_of
from pactline.planning.patience.survival import kaplan_meier


def best(call: Callable[[], object], runs: int) -> float:
    """The shortest time in milliseconds."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return 1000 * min(times)


def contestants() -> dict[str, Callable[[np.ndarray, np.ndarray], Callable[[np.ndarray], np.ndarray]]]:
    """By name: waits and ends in, survival at times out."""
    found = {"Pactline": lambda wait, gone: kaplan_meier(wait, gone).at}
    try:
        import statsmodels
        from statsmodels.duration.survfunc import SurvfuncRight

        def theirs(wait: np.ndarray, gone: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
            fitted = SurvfuncRight(wait, gone)

            def at(times: np.ndarray) -> np.ndarray:
                return np.concatenate([[1.0], fitted.surv_prob])[np.searchsorted(fitted.surv_times, times, "right")]

            return at

        found[f"statsmodels {statsmodels.__version__}"] = theirs
    except ImportError:
        print("statsmodels is not installed")
    try:
        import lifelines

        def fitter(wait: np.ndarray, gone: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
            return lifelines.KaplanMeierFitter().fit(wait, gone).predict

        found[f"lifelines {lifelines.__version__}"] = fitter
    except ImportError:
        print("lifelines is not installed")
    return found


def main() -> None:
    """Time everybody on the same waits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    rng = np.random.default_rng(1)
    count = asked.contacts
    patience, offered = rng.exponential(180, count), rng.exponential(25, count)
    wait, gone = np.minimum(patience, offered), patience < offered
    queued = rng.random(count) < 0.4
    sets = {
        f"{queued.sum():,} of {count:,} waited, waits to the nanosecond": (wait[queued], gone[queued]),
        f"{count:,} waited, waits to the nanosecond": (wait, gone),
        f"{count:,} waited, waits to the millisecond": (np.ceil(wait * 1000) / 1000, gone),
        f"{count:,} waited, waits in whole seconds": (np.ceil(wait), gone),
    }
    times = np.linspace(0, 300, 61)
    names = contestants()
    lines = ["| | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]
    worst = 0.0
    for title, (waits, ends) in sets.items():
        reference = kaplan_meier(waits, ends).at(times)
        cells = []
        for call in names.values():
            worst = max(worst, float(np.abs(np.asarray(call(waits, ends)(times), dtype=float) - reference).max()))
            cells.append(f"{best(lambda call=call, waits=waits, ends=ends: call(waits, ends), asked.runs):.1f} ms")
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    assert worst < 1e-12, worst
    exposure = exposure_of(*sets[next(iter(sets))])
    law = best(lambda: law_of(exposure), max(3, asked.runs // 3))
    note = f"All agree to {worst:.0e}. From the first set to the law in bands that the formulas take: {law:.0f} ms."
    table = "\n".join(lines)
    print(f"{table}\n\n{note}")
    if asked.write:
        asked.write.write_text(PAGE.format(table=table, note=note, runs=asked.runs, python=platform.python_version(),
                                           numpy=np.__version__, count=count), encoding="utf-8")  # fmt: skip


PAGE = """# Kaplan-Meier of {count:,} contacts

Made by `python benchmarks/kaplan_meier.py --write benchmarks/KAPLAN_MEIER.md` with Python {python}, NumPy {numpy}; the
best of {runs} runs, one process, arrays in memory.

{table}

{note}
"""

if __name__ == "__main__":
    main()
