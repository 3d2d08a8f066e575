"""Money of plans: exact, in the minor unit of its currency, rounded once and half up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from pactline.planning.requirement.plan_file import PlannedAgents
from pactline.planning.risk.scores import Risk, Scored
from pactline.values.zone import zone


def _risk(*credits: str) -> Risk:
    nought = Decimal(0).quantize(Decimal(credits[0]))
    return Risk(tuple(Scored({}, {}, Decimal(each), nought, ()) for each in credits), ())


@pytest.mark.parametrize(
    ("credits", "mean"),
    [
        (("0.01", "0.00"), "0.01"),  # half a cent goes up, also where the cent before is even
        (("0.03", "0.00"), "0.02"),
        (("0.01", "0.00", "0.00"), "0.00"),
        (("5", "0"), "3"),  # yen have no parts
        (("0.001", "0.000"), "0.001"),  # dinars have a thousand
    ],
)
def test_a_mean_of_credits_is_rounded_once_to_the_minor_unit(credits: tuple[str, ...], mean: str) -> None:
    risk = _risk(*credits)
    assert str(risk.credits) == mean
    assert str(risk.net) == mean


def test_paid_hours_are_exact_where_a_float_is_not() -> None:
    many = np.full(3, 1.0)
    plan = PlannedAgents(
        "a", "voice", zone("UTC"), 1_200_000_000, np.arange(3) * 1_200_000_000, many, many, many, many * 7, ("", "", "")
    )
    assert plan.paid_hours == Fraction(7)
