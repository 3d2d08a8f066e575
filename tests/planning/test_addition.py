"""A few agents more: one way of writing for plans and for shifts."""

from __future__ import annotations

from datetime import date

import pytest

from pactline.planning.addition import read_addition
from pactline.planning.risk.what_if import Addition as OfPlans
from pactline.planning.shifts.what_if import Addition as OfShifts


@pytest.mark.parametrize(
    ("text", "agents", "day", "where"),
    [
        ("2@14:00-16:00", 2, None, None),
        ("+2@sat 14:00-16:00", 2, 5, None),
        ("-1@2025-03-05 14:00-16:00@billing", -1, date(2025, 3, 5), "billing"),
        (" 3@2025-03-05T14:00-16:00@first line@night ", 3, date(2025, 3, 5), "first line@night"),
        ("first line:3@mon 14:00-16:00", 3, 0, "first line"),
    ],
)
def test_an_addition_means_the_same_to_a_plan_and_to_shifts(
    text: str, agents: int, day: date | int | None, where: str | None
) -> None:
    said = read_addition(text)
    assert (said.agents, said.day, said.where, str(said.hours)) == (agents, day, where, "14:00-16:00")
    plan, shifts = OfPlans.parse(text), OfShifts.parse(text)
    assert (plan.agents, plan.day, plan.queue, plan.hours) == (agents, day, where, said.hours)
    assert (shifts.agents, shifts.day, shifts.pool, shifts.start, shifts.end) == (agents, day, where, 840, 960)


@pytest.mark.parametrize(
    "text", ["", "2", "0@14:00-16:00", "2@16:00-14:00", "2@14:00", "2@xyz 14:00-16:00", "a:2@14:00-16:00@b",
             "2@2025-13-01 14:00-16:00", "two@14:00-16:00", "2@14:00-16:00@"],
)  # fmt: skip
def test_what_says_nothing_is_refused_by_both(text: str) -> None:
    with pytest.raises(ValueError, match="write 2@14:00-16:00, 2@sat 09:00-12:00"):
        OfPlans.parse(text)
    with pytest.raises(ValueError, match="write 2@14:00-16:00, 2@sat 09:00-12:00"):
        OfShifts.parse(text)
