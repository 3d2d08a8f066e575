"""Points schemes: what a month brought in is added up, told in words, and turned into money once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from pactline.remedies.rules.lines import Settling
from pactline.remedies.rules.points import PointTerms, points
from pactline.remedies.rules.view import View
from pactline.values.period import Period

MARCH = Period.parse("2025-03")
SCHEME = {"service-points": PointTerms.model_validate({"each": "month", "rate": "1200.00"})}


def settled(*gained: int) -> Settling:
    """The end of March, with so many points of single misses."""
    day = Settling(
        View(date(2025, 4, 1), {}), (), (), lambda name, period: Fraction(0), lambda exact: Decimal(int(exact)), 2,
        Period.parse("2025"),
    )  # fmt: skip
    return points(day, SCHEME, {"service-points": [("prompt-answer", MARCH, Fraction(each)) for each in gained]})


@pytest.mark.parametrize(("gained", "said"), [((1,), "= 1 point"), ((2,), "= 2 points"), ((1, 1), "= 2 points")])
def test_one_point_is_a_point_and_more_are_points(gained: tuple[int, ...], said: str) -> None:
    (line,) = settled(*gained).lines
    assert line.steps[0].endswith(said)
    assert line.amount == 1200 * sum(gained)


def test_a_month_without_points_has_no_line() -> None:
    assert settled().lines == ()
