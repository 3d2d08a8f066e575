"""Change orders: who bears what of work that takes longer than agreed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from pactline.remedies.rules.change_orders import ChangeOrderTerms, change_orders

TRAINING = {
    "what": "training of new agents",
    "unit": "days",
    "cost": {"from 2025-01-01": "300.00", "from 2025-07-01": "320.00"},
    "done_by": "provider",
    "overrun": [{"up_to": "5", "client": "50 %"}, {"client": "100 %"}],
}


def owed(actual: str, day: date = date(2025, 3, 1), **more: Any) -> tuple[Fraction, tuple[str, ...]]:
    """What the other party owes for a training of five days that took so many."""
    return change_orders(ChangeOrderTerms.model_validate({**TRAINING, **more}), Decimal(5), Decimal(actual), day, 2)


@pytest.mark.parametrize(
    ("actual", "amount"),
    [("4", 0), ("5", 0), ("5.5", 75), ("6", 150), ("10", 750), ("11", 1050), ("15", 2250)],
)
def test_each_stretch_of_the_overrun_is_shared_in_its_own_way(actual: str, amount: int) -> None:
    """Five days halved, the rest the client's: three weeks in the place of one are 5 x 150 + 5 x 300."""
    assert owed(actual)[0] == amount


def test_the_working_says_who_bears_what() -> None:
    assert owed("15")[1] == (
        "15 - 5 agreed = 10 days of overrun",
        "5 days x 300.00 x 50 % borne by the client = 750.00",
        "5 days x 300.00 x 100 % borne by the client = 1,500.00",
    )
    assert owed("5")[1] == ("5 days of 5 agreed: no overrun",)


def test_work_of_the_client_is_paid_back_by_the_provider() -> None:
    """The provider's shares are what the client does not bear: half of five days, nothing of the rest."""
    amount, steps = owed("15", done_by="client")
    assert amount == 750
    assert steps[1] == "5 days x 300.00 x 50 % borne by the provider = 750.00"


@pytest.mark.parametrize(("day", "amount"), [(date(2025, 6, 30), 150), (date(2025, 7, 1), 160)])
def test_the_cost_is_the_one_of_the_day_on_which_the_work_begins(day: date, amount: int) -> None:
    assert owed("6", day)[0] == amount


@pytest.mark.parametrize(
    ("overrun", "message"),
    [
        ([{"up_to": "5", "client": "50 %"}], "the last row"),
        ([{"client": "50 %"}, {"client": "100 %"}], "the last row"),
        ([{"up_to": "5", "client": "1 %"}, {"up_to": "5", "client": "2 %"}, {"client": "3 %"}], "not in order"),
        ([{"up_to": "5", "client": "1 %"}, {"up_to": "4", "client": "2 %"}, {"client": "3 %"}], "not in order"),
        ([{"client": "101 %"}], "more than 100 %"),
        ([{"up_to": "five", "client": "1 %"}, {"client": "3 %"}], "not a plain decimal number"),
        ([{"up_to": "-5", "client": "1 %"}, {"client": "3 %"}], "negative"),
    ],
)
def test_every_overrun_has_one_bearer(overrun: list[dict[str, str]], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ChangeOrderTerms.model_validate({**TRAINING, "overrun": overrun})
