"""Money of simulated runs: exact, rounded once and half up, and text in JSON."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.planning.simulation.centres import two_queues

from pactline.planning.simulation.centre import Skill
from pactline.planning.simulation.outcome import Amount


@pytest.mark.parametrize(
    ("amounts", "digits", "said"),
    [
        (("0.01", "0.00"), 2, "0.01 ± 0.01"),  # half a cent, and its error of half a cent
        (("1.00", "2.00", "3.00"), 2, "2.00 ± 0.58"),
        (("-4000.00", "-4000.00"), 2, "-4,000.00 ± 0.00"),
        (("5", "0"), 0, "3 ± 3"),
        (("12.50",), 2, "12.50"),
    ],
)
def test_a_mean_of_amounts_is_exact_and_rounded_once(amounts: tuple[str, ...], digits: int, said: str) -> None:
    found = Amount.of([Decimal(each) for each in amounts], digits)
    assert str(found) == said
    assert all(isinstance(each, str | None) for each in found.to_json().values())


def test_the_cost_of_a_centre_is_what_a_pencil_finds() -> None:
    centre = two_queues({"reds": 12, "blues": 13}, [Skill("red", "reds"), Skill("blue", "blues")])
    priced = replace(centre, groups=tuple(replace(g, cost_per_hour=Decimal("0.10")) for g in centre.groups))
    assert priced.cost == Decimal("20.00")  # 25 agents, eight hours, ten cents
    assert centre.cost == 0
