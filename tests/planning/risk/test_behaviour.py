"""What is read off the curves of a queue lies near what the formulas say, and the noise near simulated days."""

from __future__ import annotations

import heapq

import numpy as np
import pytest

from pactline.planning.queueing.patience_law import PiecewiseHazard
from pactline.planning.queueing.steady import steady
from pactline.planning.risk.behaviour import Behaviour, Patience
from pactline.planning.risk.noise import inflation
from pactline.planning.risk.ways_out import LONGEST_S, WaysOut

WAYS = WaysOut.cut_at([15.0])


@pytest.mark.parametrize(
    ("patience", "within"),
    [(180.0, 5e-4), (PiecewiseHazard(0.02, (0.0, 20.0), (0.01, 0.003)), 1e-3), (None, 1e-2)],
)
def test_shares_read_off_are_those_of_the_formulas(patience: Patience, within: float) -> None:
    draw = np.random.default_rng(3)
    agents = draw.choice([1.0, 2.0, 5.0, 12.0, 40.0], 60)
    aht = draw.uniform(240, 300, 60)
    rates = agents / aht * draw.uniform(0.3, 1.4 if patience is not None else 0.95, 60)
    behaviour = Behaviour.between(WAYS, patience, 20.0, aht)
    shares, _ = behaviour.look(rates, aht, agents)
    exact = WAYS.shares(steady(rates, aht, agents, patience))
    assert np.abs(np.cumsum(shares, axis=1) - np.cumsum(exact, axis=1)).max() < within
    assert np.allclose(shares.sum(axis=1), 1)


def test_several_contacts_at_once_are_as_many_agents() -> None:
    rates, aht = np.array([0.02]), np.array([540.0])
    three, _ = Behaviour.between(WAYS, 300.0, 60.0, aht, at_once=3).look(rates, aht, np.array([5.0]))
    fifteen, _ = Behaviour.between(WAYS, 300.0, 60.0, aht).look(rates, aht, np.array([15.0]))
    assert np.allclose(three, fifteen)


def test_without_agents_everybody_gives_up() -> None:
    shares, _ = Behaviour.between(WAYS, 180.0, 20.0, np.array([200.0])).look(
        np.array([0.1]), np.array([200.0]), np.array([0.0])
    )
    assert shares[0, -1] == 1
    assert not WAYS.is_answered(WAYS.many - 1)


def test_bands_hold_the_limits_of_the_agreement_and_add_up() -> None:
    assert 15.0 in WAYS.edges_s
    assert WAYS.band_s(0) == (0.0, 0.0)
    assert WAYS.band_s(WAYS.many - 1) == (WAYS.edges_s[-1], LONGEST_S)
    state = steady(0.2, 200.0, np.array([38.0, 44.0]), 180.0)
    shares = WAYS.shares(state)
    answered = [way for way in range(WAYS.many) if WAYS.is_answered(way)]
    assert np.allclose(shares[:, answered].sum(axis=1), 1 - state.p_abandon)
    waits = WAYS.waits_s(state, np.array([1.0, 1.0]))
    asa = (shares[:, answered] * waits[answered]).sum() / shares[:, answered].sum()
    exact = (state.asa_s * (1 - state.p_abandon)).sum() / (1 - state.p_abandon).sum()
    assert asa == pytest.approx(exact, rel=0.01)


def _late(draw: np.random.Generator, hours: float) -> tuple[int, int]:
    """Contacts of a day at 12 Erlang with 14 agents, and how many of them were not served within 20 s."""
    seconds = hours * 3600
    many = draw.poisson(0.06 * (seconds + 1800))
    arrivals = np.sort(draw.uniform(0, seconds + 1800, many)).tolist()
    free = [0.0] * 14
    counted = late = 0
    for at, takes, waits in zip(arrivals, draw.exponential(200, many), draw.exponential(180, many), strict=True):
        begins = max(free[0], at)
        served = begins - at <= waits
        if served:
            heapq.heapreplace(free, begins + takes)
        if at > 1800:
            counted += 1
            late += not (served and begins - at <= 20)
    return counted, late


def test_late_contacts_scatter_as_the_noise_says() -> None:
    draw = np.random.default_rng(11)
    days = np.array([_late(draw, 11) for _ in range(350)])
    share = days[:, 1].sum() / days[:, 0].sum()
    away = days[:, 1] - share * days[:, 0]
    seen = away.var() / (days[:, 0].mean() * share * (1 - share))
    state = steady(0.06, 200.0, 14.0, 180.0)
    said = float(inflation(np.array(0.06), np.array(200.0), np.array(14.0), state, 20.0))
    assert share == pytest.approx(1 - float(state.served_within(20.0)), abs=0.01)
    assert 0.75 * said < seen < 1.3 * said  # 350 days tell a variance within 15 %, twice its standard error
    assert said > 5, "far more than a toss of a coin each"
