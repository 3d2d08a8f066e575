"""Simulation against the exact formulas, within four standard errors over a dozen seeds; the errors are small enough
that a wrong formula (all waits averaged for the answered ones, say) would be seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.planning.simulation.centres import one_queue

from pactline.planning.queueing.patience_law import BalkThenExponential, Gamma, Lognormal, PiecewiseHazard
from pactline.planning.queueing.steady import Definition, steady
from pactline.planning.simulation.centre import Centre
from pactline.planning.simulation.figures import Estimate, count, estimates
from pactline.planning.simulation.running import simulate

SEEDS = range(12)
WARM_MS = 4 * 3600 * 1000
HOURS = 400.0
LIMIT_S = 20.0


def figures(centre: Centre) -> dict[str, Estimate]:
    """Over all seeds, after the first four hours."""
    end = centre.intervals.end_ms
    return estimates(count(simulate(centre, seed), LIMIT_S, from_ms=WARM_MS, to_ms=end) for seed in SEEDS)


def theory(rate_per_h: float, agents: int, patience: Any) -> dict[str, float]:
    exact = steady(rate_per_h / 3600, 300.0, agents, patience)
    levels = {str(d): float(exact.service_level(LIMIT_S, d)) for d in Definition}
    return {
        "service_level": levels["sl_offered"],
        **{name: levels[name] for name in ("sl_answered", "sl_excl_short", "sl_wait")},
        "abandonment_rate": float(exact.p_abandon),
        "waited": float(exact.p_wait),
        "average_speed_of_answer_s": float(exact.asa_s),
        "mean_wait_s": float(exact.mean_wait_s),
        "occupancy": float(exact.occupancy),
    }


LAWS = {
    "Erlang C": (None, 24),
    "Erlang A": (180.0, 21),
    "a share hangs up at once": (BalkThenExponential(0.15, 300.0), 20),
    "a hazard in pieces": (PiecewiseHazard(0.05, (0.0, 10.0, 60.0), (0.01, 0.002, 0.006)), 20),
    "lognormal patience": (Lognormal(180.0, 1.0), 20),
    "Erlang patience": (Gamma(3.0, 120.0), 20),
}


@pytest.mark.parametrize("name", LAWS)
def test_every_figure_of_a_queue_is_the_exact_one_within_its_error(name: str) -> None:
    patience, agents = LAWS[name]
    law = np.array([patience]) if isinstance(patience, float) else patience
    centre = one_queue(agents, 240 * HOURS, hours=HOURS, patience=law)
    found, exact = figures(centre), theory(240, agents, patience)
    for figure, value in exact.items():
        estimate = found[figure]
        assert estimate.standard_error < 0.05 * max(value, 0.05), f"{figure}: too few contacts to say anything"
        assert abs(estimate.value - value) <= 4 * estimate.standard_error, f"{figure}: {estimate}, exactly {value}"


def test_errors_are_stated_fairly() -> None:
    """Of many figures, about two thirds lie within one standard error and nearly all within two."""
    off = []
    for block in range(24):
        centre = one_queue(21, 240 * 40, hours=40, patience_s=180)
        found = estimates(
            count(simulate(centre, 100 + 12 * block + seed), from_ms=WARM_MS, to_ms=centre.intervals.end_ms)
            for seed in range(12)
        )
        for figure, value in theory(240, 21, 180.0).items():
            off.append(abs(found[figure].value - value) / found[figure].standard_error)
    assert 0.5 < np.mean(np.array(off) < 1) < 0.8
    assert np.mean(np.array(off) < 2) > 0.87
