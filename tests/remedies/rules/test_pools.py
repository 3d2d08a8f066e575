"""Pools: an amount at risk that the credits of its members share."""

from __future__ import annotations

from fractions import Fraction

from tests.remedies.rules.days import day, left, line, terms

from pactline.remedies.rules.lines import Settling
from pactline.remedies.rules.pools import at_risk, pools

POOL = {
    "each": "month", "at_risk": "10 %", "of": "invoice", "categories": {"speed": "80 %", "quality": "70 %"},
    "allocation": "150 %",
}  # fmt: skip
MEMBERS = {"month-pool": frozenset({"a", "b"})}


def within(settling: Settling) -> Settling:
    """The day after the pool of which a and b are members."""
    return pools(settling, terms("pools", month_pool=POOL), MEMBERS)


def test_the_worked_month_of_a_data_centre() -> None:
    """contracts.md C3: 38,400 and 35,840 are 74,240, over the 64,000 at risk: 33,103.448... and 30,896.551..."""
    cut = within(day(line("a", "38400.00"), line("b", "35840.00"), line("c", "999.00"), invoice="640000.00"))
    assert left(cut) == {"a": "33103.45", "b": "30896.55", "c": "999.00"}
    assert cut.cuts[0].limit == 64000
    assert cut.lines[0].steps == ("pool month-pool: at most 64,000.00 is at risk in 2025-06: cut in proportion",)


def test_all_that_is_at_risk_may_be_credited_and_not_a_cent_more() -> None:
    assert left(within(day(line("a", "100.00"), invoice="1000.00"))) == {"a": "100.00"}
    assert left(within(day(line("a", "100.01"), invoice="1000.00"))) == {"a": "100.00"}


def test_earlier_days_of_the_period_have_used_a_part() -> None:
    earlier = (line("b", "70.00", "2025-06-02/2025-06-09"), line("c", "70.00", "2025-06-02/2025-06-09"))
    assert left(within(day(line("a", "40.00"), earlier=earlier, invoice="1000.00"))) == {"a": "30.00"}


def test_a_pool_without_a_credit_says_nothing() -> None:
    quiet = day(line("c", "40.00"), invoice="1000.00")
    assert within(quiet) == quiet


def test_a_pool_of_an_unknown_invoice_is_pending() -> None:
    waiting = within(day(line("a", "40.00"), invoice="unknown"))
    assert left(waiting) == {"a": "40.00"}
    assert waiting.pending == ("pools month-pool: invoice of 2025-06 is not known yet",)


def test_the_amount_at_risk_is_exact() -> None:
    assert at_risk(terms("pools", month_pool=POOL)["month-pool"], Fraction("333.33")) == Fraction("33.333")
