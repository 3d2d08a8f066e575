"""Laws of patience: the survival, its integral, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad

from pactline.planning.queueing.patience_law import (
    BalkThenExponential,
    Deterministic,
    Exponential,
    Gamma,
    Hyperexponential,
    Lognormal,
    PatienceLaw,
    PiecewiseHazard,
    Uniform,
)

LAWS: list[tuple[PatienceLaw, float, float]] = [  # with the share at once and the mean
    (Exponential(180.0), 0.0, 180.0),
    (BalkThenExponential(0.15, 180.0), 0.15, 0.85 * 180),
    (PiecewiseHazard(0.1, (0.0, 5.0, 60.0), (0.02, 0.0, 0.01)), 0.1, 0.0),
    (PiecewiseHazard(0.0, (0.0,), (0.01,)), 0.0, 100.0),
    (Gamma(2.0, 180.0), 0.0, 180.0),
    (Gamma(0.6, 90.0), 0.0, 90.0),
    (Hyperexponential(0.3, 20.0, 250.0), 0.0, 0.3 * 20 + 0.7 * 250),
    (Lognormal.of_mean(180.0, 1.0), 0.0, 180.0),
    (Uniform(300.0), 0.0, 150.0),
    (Deterministic(120.0), 0.0, 120.0),
]


@pytest.mark.parametrize(("law", "at_once", "mean"), LAWS)
def test_a_law_is_what_it_says(law: PatienceLaw, at_once: float, mean: float) -> None:
    assert isinstance(law, PatienceLaw)
    assert float(law.survival(0.0)) == pytest.approx(1 - at_once, abs=1e-12)
    assert float(law.integrated_survival(0.0)) == 0
    times = np.linspace(0, 900, 181)
    survival, integrated = law.survival(times), law.integrated_survival(times)
    assert survival.shape == integrated.shape == times.shape
    assert (np.diff(survival) <= 1e-15).all()
    for at in (3.0, 47.0, 250.0):
        kinks = [k for k in law.kinks_s if k < at]
        summed = quad(lambda u: float(law.survival(u)), 0, at, points=kinks or None, epsabs=1e-11)[0]
        assert float(law.integrated_survival(at)) == pytest.approx(summed, rel=1e-9)
    assert float(law.survival(np.inf)) == 0
    if mean:
        assert float(law.integrated_survival(np.inf)) == pytest.approx(mean, rel=1e-12)


def test_pieces_of_one_hazard_are_one_piece() -> None:
    one, three = PiecewiseHazard(0.1, (0.0,), (0.01,)), PiecewiseHazard(0.1, (0.0, 9.0, 70.0), (0.01,) * 3)
    times = np.array([0.0, 1.0, 9.0, 50.0, 70.0, 500.0])
    np.testing.assert_allclose(one.survival(times), three.survival(times), rtol=1e-14)
    np.testing.assert_allclose(one.integrated_survival(times), three.integrated_survival(times), rtol=1e-14)
    np.testing.assert_allclose(one.survival(times), BalkThenExponential(0.1, 100.0).survival(times), rtol=1e-14)


def test_customers_who_never_hang_up_are_a_last_piece_without_hazard() -> None:
    law = PiecewiseHazard(0.0, (0.0, 60.0), (0.01, 0.0))
    assert float(law.survival(np.inf)) == pytest.approx(np.exp(-0.6))
    assert float(law.integrated_survival(np.inf)) == np.inf
    assert float(Exponential(np.inf).survival(1e9)) == 1
    assert float(Exponential(np.inf).integrated_survival(1e9)) == 1e9


@pytest.mark.parametrize(
    "make",
    [
        lambda: Exponential(0.0),
        lambda: Exponential(float("nan")),
        lambda: BalkThenExponential(1.1, 60.0),
        lambda: BalkThenExponential(0.1, -1.0),
        lambda: PiecewiseHazard(0.0, (), ()),
        lambda: PiecewiseHazard(0.0, (1.0,), (0.1,)),
        lambda: PiecewiseHazard(0.0, (0.0, 5.0, 5.0), (0.1, 0.1, 0.1)),
        lambda: PiecewiseHazard(0.0, (0.0, 5.0), (0.1,)),
        lambda: PiecewiseHazard(0.0, (0.0,), (-0.1,)),
        lambda: PiecewiseHazard(-0.1, (0.0,), (0.1,)),
        lambda: PiecewiseHazard(0.0, (0.0, float("inf")), (0.1, 0.1)),
        lambda: Gamma(0.0, 1.0),
        lambda: Hyperexponential(2.0, 1.0, 1.0),
        lambda: Lognormal(1.0, 0.0),
        lambda: Uniform(0.0),
        lambda: Deterministic(float("inf")),
    ],
)
def test_a_law_that_makes_no_sense_is_refused(make: object) -> None:
    with pytest.raises(ValueError, match=r"must|needs"):
        make()  # type: ignore[operator]
