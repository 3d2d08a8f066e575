"""Laws of handling: their means and spreads, and one agent against the formula of Pollaczek and Khinchine."""

from __future__ import annotations

import numpy as np
import pytest
from tests.cli.running import EXAMPLES
from tests.planning.simulation.centres import one_queue

from pactline.planning.queueing.patience_law import Gamma, PatienceLaw, PiecewiseHazard
from pactline.planning.simulation.customers import draw_customers
from pactline.planning.simulation.figures import count, estimates
from pactline.planning.simulation.from_records import observed_handling
from pactline.planning.simulation.handling import (
    ExponentialHandling,
    FixedHandling,
    HandlingLaw,
    LognormalHandling,
    ObservedHandling,
)
from pactline.planning.simulation.records_out import to_records
from pactline.planning.simulation.running import simulate
from pactline.planning.simulation.simulated import simulate_centre

LAWS = {
    "exponential": (ExponentialHandling(), 1.0),
    "lognormal": (LognormalHandling(0.8), 0.64),
    "fixed": (FixedHandling(), 0.0),
    "observed": (ObservedHandling((60.0, 60.0, 180.0)), 0.32),
}


@pytest.mark.parametrize("name", LAWS)
def test_the_wait_for_a_single_agent_is_that_of_pollaczek_and_khinchine(name: str) -> None:
    law, variance = LAWS[name]
    busy, aht_s = 0.6, 100.0
    expected_s = busy * aht_s * (1 + variance) / (2 * (1 - busy))
    centre = one_queue(1, busy * 3600 / aht_s * 1000, aht_s=aht_s, hours=1000, handling=law)
    found = estimates(count(simulate(centre, seed)) for seed in range(12))["mean_wait_s"]
    assert abs(found.value - expected_s) < 4 * found.standard_error
    assert found.standard_error < 0.03 * expected_s


@pytest.mark.parametrize("name", LAWS)
def test_every_law_has_mean_one(name: str) -> None:
    law: HandlingLaw = LAWS[name][0]
    drawn = law.draw(np.random.default_rng(1), 200_000)
    assert abs(drawn.mean() - 1) < 0.01
    assert abs(drawn.var() - LAWS[name][1]) < 0.03


@pytest.mark.parametrize("wrong", [(), (0.0,), (-1.0, 5.0)])
def test_handling_times_that_are_none_are_refused(wrong: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        ObservedHandling(wrong)


def test_handling_times_of_records_are_talk_hold_and_wrap_up() -> None:
    centre = one_queue(12, 400, hours=8, wrap_share=0.2, hold_share=0.1)
    run = simulate(centre, 1)
    (law,) = observed_handling(to_records(run, agent_states=False)).values()
    assert sorted(law.seen_s) == pytest.approx(sorted(run.handling_ms / 1000))


@pytest.mark.parametrize(
    "law",
    [
        PiecewiseHazard(0.1, (0.0, 10.0, 30.0), (0.02, 0.0, 0.005)),
        Gamma(2.0, 90.0),
        PiecewiseHazard(0.0, (0.0,), (0.0,)),
    ],
)
def test_patience_is_drawn_as_its_law_says(law: PatienceLaw) -> None:
    patience_ms = draw_customers(one_queue(1, 200_000, patience=law), 3).patience_ms
    for limit_s in (0.0, 5.0, 20.0, 29.0, 60.0, 200.0):
        longer = np.mean((patience_ms > limit_s * 1000) | (patience_ms < 0))
        assert abs(longer - float(law.survival(limit_s))) < 0.005


def test_a_centre_file_is_simulated_in_one_call() -> None:
    outcome = simulate_centre(EXAMPLES / "planning" / "two-skills" / "centre.yaml", "2025-03-05", seeds=2)
    assert str(outcome).startswith("Harbour: 20 intervals of 30 min")
    assert outcome.to_json()["seeds"] == [1, 2]
    with pytest.raises(ValueError, match="closed"):
        simulate_centre(EXAMPLES / "planning" / "two-skills" / "centre.yaml", "2025-03-09")
