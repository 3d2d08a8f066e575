"""The pictures: what they say to those who cannot see them, and that the odd cases are drawn at all."""

from __future__ import annotations

import numpy as np
import pytest
from tests.planning.patience.test_drift import days_of

from pactline.planning.patience.curve import abandonment_curve
from pactline.planning.patience.days import Days
from pactline.planning.patience.drift import watch_patience
from pactline.planning.patience.estimate import Estimate
from pactline.planning.patience.exposure import exposure_of
from pactline.planning.pictures.drift import drift_picture
from pactline.planning.pictures.patience import curve_picture, survival_picture
from pactline.planning.queueing.patience_law import Exponential, Lognormal


def drawn(picture: object) -> str:
    """The words of a picture; it is a picture."""
    from pactline.planning.pictures.drawing import Picture

    assert isinstance(picture, Picture)
    assert picture.png().startswith(b"\x89PNG")
    return picture.says


def test_the_survival_tells_how_many_waited_and_when_half_are_gone() -> None:
    wait, gone = np.repeat([10.0, 20.0, 30.0, 40.0], 50), np.tile([True, False], 100)
    estimate = Estimate("sales", exposure_of(wait, gone, np.arange(200) % 10))
    says = drawn(survival_picture(estimate, ": sales"))
    assert says.startswith(
        "Of 200 contacts that waited 100 hung up; half of the customers would wait longer than 40 s."
    )


def test_few_days_and_few_hang_ups_are_drawn_without_an_interval() -> None:
    estimate = Estimate(None, exposure_of([5, 9, 11, 80], [1, 1, 1, 0]))
    assert estimate.resampled is None
    assert "3 hung up" in drawn(survival_picture(estimate))


@pytest.mark.parametrize(("rate", "aht"), [(0.0005, 100.0), (0.2, 300.0), (5.0, 300.0)])
def test_the_curve_is_drawn_for_tiny_and_large_loads_with_and_without_days(rate: float, aht: float) -> None:
    numbers, zero = np.arange(3), np.zeros(3, dtype=np.int64)
    days = Days(numbers, 20.0, zero + 80, zero + 20, zero + 70, zero, np.zeros(3), zero + 100)
    curve, old = (abandonment_curve(law, rate, aht) for law in (Lognormal(100.0, 1.0), Exponential(300.0)))
    assert drawn(curve_picture(curve, days)).endswith(" 3 observed days beside it.")
    assert drawn(curve_picture(curve, days, old=old, since_day=2)).endswith(" 3 observed days beside it.")
    assert drawn(curve_picture(curve, None)).endswith(" 0 observed days beside it.")


def test_drift_tells_the_first_alarm_and_since_when() -> None:
    rng = np.random.default_rng(12)
    (watched, *_) = watch_patience(days_of(rng, [1.0] * 30 + [0.6] * 10), 25)
    says = drawn(drift_picture(watched))
    assert says.startswith("Hang-ups after the first second: 15 days watched; first alarm on ")
    assert "changed since about 3" in says or "changed since about 1 February 1970" in says
    (calm, *_) = watch_patience(days_of(rng, [1.0] * 30), 25)
    assert drawn(drift_picture(calm)) == "Hang-ups after the first second: 5 days watched, no alarm."
