"""A miss to work on."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from pactline.remedies import Miss
from pactline.values.period import Period
from pactline.values.target import Target


@pytest.fixture
def miss() -> Callable[..., Miss]:
    """A figure against a target in June 2025, where the monthly fee is 120,000.00."""

    def make(figure: str, target: str = "at least 80 %", *, better: bool = False) -> Miss:
        fees = {"monthly-fee": Fraction("120000.00")}
        return Miss(Fraction(figure), Target.parse(target), Period.parse("2025-06"), fees.__getitem__, 2, better)

    return make
