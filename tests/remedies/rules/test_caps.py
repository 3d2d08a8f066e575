"""Caps: the most that credits may come to in a period."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError
from tests.remedies.rules.days import day, left, line, terms

from pactline.remedies.rules.caps import caps
from pactline.remedies.rules.lines import Line, Settling
from pactline.values.period import Period

MONTH = {"each": "month", "at_most": "100.00"}


def capped(settling: Settling, **named: Any) -> Settling:
    """The day after caps."""
    return caps(settling, terms("caps", **named))


def test_what_is_over_the_cap_is_cut_to_the_cent_and_what_reaches_it_is_not() -> None:
    assert left(capped(day(line("a", "100.00")), one=MONTH)) == {"a": "100.00"}
    cut = capped(day(line("a", "100.01")), one=MONTH)
    assert left(cut) == {"a": "100.00"}
    assert cut.lines[0].steps == ("cap one of 100.00 for 2025-06: cut in proportion",)
    assert cut.view.reached == {"one"}
    assert capped(day(line("a", "100.00")), one=MONTH).view.reached == frozenset()


def test_lines_are_cut_in_proportion_and_left_over_coins_go_to_the_largest_remainders() -> None:
    """100 over three lines of 100: 33.33 each, and the coin that is left to the first of equal remainders."""
    cut = capped(day(line("a", "100.00"), line("b", "100.00"), line("c", "100.00")), one=MONTH)
    assert left(cut) == {"a": "33.34", "b": "33.33", "c": "33.33"}
    uneven = capped(day(line("a", "1.00"), line("b", "200.00")), one=MONTH)  # 0.4975... and 99.5024...
    assert left(uneven) == {"a": "0.50", "b": "99.50"}


def test_earlier_days_of_the_same_period_use_the_cap_up() -> None:
    week = (line("a", "70.00", "2025-06-02/2025-06-09"),)
    second = capped(day(line("a", "70.00", "2025-06-09/2025-06-16"), on="2025-06-16", earlier=week), one=MONTH)
    assert left(second) == {"a": "30.00"}
    assert second.cuts[0].used == Decimal("70.00")
    assert "of which 70.00 is used" in second.lines[0].steps[0]
    last_month = (line("a", "70.00", "2025-05"),)  # settled on 1 June, of May
    assert left(capped(day(line("a", "70.00"), earlier=last_month), one=MONTH)) == {"a": "70.00"}


def test_a_cap_that_is_used_up_leaves_nothing_and_never_less() -> None:
    over = (line("a", "130.00", "2025-06-02/2025-06-09"),)  # before a lower cap held, say
    assert left(capped(day(line("a", "5.00"), on="2025-06-16", earlier=over), one=MONTH)) == {"a": "0.00"}


def test_what_was_taken_back_uses_nothing_up() -> None:
    earlier = (
        line("a", "70.00", "2025-06-02/2025-06-09"),
        line("a", "70.00", "2025-06-02/2025-06-09", "return", on="2025-06-10"),
    )
    assert left(capped(day(line("b", "70.00"), earlier=earlier), one=MONTH)) == {"b": "70.00"}


def test_caps_act_one_after_the_other_in_the_order_they_are_written() -> None:
    both = {"small": {"on": "a", **MONTH, "at_most": "40.00"}, "all": {**MONTH, "at_most": "60.00"}}
    assert left(capped(day(line("a", "80.00"), line("b", "80.00")), **both)) == {"a": "20.00", "b": "40.00"}
    turned = dict(reversed(both.items()))  # 80 and 80 to 30 and 30, of which a keeps all
    assert left(capped(day(line("a", "80.00"), line("b", "80.00")), **turned)) == {"a": "30.00", "b": "30.00"}


def test_a_cap_limits_only_what_it_names() -> None:
    lines = (line("a", "80.00"), line("voice/10 s", "80.00"), line("b", "80.00", service="sales"))
    assert left(capped(day(*lines), one={**MONTH, "on": ["a", "voice"]})) == {
        "a": "50.00", "voice/10 s": "50.00", "b": "80.00",
    }  # fmt: skip
    assert left(capped(day(*lines), one={**MONTH, "services": ["sales"], "at_most": "10.00"}))["b"] == "10.00"


def test_bonuses_and_what_the_client_owes_are_not_credits() -> None:
    lines = (line("a", "80.00"), line("b", "180.00", kind="bonus"), line("c", "180.00", kind="due"))
    assert left(capped(day(*lines), one=MONTH)) == {"a": "80.00", "b": "180.00", "c": "180.00"}
    assert left(capped(day(*lines), one={**MONTH, "limits": "bonuses"}))["b"] == "100.00"


def test_a_share_of_a_charge_is_rounded_once() -> None:
    cut = capped(
        day(line("a", "80.00"), fee="333.33"), one={"each": "month", "at_most": {"percent": "5 %", "of": "fee"}}
    )
    assert left(cut) == {"a": "16.67"}  # 16.6665
    assert cut.cuts[0].steps == ("5 % of fee 333.33 = 16.6665", "rounded to 16.67")
    assert cut.cuts[0].base == "fee"


def test_a_cap_of_an_unknown_charge_is_pending_and_the_others_still_cut() -> None:
    lines = day(line("a", "180.00"), bill="unknown")
    both = capped(lines, unknown={"each": "month", "at_most": {"percent": "5 %", "of": "bill"}}, known=MONTH)
    assert left(both) == {"a": "100.00"}
    assert both.pending == ("caps unknown: bill of 2025-06 is not known yet",)


@pytest.mark.parametrize(("settled", "left_of_it"), [("2024-06", "100.00"), ("2024-07", "30.00"), ("2025-05", "30.00")])
def test_rolling_months_reach_back_from_the_month_that_is_settled(settled: str, left_of_it: str) -> None:
    """Twelve months to June 2025 begin with July 2024."""
    rolling = {"year": {"each": "rolling 12 months", "at_most": "100.00"}}
    term = Period.parse("2024-01-01/2026-01-01")
    earlier = (line("a", "70.00", settled),)
    assert left(capped(day(line("a", "150.00"), earlier=earlier, term=term), **rolling)) == {"a": left_of_it}


@pytest.mark.parametrize(("settled", "left_of_it"), [("2025-06-01", "100.00"), ("2025-06-02", "30.00")])
def test_rolling_days_reach_back_so_many_days(settled: str, left_of_it: str) -> None:
    earlier = (line("a", "70.00", settled),)
    rolling = {"days": {"each": "rolling 30 days", "at_most": "100.00"}}
    assert left(capped(day(line("a", "150.00"), on="2025-07-02", earlier=earlier), **rolling)) == {"a": left_of_it}


def test_the_whole_term_and_the_contract_year_have_caps_too() -> None:
    term = Period.parse("2024-07-15/2026-07-15")
    earlier = (line("a", "70.00", "2025-05"),)
    now: dict[str, Any] = {"earlier": earlier, "term": term}
    assert left(capped(day(line("a", "90.00"), **now), all={"each": "term", "at_most": "100.00"})) == {"a": "30.00"}
    year = {"each": "contract year", "at_most": "100.00"}
    assert left(capped(day(line("a", "90.00"), **now), year=year)) == {"a": "30.00"}
    august: Line = line("a", "90.00", "2025-07-16/2025-08-01")
    assert left(capped(day(august, on="2025-08-01", **now), year=year)) == {
        "a": "90.00"
    }  # the next year of the contract


def test_of_sums_that_change_the_one_in_force_when_the_period_begins_holds() -> None:
    dated = {"from 2025-01-01": "100.00", "from 2025-06-01": "120.00", "from 2025-06-02": "500.00"}
    assert left(capped(day(line("a", "900.00")), one={"each": "month", "at_most": dated})) == {"a": "120.00"}
    year = {"each": "year", "at_most": dated}
    assert left(capped(day(line("a", "900.00")), one=year)) == {"a": "100.00"}


def test_of_a_rolling_cap_that_changes_the_sum_of_the_last_day_holds() -> None:
    dated = {"from 2025-01-01": "100.00", "from 2025-07-01": "500.00"}
    rolling = {"each": "rolling 12 months", "at_most": dated}
    assert left(capped(day(line("a", "900.00")), one=rolling)) == {"a": "100.00"}
    july = day(line("a", "900.00", "2025-07"), on="2025-08-01")
    assert left(capped(july, one=rolling)) == {"a": "500.00"}


@pytest.mark.parametrize(
    "at_most", [{"percent": "5 %"}, {"of": "fee"}, {"amount": "5.00", "percent": "5 %", "of": "fee"}]
)
def test_a_limit_is_a_sum_or_a_share(at_most: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match=r"Field required|Extra inputs"):
        terms("caps", one={"each": "month", "at_most": at_most})
