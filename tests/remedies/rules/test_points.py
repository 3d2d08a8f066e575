"""Points schemes: totals of points, and what they bring at a rate or by a ladder."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError
from tests.remedies.rules.days import day, left, line, terms

from pactline.remedies.rules.lines import Settling
from pactline.remedies.rules.points import Ladder, points
from pactline.values.cadence import read_window
from pactline.values.period import Period

RATE = {"each": "month", "rate": {"percent": "1 %", "of": "fee"}}
TELUS = {
    "of": "fee",
    "between": "step_down",
    "table": [
        {"at": at, "credit": credit}
        for at, credit in (("5", "0 %"), ("10", "2 %"), ("15", "4 %"), ("20", "6 %"), ("25", "8 %"), ("30", "10 %"))
    ],
}


def brought(settling: Settling, scheme: dict[str, Any], *gained: str) -> Settling:
    """The day after one scheme; ``gained`` are ``a 2025-06 3``."""
    parts = [(name, read_window(window), Fraction(count)) for name, window, count in (g.split() for g in gained)]
    return points(settling, terms("points", ivr=scheme), {"ivr": parts})


def test_points_of_the_month_are_added_up_and_paid_at_the_rate() -> None:
    """contracts.md C1: 2 + 4 points at 1 % of 120,000.00."""
    paid = brought(day(fee="120000.00"), RATE, "a 2025-06 2", "b 2025-06 4", "b 2025-05 9", "b 2025-07 9")
    assert left(paid) == {"points/ivr": "7200.00"}
    assert paid.lines[0].steps == (
        "2 (a) + 4 (b) = 6 points", "6 x 1 % = 6 %", "6 % of fee 120,000.00 = 7,200.00",
    )  # fmt: skip
    assert str(paid.lines[0].window) == "2025-06"


def test_the_order_in_which_points_came_in_changes_nothing() -> None:
    gained = ["b 2025-06-02/2025-06-09 1", "a 2025-06-02/2025-06-09 2", "a 2025-06-09/2025-06-16 3"]
    one = brought(day(fee="100.00"), RATE, *gained).lines
    assert one == brought(day(fee="100.00"), RATE, *reversed(gained)).lines
    assert one[0].steps[0] == "2 (a) + 1 (b) + 3 (a) = 6 points"


def test_a_window_that_brought_nothing_is_not_told() -> None:
    assert brought(day(fee="100.00"), RATE, "a 2025-06 0", "b 2025-06 1").lines[0].steps[0] == "1 (b) = 1 point"
    assert brought(day(fee="100.00"), RATE, "a 2025-06 0").lines == ()


@pytest.mark.parametrize(
    ("on", "paid"), [("2025-06-30", {}), ("2025-07-01", {"points/ivr": "3.00"}), ("2025-07-02", {})]
)
def test_a_scheme_pays_on_the_day_after_its_period_and_on_no_other(on: str, paid: dict[str, str]) -> None:
    assert left(brought(day(on=on, fee="100.00"), RATE, "a 2025-06-02/2025-06-09 3")) == paid


def test_a_period_that_the_term_cuts_is_paid_at_its_end() -> None:
    term = Period.parse("2025-01-01/2025-06-20")
    paid = brought(day(on="2025-06-20", term=term, fee="100.00"), RATE, "a 2025-06-01/2025-06-20 3")
    assert left(paid) == {"points/ivr": "3.00"}


def test_a_sum_per_point_and_halves_of_points() -> None:
    paid = brought(day(), {"each": "month", "rate": "33.33"}, "a 2025-06 0.5", "b 2025-06 2")
    assert left(paid) == {"points/ivr": "83.33"}  # 83.325
    assert paid.lines[0].steps[1:] == ("2.5 x 33.33 = 83.325", "rounded to 83.33")


@pytest.mark.parametrize(
    ("total", "step_down", "step_up", "in_proportion"),
    [
        (0, 0, 0, 0), (4, 0, 0, 0), (5, 0, 0, 0), (9, 0, 2, "8/5"), (10, 2, 2, 2), (12, 2, 4, "14/5"), (15, 4, 4, 4),
        (29, 8, 10, "48/5"), (30, 10, 10, 10), (35, 10, 10, 10),
    ],
)  # fmt: skip
def test_a_ladder_between_its_rungs(total: int, step_down: Any, step_up: Any, in_proportion: Any) -> None:
    """contracts.md C5: 15 points are 4 %, 12 with a step down 2 %, 35 10 %."""
    for between, share in (("step_down", step_down), ("step_up", step_up), ("in_proportion", in_proportion)):
        ladder = Ladder.model_validate({**TELUS, "between": between})
        assert ladder.share(Fraction(total))[0] == Fraction(share), between


def test_a_ladder_is_paid_of_its_charge() -> None:
    paid = brought(day(fee="30000.00"), {"each": "month", "ladder": TELUS}, "a 2025-06 15")
    assert left(paid) == {"points/ivr": "1200.00"}
    assert paid.lines[0].steps == (
        "15 (a) = 15 points", "15 points: the last rung reached is 15: 4 %", "4 % of fee 30,000.00 = 1,200.00",
    )  # fmt: skip


def test_what_hangs_on_a_bill_that_is_not_known_is_pending_with_its_share() -> None:
    waiting = brought(day(line("a", "5.00"), fee="unknown"), {"each": "month", "ladder": TELUS}, "a 2025-06 15")
    assert left(waiting) == {"a": "5.00"}
    assert waiting.pending == (
        "points/ivr 2025-06: 15 (a) = 15 points; fee of 2025-06 is not known yet; 4 % of it is owed",
    )
    rate = brought(day(fee="unknown"), RATE, "a 2025-06 15")
    assert rate.pending == ("points/ivr 2025-06: 15 (a) = 15 points; fee of 2025-06 is not known yet",)


@pytest.mark.parametrize(
    ("scheme", "message"),
    [
        ({"each": "month"}, "need a rate or a ladder"),
        ({"each": "month", "rate": "1.00", "ladder": TELUS}, "need a rate or a ladder"),
        (
            {"each": "month", "ladder": {**TELUS, "table": [{"at": "5", "credit": "1 %"}] * 2}},
            "stands after the one at 5",
        ),
        (
            {
                "each": "month",
                "ladder": {**TELUS, "table": [{"at": "5", "credit": "2 %"}, {"at": "6", "credit": "1 %"}]},
            },
            "6 points bring 1 %, less than 5",
        ),
    ],
)
def test_a_scheme_that_hangs_together_badly_is_refused(scheme: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        terms("points", ivr=scheme)
