"""A hazard in bands: its sums by hand, and what the exact formula predicts from it where the truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from tests.planning.patience.made import TRUTHS, waits

from pactline.planning.patience.banding import TooFewHangUps, at_once_limit_s, band_edges, banded, law_of
from pactline.planning.patience.exposure import exposure_of
from pactline.planning.patience.survival import (
    exponential_rate_per_s,
    kaplan_meier,
    mean_wait_of_hang_ups_s,
    survival_of,
)
from pactline.planning.queueing.patience_law import (
    BalkThenExponential,
    Exponential,
    Gamma,
    Hyperexponential,
    Lognormal,
    PatienceLaw,
)
from pactline.planning.queueing.steady import steady

LAWS: dict[str, PatienceLaw] = {
    "exponential": Exponential(180.0),
    "lognormal": Lognormal.of_mean(180.0, 1.0),
    "15 % at once": BalkThenExponential(0.15, 180.0 / 0.85),
    "Erlang-3": Gamma(3.0, 180.0),
    "hyperexponential": Hyperexponential(0.5, 60.0, 300.0),
}


def test_hang_ups_and_seconds_of_each_day_and_band_are_those_of_the_sum_by_hand() -> None:
    #        day 1: 0 hung up, 0.5 hung up, 4 stayed, 10 hung up; day 3: 10 stayed, 25 hung up
    exposure = exposure_of([0, 0.5, 4, 10, 10, 25], [1, 1, 0, 1, 0, 1], [1, 1, 1, 1, 3, 3])
    found = banded(exposure, [0, 1, 10])
    assert found.days.tolist() == [1, 3]
    assert found.hang_ups.tolist() == [[0, 1, 0], [0, 0, 1]]  # 10 s lies in the band that ends with it
    assert found.seconds.tolist() == [[0 + 0.5 + 1 + 1, 3 + 9, 0], [1 + 1, 9 + 9, 15]]
    assert (found.at_once.tolist(), found.at_zero.tolist(), found.waited.tolist()) == ([2, 0], [1, 0], [4, 2])
    assert found.hazards_per_s().tolist() == [0, 1 / 30, 1 / 15]


def test_seconds_and_hang_ups_add_up_whatever_the_bands() -> None:
    rng = np.random.default_rng(1)
    exposure = exposure_of(rng.exponential(20, 4000), rng.random(4000) < 0.3, rng.integers(0, 30, 4000))
    for edges in ([0.0], [0, 1], [0, 1, 2, 3, 50, 400], band_edges(exposure)):
        found = banded(exposure, edges)
        assert found.seconds.sum() == pytest.approx(exposure.waiting_s)
        assert found.hang_ups.sum() + found.at_once.sum() == exposure.hang_ups


def test_bands_have_as_many_hang_ups_as_their_neighbours_and_enough_of_them() -> None:
    rng = np.random.default_rng(2)
    exposure = exposure_of(rng.exponential(60, 3000), rng.random(3000) < 0.2)
    edges = band_edges(exposure)
    counts = banded(exposure, edges).hang_ups.sum(axis=0)
    assert edges[:2].tolist() == [0, 1]
    assert counts[0] == 0
    assert counts[1:].min() >= 39
    assert counts[1:].max() - counts[1:].min() <= 2


def test_fewer_than_three_hang_ups_are_too_few_and_three_make_one_band() -> None:
    with pytest.raises(TooFewHangUps, match="2 of 4 contacts that waited hung up"):
        law_of(exposure_of([5, 6, 7, 8], [1, 1, 0, 0]))
    law = law_of(exposure_of([5, 6, 7, 8], [1, 1, 1, 0]))
    assert (law.at_once, law.edges_s, law.hazards_per_s) == (0.0, (0.0,), (3 / 26,))


def test_the_law_follows_kaplan_and_meier() -> None:
    rng = np.random.default_rng(4)
    for draw in TRUTHS.values():
        patience, offered = draw(rng, 40_000), rng.exponential(60, 40_000)
        wait, gone = np.minimum(patience, offered), patience < offered
        times = np.array([2, 5, 10, 20, 40, 80, 160.0])
        np.testing.assert_allclose(
            law_of(exposure_of(wait, gone)).survival(times), kaplan_meier(wait, gone).at(times), atol=0.006
        )


def test_a_mass_at_zero_is_seen_only_where_the_first_second_is_unlike_the_next() -> None:
    rng = np.random.default_rng(8)
    offered = rng.exponential(30, 30_000)
    for name, expected in (("exponential", 0.0), ("15 % at once", 1.0), ("lognormal", 0.0)):
        patience = TRUTHS[name](rng, 30_000)
        exposure = exposure_of(np.minimum(patience, offered), patience < offered)
        exact = at_once_limit_s(exposure)
        # 15 % who hang up without any wait are a mass at zero even where the first second is like the next
        assert law_of(exposure).at_once == pytest.approx(0.15 if expected else 0.0, abs=0.01)
        assert exact == 0.0
    whole = rng.exponential(180, 30_000)
    whole[rng.random(30_000) < 0.1] = rng.uniform(0.2, 1.0)  # a tenth hangs up within the first second
    exposure = exposure_of(np.minimum(whole, offered), whole < offered)
    assert at_once_limit_s(exposure) == 1.0
    assert law_of(exposure).at_once == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize("name", TRUTHS)
def test_other_staffing_is_predicted_within_seven_tenths_of_a_point_whatever_the_patience(name: str) -> None:
    """Learnt at 102 agents for 100 Erlang, told of 96 to 108: what one hazard and the mean of hang-ups cannot do."""
    wait, gone = waits(np.random.default_rng(11), 120_000, 100 / 300, 300.0, 102, TRUTHS[name])
    exposure, agents = exposure_of(wait, gone), np.arange(96, 109, 2)
    truth = steady(100 / 300, 300.0, agents, LAWS[name])

    def errors(law: PatienceLaw) -> tuple[float, float]:
        found = steady(100 / 300, 300.0, agents, law)
        level = np.abs(found.service_level(20) - truth.service_level(20)).max()
        return 100 * float(np.abs(found.p_abandon - truth.p_abandon).max()), 100 * float(level)

    abandonment, level = errors(law_of(exposure))
    assert abandonment < 0.15
    assert level < 0.7
    assert errors(Exponential(mean_wait_of_hang_ups_s(exposure)))[0] > 1.0
    if name in ("lognormal", "15 % at once", "Erlang-3"):
        assert errors(Exponential(1 / exponential_rate_per_s(exposure)))[1] > 2.0


def test_the_last_band_is_carried_on() -> None:
    rng = np.random.default_rng(5)
    exposure = exposure_of(rng.exponential(30, 2000), rng.random(2000) < 0.2)
    law, longest = law_of(exposure), survival_of(exposure).longest_s
    ratio = law.survival(longest + 100) / law.survival(longest)
    assert ratio == pytest.approx(np.exp(-100 * law.hazards_per_s[-1]))
