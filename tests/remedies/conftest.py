"""A miss to work on, and what went before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from pactline.remedies import Miss, Past
from pactline.values.period import Period
from pactline.values.target import Target

CHARGES = {"monthly-fee": "120000.00", "call-off": "50000.00", "relay-minutes": "1800.00"}


@pytest.fixture
def miss() -> Callable[..., Miss]:
    """A figure against a target in June 2025, where the monthly fee is 120,000.00."""

    def make(figure: str, target: str = "at least 80 %", *, better: bool = False, window: str = "2025-06") -> Miss:
        charges = {name: Fraction(amount) for name, amount in CHARGES.items()}
        given = Miss(Fraction(figure), Target.parse(target), Period.parse(window), charges.__getitem__, 2)
        return replace(given, better=better)

    return make


@pytest.fixture
def past() -> Callable[..., tuple[Past, ...]]:
    """Earlier windows: ``past("2025-04 met 85", "2025-05 missed 78.5")``; a verdict alone has no figure."""

    def make(*windows: str, target: str = "at least 80 %", credit: str = "0") -> tuple[Past, ...]:
        found = []
        for text in windows:
            window, verdict, *figure = text.split()
            value = Fraction(figure[0]) if figure else None
            owed = Decimal(credit) if verdict == "missed" else Decimal(0)
            found.append(Past(Period.parse(window), verdict, value, Target.parse(target), credit=owed))
        return tuple(found)

    return make
