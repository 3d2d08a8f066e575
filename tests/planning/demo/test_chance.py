"""Chance that is the same everywhere: own transforms, streams apart from one another."""

import math

import pytest

from pactline.planning.demo.chance import Chance, exponential, natural_log


@pytest.mark.parametrize("x", [1e-12, 0.001, 0.25, 0.5, 0.7071067811865475, 0.99, 1.0, 1.5, 2.0, 10.0, 1e9])
def test_the_logarithm_is_the_logarithm(x):
    assert natural_log(x) == pytest.approx(math.log(x), rel=1e-13, abs=1e-14)


@pytest.mark.parametrize("x", [-30.0, -3.2, -1.0, -0.3466, 0.0, 1e-9, 0.3466, 1.0, 4.5, 20.0])
def test_the_exponential_is_the_exponential(x):
    assert exponential(x) == pytest.approx(math.exp(x), rel=1e-13)


def test_one_seed_gives_one_sequence_on_every_machine():
    chance = Chance(1, "example")
    drawn = [chance.gap_ms(60_000), chance.work_ms(300_000, 0.7), chance.between_ms(0, 1_000), chance.happens(50)]
    assert drawn == [47_824, 290_425, 124, False]


def test_streams_of_other_names_are_others():
    draws = {tuple(Chance(1, name).gap_ms(60_000) for _ in range(3)) for name in ("a", "b")}
    assert len(draws) == 2


def test_gaps_and_work_have_the_mean_they_are_asked_for():
    chance = Chance(7, "means")
    assert sum(chance.gap_ms(60_000) for _ in range(40_000)) / 40_000 == pytest.approx(60_000, rel=0.02)
    assert sum(chance.work_ms(300_000, 0.7) for _ in range(40_000)) / 40_000 == pytest.approx(300_000, rel=0.02)


def test_a_percentage_happens_that_often():
    chance = Chance(7, "percent")
    assert sum(chance.happens(12) for _ in range(40_000)) / 40_000 == pytest.approx(0.12, abs=0.005)
    assert not any(chance.happens(0) for _ in range(1_000))
    assert all(chance.happens(100) for _ in range(1_000))
